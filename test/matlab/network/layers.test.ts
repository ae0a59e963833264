import { describe, expect, it } from "vitest";
import { convolution1dLayer, layerGraph, layerNormalizationLayer, spatialDropoutLayer, writeGraph } from "../../../src/index.ts";
import { concatenatedLayers, graphOf } from "../../../src/matlab/network/index.ts";
import { singleLayer } from "../../../src/matlab/network/layerArray.ts";
import { cell, emptyMatrix, logical, number, numbers, text } from "../../../src/matlab/values/construct.ts";
import type { Value } from "../../../src/matlab/values/value.ts";
import { missing, operationsOf, testScript } from "./session.ts";

const script = testScript();
const layerFrom = (made: Value) => singleLayer(made)!;
const made = (name: string, ...args: Parameters<typeof script.call> extends [string, ...infer A] ? A : never) =>
  layerFrom(script.call(name, ...args));

describe("layer constructors", () => {
  it("take options by position and by name in any case, shortened too", () => {
    const layer = made("convolution1dLayer", 5, 64, "dilationfactor", 2, "PADDING", "Causal", text("name"), "conv1_1");
    expect(layer.given).toEqual({ filterSize: 5, numFilters: 64, dilationFactor: 2, padding: "causal" });
    expect(layer.name).toBe("conv1_1");
    expect(made("lstmLayer", 20, "Outputmode", "last").given).toEqual({ numHiddenUnits: 20, outputMode: "last" });
    expect(made("convolution2dLayer", [3, 3], 8, "Stri", [2, 2], "padding", "SAME").given).toMatchObject({
      filterSize: [3, 3],
      stride: [2, 2],
      padding: "same",
    });
  });

  it("take text and vectors by position", () => {
    expect(made("groupedConvolution2dLayer", 3, 1, "channel-wise", "Name", "dw").given).toMatchObject({
      numGroups: "channel-wise",
    });
    expect(made("inputLayer", [12, Number.NaN, Number.NaN], "CBT").given).toMatchObject({ format: "CBT" });
    expect(made("imageInputLayer", [28, 28, 1], "Normalization", "None").options).toMatchObject({ normalization: "none" });
    expect(made("crop2dLayer", "centercrop", "Name", "crop").given).toEqual({ mode: "centercrop" });
    expect(made("crop2dLayer", [2, 3]).given).toEqual({ mode: "custom", location: [2, 3] });
    expect(made("dropoutLayer", "Name", "drop").options).toEqual({ probability: 0.5 });
    expect(made("dropoutLayer", 0.2, "Name", "drop").options).toEqual({ probability: 0.2 });
  });

  it("leave an option that is [] to its default", () => {
    expect(made("fullyConnectedLayer", 3, "Weights", emptyMatrix).given).toEqual({ outputSize: 3 });
  });

  it("take truth values as numbers and as logicals", () => {
    expect(made("lstmLayer", 4, "HasStateOutputs", 1).options).toMatchObject({ hasStateOutputs: true });
    expect(made("lstmLayer", 4, "HasStateOutputs", logical(true)).outputNames).toEqual(["out", "hidden", "cell"]);
  });

  it("take weights in MATLAB's order", () => {
    const weights = numbers([2, 3], [1, 2, 3, 4, 5, 6]);
    expect(made("fullyConnectedLayer", 2, "Weights", weights).given.weights).toEqual([
      [1, 3, 5],
      [2, 4, 6],
    ]);
    const cube = numbers([1, 2, 2], [1, 2, 3, 4]);
    expect(made("convolution1dLayer", 1, 2, "Weights", cube).given.weights).toEqual({ size: [1, 2, 2], data: [1, 2, 3, 4] });
  });

  it("take classes as text, cells and categoricals", () => {
    const classes = ["cat", "dog"];
    expect(made("classificationLayer", "Classes", cell([text("cat"), text("dog")])).given).toEqual({ classes });
    const categorical: Value = { kind: "categorical", size: [2, 1], codes: Uint8Array.of(1, 2), categories: classes };
    expect(made("pixelClassificationLayer", "ClassNames", categorical, "ClassWeights", [1, 2]).given).toEqual({
      classes,
      classWeights: [1, 2],
    });
  });

  it("keep unknown options, and the graph whole", () => {
    const layers = concatenatedLayers(1, [
      script.call("sequenceInputLayer", missing("numFeatures")),
      script.call("fullyConnectedLayer", missing("numClasses"), "Name", "fc"),
    ]);
    const file = writeGraph(
      graphOf(layers, script.session, { source: { name: "", text: "", lineStarts: [0] }, start: 0, end: 0 }),
    );
    expect(file.layers[0]).toMatchObject({ inputSize: { $unknown: "numFeatures" } });
    expect(file.layers[1]).toMatchObject({ outputSize: { $unknown: "numClasses" } });
    expect(file.connections).toEqual([{ source: "sequenceinput", destination: "fc" }]);
  });

  it("refuse wrong options with all problems, as MATLAB spells them", () => {
    expect(() => made("fullyConnectedLayer", 4, "Nme", "fc")).toThrow(/'Nme' is not a recognized parameter. Did you mean 'Name'/);
    expect(() => made("convolution1dLayer", 3, 8, "Padding", "casual")).toThrow(/option 'Padding' must be .* received "casual"/);
    expect(() => made("convolution1dLayer", 0, -1)).toThrow(/'FilterSize'.*\n.*'NumFilters'/);
    expect(() => made("convolution1dLayer", 3)).toThrow(/Not enough input arguments/);
    expect(() => made("reluLayer", "Name")).toThrow(/No value was given for 'Name'/);
    expect(() => made("convolution2dLayer", 3, 8, "Weight", 1)).toThrow(/short for 'WeightsInitializer' and/);
  });

  it("call initializers that are function handles with the size", () => {
    const own = testScript({}, { mine: (size) => ({ ...size, size: [1, 2] }) as Value });
    const layer = layerFrom(own.call("fullyConnectedLayer", 1, "WeightsInitializer", { kind: "handle", name: "mine" }));
    expect((layer.options.weightsInitializer as (size: readonly number[]) => ArrayLike<number>)([1, 2])).toEqual(
      Float64Array.of(1, 2),
    );
  });
});

