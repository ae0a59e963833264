import { describe, expect, it } from "vitest";
import { z } from "zod";
import { applyLayer } from "../../src/layer/apply.ts";
import { resetValues } from "../../src/layer/resetState.ts";
import { type Activation, type BackwardGradients, defineLayer, type Layer } from "../../src/layer.ts";
import { gradients } from "../../src/ops/backward.ts";
import { add, input, multiply, reshape, total, type Value } from "../../src/ops/index.ts";
import { numbersOf } from "../plan/numbers.ts";

const feed = (shape: readonly number[], ...data: number[]) =>
  ({ type: "float64", shape, data: Float64Array.from(data) }) as const;
const x = input("x", [1, 2]);
const w = input("w", [2, 1]);
const s = input("s", [2, 1]);
const feeds = { x: feed([1, 2], 1, 2), w: feed([2, 1], 3, 4), s: feed([2, 1], 5, 6) };

/** Products and sums of the input and a learnable, and a state that moves; its gradients as `backward` says, which counts its calls. */
function layerWith(backward: (args: { dProduct: Value; dSum: Value; dState: Value; memory: Value }) => BackwardGradients): {
  layer: Layer;
  calls: () => number;
} {
  let calls = 0;
  const make = defineLayer({
    type: "productAndSum",
    options: z.object({}),
    outputNames: ["product", "sum"],
    learnables: () => ({ w: { size: [1, 2], initializer: "ones" } }),
    state: () => ({ s: { size: [1, 2], initial: 0 } }),
    predict: ({ inputs: [a], learnables, state }) => {
      const weights = reshape(learnables.w, [1, 2]);
      return {
        outputs: [multiply(a.value, weights), add(a.value, weights)],
        state: { s: add(state.s, reshape(a.value, [2, 1])) },
        memory: { twice: multiply(a.value, 2) },
      };
    },
    backward: ({ outputGradients: [dProduct, dSum], stateGradients, memory }) => {
      calls++;
      return backward({ dProduct, dSum, dState: stateGradients.s, memory: memory.twice });
    },
  });
  return { layer: make({ name: "both" }), calls: () => calls };
}

function applied(layer: Layer) {
  const activation: Activation = { value: x, format: "CB" };
  return applyLayer(layer, [activation], { training: true, learnable: () => w, state: () => s, random: () => x });
}

/** dL/dX and dL/dW in which each part can be told from the others. */
const parts = layerWith(({ dProduct, dSum, dState }) => ({
  inputs: [add(multiply(dProduct, 100), add(multiply(dSum, 10), reshape(dState, [1, 2])))],
  learnables: { w: reshape(add(multiply(dProduct, 7), dSum), [2, 1]) },
  state: { s: multiply(dState, 3) },
}));

describe("a layer's own backward", () => {
  it("is called once with the gradients of all outputs and states", () => {
    const { outputs, newState } = applied(parts.layer);
    const before = parts.calls();
    const loss = add(add(total(outputs[0].value), multiply(total(outputs[1].value), 2)), multiply(total(newState.s), 3));
    const found = gradients(loss, [x, w, s]);
    expect(parts.calls() - before).toBe(1);
    expect(numbersOf(found, feeds)).toEqual([
      [123, 123],
      [9, 9],
      [9, 9],
    ]);
  });

  it("gets zeros for outputs that are not used", () => {
    const { outputs } = applied(parts.layer);
    const before = parts.calls();
    expect(numbersOf(gradients(total(outputs[1].value), [x, w]), feeds)).toEqual([
      [10, 10],
      [1, 1],
    ]);
    expect(parts.calls() - before).toBe(1);
  });

  it("is not called where no gradient is wanted, and changes no result", () => {
    const before = parts.calls();
    const { outputs, newState } = applied(parts.layer);
    expect(numbersOf([outputs[0].value, outputs[1].value, newState.s], feeds)).toEqual([
      [3, 8],
      [4, 6],
      [6, 8],
    ]);
    expect(parts.calls() - before).toBe(0);
  });

  it("is handed what forward kept, and lets no gradient flow to a state that it leaves out", () => {
    const { layer } = layerWith(({ memory, dProduct }) => ({ inputs: [multiply(memory, dProduct)], learnables: { w } }));
    const { outputs } = applied(layer);
    expect(numbersOf(gradients(total(outputs[0].value), [x, s]), feeds)).toEqual([
      [2, 4],
      [0, 0],
    ]);
  });

  it.each<[string, BackwardGradients, string]>([
    ["a gradient of another size", { inputs: [w], learnables: { w } }, "backward returned [2, 1] for input 1, expected [1, 2]."],
    ["too few inputs", { inputs: [], learnables: { w } }, "backward returned nothing for input 1, expected [1, 2]."],
    ["too many inputs", { inputs: [x, x], learnables: { w } }, "backward returned 2 gradients of inputs, of which it has 1."],
    ["no gradient of a learnable", { inputs: [x] }, "backward returned nothing for learnable 'w', expected [2, 1]."],
    [
      "a learnable that there is not",
      { inputs: [x], learnables: { w, v: w } },
      "backward returned a gradient of learnable 'v', which the layer does not declare (it has w).",
    ],
    [
      "a state that there is not",
      { inputs: [x], learnables: { w }, state: { h: w } },
      "backward returned a gradient of state 'h', which the layer does not declare (it has s).",
    ],
  ])("is refused where it returns %s", (_, returned, message) => {
    const { outputs } = applied(layerWith(() => returned).layer);
    expect(() => gradients(total(outputs[0].value), [x, w])).toThrow(`Layer 'both': ${message}`);
  });
});

describe("resetState", () => {
  const stateful = (reset: Record<string, number | number[][]>) =>
    defineLayer({
      type: "statefulLayer",
      options: z.object({}),
      state: () => ({ hidden: { size: [2, 1], initial: 1 }, count: { size: [1, 1], initial: 5 } }),
      resetState: () => reset,
      predict: ({ inputs: [a] }) => a,
    })({ name: "memory" });
  const layouts = [{ format: "CB", shape: [1, 2] }] as const;

  it("fills a state with a number, or sets it to an array of its size", () => {
    expect(resetValues(stateful({ hidden: 0.5, count: [[3]] }), layouts)).toEqual({
      hidden: Float32Array.of(0.5, 0.5),
      count: Float32Array.of(3),
    });
  });

  it("leaves the states alone that it does not name", () => {
    expect(resetValues(stateful({ hidden: [[1], [2]] }), layouts)).toEqual({ hidden: Float32Array.of(1, 2) });
  });

  it("refuses a state that is not declared, and values of another size", () => {
    expect(() => resetValues(stateful({ cell: 0 }), layouts)).toThrow(
      "statefulLayer 'memory': resetState, state 'cell': the layer declares no such state (it has hidden, count).",
    );
    expect(() => resetValues(stateful({ hidden: [[1], [2], [3]] }), layouts)).toThrow(
      "statefulLayer 'memory': resetState, state 'hidden': received size 3×1, expected size 2×1.",
    );
  });
});
