import { describe, expect, it } from "vitest";
import { featureInputLayer, fullyConnectedLayer } from "../../layers/index.ts";
import { dlupdate } from "../../src/custom/dlupdate.ts";
import { adamupdate, rmspropupdate, sgdmupdate } from "../../src/custom/updates.ts";
import { DlNetwork, dlnetwork } from "../../src/network/dlnetwork.ts";
import { setLearnRateFactor } from "../../src/network/factors.ts";
import type { NetworkArrays } from "../../src/network/network.ts";
import { add, multiply } from "../../src/ops/index.ts";
import { floats } from "../../src/tensor.ts";
import { rejectionOf } from "../network/messageOf.ts";

const net = dlnetwork([featureInputLayer(2), fullyConnectedLayer(1, { name: "fc", weights: [[2, -1]], bias: 0.5 })]);
const gradients: NetworkArrays = new Map([
  ["fc/weights", floats([2, 1], [1, -2])],
  ["fc/bias", floats([1, 1], [0.5])],
]);
const valuesOf = (arrays: NetworkArrays): number[] => [...arrays.values()].flatMap(({ data }) => [...data]);
const close = (received: readonly number[], expected: readonly number[]) => {
  expect(received).toHaveLength(expected.length);
  received.forEach((v, i) => {
    expect(v).toBeCloseTo(expected[i], 5);
  });
};

describe("adamupdate", () => {
  it("takes the steps of the formula and hands on its averages", async () => {
    const [first, m, v] = await adamupdate(net, gradients, undefined, undefined, 1, { learnRate: 0.1 });
    expect(first).toBeInstanceOf(DlNetwork);
    close(valuesOf(first.learnables), [1.9, -0.9, 0.4]); // the first step is as long as the learn rate
    close(valuesOf(m), [0.1, -0.2, 0.05]);
    const [second] = await adamupdate(
      first,
      new Map(
        [...gradients].map(([key, g]) => [
          key,
          floats(
            g.shape,
            g.data.map((x) => 2 * x),
          ),
        ]),
      ),
      m,
      v,
      2,
      { learnRate: 0.1 },
    );
    const expected = [1, -2, 0.5].map((g, i) => {
      const mean = (0.9 * 0.1 * g + 0.1 * 2 * g) / (1 - 0.9 ** 2);
      const squares = (0.999 * 0.001 * g * g + 0.001 * 4 * g * g) / (1 - 0.999 ** 2);
      return [1.9, -0.9, 0.4][i] - (0.1 * mean) / Math.sqrt(squares);
    });
    close(valuesOf(second.learnables), expected);
    expect(valuesOf(net.learnables)).toEqual([2, -1, 0.5]);
  });

  it("updates arrays by name as it updates a network", async () => {
    const [updated] = await adamupdate(net.learnables, gradients, undefined, undefined, 1, { learnRate: 0.1 });
    close(valuesOf(updated), [1.9, -0.9, 0.4]);
  });
});

describe("sgdmupdate and rmspropupdate", () => {
  it("take the steps of their formulas", async () => {
    const [first, velocity] = await sgdmupdate(net, gradients, undefined, { learnRate: 0.1, momentum: 0.5 });
    close(valuesOf(first.learnables), [1.9, -0.8, 0.45]);
    const [second] = await sgdmupdate(first, gradients, velocity, { learnRate: 0.1, momentum: 0.5 });
    close(valuesOf(second.learnables), [1.75, -0.5, 0.375]);
    const [root, squares] = await rmspropupdate(net, gradients, undefined, { learnRate: 0.1 });
    close(
      valuesOf(root.learnables),
      [1, -0.5, 0.25].map((g, i) => [2, -1, 0.5][i] - (0.1 * Math.sign(g)) / Math.sqrt(0.1)),
    );
    close(valuesOf(squares), [0.1, 0.4, 0.025]);
  });
});

describe("an update", () => {
  it("respects learn-rate factors and leaves what is frozen bit for bit", async () => {
    const mixed = setLearnRateFactor(setLearnRateFactor(net, "fc", "weights", 0.5), "fc", "bias", 0);
    const [updated, velocity] = await sgdmupdate(mixed, gradients, undefined, { learnRate: 0.1 });
    close(valuesOf(updated.learnables), [1.95, -0.9, 0.5]);
    expect(updated.learnables.get("fc/bias")).toBe(mixed.learnables.get("fc/bias"));
    expect([...velocity.keys()]).toEqual(["fc/weights"]);
    const still = setLearnRateFactor(mixed, "fc", "weights", 0);
    expect((await sgdmupdate(still, new Map(), undefined))[0].learnables).toBe(still.learnables);
  });

  it("refuses gradients that are missing, of another size or not finite, and wrong options", async () => {
    const without = new Map([["fc/weights", floats([2, 1], [1, 1])]]);
    expect(await rejectionOf(sgdmupdate(net, without, undefined))).toBe(
      "missing-gradient: sgdmupdate: there is no gradient for 'fc/bias'.",
    );
    const wide = new Map([...gradients, ["fc/bias", floats([2, 1], [1, 1])] as const]);
    expect(await rejectionOf(sgdmupdate(net, wide, undefined))).toBe(
      "wrong-size: sgdmupdate: the gradient of 'fc/bias' is size 1×2, expected size 1×1.",
    );
    const broken = new Map([...gradients, ["fc/bias", floats([1, 1], [Number.NaN])] as const]);
    expect(await rejectionOf(rmspropupdate(net, broken, undefined))).toBe(
      "not-a-number: rmspropupdate: the gradient of 'fc/bias' is NaN, expected a finite number.",
    );
    expect(await rejectionOf(adamupdate(net, gradients, undefined, undefined, 0))).toContain(
      "iteration must be a whole number of at least 1",
    );
    expect(await rejectionOf(adamupdate(net, gradients, undefined, undefined, 1, { learnrate: 1 } as never))).toContain(
      "did you mean learnRate?",
    );
  });
});

describe("dlupdate", () => {
  it("applies a function to each learnable, with arrays of the same names beside it", async () => {
    const decayed = await dlupdate((g, w) => add(g, multiply(w, 0.1)), gradients, net.learnables);
    close(valuesOf(decayed), [1.2, -2.1, 0.55]);
    const halved = await dlupdate((w) => multiply(w, 0.5), net);
    expect(halved).toBeInstanceOf(DlNetwork);
    close(valuesOf(halved.learnables), [1, -0.5, 0.25]);
    expect(await rejectionOf(dlupdate((w) => w, net, new Map()))).toBe(
      "missing-array: dlupdate: one of the further arguments has nothing for 'fc/weights'.",
    );
  });
});
