import { z } from "zod";
import { requireDimensions } from "../src/layer/dimensions.ts";
import { type Activation, defineLayer, positiveInteger, sameStep } from "../src/layer.ts";
import {
  expand,
  gatherAlong,
  less,
  perObservation,
  scalar,
  select,
  sizeValue,
  squeeze,
  subtract,
  type Value,
} from "../src/ops/index.ts";

const axis = 2;

/**
 * A layer that takes one element along time (CBT becomes CB) or along the spatial dimension (SCB becomes CB, SCBT becomes CBT): the `"first"`, the `"last"` (in a
 * padded batch the last real step of each sequence) or the one with this number, from 1. A number behind the end of a sequence ends the run with an error
 * that names the layer.
 *
 * @example indexing1dLayer("first", { name: "token" })
 * @see MATLAB indexing1dLayer
 */
export const indexing1dLayer = defineLayer({
  type: "indexing1dLayer",
  base: "indexing1d",
  title: "1-D Indexing",
  description: ({ target }) => `1-D indexing at ${typeof target === "number" ? `position ${target}` : `the ${target} position`}`,
  positional: ["target"],
  options: z.object({
    target: z.union([z.enum(["first", "last"]), positiveInteger], {
      error: 'must be "first", "last" or a positive whole number',
    }),
  }),
  reach: ({ options: { target }, inputs: [x] }) => {
    if (x.format !== "CBT") return { reach: sameStep };
    if (target === "last") return { reach: { earliest: "end", latest: "end" } };
    const place = target === "first" ? 0 : target - 1;
    return { reach: { earliest: place, latest: place } };
  },
  predict: ({ inputs: [x], options: { target } }) => {
    requireDimensions(x, 1, true);
    const { shape } = x.value;
    const one = shape.map((d, i) => (i === axis ? 1 : d));
    const value = squeeze(gatherAlong(x.value, expand(indexOf(x, target), one), axis), axis);
    return x.format === "SCBT" ? { ...x, value, format: "CBT" } : { value, format: "CB" };
  },
});

/** Where the element is, from 0, for all observations or for each. */
function indexOf(x: Activation, target: number | "first" | "last"): Value {
  const count = sizeValue(x.value.shape[axis], "int64");
  const lengths = x.format === "CBT" && x.lengths ? perObservation(x.lengths, x.value) : undefined;
  if (target === "last") return subtract(lengths ?? count, 1);
  const index = scalar(target === "first" ? 0 : target - 1, "int64");
  // Behind the end of its own sequence nothing is to be had, as behind the end of all.
  return lengths ? select(less(index, lengths), index, count) : index;
}
