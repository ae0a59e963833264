import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";

const folder = temporaryFolder();
const run = (...args: string[]) => layergraph(args, { cwd: folder });

mkdirSync(join(folder, "parts"));
writeFileSync(join(folder, "parts", "sizes.ts"), "export const hidden: number = 7;\nexport default interface Unused {}\n");
writeFileSync(
  join(folder, "net.ts"),
  `import { classificationLayer, fullyConnectedLayer, layerGraph, type LayerGraph, lstmLayer, sequenceInputLayer, softmaxLayer } from "layergraph";
import { basename } from "node:path";
import { hidden } from "./parts/sizes.js";

export function build({ numClasses, numFeatures = 3 }: { numClasses: number; numFeatures?: number }): LayerGraph {
  const name = basename(new URL(import.meta.url).pathname, ".ts");
  return layerGraph([
    sequenceInputLayer(numFeatures, { name }),
    lstmLayer(hidden, { outputMode: "last" }),
    fullyConnectedLayer(numClasses),
    softmaxLayer(),
    classificationLayer(),
  ]);
}
export default build;
`,
);
writeFileSync(
  join(folder, "fails.ts"),
  `interface Sizes {
  readonly n: number;
}

export default (): number => {
  throw new Error("on line six");
};
`,
);
writeFileSync(join(folder, "syntax.ts"), "export default (\n  3;\n");
writeFileSync(join(folder, "a.ts"), 'import { b } from "./b.ts";\nexport const a = b;\nexport default a;\n');
writeFileSync(join(folder, "b.ts"), 'import { a } from "./a.ts";\nexport const b = () => a;\n');
writeFileSync(join(folder, "lacking.ts"), 'import { x } from "no-such-package";\nexport default x;\n');
writeFileSync(join(folder, "missing.ts"), 'import { x } from "./nowhere.ts";\nexport default x;\n');

describe("a TypeScript module as a graph", () => {
  it("is run with this copy of the library, relative imports and values of --set, and leaves nothing behind", async () => {
    const before = readdirSync(folder).sort();
    const { status, stdout, stderr } = await run("analyze", "net.ts", "--set", "numClasses=4", "--format", "json");
    expect([status, stderr]).toEqual([0, ""]);
    const { layers } = JSON.parse(stdout);
    expect(layers.map(({ name }: { name: string }) => name)).toEqual(["net", "lstm", "fc", "softmax", "classoutput"]);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  it("says which values are missing, and which it does not ask for", async () => {
    const missing = await run("validate", "net.ts");
    expect([missing.status, missing.stdout]).toEqual([2, ""]);
    expect(missing.stderr).toBe(
      "error: 'net.ts' builds its graph from numClasses, which is not given. Add --set numClasses=….\n",
    );
    const unknown = await run("validate", "net.ts", "--set", "numClasses=4", "--set", "depth=3");
    expect([unknown.status, unknown.stderr]).toEqual([
      2,
      "error: 'net.ts' asks for no value 'depth'; it asks for numClasses, numFeatures.\n",
    ]);
  });

  it.each([
    [
      "fails while it builds the graph, in the line of the TypeScript",
      "fails.ts",
      /Error: on line six \(file:\S+fails\.ts:6:9\)/,
    ],
    ["is no TypeScript", "syntax.ts", /syntax\.ts:2:4: /],
    ["imports itself", "a.ts", /a\.ts' imports itself: .*a\.ts → .*b\.ts → .*a\.ts\./],
    [
      "imports a package that is not there",
      "lacking.ts",
      /imports 'no-such-package', which is not installed .* Run npm install no-such-package/,
    ],
    ["imports a file that is not there", "missing.ts", /imports '\.\/nowhere\.ts', which is not there\./],
  ])("says what is wrong with one that %s, without a stack", async (_, file, message) => {
    const { status, stdout, stderr } = await run("validate", file);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("refuses --set for a graph that asks for nothing", async () => {
    writeFileSync(join(folder, "graph.json"), '{ "format": "layergraph/2", "layers": [], "connections": [] }');
    const { status, stderr } = await run("validate", "graph.json", "--set", "n=3");
    expect([status, stderr]).toEqual([2, "error: --set n: 'graph.json' asks for no values. Leave --set out.\n"]);
  });
});
