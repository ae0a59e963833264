import { z } from "zod";
import { defineLayer } from "../../src/layer.ts";
import { add } from "../../src/ops/index.ts";

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
