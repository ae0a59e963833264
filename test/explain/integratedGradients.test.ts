import { describe, expect, it } from "vitest";
import {
  classificationLayer,
  concatenationLayer,
  connectLayers,
  convolution1dLayer,
  convolution2dLayer,
  type DlNetwork,
  dlnetwork,
  evaluatePlan,
  featureInputLayer,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  globalAveragePooling2dLayer,
  imageInputLayer,
  integratedGradients,
  layerGraph,
  lstmLayer,
  predict,
  predictionPlan,
  reluLayer,
  sequenceInputLayer,
  softmaxLayer,
  tanhLayer,
  wordEmbeddingLayer,
} from "../../src/index.ts";

/** Numbers that look random, the same each time. */
const drawn = (rows: number, columns: number, seed: number): number[][] =>
  Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, c) => Math.sin(12.9898 * (r + 1) + 78.233 * (c + 1) + 3.1 * seed)),
  );

const sequenceNetwork = (): DlNetwork =>
  dlnetwork(
    [
      sequenceInputLayer(3, { name: "input" }),
      convolution1dLayer(3, 4, { padding: "same", name: "conv" }),
      tanhLayer(),
      lstmLayer(5, { name: "lstm", outputMode: "last" }),
      fullyConnectedLayer(3, { name: "fc" }),
      softmaxLayer({ name: "softmax" }),
      classificationLayer({ classes: ["a", "b", "c"] }),
    ],
    { seed: 4 },
  );

/** What a layer gives for sequences of one length, in double precision; [sequence][channel]. */
function naiveScores(net: DlNetwork, layer: string, rows: readonly Float64Array[], shape: readonly number[]): number[][] {
  const { plan } = predictionPlan(net.graph, { padded: false, ends: [{ layer, port: "out" }] });
  const data = Float64Array.from(rows.flatMap((row) => [...row]));
  const feeds = { input: { type: "float64", shape: [rows.length, ...shape], data } as const };
  const { [layer]: result } = evaluatePlan(plan, { ...Object.fromEntries([...net.learnables, ...net.states]), ...feeds });
  const count = result.data.length / rows.length;
  return rows.map((_, i) => Array.from(result.data.subarray(i * count, (i + 1) * count) as Float64Array));
}

/** Integrated gradients by central differences at the middles of so many equal parts of the way. */
function naiveAttributions(
  net: DlNetwork,
  layer: string,
  channel: number,
  x: Float64Array,
  shape: readonly number[],
  parts: number,
) {
  const sums = new Float64Array(x.length);
  const h = 1e-5;
  for (let part = 0; part < parts; part++) {
    const point = x.map((v) => ((part + 0.5) / parts) * v);
    const moved = [h, -h].flatMap((by) => Array.from(point, (_, at) => point.map((v, i) => (i === at ? v + by : v))));
    const scores = naiveScores(net, layer, moved, shape).map((row) => row[channel]);
    for (let at = 0; at < x.length; at++) sums[at] += (scores[at] - scores[at + x.length]) / (2 * h) / parts;
  }
  return sums.map((mean, at) => mean * x[at]);
}

const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (v, i) => Math.abs(v - b[i]))) / Math.max(...Array.from(b, Math.abs));

