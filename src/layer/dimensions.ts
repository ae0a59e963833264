import { LayerGraphError } from "../errors.ts";
import { type Activation, axesOf, printSizes } from "./formats.ts";

const accepted = {
  1: { names: "CBT, SCB or SCBT", words: "time steps or one spatial dimension", lost: "time steps" },
  2: { names: "SSCB or SSCBT", words: "two spatial dimensions", lost: "spatial dimensions" },
} as const;

const numbers = ["no", "one", "two", "three"];

/** How many dimensions a layer works over: one (time in CBT, the spatial one in SCB and SCBT) or two (those of images). */
export type Dimensions = keyof typeof accepted;

/** Refuses an activation that has not the given number of dimensions to work over; `pools` says that the layer would take them away. */
export function requireDimensions(x: Activation, dimensions: Dimensions, pools = false): void {
  const has = x.format === "CBT" ? 1 : axesOf(x.format, "S").length;
  if (has === dimensions) return;
  const { names, words, lost } = accepted[dimensions];
  const none = pools ? `Leave it out: there are no ${lost} left to pool.` : `Put it before the layer that removes the ${lost}.`;
  const fix = has === 0 ? none : `Use the layer of this kind for ${numbers[has]} dimension${has === 1 ? "" : "s"}.`;
  throw new LayerGraphError("wrong-format", `received ${printSizes(x)}, expected a format with ${words} (${names}). ${fix}`, {
    received: printSizes(x),
    expected: names,
    fix,
  });
}
