/**
 * Makes of each page of this folder (`name.ts` with `name.css`) one script and one style sheet in dist/pages, which src/report/page.ts puts into
 * the page. A style sheet may begin with lines `@import "file";`: files beside it, or of a package.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const here = new URL("./", import.meta.url);
const target = new URL("../dist/pages/", here);

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const file of readdirSync(here).filter((name) => /^[a-z]\w*\.ts$/i.test(name))) {
  const name = file.slice(0, -".ts".length);
  await bundleScript(file, new URL(`${name}.js`, target));
  writeFileSync(new URL(`${name}.css`, target), styleSheet(new URL(`${name}.css`, here)));
}

/** Writes a script that needs nothing beside itself, its licences kept. */
async function bundleScript(entry, output) {
  const bundle = await rolldown({ input: fileURLToPath(new URL(entry, here)), platform: "browser", tsconfig: false });
  await bundle.write({ file: fileURLToPath(output), format: "iife", minify: true, comments: { legal: true } });
  await bundle.close();
}

/** The text of a style sheet, what it imports in front. */
function styleSheet(address) {
  return readFileSync(address, "utf8").replace(/^@import "(.+)";$/gm, (_, file) => {
    const found = file.startsWith(".") ? new URL(file, address) : createRequire(import.meta.url).resolve(file);
    return styleSheet(found);
  });
}
