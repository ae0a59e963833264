import { z } from "zod";
import { arrayOption, channelsOf, defineLayer, layoutOf, positiveInteger } from "../../src/layer.ts";
import { add, multiply, reshape, square, subtract, total } from "../../src/ops/index.ts";

/** Kinds of layers that tests build graphs of, so that they depend on no layer of the library. */
export const source = defineLayer({
  type: "sourceLayer",
  base: "source",
  title: "Source",
  options: z.object({ channels: z.int().positive(), minLength: z.int().positive().default(1) }),
  positional: ["channels"],
  input: ({ channels, minLength }) => ({ format: "CBT", channels, minLength }),
  predict: ({ inputs: [x] }) => x,
});

export const pass = defineLayer({
  type: "passLayer",
  base: "pass",
  title: "Pass",
  options: z.object({}),
  predict: ({ inputs: [x] }) => x,
});

export const sum = defineLayer({
  type: "sumLayer",
  base: "sum",
  title: "Sum",
  options: z.object({ numInputs: z.int().positive() }),
  positional: ["numInputs"],
  inputNames: ({ numInputs }) => Array.from({ length: numInputs }, (_, i) => `in${i + 1}`),
  predict: ({ inputs }) => inputs.map((x) => x.value).reduce((a, b) => add(a, b)),
});

export const fork = defineLayer({
  type: "forkLayer",
  base: "fork",
  options: z.object({}),
  outputNames: ["left", "right"],
  predict: ({ inputs: [x] }) => [x, x],
});

export const scale = defineLayer({
  type: "scaleLayer",
  base: "scale",
  title: "Scale",
  description: ({ start }, [x]) => `scale from ${start} for ${x.shape[1]} channels`,
  options: z.object({ start: z.number().default(1), weights: arrayOption.optional(), filterSize: positiveInteger.default(1) }),
  learnables: ({ options, inputs: [x] }) => ({
    weights: { size: [1, channelsOf(x)], initializer: "ones", given: options.weights, learnRateFactor: 2 },
    offset: { size: [1, channelsOf(x)], initializer: "zeros", l2Factor: 0 },
  }),
  state: ({ inputs: [x] }) => ({ mean: { size: [1, channelsOf(x)], initial: 0 } }),
  predict: ({ inputs: [x], learnables: { weights } }) => multiply(x.value, reshape(weights, [channelsOf(layoutOf(x)), 1])),
});

export const result = defineLayer({
  type: "resultLayer",
  base: "result",
  title: "Result",
  options: z.object({}),
  target: "numbers",
  predict: ({ inputs: [x] }) => x,
  loss: ({ prediction, target }) => total(square(subtract(prediction.value, target))),
});

export const functional = defineLayer({
  type: "functionalLayer",
  options: z.object({ apply: z.custom<(x: number) => number>((v) => typeof v === "function", "must be a function") }),
  predict: ({ inputs: [x] }) => x,
});

export const split = defineLayer({
  type: "splitLayer",
  options: z.object({}),
  outputNames: ["first", "second"],
  predict: ({ inputs: [x] }) => [x, x],
});