describe("integrated gradients", () => {
  const x = drawn(3, 9, 1);

  it("are those of central differences in double precision, and add up to what the score gains", async () => {
    const net = sequenceNetwork();
    const found = await integratedGradients(net, x, { target: "b" });
    expect(found).toMatchObject({ score: { output: "fc", index: 1, className: "b" }, input: "input" });
    expect(found.attributions.size).toEqual([3, 9]);
    const expected = naiveAttributions(net, "fc", 1, Float64Array.from(x.flat()), [3, 9], 24);
    expect(apart(found.attributions.data, expected)).toBeLessThan(1e-3);
    const [[value], [baseline]] = [x.flat(), x.flat().fill(0)].map((row) =>
      naiveScores(net, "fc", [Float64Array.from(row)], [3, 9]),
    );
    expect(found.value).toBeCloseTo(value[1], 5);
    expect(found.baselineValue).toBeCloseTo(baseline[1], 5);
    expect(found.error).toBeLessThan(1e-5);
    expect(found.sum).toBeCloseTo(value[1] - baseline[1], 5);
    const steps = Array.from({ length: 9 }, (_, t) => [0, 1, 2].reduce((sum, c) => sum + found.attributions.data[9 * c + t], 0));
    expect(apart(found.overTime!, steps)).toBeLessThan(1e-6);
  });

  it("explain the class with the largest score, or the probability where the softmax layer is named", async () => {
    const net = sequenceNetwork();
    const { values } = (await predict(net, [x])) as { values: Float32Array[] };
    const best = values[0].indexOf(Math.max(...values[0]));
    const { score, value } = await integratedGradients(net, x, { output: "softmax" });
    expect(score).toEqual({ output: "softmax", index: best, className: ["a", "b", "c"][best] });
    expect(value).toBeCloseTo(values[0][best], 6);
    expect((await integratedGradients(net, x)).score).toEqual({ ...score, output: "fc" });
  });

  it("of a linear network are weight times distance, whatever the steps", async () => {
    const weights = [
      [1, -2, 0.5],
      [0.25, 3, -1],
    ];
    const net = dlnetwork([featureInputLayer(3), fullyConnectedLayer(2, { weights, bias: [[7], [8]], name: "fc" })]);
    const baseline = [1, 1, 1];
    for (const steps of [1, 2, 33]) {
      const { attributions, error } = await integratedGradients(net, [3, 0, 5], { target: 1, steps, baseline });
      expect(Array.from(attributions.data, (v) => Number(v.toFixed(4)))).toEqual([0.5, -3, -4]);
      expect(attributions.size).toEqual([3]);
      expect(error).toBeLessThan(1e-5);
    }
  });

  it("come nearer to completeness with more steps", async () => {
    const net = dlnetwork(
      [featureInputLayer(2), fullyConnectedLayer(16), reluLayer(), fullyConnectedLayer(16), tanhLayer(), fullyConnectedLayer(1)],
      { seed: 1 },
    );
    const errors: number[] = [];
    for (const steps of [1, 300]) errors.push((await integratedGradients(net, [9, -7], { steps })).error);
    expect(errors[1]).toBeLessThan(errors[0] / 50);
  });

  it("begin at the mean of each channel where that is the baseline, and are then about the rest", async () => {
    const net = sequenceNetwork();
    const constant = x.map((row) => row.map(() => row.reduce((a, b) => a + b, 0) / row.length));
    const { baselineValue, attributions } = await integratedGradients(net, x, { baseline: "mean" });
    expect(baselineValue).toBeCloseTo((await integratedGradients(net, constant, { target: 0 })).value, 1);
    const given = await integratedGradients(net, x, { baseline: constant });
    expect(apart(attributions.data, given.attributions.data)).toBeLessThan(1e-4);
  });

  it("of an answer for each step are about one step, or about the mean of all", async () => {
    const net = dlnetwork([sequenceInputLayer(3), lstmLayer(4), fullyConnectedLayer(2, { name: "fc" }), softmaxLayer()], {
      seed: 2,
    });
    const early = await integratedGradients(net, x, { target: 1, step: 3 });
    expect(early.score).toEqual({ output: "fc", index: 1, step: 3 });
    expect(early.overTime!.slice(4)).toEqual([0, 0, 0, 0, 0]);
    expect(early.overTime![3]).not.toBe(0);
    const steps = await Promise.all(x[0].map((_, step) => integratedGradients(net, x, { target: 1, step })));
    const mean = early.attributions.data.map(
      (_, i) => steps.reduce((sum, { attributions }) => sum + attributions.data[i], 0) / 9,
    );
    const all = await integratedGradients(net, x, { target: 1 });
    expect(apart(all.attributions.data, mean)).toBeLessThan(1e-4);
  });

  it("of an image lie as the image does", async () => {
    const net = dlnetwork([
      imageInputLayer([3, 2, 2], { normalization: "none" }),
      convolution2dLayer([3, 2], 1, {
        name: "conv",
        weights: { data: [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60], size: [3, 2, 2, 1] },
        bias: 0,
      }),
      globalAveragePooling2dLayer(),
      fullyConnectedLayer(1, { weights: [[1]], bias: 0 }),
    ]);
    const image = [
      [
        [1, 1],
        [1, 1],
      ],
      [
        [1, 1],
        [1, 1],
      ],
      [
        [1, 1],
        [1, 1],
      ],
    ];
    const { attributions, overTime } = await integratedGradients(net, image);
    expect(attributions.size).toEqual([3, 2, 2]);
    expect(overTime).toBeUndefined();
    const plain = await predict(net, [image]);
    expect(plain.values[0]).toEqual(Float32Array.of(231));
    expect(Array.from(attributions.data).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60]);
    // The weight at row i, column j and channel c belongs to the pixel there; arrays lie in MATLAB's memory order, rows fastest.
    const { shape, data } = net.learnables.get("conv/weights")!;
    const [, channels, columns, rows] = shape;
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let c = 0; c < channels; c++)
          expect(attributions.data[(i * 2 + j) * 2 + c]).toBeCloseTo(data[(c * columns + j) * rows + i], 4);
  });

  it("of several inputs are about the one that is named; the other stays", async () => {
    let lgraph = layerGraph([
      featureInputLayer(2, { name: "left" }),
      concatenationLayer(1, 2, { name: "both" }),
      fullyConnectedLayer(1, { weights: [[1, 2, 3, 4]], bias: 5, name: "fc" }),
    ]);
    lgraph = connectLayers(lgraph.addLayers([featureInputLayer(2, { name: "right" })]), "right", "both/in2");
    const [net, x] = [dlnetwork(lgraph), { left: [1, 2], right: [3, 4] }];
    const found = await integratedGradients(net, x, { input: "right" });
    expect(found).toMatchObject({ input: "right", value: 35, baselineValue: 10 });
    expect(Array.from(found.attributions.data, Math.round)).toEqual([9, 16]);
    await expect(integratedGradients(net, x)).rejects.toThrow(
      "integratedGradients: the network has 2 inputs. Say which one the answer is traced back to with input: one of 'left', 'right'.",
    );
  });
});

