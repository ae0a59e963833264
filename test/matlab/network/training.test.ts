import { describe, expect, it } from "vitest";
import { concatenatedLayers } from "../../../src/matlab/network/index.ts";
import { cell, cellOfTexts, number, numbers, strings } from "../../../src/matlab/values/construct.ts";
import { binary, indexed, member } from "../../../src/matlab/values/index.ts";
import type { Value } from "../../../src/matlab/values/value.ts";
import { missing, operationsOf, type TestScript, testScript } from "./session.ts";

const classes = ["down", "up"];
const labels = (codes: readonly number[], size: readonly number[] = [codes.length, 1]): Value => ({
  kind: "categorical",
  size,
  codes: Uint8Array.from(codes),
  categories: classes,
});

/** Sequences of 2 features that rise (class 2) or fall (class 1), of different lengths. */
function sequences(count: number): { readonly X: Value; readonly T: Value; readonly steps: Value; readonly codes: number[] } {
  const codes = Array.from({ length: count }, (_, i) => 1 + (i % 2));
  const X = codes.map((code, i) => {
    const time = 5 + (i % 3);
    const data = Array.from({ length: 2 * time }, (_, at) =>
      at % 2 === 0 ? (code === 2 ? 1 : -1) * (Math.floor(at / 2) + 1) * 0.2 : 0.1 * i,
    );
    return numbers([2, time], data);
  });
  const steps = codes.map((code, i) => labels(new Array<number>(5 + (i % 3)).fill(code), [1, 5 + (i % 3)]));
  return { X: cell(X, [count, 1]), T: labels(codes), steps: cell(steps, [count, 1]), codes };
}

const layersOf = (script: TestScript, ...calls: readonly (readonly [string, ...Parameters<TestScript["call"]>[1][]])[]): Value =>
  concatenatedLayers(
    1,
    calls.map(([name, ...args]) => script.call(name, ...args)),
  );

const recurrent = (script: TestScript, outputMode: string): Value =>
  layersOf(
    script,
    ["sequenceInputLayer", 2],
    ["lstmLayer", 8, "OutputMode", outputMode],
    ["fullyConnectedLayer", 2],
    ["softmaxLayer"],
    ["classificationLayer"],
  );

const optionsFor = (script: TestScript, ...more: Parameters<TestScript["call"]>[1][]): Value =>
  script.call("trainingOptions", "adam", "MaxEpochs", 30, "InitialLearnRate", 0.02, "MiniBatchSize", 4, "Verbose", 0, ...more);

