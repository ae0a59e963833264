import { LayerGraphError } from "../errors.ts";
import { type Dim, multiplyDims } from "../ops/index.ts";
import { type Activation, printSizes } from "./formats.ts";

/**
 * How many positions attention goes over in an activation: time steps (CBT), places (SCB), or one (CB).
 *
 * @throws LayerGraphError `wrong-format` for other formats
 */
export function positionsOf(x: Activation): Dim {
  if (x.format === "CB" || x.format === "CBT" || x.format === "SCB") return multiplyDims(...x.value.shape.slice(2));
  throw new LayerGraphError(
    "wrong-format",
    `received ${printSizes(x)}, expected CB, CBT or SCB: attention goes over one dimension. Join the others into one first.`,
    { received: printSizes(x), expected: "CB, CBT or SCB" },
  );
}