describe("what depends on releases", () => {
  it("names the custom spatial dropout layer of the example as custom layers are named", () => {
    const custom = made("spatialDropoutLayer", 0.005);
    expect(custom).toMatchObject({ base: "layer", options: { probability: 0.005 } });
    expect(made("spatialDropoutLayer", "Probability", 0.2).base).toBe(spatialDropoutLayer({ probability: 0.2 }).base);
    const notes = testScript({ release: "R2022b" });
    notes.call("spatialDropoutLayer", 0.1);
    expect(notes.notes).toEqual([]);
    expect(script.notes).toContainEqual(expect.objectContaining({ code: "by-position" }));
  });

  it("normalizes over time before R2023a, and says so", () => {
    const old = testScript({ release: "R2022b" });
    expect(layerFrom(old.call("layerNormalizationLayer")).given).toEqual({ operationDimension: "batch-excluded" });
    expect(old.notes).toContainEqual(expect.objectContaining({ message: expect.stringContaining("R2023a") }));
    expect(made("layerNormalizationLayer")).toMatchObject({ given: layerNormalizationLayer().given });
  });
});

describe("arrays of layers", () => {
  const [relu, softmax, fc] = [
    script.call("reluLayer"),
    script.call("softmaxLayer", "Name", "s"),
    script.call("fullyConnectedLayer", 3),
  ];
  const column = concatenatedLayers(1, [relu, concatenatedLayers(1, [softmax, emptyMatrix]), fc]);
  const { index, withIndex, member, memberList, size, withMember, display } = operationsOf(column);

  it("are indexed, cut and lengthened", () => {
    expect(size(column)).toEqual([3, 1]);
    expect(size(index!(column, [numbers([1, 2], [3, 1])]))).toEqual([2, 1]);
    expect(layerFrom(index!(column, [number(2)])).name).toBe("s");
    expect(size(withIndex!(column, [number(3)], emptyMatrix))).toEqual([2, 1]);
    const longer = withIndex!(column, [number(4)], relu);
    expect(size(longer)).toEqual([4, 1]);
    expect(layerFrom(index!(longer, [number(4)])).type).toBe("reluLayer");
    expect(() => index!(column, [number(4)])).toThrow(/Index must not exceed 3/);
    expect(() => withIndex!(column, [number(1)], number(3))).toThrow(/must be a layer/);
  });

  it("have properties", () => {
    const conv = script.call("convolution1dLayer", 5, 64, "Name", "c");
    expect(member!(conv, "FilterSize")).toEqual(number(5));
    expect(member!(conv, "Weights")).toEqual(emptyMatrix);
    expect(member!(conv, "InputNames")).toEqual(cell([text("in")]));
    expect(member!(conv, "filterSize")).toBeUndefined();
    expect(memberList!(column, "Name")).toEqual([text(""), text("s"), text("")]);
    expect(layerFrom(withMember!(conv, "Name", text("d"))).name).toBe("d");
    expect(layerFrom(withMember!(conv, "WeightLearnRateFactor", number(0))).given).toMatchObject({ weightLearnRateFactor: 0 });
    expect(() => withMember!(conv, "Stride", number(0))).toThrow(/option 'Stride'/);
    expect(() => withMember!(conv, "NumInputs", number(2))).toThrow(/read-only/);
    expect(() => withMember!(column, "Name", text("d"))).toThrow(/3 layers/);
  });

  it("are joined one after the other, rows and columns alike", () => {
    const row = concatenatedLayers(2, [relu, softmax]);
    expect(operationsOf(row).size(row)).toEqual([1, 2]);
    expect(size(concatenatedLayers(2, [column, relu]))).toEqual([4, 1]);
    expect(size(concatenatedLayers(1, [row, fc]))).toEqual([3, 1]);
  });

  it("are displayed as MATLAB does", () => {
    expect(display!(column)).toBe(
      [
        "  3×1 Layer array with layers:",
        "",
        "     1   ''    ReLU              ReLU",
        "     2   's'   Softmax           softmax",
        "     3   ''    Fully Connected   3 fully connected layer",
      ].join("\n"),
    );
  });

  it("refuse what MATLAB refuses", () => {
    expect(() => concatenatedLayers(1, [column, number(3)])).toThrow(/every element must be a layer/);
  });
});

