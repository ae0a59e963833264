import { describe, expect, it } from "vitest";
import {
  additionLayer,
  batchNormalizationLayer,
  convolution1dLayer,
  dropoutLayer,
  featureInputLayer,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  sequenceInputLayer,
  tanhLayer,
} from "../../layers/index.ts";
import { dlarray, extractdata } from "../../src/custom/dlarray.ts";
import { dlfeval } from "../../src/custom/dlfeval.ts";
import { dlgradient } from "../../src/custom/dlgradient.ts";
import { forward, predict } from "../../src/custom/forward.ts";
import { rand, randn, rng } from "../../src/custom/randomNumbers.ts";
import type { SymbolicArrays, SymbolicNetwork } from "../../src/custom/symbolicNetwork.ts";
import type { Activation } from "../../src/layer.ts";
import { dlnetwork } from "../../src/network/dlnetwork.ts";
import { addLayers, connectLayers } from "../../src/network/edits.ts";
import { layerGraph } from "../../src/network/layerGraph.ts";
import { add, log, mean, multiply, square, subtract, total, type Value } from "../../src/ops/index.ts";
import { rejectionOf } from "../network/messageOf.ts";

const net = dlnetwork([
  featureInputLayer(2, { name: "input" }),
  fullyConnectedLayer(1, { name: "fc", weights: [[2, -1]], bias: 0.5 }),
]);
const X = dlarray(
  [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  "BC",
);
const T = dlarray([[0], [1], [2]], "BC");

function squaredError(line: SymbolicNetwork, x: Activation, t: Activation) {
  const [y, state] = forward(line, x);
  const loss = mean(square(subtract(y.value, t.value)), [0, 1]);
  return { loss, state, gradients: dlgradient(loss, line.learnables), slope: dlgradient(loss, x) };
}

describe("dlfeval", () => {
  it("gives a loss as a number and gradients by layer and parameter", async () => {
    const { loss, gradients, slope, state } = await dlfeval(squaredError, net, X, T);
    const errors = [0.5, 1.5, 2.5]; // 2·x1 − x2 + 0.5 − t
    expect(loss).toBeCloseTo((0.25 + 2.25 + 6.25) / 3, 5);
    const mean2 = (values: number[]) => (2 / 3) * errors.reduce((sum, e, i) => sum + e * values[i], 0);
    expect([...gradients.keys()]).toEqual(["fc/weights", "fc/bias"]);
    expect(gradients.get("fc/weights")!.data[0]).toBeCloseTo(mean2([1, 3, 5]), 4);
    expect(gradients.get("fc/weights")!.data[1]).toBeCloseTo(mean2([2, 4, 6]), 4);
    expect(gradients.get("fc/bias")!.data[0]).toBeCloseTo(mean2([1, 1, 1]), 4);
    expect(slope.format).toBe("CB");
    expect(extractdata(slope, "BC")[2][0]).toBeCloseTo((2 / 3) * 2.5 * 2, 4);
    expect(state.size).toBe(0);
  });

  it("traces a function once for any number of observations, and again for other sizes", async () => {
    let traced = 0;
    const counted = (x: Activation) => {
      traced++;
      return total(x.value);
    };
    expect(await dlfeval(counted, X)).toBe(21);
    expect(
      await dlfeval(
        counted,
        dlarray(
          [
            [1, 1],
            [1, 1],
          ],
          "BC",
        ),
      ),
    ).toBe(4);
    expect(traced).toBe(1);
    expect(await dlfeval(counted, dlarray([[1, 1]], "BC"))).toBe(2); // one observation is stretched to others
    expect(
      await dlfeval(
        counted,
        dlarray(
          [
            [1, 1, 1],
            [1, 1, 1],
          ],
          "BC",
        ),
      ),
    ).toBe(6);
    expect(traced).toBe(3);
  });

  it("takes numbers that change, fixed text, lists, objects and arrays by name", async () => {
    let traced = 0;
    const mixed = (parts: { scale: Value; xs: readonly [Activation, Activation]; kind: string }, arrays: SymbolicArrays) => {
      traced++;
      const sum = total(add(parts.xs[0].value, parts.xs[1].value));
      return {
        list: [multiply(sum, parts.scale), total(arrays.get("fc/weights")!)],
        kind: parts.kind,
        double: { ...parts.xs[0], value: multiply(parts.xs[0].value, 2) },
      };
    };
    const first = await dlfeval(mixed, { scale: 2, xs: [X, X] as const, kind: "a" }, net.learnables);
    expect(first.list).toEqual([84, 1]);
    expect(first.kind).toBe("a");
    expect(extractdata(first.double, "CB")).toEqual([
      [2, 6, 10],
      [4, 8, 12],
    ]);
    expect((await dlfeval(mixed, { scale: 3, xs: [X, X] as const, kind: "a" }, net.learnables)).list[0]).toBe(126);
    expect(traced).toBe(1);
    expect((await dlfeval(mixed, { scale: 3, xs: [X, X] as const, kind: "b" }, net.learnables)).kind).toBe("b");
  });

  it("follows the values of a network without tracing it again", async () => {
    const moved = net.with({
      learnables: new Map([["fc/bias", { type: "float32", shape: [1, 1], data: Float32Array.of(-0.5) } as const]]),
    });
    expect((await dlfeval(squaredError, moved, X, T)).loss).toBeCloseTo((0.25 + 0.25 + 2.25) / 3, 5);
  });

  it("computes with several networks, and one of them several times", async () => {
    const other = dlnetwork([
      featureInputLayer(2),
      fullyConnectedLayer(2, {
        name: "fc",
        weights: [
          [0, 1],
          [1, 0],
        ],
      }),
    ]);
    const both = (a: SymbolicNetwork, b: SymbolicNetwork, x: Activation) => {
      const swapped = predict(b, x);
      const [y] = forward(a, swapped);
      const [z] = forward(a, x);
      const loss = total(subtract(y.value, z.value));
      return { loss, gradients: [dlgradient(loss, a.learnables), dlgradient(loss, b.learnables)] };
    };
    const { loss, gradients } = await dlfeval(both, net, other, X);
    expect(loss).toBeCloseTo(3 * 3, 5); // 3·(x2 − x1) each
    expect([...gradients[0].get("fc/weights")!.data]).toEqual([3, -3]);
    expect([...gradients[1].get("fc/bias")!.data]).toEqual([6, -3]);
  });

  it("gives gradients of gradients", async () => {
    const curved = dlnetwork([featureInputLayer(1), fullyConnectedLayer(1, { name: "fc", weights: 2, bias: 1 }), tanhLayer()]);
    const slopeSquared = (n: SymbolicNetwork, x: Activation) => {
      const [y] = forward(n, x);
      const slope = dlgradient(total(y.value), x);
      const penalty = total(square(slope.value));
      return { penalty, gradients: dlgradient(penalty, n.learnables) };
    };
    const { penalty, gradients } = await dlfeval(slopeSquared, curved, dlarray([[0.1]], "BC"));
    const y = Math.tanh(1.2);
    const slope = 2 * (1 - y * y); // dy/dx = w·(1 − y²)
    expect(penalty).toBeCloseTo(slope * slope, 5);
    expect(gradients.get("fc/weights")!.data[0]).toBeCloseTo(2 * slope * (1 - y * y - 2 * 2 * y * (1 - y * y) * 0.1), 4);
    expect(gradients.get("fc/bias")!.data[0]).toBeCloseTo(2 * slope * (-2 * 2 * y * (1 - y * y)), 4);
  });

  it("draws random numbers anew in every call, and the same again after rng", async () => {
    const drawn = (x: Activation) => ({
      uniform: { ...x, value: rand(x.value.shape) },
      normal: { ...x, value: randn(x.value.shape) },
    });
    const many = dlarray(
      Array.from({ length: 2000 }, () => [0, 0]),
      "BC",
    );
    rng(3);
    const first = await dlfeval(drawn, many);
    const second = await dlfeval(drawn, many);
    expect(second.uniform.data).not.toEqual(first.uniform.data);
    rng(3);
    const again = await dlfeval(drawn, many);
    expect(again.uniform.data).toEqual(first.uniform.data);
    expect(again.normal.data).toEqual(first.normal.data);
    const variance = first.normal.data.reduce((sum, v) => sum + v * v, 0) / 4000;
    expect(variance).toBeGreaterThan(0.9);
    expect(variance).toBeLessThan(1.1);
    expect(Math.min(...first.uniform.data)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...first.uniform.data)).toBeLessThan(1);
  });

  it("leaves out the padding of sequences that have lengths", async () => {
    const pooled = dlnetwork([sequenceInputLayer(1), convolution1dLayer(1, 1, { weights: [[[1]]] }), globalMaxPooling1dLayer()]);
    const values = (x: number[][]) => x.map((row) => [row]);
    const padded = dlarray(
      values([
        [-3, -2, 9],
        [-1, -5, -4],
      ]),
      "BCT",
      { lengths: [2, 3] },
    );
    expect(extractdata(await predict(pooled, padded), "BC")).toEqual([[-2], [-1]]);
    const [y] = await forward(pooled, padded, { outputs: ["conv1d"] });
    expect(y.lengths).toEqual([2, 3]);
  });
});

