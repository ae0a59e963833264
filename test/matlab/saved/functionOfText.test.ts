import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { functionLayer, sequenceInputLayer } from "../../../layers/index.ts";
import { portedFile, portScript } from "../../../src/matlab/portScript.ts";
import { functionOfText } from "../../../src/matlab/saved/functionOfText.ts";
import { matlabFunction } from "../../../src/matlab/saved/matlabFunction.ts";
import { analyze } from "../../../src/network/analyze.ts";
import { inspectGraph, readGraph } from "../../../src/network/graphFile.ts";
import { graphJsonSchema } from "../../../src/network/graphSchema.ts";
import { type LayerGraph, layerGraph } from "../../../src/network/layerGraph.ts";
import { validateFile } from "../../../src/network/validateFile.ts";
import { writeGraph } from "../../../src/network/writeGraph.ts";

const read = (json: unknown): LayerGraph => readGraph(json, { functions: functionOfText });

interface File {
  readonly layers: readonly Readonly<Record<string, unknown>>[];
}

/** The first graph of a script, and its graph file as it is after it was written and parsed. */
async function made(script: string): Promise<{ readonly graph: LayerGraph; readonly written: File }> {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-function-"));
  try {
    const path = join(folder, "script.m");
    writeFileSync(path, script);
    const ported = await portScript({ path, typescript: false });
    return { graph: ported.graphs[0].graph, written: JSON.parse(JSON.stringify(portedFile(ported))) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("functions of MATLAB in graph files", () => {
  it("are text with what they took along and the functions that they call, and give the same layer when they are read", async () => {
    const { graph: first, written } = await made(`gain = 3;
net = dlnetwork([featureInputLayer(4,'Name','in')
    functionLayer(@(x) gain*half(x),'Name','scaled')
    functionLayer(@(x) dlarray(reshape(stripdims(x),2,2,1,[]),'SSCB'),'Formattable',true,'Name','image')
    convolution2dLayer(2,3,'Name','conv','WeightsInitializer',@(sz) 0.5*ones(sz))]);
function y = half(x)
    y = x/2;
end`);
    expect(written.layers[1].predictFcn).toEqual({
      $matlab: "@(x) gain*half(x)\n\nfunction y = half(x)\n    y = x/2;\nend",
      values: { gain: 3 },
    });
    expect(written.layers[2].predictFcn).toMatchObject({ formattable: true });
    const graph = read(written);
    const analysis = analyze(graph, { targetUsage: "dlnetwork" });
    expect(analysis.issues).toEqual([]);
    expect(JSON.stringify(analysis.layers[2])).toContain("SSCB");
    expect(analysis).toEqual(analyze(first, { targetUsage: "dlnetwork" }));
    expect(writeGraph(graph, { functionTexts: true })).toEqual(written);
  });

  it("are refused where nobody asks for them", () => {
    const graph = layerGraph([sequenceInputLayer(2), functionLayer(matlabFunction("@(x) 2*x"), { name: "double" })]);
    expect(() => writeGraph(graph)).toThrow("functionLayer 'double': option 'predictFcn' is a function, which has no JSON form.");
    const written = writeGraph(graph, { functionTexts: true });
    expect(written.layers[1].predictFcn).toEqual({ $matlab: "@(x) 2*x" });
    expect(readGraph(written).layers[1].problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("option 'predictFcn'"),
    ]);
  });

  it("are refused where they took along what a file does not hold", () => {
    const plain = functionLayer((x) => x, { name: "same" });
    expect(() => writeGraph(layerGraph([sequenceInputLayer(2), plain]), { functionTexts: true })).toThrow("no JSON form");
  });

  it("tell what is wrong with them as a problem of the file", () => {
    const withFunction = (predictFcn: unknown) => ({
      format: "layergraph/2",
      layers: [{ type: "functionLayer", name: "f", predictFcn }],
      connections: [],
    });
    const codes = (predictFcn: unknown) =>
      inspectGraph(withFunction(predictFcn), { functions: functionOfText }).issues.map(({ code }) => code);
    expect(codes({ $matlab: "@(x) 2*(x" })).toEqual(["matlab-syntax"]);
    expect(codes({ $matlab: "5" })).toEqual(["matlab-function"]);
    expect(codes({ $matlab: "@(x) x", more: 1 })).toEqual(["wrong-shape"]);
    expect(codes({ $matlab: "@(x) k*x", values: { k: {} } })).toEqual(["layer-class"]);
    expect(codes({ $matlab: "@(x) x" })).toEqual([]);
    const [issue] = validateFile(withFunction({ $matlab: "5" }), { functions: functionOfText });
    expect(issue.message).toContain("layers[0]: matlabFunction: '5' is no function");
  });

  it("have their place in the schema", () => {
    const { $defs } = graphJsonSchema() as { $defs: Record<string, { properties: Record<string, unknown>; required: string[] }> };
    expect(JSON.stringify($defs.functionLayer.properties.predictFcn)).toContain('"#/$defs/function"');
    expect($defs.functionLayer.required).toContain("predictFcn");
    expect($defs.function.required).toEqual(["$matlab"]);
  });
});

describe("layer classes of MATLAB in graph files", () => {
  it("are told to be no more than names there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "layergraph-function-"));
    const path = join(folder, "script.m");
    writeFileSync(
      join(folder, "gainLayer.m"),
      `classdef gainLayer < nnet.layer.Layer
    properties (Learnable)
        Gain
    end
    methods
        function layer = gainLayer(n)
            layer.Gain = ones(n,1);
        end
        function y = predict(layer,x)
            y = layer.Gain .* x;
        end
    end
end`,
    );
    writeFileSync(path, "lgraph = layerGraph([featureInputLayer(4); gainLayer(4)]);");
    try {
      const { warnings } = await portScript({ path, typescript: false });
      expect(warnings.map(({ code }) => code)).toEqual(["class-not-in-file"]);
      expect((await portScript({ path })).warnings).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