describe("what cannot be explained by integrated gradients", () => {
  const net = sequenceNetwork();
  const x = drawn(3, 9, 1);
  const refused = (options: object, network = net, input: unknown = x): Promise<string> =>
    integratedGradients(network, input as never, options).then(
      () => "nothing was refused",
      (error: Error) => error.message,
    );

  it("is refused by name", async () => {
    expect(await refused({ target: "aa" })).toBe("integratedGradients: there is no class 'aa'. Did you mean 'a'?");
    expect(await refused({ target: 3 })).toBe(
      "integratedGradients: the target is 3, expected a whole number from 0 to 2, or the name of a class: 'fc' has 3 channels.",
    );
    expect(await refused({ step: 0 })).toBe("integratedGradients: the step is 0, expected no step, for 'fc' has no time.");
    expect(await refused({ steps: 0 })).toBe(
      "integratedGradients: option 'steps' must be a whole number from 1 to 10,000, received 0.",
    );
    expect(await refused({ baseline: "ones" })).toBe(
      'integratedGradients: option \'baseline\' must be "zeros", "mean" or an observation, received "ones".',
    );
    expect(await refused({ baseline: drawn(3, 8, 1) })).toBe(
      "integratedGradients: the baseline is [3, 8] (channels, …, time), but the observation is [3, 9].",
    );
    expect(await refused({ input: "other" })).toBe(
      "integratedGradients: the network has no input layer 'other', expected 'input'.",
    );
    expect(await refused({ output: "f" })).toContain("there is no layer 'f'");
  });

  it("is an answer of several numbers without a choice, and words, which have no slope", async () => {
    const numbers = dlnetwork([featureInputLayer(3), fullyConnectedLayer(2, { name: "fc" })]);
    expect(await refused({}, numbers, [1, 2, 3])).toBe(
      "integratedGradients: 'fc' gives 2 numbers, of which one is explained. Say which with target, a number from 0 to 1.",
    );
    expect(await refused({ target: 0, baseline: "mean" }, numbers, [1, 2, 3])).toContain(
      'the baseline "mean" is the mean over time steps or pixels',
    );
    const words = dlnetwork([
      sequenceInputLayer(1, { name: "words" }),
      wordEmbeddingLayer(3, 5),
      globalAveragePooling1dLayer(),
      fullyConnectedLayer(1, { name: "fc" }),
    ]);
    expect(await refused({}, words, [[1, 2, 3]])).toBe(
      "integratedGradients: the score of 'fc' has no slope along input 'words': it does not depend on it, or by whole numbers only, such as those of words. Explain it with occlusion, which needs no slope.",
    );
  });
});
