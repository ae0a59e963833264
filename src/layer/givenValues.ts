import { LayerGraphError } from "../errors.ts";
import { elementCount } from "../tensor.ts";
import { type ArrayOption, arrayValue } from "./options.ts";

/** The learnable's given values, checked against its size; undefined where none were given. */
export function givenValues(
  given: ArrayOption | undefined,
  size: readonly number[],
  what: string,
): ArrayLike<number> | undefined {
  if (given === undefined) return undefined;
  const value = arrayValue(given);
  const wanted = size.filter((n) => n !== 1);
  const count = elementCount(size);
  if (value && value.data.length === count && value.size.filter((n) => n !== 1).every((n, i) => n === wanted[i]))
    return value.data;
  const received = value ? `size ${value.size.join("×")}` : "a ragged or non-numeric array";
  throw new LayerGraphError("wrong-size", `${what}: received ${received}, expected size ${size.join("×")}.`, {
    received,
    expected: `size ${size.join("×")}`,
  });
}