describe("while a script is run", () => {
  it("a classifier of sequences is trained and applied", async () => {
    const script = testScript({ mode: "run" });
    const { X, T, codes } = sequences(12);
    const options = optionsFor(script, "ValidationData", cell([X, T]), "Plots", "training-progress");
    const [net, info] = await script.results("trainNetwork", 2, X, T, recurrent(script, "last"), options);
    expect(operationsOf(net).className).toBe("SeriesNetwork");
    expect(member(info, "TrainingLoss")).toMatchObject({ kind: "numeric", size: [1, 90] });
    const [predicted, scores] = await script.results("classify", 2, net, X, "MiniBatchSize", 3);
    expect(predicted).toMatchObject({ kind: "categorical", size: [12, 1], categories: classes });
    expect(Array.from((predicted as { codes: Uint32Array }).codes)).toEqual(codes);
    expect(scores).toMatchObject({ class: "single", size: [12, 2] });
    expect(Array.from((binary("==", predicted, T) as { data: Uint8Array }).data)).toEqual(new Array(12).fill(1));
    expect(script.notes.filter((note) => note.kind === "graph")).toMatchObject([{ trained: true }]);
    expect(script.notes.filter((note) => note.kind === "figure")).toHaveLength(2);
    const [features] = await script.results("activations", 1, net, X, 2, "OutputAs", "rows");
    expect(features).toMatchObject({ size: [12, 8] });
    const [, first] = await script.results("predictAndUpdateState", 2, net, X);
    expect(first).toMatchObject({ size: [12, 2] });
  });

  it("images are answered once each by a network that ends in global pooling, as SqueezeNet does", async () => {
    const script = testScript({ mode: "run" });
    const codes = [1, 2, 1, 2, 1, 2, 1, 2];
    const pixels = codes.flatMap((code, n) => Array.from({ length: 6 }, (_, at) => (at < 3 === (code === 1) ? 1 : 0) + n / 50));
    const X = numbers([3, 2, 1, 8], pixels);
    const ending = (...last: readonly (readonly [string])[]) =>
      layersOf(
        script,
        ["imageInputLayer", [3, 2]],
        ["convolution2dLayer", 2, 4, "Padding", "same"],
        ["reluLayer"],
        ["convolution2dLayer", 1, 2, "Name", "conv10"],
        ["globalAveragePooling2dLayer", "Name", "pool10"],
        ...last,
      );
    const options = optionsFor(script);
    const [net] = await script.results(
      "trainNetwork",
      1,
      X,
      labels(codes),
      ending(["softmaxLayer"], ["classificationLayer"]),
      options,
    );
    const [predicted, scores] = await script.results("classify", 2, net, X);
    expect(Array.from((predicted as { codes: Uint32Array }).codes)).toEqual(codes);
    expect(scores).toMatchObject({ class: "single", size: [8, 2] });
    const [features] = await script.results("activations", 1, net, X, "pool10");
    expect(features).toMatchObject({ size: [1, 1, 2, 8] });
    const wanted = codes.flatMap((code) => [code, -code]);
    const regression = ending(["regressionLayer"]);
    const [images] = await script.results("trainNetwork", 1, X, numbers([1, 1, 2, 8], wanted), regression, options);
    const transposed = numbers([8, 2], [...codes, ...codes.map((code) => -code)]);
    const [rows] = await script.results("trainNetwork", 1, X, transposed, regression, options);
    const [answers] = await script.results("predict", 1, images, X);
    expect(answers).toMatchObject({ size: [8, 2] });
    expect((await script.results("predict", 1, rows, X))[0]).toEqual(answers);
  });

  it("labels of time steps come as cells, or bare for a bare matrix", async () => {
    const script = testScript({ mode: "run" });
    const { X, steps } = sequences(8);
    const [net] = await script.results("trainNetwork", 1, X, steps, recurrent(script, "sequence"), optionsFor(script));
    const [predicted] = await script.results("classify", 1, net, X);
    expect(operationsOf(net).className).toBe("SeriesNetwork");
    expect(predicted).toMatchObject({ kind: "cell", size: [8, 1] });
    const second = (predicted as { elements: readonly Value[] }).elements[1];
    expect(second).toMatchObject({ size: [1, 6], categories: classes });
    const one = indexed(X, [number(2)]) as { elements: readonly Value[] };
    const [bare, scores] = await script.results("classify", 2, net, one.elements[0]);
    expect(bare).toEqual(second);
    expect(scores).toMatchObject({ size: [2, 6] });
  });

  it("images and features are read in MATLAB's order", async () => {
    const script = testScript({ mode: "run" });
    const layers = layersOf(
      script,
      ["imageInputLayer", [2, 3, 1], "Normalization", "none"],
      ["flattenLayer", "Name", "flat"],
      ["fullyConnectedLayer", 1],
      ["regressionLayer"],
    );
    const X = numbers([2, 3, 1, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const options = script.call("trainingOptions", "sgdm", "MaxEpochs", 1, "InitialLearnRate", 1e-5, "Verbose", 0);
    const [net] = await script.results("trainNetwork", 1, X, numbers([2, 1], [1, 2]), layers, options);
    const [flat] = await script.results("activations", 1, net, X, "flat", "OutputAs", "columns");
    expect(Array.from((flat as { data: Float32Array }).data)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const [images] = await script.results("activations", 1, net, X, 1);
    expect(images).toMatchObject({ size: [2, 3, 1, 2] });
    expect(Array.from((images as { data: Float32Array }).data)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const [y] = await script.results("predict", 1, net, X);
    expect(y).toMatchObject({ size: [2, 1], class: "single" });
  });

  it("trainnet takes time steps as rows", async () => {
    const script = testScript({ mode: "run" });
    const { X, T, codes } = sequences(12);
    const turned = cell(
      (X as unknown as { elements: readonly { size: number[]; data: Float64Array }[] }).elements.map(
        ({ size: [rows, columns], data }) =>
          numbers(
            [columns, rows],
            Array.from({ length: data.length }, (_, i) => data[(i % columns) * rows + Math.floor(i / columns)]),
          ),
      ),
      [12, 1],
    );
    const layers = layersOf(
      script,
      ["sequenceInputLayer", 2],
      ["gruLayer", 8, "OutputMode", "last"],
      ["fullyConnectedLayer", 2],
      ["softmaxLayer"],
    );
    const [net] = await script.results("trainnet", 1, turned, T, layers, "crossentropy", optionsFor(script));
    expect(operationsOf(net).className).toBe("dlnetwork");
    const [scores] = await script.results("minibatchpredict", 1, net, turned);
    expect(scores).toMatchObject({ size: [12, 2] });
    const predicted = script.call("scores2label", scores, strings(classes));
    expect(Array.from((predicted as { codes: Uint32Array }).codes)).toEqual(codes);
    const [accuracy] = await script.results("testnet", 1, net, turned, T, "accuracy");
    expect(accuracy).toEqual(number(100));
  });

  it("what MATLAB refuses is refused in its words", async () => {
    const script = testScript({ mode: "run" });
    const { X, T } = sequences(4);
    const options = optionsFor(script);
    const train = (...args: Parameters<TestScript["results"]>[2][]) => script.results("trainNetwork", 1, ...args);
    await expect(train(X, numbers([4, 1], [1, 2, 1, 2]), recurrent(script, "last"), options)).rejects.toThrow(
      /Invalid training data.*responses must be categorical/,
    );
    await expect(train(X, cellOfTexts(["a", "b", "a", "b"], [4, 1]), recurrent(script, "last"), options)).rejects.toThrow(
      /vector of categorical responses, or a cell array/,
    );
    await expect(
      train(
        X,
        T,
        layersOf(
          script,
          ["sequenceInputLayer", 3],
          ["lstmLayer", 3, "OutputMode", "last"],
          ["fullyConnectedLayer", 2],
          ["softmaxLayer"],
          ["classificationLayer"],
        ),
        options,
      ),
    ).rejects.toThrow(/feature dimension 2.*feature dimension 3/);
    await expect(
      train(X, T, layersOf(script, ["sequenceInputLayer", 2], ["fullyConnectedLayer", 2], ["classificationLayer"]), options),
    ).rejects.toThrow(/Invalid network.[\s\S]*Missing softmax layer/);
    await expect(train(missing("X"), T, recurrent(script, "last"), options)).rejects.toThrow(/must be known.*--set X=/);
  });
});

describe("while a script is ported", () => {
  it("training records the graph and gives a network without values", async () => {
    const script = testScript();
    const layers = recurrent(script, "last");
    const options = script.call("trainingOptions", "adam");
    const [net, info] = await script.results("trainNetwork", 2, missing("XTrain"), missing("TTrain"), layers, options);
    expect(script.notes).toContainEqual(expect.objectContaining({ kind: "graph", value: layers, trained: true, options }));
    expect(info).toMatchObject({ kind: "unknown" });
    expect(operationsOf(member(net, "Layers")).size(member(net, "Layers"))).toEqual([5, 1]);
    const results = await script.results("classify", 2, net, missing("XTest"));
    expect(results.map(({ kind }) => kind)).toEqual(["unknown", "unknown"]);
    const codes = script.notes.flatMap((note) => (note.kind === "warning" ? [note.code] : []));
    expect(codes).toEqual(["l2-default", "padding"]);
  });

  it("a graph with unknown sizes is no mistake, an invalid one is", async () => {
    const script = testScript();
    const options = script.call("trainingOptions", "adam");
    const open = layersOf(
      script,
      ["sequenceInputLayer", missing("numFeatures")],
      ["lstmLayer", 3],
      ["fullyConnectedLayer", missing("K")],
      ["softmaxLayer"],
      ["classificationLayer"],
    );
    await script.results("trainNetwork", 1, missing("X"), missing("T"), open, options);
    const broken = layersOf(script, ["sequenceInputLayer", 3], ["additionLayer", 2], ["regressionLayer"]);
    await expect(script.results("trainNetwork", 1, missing("X"), missing("T"), broken, options)).rejects.toThrow(
      /Invalid network[\s\S]*Missing input/,
    );
    const net = script.call("dlnetwork", layersOf(script, ["featureInputLayer", 3], ["fullyConnectedLayer", 2]));
    await expect(script.results("trainNetwork", 1, missing("X"), missing("T"), net, options)).rejects.toThrow(
      /Layers argument must be an array of layers or a layer graph/,
    );
  });
});
