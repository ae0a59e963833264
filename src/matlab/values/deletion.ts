import { numberOfElements } from "../../data/matValues.ts";
import { type ArrayValue, elementBytes, picked } from "./elements.ts";
import { ScriptError } from "./scriptError.ts";
import { type Charge, chargeArray, isVectorSize } from "./shape.ts";
import { boxPositions, extentOf, type Resolved, resolve } from "./subscripts.ts";
import type { Subscript } from "./value.ts";

/**
 * The array without the elements that the subscripts name, `x(subscripts) = []`: elements of a vector (a matrix becomes a row), or whole
 * rows, columns or pages.
 * @throws ScriptError beyond the array, and where more than one subscript leaves something out
 */
export function withDeleted(value: ArrayValue, subscripts: readonly Subscript[], charge?: Charge): ArrayValue {
  chargeArray(value.size, 4 + elementBytes(value), charge);
  return subscripts.length === 1 ? linear(value, subscripts[0]) : box(value, subscripts);
}

function linear(value: ArrayValue, subscript: Subscript): ArrayValue {
  const count = numberOfElements(value.size);
  const gone = resolve(subscript, count);
  if (gone.colon) return picked(value, [], [0, 0]);
  if (gone.positions.length === 0) return value;
  if (gone.reach > count) throw outside();
  const kept = left(count, gone);
  const isColumn = isVectorSize(value.size) && value.size[1] === 1 && value.size[0] !== 1;
  return picked(value, kept, isColumn ? [kept.length, 1] : [1, kept.length]);
}

function box(value: ArrayValue, subscripts: readonly Subscript[]): ArrayValue {
  const count = subscripts.length;
  const extents = subscripts.map((_, i) => extentOf(value.size, i + 1, count));
  const gone = subscripts.map((subscript, i) => resolve(subscript, extents[i], i + 1));
  if (gone.some(({ positions }) => positions.length === 0)) return value;
  const whole = gone.map((each, i) => each.colon || left(extents[i], each).length === 0);
  const partial = whole.flatMap((isWhole, i) => (isWhole ? [] : [i]));
  if (partial.length > 1) {
    throw new ScriptError("MATLAB:subsdeldimmismatch", "A null assignment can have only one non-colon index.");
  }
  const firstWritten = gone.findIndex((each) => !each.colon);
  const along = partial[0] ?? Math.max(0, firstWritten);
  if (gone[along].reach > extents[along]) throw outside();
  const kept = left(extents[along], gone[along]);
  const resolved = extents.map((extent, i): Resolved => (i === along ? { ...gone[i], positions: kept } : resolve(":", extent)));
  const size = extents.map((extent, i) => (i === along ? kept.length : extent));
  return picked(value, boxPositions(value.size, resolved), size);
}

/** The positions below `extent` that are not named. */
function left(extent: number, { positions }: Resolved): number[] {
  const named = new Uint8Array(extent);
  for (let i = 0; i < positions.length; i++) named[positions[i]] = 1;
  const kept: number[] = [];
  for (let i = 0; i < extent; i++) if (!named[i]) kept.push(i);
  return kept;
}

function outside(): ScriptError {
  return new ScriptError("MATLAB:subsdeldimmismatch", "Matrix index is out of range for deletion.");
}
