import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type Activation,
  assembleNetwork,
  batchNormalizationLayer,
  bilstmLayer,
  classificationLayer,
  classify,
  classifyAndUpdateState,
  crossentropy,
  DlNetwork,
  decodeNetwork,
  defineLayer,
  dlarray,
  dlfeval,
  dlgradient,
  dlnetwork,
  encodeNetwork,
  evaluateNetwork,
  forward,
  fullyConnectedLayer,
  gruLayer,
  type Layer,
  LayerGraphError,
  layerGraph,
  lstmLayer,
  type Network,
  networkLayer,
  ops,
  type Prediction,
  predict,
  predictAndUpdateState,
  regressionLayer,
  resetState,
  type Sequence,
  type SymbolicNetwork,
  sequenceInputLayer,
  sgdmupdate,
  softmaxLayer,
  trainingOptions,
  trainNetwork,
} from "../../src/index.ts";
import { randomStream } from "../../src/random.ts";

/** The sums of all beginnings of a sequence: a layer whose state is one sum for each channel of each observation. */
const cumulativeSumLayer = defineLayer({
  type: "cumulativeSumLayer",
  options: z.object({}),
  state: ({ inputs: [x] }) => ({ sum: { size: [Number(x.shape[1]), 1], initial: 0, perObservation: true } }),
  predict: ({ inputs: [x], state }) => {
    const { states, outputs } = ops.scan({
      states: [ops.expand(state.sum, [x.value.shape[0], x.value.shape[1]])],
      sequences: [ops.transpose(x.value, [2, 0, 1])],
      body: ([sum], [element]) => {
        const next = ops.add(sum, element);
        return { states: [next], outputs: [next] };
      },
    });
    return { outputs: [ops.transpose(outputs[0], [1, 2, 0])], state: { sum: states[0] } };
  },
});

const recurrent = {
  lstm: () => lstmLayer(5, { name: "recurrent", hiddenState: [[0.3], [0.1], [-0.2], [0], [0.5]] }),
  gru: () => gruLayer(5, { name: "recurrent" }),
  own: () => cumulativeSumLayer({ name: "recurrent" }),
  nested: () => networkLayer(layerGraph([gruLayer(4, { name: "inner" })]), { name: "recurrent" }),
};
const kinds = Object.keys(recurrent) as (keyof typeof recurrent)[];

function sequences(lengths: readonly number[]): number[][][] {
  const random = randomStream(11, "carried states");
  return lengths.map((time) => [0, 1].map(() => Array.from({ length: time }, () => random.normal())));
}

function network(layer: Layer): Network {
  return assembleNetwork(layerGraph([sequenceInputLayer(2), layer, fullyConnectedLayer(3), softmaxLayer(), classified()]), {
    initialize: true,
    seed: 4,
  });
}

function classified(): Layer {
  return classificationLayer({ classes: ["a", "b", "c"] });
}

/** The steps from `from` to `to` of each sequence. */
function steps(X: readonly number[][][], from: number, to?: number): number[][][] {
  return X.map((sequence) => sequence.map((row) => row.slice(from, to)));
}

function flat({ values }: Prediction): number[][] {
  return (values as Sequence[]).map(({ data }) => [...data]);
}

/** Outputs of consecutive steps put together: channels × time each. */
function joined(parts: readonly Prediction[]): number[][] {
  return (parts[0].values as Sequence[]).map((first, at) =>
    Array.from({ length: first.size[0] }, (_, channel) =>
      parts.flatMap(({ values }) => {
        const { data, size } = (values as Sequence[])[at];
        return [...data.subarray(channel * size[1], (channel + 1) * size[1])];
      }),
    ).flat(),
  );
}

