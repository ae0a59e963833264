import type { MatString } from "../../data/matValues.ts";
import { broadcastSize, zipInto } from "./broadcast.ts";
import { toStrings } from "./convert.ts";
import { notSupported } from "./refusals.ts";
import { type Charge, chargeArray } from "./shape.ts";
import type { Value } from "./value.ts";

/**
 * String `+`, which joins: numbers are written as `string` writes them, a missing string stays missing.
 * @example joined(string("conv1_"), number(2)) // "conv1_2"
 */
export function joined(a: Value, b: Value, charge?: Charge): MatString {
  for (const value of [a, b]) {
    if (!["string", "char", "cell", "numeric", "logical", "categorical"].includes(value.kind)) throw notSupported("+", a, b);
  }
  const [x, y] = [toStrings(a), toStrings(b)];
  const size = broadcastSize(x.size, y.size);
  const values = new Array<string | undefined>(chargeArray(size, 16, charge));
  zipInto([x.size, x.values], [y.size, y.values], size, values, (u, v) =>
    u === undefined || v === undefined ? undefined : u + v,
  );
  const bytes = values.reduce((sum, each) => sum + 2 * (each?.length ?? 0), 0);
  charge?.({ bytes });
  return { kind: "string", size, values };
}
