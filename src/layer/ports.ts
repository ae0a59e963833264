import { z } from "zod";

const message = "must be a whole number of at least 2";

/** How many inputs a layer that combines several has. */
export const numInputsOption = z.int(message).min(2, message).max(1000, "must be at most 1000");

/** The names of numbered input ports: in1, in2, … */
export function numberedInputs(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `in${i + 1}`);
}