function closest(actual: readonly number[][], expected: readonly number[][]): void {
  expect(actual.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  actual.forEach((row, i) => {
    for (const [at, value] of row.entries()) expect(value).toBeCloseTo(expected[i][at], 5);
  });
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(LayerGraphError);
  return (error as LayerGraphError).message;
}

describe.each(kinds)("prediction with %s", (kind) => {
  it("gives for pieces of sequences what it gives for the whole, padded or not, on either side", async () => {
    const net = network(recurrent[kind]());
    const lengths = kind === "own" ? [7, 7, 7] : [7, 4, 9];
    const X = sequences(lengths);
    const whole = await predict(net, X);
    for (const sequencePaddingDirection of ["right", "left"] as const) {
      for (const miniBatchSize of [2, 128]) {
        const pieces = await predict(net, X, { sequenceLength: 3, sequencePaddingDirection, miniBatchSize });
        closest(flat(pieces), flat(whole));
      }
    }
  });

  it("goes on with the next steps of the same observations, and begins anew after resetState", async () => {
    const net = network(recurrent[kind]());
    const X = sequences([6, 6, 6]);
    const whole = await predict(net, X);
    const first = await predictAndUpdateState(net, steps(X, 0, 2), { miniBatchSize: 2 });
    const second = await predictAndUpdateState(first.net, steps(X, 2, 5));
    const last = await predict(second.net, steps(X, 5), { miniBatchSize: 1 });
    closest(joined([first, second, last]), flat(whole));
    const [, [key, state]] = [0, [...first.net.states].at(-1)!];
    expect([key.startsWith("recurrent/"), state.shape[0]]).toEqual([true, 3]);
    closest(flat(await predict(resetState(second.net), X)), flat(whole));
    expect(flat(await predict(net, X))).toEqual(flat(whole));
  });
});

describe("a network with states of observations", () => {
  it("classifies and updates alike, and judges from where it is", async () => {
    const net = network(recurrent.lstm());
    const X = sequences([5, 5]);
    const whole = await classify(net, X);
    const { net: after, labels } = await classifyAndUpdateState(net, steps(X, 0, 3));
    expect(labels.map((each) => [...each])).toEqual(whole.labels.map((each) => each.slice(0, 3)));
    const rest = await classify(after, steps(X, 3));
    expect(rest.labels).toEqual(whole.labels.map((each) => each.slice(3)));
    const { accuracy } = await evaluateNetwork(after, { predictors: steps(X, 3), responses: rest.labels as string[][] });
    expect(accuracy).toBe(1);
  });

  it("refuses another number of observations", async () => {
    const { net } = await predictAndUpdateState(network(recurrent.gru()), sequences([4, 4, 4]));
    expect(await refusal(predict(net, sequences([4, 4])))).toBe(
      "The network's states, such as 'recurrent/hiddenState', are those of 3 observations, but the prediction data have 2. Give the next steps of the same observations in the same order, or begin anew with resetState(net).",
    );
  });

  it("is saved as it begins", async () => {
    const net = network(recurrent.lstm());
    const { net: after } = await predictAndUpdateState(net, sequences([4, 4]));
    expect(encodeNetwork(after)).toEqual(encodeNetwork(net));
    const { net: one } = await predictAndUpdateState(net, sequences([4]));
    expect([...decodeNetwork(encodeNetwork(one)).states]).toEqual([...net.states]);
  });

  it("is refused without layers that keep such states", async () => {
    const net = assembleNetwork(layerGraph([sequenceInputLayer(2), fullyConnectedLayer(3), softmaxLayer(), classified()]), {
      initialize: true,
    });
    expect(await refusal(predictAndUpdateState(net, sequences([4])))).toBe(
      "predictAndUpdateState: no layer of the network keeps a state for each observation. Use it with lstmLayer, gruLayer or a layer of your own with such states, or use predict.",
    );
  });

  it("goes on forwards only in a bidirectional layer", async () => {
    const net = network(bilstmLayer(3, { name: "recurrent" }));
    const { net: after } = await predictAndUpdateState(net, sequences([4, 4]));
    const state = after.states.get("recurrent/hiddenState")!;
    expect(state.shape).toEqual([2, 6]);
    expect([...state.data].map((v) => v !== 0)).toEqual([1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0].map(Boolean));
  });

  it("tells a layer whose state cannot be one for each observation", () => {
    const wrong = defineLayer({
      type: "wrongStateLayer",
      options: z.object({}),
      state: () => ({ sum: { size: [1, 4], initial: 0, perObservation: true } }),
      predict: ({ inputs: [x] }) => x,
    });
    expect(() => dlnetwork([sequenceInputLayer(2), wrong({ name: "wrong" })])).toThrow(
      "Layer 'wrong': its state 'sum' has a value for each observation and the size 1×4, expected a size that ends in 1, which stands for the observations.",
    );
  });
});

describe("training with sequenceLength n", () => {
  const lengths = [7, 4, 9, 5];
  const settings = { maxEpochs: 1, miniBatchSize: 4, shuffle: "never", verbose: false, threads: 1 } as const;
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "layergraph-carried-"));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  function labels(): string[][] {
    const random = randomStream(12, "labels of steps");
    return lengths.map((time) => Array.from({ length: time }, () => "abc"[random.below(3)]));
  }

  it.each(["lstm", "gru"] as const)("has the loss of the whole where nothing is learned: %s", async (kind) => {
    const [X, T, net] = [sequences(lengths), labels(), network(recurrent[kind]())];
    const lossesWith = async (sequenceLength: "longest" | number, sequencePaddingDirection: "left" | "right" = "right") => {
      const own = { sequenceLength, sequencePaddingDirection, validationData: [X, T] as never, initialLearnRate: 1e-12 };
      const { info } = await trainNetwork(X, T, net, trainingOptions("sgdm", { ...settings, ...own }));
      return [info.trainingLoss[0], info.validationLoss![0]];
    };
    const whole = await lossesWith("longest");
    for (const direction of ["left", "right"] as const) {
      const pieces = await lossesWith(3, direction);
      for (const [i, loss] of pieces.entries()) expect(loss).toBeCloseTo(whole[i], 5);
    }
  });

  it("cuts gradients between pieces, but hands states on: a loop of one's own over the pieces gives the same network", async () => {
    const X = sequences([6, 6, 6]);
    const T = labels()
      .map((_, i) => Array.from({ length: 6 }, (_, t) => "abc"[(i + t) % 3]))
      .slice(0, 3);
    const net = network(recurrent.lstm());
    const options = trainingOptions("sgdm", { ...settings, sequenceLength: 2, initialLearnRate: 0.1, l2Regularization: 0 });
    const trained = (await trainNetwork(X, T, net, options)).net;
    let own = dlnetwork(net);
    let velocity: Awaited<ReturnType<typeof sgdmupdate>>[1] | undefined;
    for (let start = 0; start < 6; start += 2) {
      const x = dlarray(steps(X, start, start + 2), "BCT");
      const t = dlarray(
        T.map((row) => ["a", "b", "c"].map((c) => row.slice(start, start + 2).map((label) => Number(label === c)))),
        "BCT",
      );
      const { gradients, states } = await dlfeval(lossOf, own, x, t);
      [own, velocity] = await sgdmupdate(own, gradients, velocity, { learnRate: 0.1, momentum: 0.9 });
      own = own.with({ states });
    }
    for (const [key, { data }] of trained.learnables) closest([[...data]], [[...own.learnables.get(key)!.data]]);
  });

  it("resumes to the bit, and leaves the states as sequences begin with them", async () => {
    const [X, T] = [sequences(lengths), labels()];
    const net = network(recurrent.lstm());
    const checkpointPath = join(root, "resumed");
    mkdirSync(checkpointPath);
    const own = { ...settings, maxEpochs: 4, miniBatchSize: 2, sequenceLength: 3, shuffle: "every-epoch" } as const;
    const checkpoints = { checkpointPath, checkpointFrequency: 1, checkpointFrequencyUnit: "iteration" } as const;
    const whole = await trainNetwork(X, T, net, trainingOptions("adam", { ...own, ...checkpoints }));
    const third = readdirSync(checkpointPath).find((name) => name.startsWith("net_checkpoint__3__"))!;
    const rest = await trainNetwork(X, T, net, trainingOptions("adam", { ...own, resume: join(checkpointPath, third) }));
    expect([...rest.net.learnables]).toEqual([...whole.net.learnables]);
    expect([...whole.net.states]).toEqual([...net.states]);
  });

  it("takes statistics of the training set over pieces that go on", async () => {
    const X = sequences([6, 6]);
    const T = X.map((sequence) => [sequence[0]]);
    const layers = [
      sequenceInputLayer(2),
      gruLayer(3),
      batchNormalizationLayer({ name: "norm" }),
      fullyConnectedLayer(1),
      regressionLayer(),
    ];
    const net = assembleNetwork(layerGraph(layers), { initialize: true, seed: 2 });
    const meanWith = async (sequenceLength: "longest" | number) => {
      const options = trainingOptions("sgdm", { ...settings, sequenceLength, initialLearnRate: 1e-12 });
      return [...(await trainNetwork(X, T, net, options)).net.states.get("norm/trainedMean")!.data];
    };
    closest([await meanWith(3)], [await meanWith("longest")]);
  });
});

