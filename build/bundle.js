/**
 * Makes of the compiled library and command line a few large files in dist/bundle, which load several times faster than hundreds of small ones.
 * Entries share what they have in common, so that every class is there once. All code lies as deep in dist/bundle as in dist/src, so that addresses
 * relative to `import.meta.url` mean the same in both.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const compiled = new URL("../dist/src/", import.meta.url);
const target = new URL("../dist/bundle/", import.meta.url);
const packages = new URL("../node_modules/", import.meta.url);

/** The library, the program, and what is started as a thread of its own: files called `worker` or `…Worker`. */
const workers = readdirSync(compiled, { recursive: true }).filter((path) => /(\/w|[a-z0-9]W)orker\.js$/.test(path));
const entries = ["index.js", "cli/main.js", ...workers];

/** Packages that stay outside: those with native code or WebAssembly beside it, and one that is loaded only when it is needed. */
const outside = /^(node:|onnxruntime-node|h5wasm|typescript)/;

const bundle = await rolldown({
  input: Object.fromEntries(entries.map((path) => [/(\w+)\.js$/.exec(path)[1], fileURLToPath(new URL(path, compiled))])),
  platform: "node",
  external: outside,
  plugins: [{ name: "direct-imports", transform: { filter: { id: /\/src\/cli\// }, handler: direct } }],
  // No file of this package is there for what it does when it is loaded, but for what it exports.
  treeshake: { moduleSideEffects: [{ test: /\/dist\/(src|layers)\//, sideEffects: false }] },
});
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const { output } = await bundle.write({
  dir: fileURLToPath(new URL("parts/", target)),
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
});
await bundle.close();
writeFileSync(new URL("index.js", target), 'export * from "./parts/index.js";\n');
writeFileSync(new URL("licenses.txt", target), licenses(output.flatMap(({ moduleIds }) => moduleIds ?? [])));

/** Where each public name comes from, but those of whole folders, by the index of the library. */
function sources() {
  const index = readFileSync(new URL("index.js", compiled), "utf8");
  const lists = [...index.matchAll(/^export \{([^}]*)\} from "(\.[^"]+)";$/gm)];
  return new Map(lists.flatMap(([, names, from]) => names.split(",").map((name) => [name.trim(), from])));
}

/** The code of a command with what it imports from the index imported from where it is, so that a command loads only what it needs. */
function direct(code) {
  const known = sources();
  return code.replaceAll(/^import \{([^}]*)\} from "\.\.\/index\.js";$/gm, (_, names) => {
    const lines = names.split(",").map((each) => {
      const from = known.get(each.trim().split(" as ")[0]);
      return `import {${each}} from "${from === undefined ? "../index.js" : `.${from}`}";`;
    });
    return lines.join(" ");
  });
}

/** The licences of the packages that the files contain. */
function licenses(paths) {
  const names = new Set(paths.map((path) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const texts = [...names].sort().map((name) => {
    const folder = new URL(`${name}/`, packages);
    const file = existsSync(folder) && readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const { version, license } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(new URL(file, folder), "utf8").trim() : ""}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}
