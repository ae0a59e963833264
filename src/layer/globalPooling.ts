import { LayerGraphError } from "../errors.ts";
import { squeeze, type Value } from "../ops/index.ts";
import { type Activation, printSizes } from "./formats.ts";

/** The dimension that one-dimensional global pooling takes away: time in CBT, the spatial one in SCB and SCBT. */
export const pooledAxis = 2;

/** What is left when `pool` has brought the pooled dimension of an activation to 1: CB, or CBT from SCBT. */
export function globallyPooled(x: Activation, pool: (x: Activation) => Value): Activation {
  if (x.format === "CBT" || x.format === "SCB") return { value: squeeze(pool(x), pooledAxis), format: "CB" };
  if (x.format === "SCBT") {
    // Steps do not mix: the lengths stay.
    const value = squeeze(pool({ value: x.value, format: x.format }), pooledAxis);
    return { value, format: "CBT", lengths: x.lengths };
  }
  const fix =
    x.format === "CB" ? "Leave it out: there are no time steps left to pool." : "Use global pooling for two dimensions.";
  throw new LayerGraphError("wrong-format", `received ${printSizes(x)}, expected CBT, SCB or SCBT. ${fix}`, {
    received: printSizes(x),
    expected: "CBT, SCB or SCBT",
    fix,
  });
}