function lossOf(net: SymbolicNetwork, X: Activation, T: Activation) {
  const [Y, states] = forward(net, X);
  const loss = ops.divide(crossentropy(Y, T), 2); // the mean over the two steps of a piece, as in the output layer
  return { loss, states, gradients: dlgradient(loss, net.learnables) };
}

describe("a loop of one's own", () => {
  it("is given the new states, one for each observation, and goes on from them", async () => {
    const net = dlnetwork([sequenceInputLayer(2), lstmLayer(4, { name: "lstm" })], { seed: 3 });
    const X = sequences([6, 6, 6]);
    const [whole] = await forward(net, dlarray(X, "BCT"));
    const [, state] = await forward(net, dlarray(steps(X, 0, 4), "BCT"));
    expect(state.get("lstm/hiddenState")!.shape).toEqual([3, 4]);
    const after = net.with({ states: state });
    expect(after).toBeInstanceOf(DlNetwork);
    const [rest] = await forward(after, dlarray(steps(X, 4), "BCT"));
    const at = (data: Float32Array, time: number, t: number) => Array.from({ length: 12 }, (_, row) => data[row * time + t]);
    closest([at(rest.data, 2, 0), at(rest.data, 2, 1)], [at(whole.data, 6, 4), at(whole.data, 6, 5)]);
    expect(await refusal(forward(after, dlarray(sequences([6, 6]), "BCT")))).toMatch(
      /the hidden state is \[batch, 4\], expected \[batch2, 4\]/,
    );
    expect(resetState(after).states.get("lstm/hiddenState")!.shape).toEqual([1, 4]);
  });
});