describe("forward and predict", () => {
  const trained = dlnetwork([
    featureInputLayer(2),
    batchNormalizationLayer({ name: "norm" }),
    dropoutLayer(0.5, { name: "drop" }),
  ]);

  it("compute as in training and as in prediction, and forward gives the new state", async () => {
    const [y, state] = await forward(trained, X, { outputs: ["norm"] });
    expect(extractdata(y, "CB")[0][0]).toBeCloseTo(-1.2247, 3);
    expect(state.get("norm/trainedMean")!.data[0]).toBeCloseTo(0.3, 5);
    expect([...trained.states.get("norm/trainedMean")!.data]).toEqual([0, 0]);
    const after = trained.with({ states: state });
    expect(after.states.get("norm/trainedMean")!.data[0]).toBeCloseTo(0.3, 5);
    rng(1);
    const [dropped] = await forward(trained, X);
    expect(dropped.data.some((v) => v === 0)).toBe(true);
    expect((await predict(trained, X)).data.some((v) => v === 0)).toBe(false);
  });

  it("take one array for each input and give the outputs that are named", async () => {
    let lgraph = layerGraph([
      featureInputLayer(2, { name: "a" }),
      additionLayer(2, { name: "sum" }),
      tanhLayer({ name: "tanh" }),
    ]);
    lgraph = addLayers(lgraph, [featureInputLayer(2, { name: "b" })]);
    const two = dlnetwork(connectLayers(lgraph, "b", "sum/in2"));
    const [sum, tanh] = await predict(two, X, X, { outputs: ["sum", "tanh"] });
    expect([...sum.data]).toEqual([2, 4, 6, 8, 10, 12]);
    expect(tanh.data[0]).toBeCloseTo(Math.tanh(2), 5);
    expect(await rejectionOf(predict(two, X))).toBe(
      "wrong-inputs: predict: received 1 arrays, expected 2, one for each input layer ('a', 'b').",
    );
    const branched = addLayers(two, [tanhLayer({ name: "other" })]);
    expect(await rejectionOf(predict(connectLayers(branched, "sum", "other").initialize(), X, X))).toBe(
      'several-outputs: predict: the network has 2 outputs. Say which ones, in order: { outputs: ["tanh", "other"] }.',
    );
  });

  it("predict also takes data as before", async () => {
    const { values } = await predict(net, [[1, 2]]);
    expect((values[0] as Float32Array)[0]).toBeCloseTo(0.5, 5);
  });
});

