import { numbersOf, textsOf } from "./convert.ts";
import { operationsOf } from "./hosts.ts";
import type { Subscript, UnknownSize, UnknownValue, Value } from "./value.ts";

/** The lengths that are known of a value: all of a known one; undefined where not even the number of dimensions is known. */
export function knownSize(value: Value): UnknownSize | undefined {
  if (value.kind === "unknown") return value.lengths;
  if (value.kind === "handle") return [1, 1];
  if (value.kind === "host" || value.kind === "object") return operationsOf(value)?.size(value) ?? [1, 1];
  return value.size;
}

/** The unknown with what is known of its size; itself where that is nothing. */
export function sized(value: UnknownValue, size: UnknownSize | undefined): UnknownValue {
  if (size === undefined) return value;
  const lengths = [...size];
  while (lengths.length > 2 && lengths.at(-1) === 1) lengths.pop();
  return { ...value, lengths: lengths.length < 2 ? [lengths[0] ?? 1, 1] : lengths };
}

/** Whether a size is known to be 1×1. */
function isOne(size: UnknownSize): boolean {
  return size.every((length) => length === 1);
}

/** The size of an elementwise result: lengths of 1 are expanded. */
export function expandedSize(a: UnknownSize | undefined, b: UnknownSize | undefined): UnknownSize | undefined {
  if (a === undefined || b === undefined) return undefined;
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const [x, y] = [i < a.length ? a[i] : 1, i < b.length ? b[i] : 1];
    if (x === 1) return y;
    if (y === 1) return x;
    return x ?? y;
  });
}

/** The size of `left operator right`. */
export function operatedSize(operator: string, left: Value, right: Value): UnknownSize | undefined {
  const [a, b] = [knownSize(left), knownSize(right)];
  if (a === undefined || b === undefined) return undefined;
  if (!["*", "/", "\\", "^"].includes(operator)) return expandedSize(a, b);
  if (isOne(b)) return a;
  if (isOne(a)) return operator === "*" ? b : undefined;
  return operator === "*" && b[1] !== undefined && a[1] !== undefined && a[1] !== 1 ? [a[0], b[1]] : undefined;
}

/** The size of a transposed matrix. */
export function transposedSize(size: UnknownSize | undefined): UnknownSize | undefined {
  return size?.length === 2 ? [size[1], size[0]] : undefined;
}

/** The size of arrays joined along a dimension (from 1); `[]` counts for nothing. */
export function joinedSize(dimension: number, values: readonly Value[]): UnknownSize | undefined {
  const sizes = values.map(knownSize).filter((size) => size === undefined || !size.every((length) => length === 0));
  if (sizes.length === 0 || sizes.some((size) => size === undefined)) return undefined;
  const all = sizes as UnknownSize[];
  const dimensions = Math.max(dimension, ...all.map((size) => size.length));
  return Array.from({ length: dimensions }, (_, i) => {
    const lengths = all.map((size) => (i < size.length ? size[i] : 1));
    if (i !== dimension - 1) return lengths.find((length) => length !== undefined);
    return lengths.includes(undefined) ? undefined : (lengths as number[]).reduce((sum, length) => sum + length, 0);
  });
}

/** The size of `value(subscripts)`, and of the contents of a table's part. */
export function indexedSize(value: Value, subscripts: readonly Subscript[]): UnknownSize | undefined {
  const own = knownSize(value);
  const counts = subscripts.map((subscript, i) => countOf(subscript, lengthAt(own, i, subscripts.length)));
  if (subscripts.length > 1) return counts;
  if (subscripts[0] === ":") return [product(own), 1];
  const [given] = subscripts.map((subscript) => (subscript === ":" ? undefined : knownSize(subscript)));
  if (given !== undefined && isOne(given) && (subscripts[0] as Value).kind !== "logical") return [1, 1];
  return undefined;
}

/** The length that subscript `at` of `count` runs over. */
function lengthAt(size: UnknownSize | undefined, at: number, count: number): number | undefined {
  if (size === undefined) return undefined;
  if (at < count - 1) return at < size.length ? size[at] : 1;
  return at < size.length ? product(size.slice(at)) : 1;
}

/** The number of elements; undefined where a length is not known. */
export function product(size: UnknownSize | undefined): number | undefined {
  if (size === undefined || size.includes(undefined)) return undefined;
  return (size as number[]).reduce((all, length) => all * length, 1);
}

function countOf(subscript: Subscript, along: number | undefined): number | undefined {
  if (subscript === ":") return along;
  if (subscript.kind === "logical") return Array.from(subscript.data).filter(Boolean).length;
  if (subscript.kind === "char") return subscript.text === ":" ? along : 1;
  if (subscript.kind === "string" || subscript.kind === "cell") return textsOf(subscript)?.length;
  if (subscript.kind === "numeric") return numbersOf(subscript)?.length;
  return subscript.kind === "unknown" ? product(subscript.lengths) : undefined;
}

/** What is left of an array's size where some of its elements are set: what the subscripts do not let grow. */
export function assignedSize(target: Value, subscripts: readonly Subscript[]): UnknownSize | undefined {
  const own = knownSize(target);
  if (own === undefined || subscripts.length !== own.length) return undefined;
  return own.map((length, i) => {
    const subscript = subscripts[i];
    if (subscript === ":") return length === 0 ? undefined : length;
    const places = subscript.kind === "numeric" ? numbersOf(subscript) : undefined;
    const most = places && Array.from(places).reduce((a, b) => Math.max(a, b), 0);
    return length !== undefined && most !== undefined && most <= length ? length : undefined;
  });
}
