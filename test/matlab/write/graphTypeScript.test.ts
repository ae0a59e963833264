import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { defineLayer, functionLayer, type LayerGraph, layerGraph, ops, z } from "../../../src/index.ts";
import { writeTypeScript } from "../../../src/matlab/write/graphTypeScript.ts";
import { exampleGraphs, specialGraphs, tcn, unknownGraph } from "./exampleGraphs.ts";
import { expectSameGraph } from "./sameGraph.ts";

const folder = mkdtempSync(join(tmpdir(), "layergraph-typescript-"));
afterAll(() => rmSync(folder, { recursive: true }));
const library = resolve("src/index.ts");
let count = 0;

/** The default export of a module's text. */
async function exported(text: string): Promise<unknown> {
  const path = join(folder, `module${++count}.ts`);
  writeFileSync(path, text.replace('"layergraph"', JSON.stringify(library)));
  return ((await import(path)) as { default: unknown }).default;
}

describe("a graph written as TypeScript", () => {
  it("has one line for each layer and connection", () => {
    expect(writeTypeScript(tcn())).toBe(`import {
  additionLayer,
  addLayers,
  classificationLayer,
  connectLayers,
  convolution1dLayer,
  fullyConnectedLayer,
  layerGraph,
  layerNormalizationLayer,
  sequenceInputLayer,
  softmaxLayer,
  spatialDropoutLayer,
} from "layergraph";

let lgraph = layerGraph([
  sequenceInputLayer(3, { normalization: "zerocenter", name: "input" }),
  convolution1dLayer(5, 8, { dilationFactor: 1, padding: "causal", name: "conv1_1" }),
  layerNormalizationLayer({ name: "layernorm" }),
  spatialDropoutLayer({ probability: 0.005, name: "spatialdropout" }),
  additionLayer(2, { name: "add_1" }),
]);

lgraph = addLayers(lgraph, convolution1dLayer(1, 8, { name: "convSkip" }));
lgraph = connectLayers(lgraph, "input", "convSkip");
lgraph = connectLayers(lgraph, "convSkip", "add_1/in2");

lgraph = addLayers(lgraph, [
  convolution1dLayer(5, 8, { dilationFactor: 2, padding: "causal", name: "conv1_2" }),
  layerNormalizationLayer({ name: "layernorm_1" }),
  spatialDropoutLayer({ probability: 0.005, name: "spatialdropout_1" }),
  additionLayer(2, { name: "add_2" }),
  fullyConnectedLayer(2, { name: "fc" }),
  softmaxLayer({ name: "softmax" }),
  classificationLayer({ classes: ["walking", "say \\"hi\\""], classWeights: [1, 2.5], name: "classoutput" }),
]);
lgraph = connectLayers(lgraph, "add_1", "conv1_2");
lgraph = connectLayers(lgraph, "add_1", "add_2/in2");

export default lgraph;
`);
  });

  it.each(Object.entries({ ...specialGraphs, ...exampleGraphs }))(
    "gives the same graph when it is run: %s",
    async (_name, make) => {
      expectSameGraph((await exported(writeTypeScript(make()))) as LayerGraph, make());
    },
  );

  it("is a function of what is not known", async () => {
    const text = writeTypeScript(unknownGraph());
    expect(text).toContain(
      "export default function build({ numFeatures, numClasses, n2_numFeatures }: { readonly numFeatures: number; readonly numClasses: number; readonly n2_numFeatures: number }): LayerGraph {",
    );
    const build = (await exported(text)) as (values: object) => LayerGraph;
    const { layers } = build({ numFeatures: 3, numClasses: 5, n2_numFeatures: 6 });
    expect(layers.map(({ options }) => options.inputSize ?? options.outputSize)).toEqual([3, 5, 6]);
  });

  it("compiles where everything is checked", () => {
    const graphs = [...Object.values({ ...specialGraphs, ...exampleGraphs }).map((make) => make()), unknownGraph()];
    const files = graphs.map((graph, i) => {
      const path = join(folder, `strict${i}.ts`);
      writeFileSync(path, writeTypeScript(graph));
      return path;
    });
    const program = ts.createProgram(files, {
      ...{
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        allowImportingTsExtensions: true,
        types: ["node"],
        typeRoots: [resolve("node_modules/@types")],
      },
      ...{ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
      paths: { layergraph: [library] },
    });
    const found = files.flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)!));
    expect(found.map(({ messageText, file }) => `${file?.text}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`)).toEqual(
      [],
    );
  });

  it("is refused where an option is a function or a layer is one's own", () => {
    const computed = layerGraph(functionLayer((x) => ops.abs(x), { name: "f" }));
    expect(() => writeTypeScript(computed)).toThrow(
      "functionLayer 'f': option 'predictFcn' is a function, which cannot be written as text.",
    );
    const own = defineLayer({ type: "ownLayer", options: z.object({}), predict: ({ inputs: [x] }) => x });
    expect(() => writeTypeScript(layerGraph(own({ name: "o" })))).toThrow("ownLayer 'o': it is a layer of your own");
  });
});
