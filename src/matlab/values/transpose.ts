import { numberOfElements } from "../../data/matValues.ts";
import { type ArrayValue, elementBytes, isArrayValue, picked } from "./elements.ts";
import { notSupported } from "./refusals.ts";
import { ScriptError } from "./scriptError.ts";
import { type Charge, chargeArray } from "./shape.ts";
import type { Value } from "./value.ts";

/**
 * The transpose of a two-dimensional array of any class.
 * @throws ScriptError for more dimensions
 */
export function transposed(value: Value, charge?: Charge): ArrayValue {
  if (!isArrayValue(value)) throw notSupported("'", value);
  const [rows, columns] = value.size;
  if (value.size.length > 2) {
    throw new ScriptError(
      "MATLAB:transpose:NDArray",
      "TRANSPOSE does not support N-D arrays. Use PAGETRANSPOSE/PAGECTRANSPOSE to transpose pages or PERMUTE to reorder dimensions of N-D arrays.",
    );
  }
  if (rows === 1 || columns === 1) return { ...value, size: [columns, rows] };
  chargeArray(value.size, 4 + elementBytes(value), charge);
  const positions = new Int32Array(numberOfElements(value.size));
  for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < columns; j++) positions[k++] = i + j * rows;
  return picked(value, positions, [columns, rows]);
}
