import { describe, expect, it } from "vitest";
import { plainArray } from "../../../src/matlab/layers/concrete.ts";
import { tracedOf } from "../../../src/matlab/layers/tracedArray.ts";
import { concatenatedLayers, graphOf } from "../../../src/matlab/network/index.ts";
import { singleLayer } from "../../../src/matlab/network/layerArray.ts";
import { number, numbers, row, strings, text } from "../../../src/matlab/values/construct.ts";
import { indexed, member } from "../../../src/matlab/values/index.ts";
import type { CellValue, Value } from "../../../src/matlab/values/value.ts";
import { operationsOf, type TestScript, testScript } from "./session.ts";

const layersOf = (script: TestScript, ...calls: readonly (readonly [string, ...Parameters<TestScript["call"]>[1][]])[]): Value =>
  concatenatedLayers(
    1,
    calls.map(([name, ...args]) => script.call(name, ...args)),
  );
const place = undefined as never;

describe("factors of learnables", () => {
  const script = testScript();

  it("are set and read of a layer, a graph and a network", () => {
    const layer = script.call("setLearnRateFactor", script.call("fullyConnectedLayer", 2, "Name", "fc"), "Weights", 0);
    expect(singleLayer(layer)?.given).toMatchObject({ weightLearnRateFactor: 0 });
    expect(script.call("getLearnRateFactor", layer, "Weights")).toEqual(number(0));
    expect(script.call("getL2Factor", layer, "Bias")).toEqual(number(0));
    const graph = script.call("layerGraph", layersOf(script, ["featureInputLayer", 3], ["fullyConnectedLayer", 2, "Name", "fc"]));
    const changed = script.call("setLearnRateFactor", graph, "fc", "Bias", 3);
    expect(script.call("getLearnRateFactor", changed, "fc/Bias")).toEqual(number(3));
    expect(() => script.call("setLearnRateFactor", graph, "fc", "Biass", 3)).toThrow(/no learnable 'biass'/);
  });

  it("are all 0 in frozen layers", () => {
    const layers = layersOf(script, ["convolution2dLayer", 3, 8], ["reluLayer"], ["batchNormalizationLayer"]);
    const frozen = script.call("freezeWeights", layers);
    expect(singleLayer(indexed(frozen, [number(1)]))?.given).toMatchObject({ weightLearnRateFactor: 0, biasLearnRateFactor: 0 });
    expect(singleLayer(indexed(frozen, [number(3)]))?.given).toMatchObject({ offsetLearnRateFactor: 0, scaleLearnRateFactor: 0 });
  });
});

describe("helpers of MATLAB's examples", () => {
  const script = testScript();
  const layers = layersOf(
    script,
    ["featureInputLayer", 3, "Name", "in"],
    ["fullyConnectedLayer", 2, "Name", "fc"],
    ["softmaxLayer", "Name", "s"],
    ["classificationLayer", "Name", "out"],
  );
  const graph = script.call("layerGraph", layers);

  it("put a graph together of layers and connections", () => {
    const again = script.call("createLgraphUsingConnections", member(graph, "Layers"), member(graph, "Connections"));
    expect(graphOf(again, script.session, place).connections).toEqual(graphOf(graph, script.session, place).connections);
  });

  it("find the layers to replace", async () => {
    const [learnable, output] = await script.results("findLayersToReplace", 2, graph);
    expect([singleLayer(learnable)?.name, singleLayer(output)?.name]).toEqual(["fc", "out"]);
    expect(operationsOf(output).className).toBe("nnet.cnn.layer.ClassificationOutputLayer");
  });
});

describe("values of networks", () => {
  const run = testScript({ mode: "run" });

  it("are a table, and options of the layers", async () => {
    const layers = layersOf(
      run,
      ["featureInputLayer", 2, "Name", "in"],
      ["fullyConnectedLayer", 1, "Weights", [2, 3], "Bias", 1, "Name", "fc"],
      ["regressionLayer"],
    );
    const net = run.call("assembleNetwork", layers);
    const own = indexed(member(net, "Layers"), [number(2)]);
    expect(member(own, "Weights")).toEqual(numbers([1, 2], [2, 3], "single"));
    const again = run.call("assembleNetwork", run.call("layerGraph", net));
    const [y] = await run.results("predict", 1, again, [10, 100]);
    expect((y as { data: Float32Array }).data).toEqual(Float32Array.of(321));
    const dl = run.call("dlnetwork", run.call("removeLayers", run.call("layerGraph", net), "regressionoutput"));
    const table = member(dl, "Learnables");
    expect(member(table, "Parameter")).toEqual(strings(["Weights", "Bias"], [2, 1]));
    const values = (member(table, "Value") as CellValue).elements;
    expect(values.map((value) => value.kind === "host" && value.operations.className)).toEqual(["dlarray", "dlarray"]);
    expect(values.map((value) => plainArray(tracedOf(value)!))).toEqual([numbers([1, 2], [2, 3]), number(1)]);
  });
});

describe("properties of windows", () => {
  it("are MATLAB's", () => {
    const script = testScript();
    const conv = script.call("convolution2dLayer", 3, 8, "Padding", [1, 2], "Stride", 2);
    expect(member(conv, "FilterSize")).toEqual(row([3, 3]));
    expect(member(conv, "Stride")).toEqual(row([2, 2]));
    expect(member(conv, "PaddingMode")).toEqual(text("manual"));
    expect(member(conv, "PaddingSize")).toEqual(row([1, 1, 2, 2]));
    expect(member(script.call("convolution1dLayer", 3, 8, "Padding", "causal"), "PaddingMode")).toEqual(text("causal"));
  });
});

describe("what is not here", () => {
  it("is refused by name, its place kept in a ported graph", () => {
    const script = testScript();
    const layers = layersOf(
      script,
      ["featureInputLayer", 3],
      ["neuralODELayer", [0, 1], "Name", "ode", "GradientMode", "adjoint"],
      ["fullyConnectedLayer", 2],
    );
    const graph = graphOf(layers, script.session, place);
    expect(graph.connections).toHaveLength(2);
    expect(graph.layer("ode")?.given).toEqual({ arguments: [[0, 1]], gradientMode: "adjoint" });
    expect(script.notes).toContainEqual(expect.objectContaining({ code: "unsupported-layer" }));
    expect(() => testScript({ mode: "run" }).call("neuralODELayer", 1)).toThrow(/neuralODELayer: there is no such layer here/);
    expect(() => script.call("resnet50")).toThrow(/resnet50: this network is not here/);
  });
});
