import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const registry = spawnSync("npm", ["ping"], { timeout: 20_000 }).status === 0;
const note = registry ? "" : " (skipped: no npm registry answers)";
const folder = mkdtempSync(join(tmpdir(), "layergraph-package-"));
const version: string = JSON.parse(readFileSync("package.json", "utf8")).version;

/** A program of someone who installed the package: public types in strict mode, a layer of their own, one iteration of training. */
const program = `
import {
  classificationLayer, convolution1dLayer, defineLayer, fullyConnectedLayer, globalMaxPooling1dLayer, layerGraph, like, ops,
  sequenceInputLayer, softmaxLayer, trainingOptions, trainNetwork, validate, type LayerGraph,
} from "layergraph";
import { z } from "zod";

const scaleLayer = defineLayer({
  type: "scaleLayer",
  positional: ["by"],
  options: z.object({ by: z.number() }),
  predict: ({ inputs: [x], options }) => like(x, ops.multiply(x.value, options.by)),
});
// @ts-expect-error The factor is a number.
const refused = () => scaleLayer("2");
// @ts-expect-error Options are spelled in camelCase.
const misspelled = () => convolution1dLayer(3, 4, { DilationFactor: 2 });
const lgraph: LayerGraph = layerGraph([
  sequenceInputLayer(2, { name: "input" }),
  convolution1dLayer(3, 4, { dilationFactor: 2, padding: "causal" }),
  scaleLayer(2),
  globalMaxPooling1dLayer(),
  fullyConnectedLayer(2),
  softmaxLayer(),
  classificationLayer(),
]);
const options = trainingOptions("adam", { maxEpochs: 1, miniBatchSize: 2, verbose: false });
const { info } = await trainNetwork([[[1, 2, 3], [0, 0, 1]], [[3, 2, 1], [1, 0, 0]]], ["up", "down"], lgraph, options);
console.log(JSON.stringify({ issues: validate(lgraph).length, losses: info.trainingLoss.length, refused: [typeof refused, typeof misspelled] }));
`;

function inFolder(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function packed(): string[] {
  // What `npm test` built is packed as it is: building again would pull the files away from under the other tests.
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [{ files }] = JSON.parse(execFileSync("npm", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }));
  return files.map(({ path }: { path: string }) => path);
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the packed tarball", () => {
  let files: string[] = [];
  beforeAll(() => {
    if (!existsSync("dist/bundle/index.js") || !existsSync("dist/schema.json")) execFileSync("npm", ["run", "build"]);
    files = packed();
  });

  it("holds the program, its types, the schema and what must be told, nothing else", () => {
    const kinds = [
      "LICENSE",
      "README.md",
      "CHANGELOG.md",
      "package.json",
      "bin/layergraph.js",
      "dist/schema.json",
      "dist/bundle/licenses.txt",
    ];
    const others = files.filter(
      (path) =>
        !/^dist\/((src|layers)\/.*\.d\.ts|bundle\/(parts\/)?[\w-]+\.js|pages\/\w+\.(js|css))$|^templates\/project\//.test(path),
    );
    expect(others.sort()).toEqual(kinds.sort());
    for (const path of ["dist/bundle/index.js", "dist/src/index.d.ts", "dist/bundle/parts/main.js", "dist/layers/index.d.ts"])
      expect(files).toContain(path);
  });

  describe.skipIf(!registry)(`installed in an empty project${note}`, () => {
    beforeAll(() => {
      writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
      const tarball = join(folder, `layergraph-${version}.tgz`);
      inFolder("npm", "install", tarball, "--onnxruntime-node-install=skip", "--prefer-offline", "--no-audit", "--no-fund");
    }, 300_000);

    it("compiles a strict program against its types, libraries checked, and runs it", { timeout: 300_000 }, () => {
      writeFileSync(join(folder, "program.ts"), program);
      const compiler = resolve("node_modules/typescript/bin/tsc");
      const flags = ["--strict", "--skipLibCheck", "false", "--module", "NodeNext", "--target", "ES2022"];
      const { stdout, status } = spawnSync("node", [compiler, ...flags, "program.ts"], { cwd: folder, encoding: "utf8" });
      expect([stdout, status]).toEqual(["", 0]);
      expect(JSON.parse(inFolder("node", "program.js"))).toEqual({ issues: 0, losses: 1, refused: ["function", "function"] });
    });

    it("has the command layergraph", () => {
      expect(inFolder("npx", "layergraph", "--version").trim()).toBe(version);
    });

    it("exports the JSON Schema of graph files and nothing of its inside", () => {
      const ask = (name: string) =>
        spawnSync("node", ["-e", `console.log(import.meta.resolve("${name}"))`, "--input-type=module"], {
          cwd: folder,
          encoding: "utf8",
        });
      expect(ask("layergraph/schema.json").stdout).toContain("dist/schema.json");
      expect(ask("layergraph/dist/src/layer.js").stderr).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
    });
  });
});
