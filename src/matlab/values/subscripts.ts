import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { classOf } from "./classes.ts";
import { number } from "./construct.ts";
import { numbersOf } from "./convert.ts";
import { operationsOf } from "./hosts.ts";
import { ScriptError } from "./scriptError.ts";
import { lengthAlong, sizeOf } from "./shape.ts";
import { shortName, unknownFrom } from "./unknown.ts";
import type { Subscript, Value } from "./value.ts";

/** A subscript, resolved: which elements along its dimension, from 0, and the subscript's own size. */
export interface Resolved {
  readonly positions: ArrayLike<number>;
  readonly size: MatSize;
  readonly colon: boolean;
  /** One more than the greatest position; 0 where there is none. */
  readonly reach: number;
}

/** What `end` is as subscript `position` (from 1) of `count`: the last subscript takes all dimensions that are left. */
export function endOf(value: Value, position: number, count: number): Value {
  if (value.kind === "unknown") {
    return unknownFrom(value, count === 1 ? `numel(${shortName(value)})` : `size(${shortName(value)}, ${position})`);
  }
  const own = operationsOf(value)?.end;
  if (own) return own(value, position, count);
  return number(extentOf(sizeOf(value), position, count));
}

/** How far subscript `position` (from 1) of `count` reaches in an array of this size. */
export function extentOf(size: MatSize, position: number, count: number): number {
  return position < count ? lengthAlong(size, position) : numberOfElements(size.slice(position - 1));
}

/**
 * The elements that a subscript names along a dimension of `extent` elements. Positions beyond it are the caller's business.
 * @param place the subscript's place among several, from 1; undefined for the only one
 * @throws ScriptError `MATLAB:badsubscript` for what cannot be a subscript
 */
export function resolve(subscript: Subscript, extent: number, place?: number): Resolved {
  const plain = subscript === ":" ? subscript : plainOf(subscript);
  if (plain === ":" || (plain.kind === "char" && plain.text === ":")) {
    return { positions: counted(extent), size: [extent, 1], colon: true, reach: extent };
  }
  if (plain.kind === "logical") return masked(plain.data, plain.size);
  const data = plain.kind === "numeric" || plain.kind === "char" ? numbersOf(plain) : undefined;
  if (data === undefined) {
    throw new ScriptError("MATLAB:badsubscript", `Unable to use a value of type ${classOf(plain)} as an index.`);
  }
  const positions = new Int32Array(data.length);
  let reach = 0;
  for (let i = 0; i < positions.length; i++) {
    const x = data[i];
    if (!(x >= 1 && Number.isInteger(x) && x < 2 ** 31)) throw badSubscript(x, place);
    positions[i] = x - 1;
    if (x > reach) reach = x;
  }
  return { positions, size: sizeOf(plain), colon: false, reach };
}

/** The ordinary value that a host value stands for, where it does. */
function plainOf(value: Value): Value {
  return operationsOf(value)?.plain?.(value) ?? value;
}

function counted(count: number): Int32Array {
  const positions = new Int32Array(count);
  for (let i = 0; i < count; i++) positions[i] = i;
  return positions;
}

/** A mask stands for `find(mask)`: a row for a row, 0×0 for a scalar that does not hold, else a column. */
function masked(mask: Uint8Array, maskSize: MatSize): Resolved {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i];
  const positions = new Int32Array(count);
  for (let i = 0, k = 0; i < mask.length; i++) if (mask[i]) positions[k++] = i;
  const isRow = maskSize.length === 2 && maskSize[0] === 1;
  const size = mask.length === 1 && count === 0 ? [0, 0] : isRow ? [1, count] : [count, 1];
  return { positions, size, colon: false, reach: count === 0 ? 0 : positions[count - 1] + 1 };
}

function badSubscript(x: number, place: number | undefined): ScriptError {
  const rule = "Array indices must be positive integers or logical values.";
  if (x >= 2 ** 31) return new ScriptError("MATLAB:badsubscript", `Index ${x} is larger than any array here.`);
  return new ScriptError("MATLAB:badsubscript", place === undefined ? rule : `Index in position ${place} is invalid. ${rule}`);
}

/** What MATLAB says of a subscript beyond the array. */
export function beyond(subscript: Subscript, extent: number, place?: number): ScriptError {
  const where = place === undefined ? "" : ` in position ${place}`;
  if (subscript !== ":" && subscript.kind === "logical") {
    const message = `The logical indices${where} contain a true value outside of the array bounds.`;
    return new ScriptError("MATLAB:badsubscript", message);
  }
  const message =
    place === undefined
      ? `Index exceeds the number of array elements. Index must not exceed ${extent}.`
      : `Index in position ${place} exceeds array bounds. Index must not exceed ${extent}.`;
  return new ScriptError("MATLAB:badsubscript", message);
}

/** The linear positions (from 0) of the box that several resolved subscripts span in an array of this size. */
export function boxPositions(size: MatSize, subscripts: readonly Resolved[]): Int32Array {
  const count = subscripts.length;
  let positions = Int32Array.from(subscripts[0].positions);
  let stride = extentOf(size, 1, count);
  for (let d = 1; d < count; d++) {
    const along = subscripts[d].positions;
    const wider = new Int32Array(positions.length * along.length);
    for (let j = 0, k = 0; j < along.length; j++) {
      const offset = along[j] * stride;
      for (let i = 0; i < positions.length; i++) wider[k++] = positions[i] + offset;
    }
    positions = wider;
    stride *= extentOf(size, d + 1, count);
  }
  return positions;
}