describe("dlfeval refuses", () => {
  it("arrays of a wrong size, naming layer and sizes", async () => {
    expect(
      await rejectionOf(
        dlfeval(
          squaredError,
          net,
          dlarray(
            [
              [1, 2, 3],
              [4, 5, 6],
            ],
            "BC",
          ),
          T,
        ),
      ),
    ).toBe("wrong-inputs: forward: input layer 'input' received [batch, 3] (CB), expected [batch, 2] (CB).");
  });

  it("what is not finite, naming it and where it came from", async () => {
    const root = (n: SymbolicNetwork, x: Activation) => {
      const loss = total(log(forward(n, x)[0].value));
      return { loss, gradients: dlgradient(loss, n.learnables) };
    };
    const negative = dlarray(
      [
        [0, 9],
        [1, 1],
      ],
      "BC",
    );
    expect(await rejectionOf(dlfeval(root, net, negative))).toBe(
      "not-a-number: dlfeval root: 'loss' is NaN, expected a finite number. The first such number came from 'log' outside the layers. Lower the learn rate, or keep what it is computed from within bounds.",
    );
    const broken = net.with({
      learnables: new Map([["fc/bias", { type: "float32", shape: [1, 1], data: Float32Array.of(Number.NaN) } as const]]),
    });
    expect(await rejectionOf(dlfeval(squaredError, broken, X, T))).toContain("So were numbers in 'argument 1/learnables'.");
  });

  it("results and arguments that have no meaning outside", async () => {
    expect(await rejectionOf(dlfeval((x: Activation) => x.value, X))).toContain(
      "result is an array [batch, 2] without a format, expected a scalar",
    );
    expect(await rejectionOf(dlfeval((n: SymbolicNetwork) => n as never, net))).toContain("result is a network");
    expect(await rejectionOf(dlfeval(async (x: Activation) => total(x.value), X))).toContain("the function must not be async");
    expect(await rejectionOf(dlfeval((x: never) => x, new Date() as never))).toContain("argument 1 is a Date");
    expect(await rejectionOf(dlfeval((x: Value) => x, Number.NaN))).toBe(
      "not-a-number: dlfeval: argument 1 is NaN, expected a finite number.",
    );
    expect(await rejectionOf(dlfeval((x: Activation) => dlgradient(x.value, x), X))).toContain(
      "not-a-scalar: dlgradient: the first argument must be a scalar, received an array [batch, 2].",
    );
  });

  it("random numbers outside", () => {
    expect(() => rand([2])).toThrow("random numbers are drawn in a function that dlfeval calls");
  });
});