describe("layer graphs", () => {
  it("are those that the library builds", () => {
    let graph = script.call("layerGraph", script.call("sequenceInputLayer", 3, "Name", "input"));
    const block = concatenatedLayers(1, [
      script.call("convolution1dLayer", 5, 8, "Padding", "causal", "Name", "conv1_1"),
      script.call("spatialDropoutLayer", 0.1),
      script.call("additionLayer", 2, "Name", "add_1"),
    ]);
    graph = script.call("addLayers", graph, block);
    graph = script.call("connectLayers", graph, "input", "conv1_1");
    graph = script.call("connectLayers", graph, "input", "add_1/in2");
    const expected = layerGraph(graphOf(graph, script.session, undefined as never).layers[0])
      .addLayers([
        convolution1dLayer(5, 8, { padding: "causal", name: "conv1_1" }),
        spatialDropoutLayer(0.1),
        graphOf(graph, script.session, undefined as never).layer("add_1")!,
      ])
      .connectLayers("input", "conv1_1")
      .connectLayers("input", "add_1/in2");
    expect(writeGraph(graphOf(graph, script.session, undefined as never))).toEqual(writeGraph(expected));
    expect(expected.layer("layer")).toBeDefined();
  });

  it("refuse what MATLAB refuses", () => {
    const layer = (name: string) => script.call("fullyConnectedLayer", 4, "Name", name);
    const graph = script.call("layerGraph", concatenatedLayers(1, [layer("a"), layer("b")]));
    const withAddition = script.call("addLayers", graph, script.call("additionLayer", 2, "Name", "add"));
    expect(() => script.call("addLayers", graph, layer("a"))).toThrow(/Layer names must be unique/);
    expect(() => script.call("addLayers", graph, graph)).toThrow(/must be an array of layers/);
    expect(() => script.call("connectLayers", graph, "a", "b")).toThrow(/already connected/);
    expect(() => script.call("connectLayers", withAddition, "b", "add")).toThrow(
      /has multiple inputs. Specify which input of layer/,
    );
    expect(() => script.call("connectLayers", graph, "b", "addd/in2")).toThrow(/addd/);
    expect(() => script.call("connectLayers", graph, missing("last"), "a")).toThrow(/--set last=/);
  });

  it("lose and exchange layers", () => {
    const layer = (name: string) => script.call("fullyConnectedLayer", 4, "Name", name);
    const graph = script.call("layerGraph", concatenatedLayers(1, [layer("a"), layer("b"), layer("c")]));
    const names = (of: Value) => graphOf(of, script.session, undefined as never).layers.map(({ name }) => name);
    expect(names(script.call("removeLayers", graph, cell([text("a"), text("c")])))).toEqual(["b"]);
    const pair = concatenatedLayers(1, [layer("b1"), layer("b2")]);
    const replaced = script.call("replaceLayer", graph, "b", pair, "ReconnectBy", "order");
    expect(names(replaced)).toEqual(["a", "b1", "b2", "c"]);
    expect(graphOf(replaced, script.session, undefined as never).connections).toHaveLength(3);
    expect(
      graphOf(script.call("disconnectLayers", graph, "a", "b"), script.session, undefined as never).connections,
    ).toHaveLength(1);
  });
});
