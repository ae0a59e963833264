import { constant, inputAttrs, type Numeric, type Value as Op } from "../../ops/index.ts";
import type { Value } from "../values/value.ts";
import { doubleArray } from "./plainValues.ts";
import { reversedAxes, sizesOf, storedLearnable, TracedArray } from "./tracedArray.ts";

const known = new WeakMap<Op, Numeric>();

/** The numbers of a value that depends on no data, in double precision; undefined where it depends on some. */
export function numbersIn(value: Op): Numeric | undefined {
  const waiting = [value];
  for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
    if (known.has(next)) {
      waiting.pop();
      continue;
    }
    if (inputAttrs(next) || next.shape.some((d) => typeof d !== "number")) return undefined;
    const missing = next.inputs.filter((x) => !known.has(x));
    if (missing.length > 0) waiting.push(...missing);
    else {
      const { op, attrs } = next;
      const shape = next.shape as readonly number[];
      const inputs = next.inputs.map((x) => known.get(x)!);
      known.set(next, { data: op.evaluate({ inputs, attrs, shape, size: Number }), shape });
    }
  }
  return known.get(value);
}

/** An array that depends on no data as an ordinary one; undefined where it depends on some. */
export function plainArray(x: TracedArray): Value | undefined {
  const value = storedLearnable(x);
  const numbers = numbersIn(value);
  if (!numbers) return undefined;
  const size = sizesOf(x) as number[];
  if (value.type === "bool") return { kind: "logical", size, data: Uint8Array.from(numbers.data) };
  return doubleArray(size, numbers.data);
}

/** The same array with its numbers computed, so that what it was computed from can be forgotten; itself where it depends on data. */
export function computedArray(x: TracedArray): TracedArray {
  const value = storedLearnable(x);
  const numbers = numbersIn(value);
  if (!numbers) return x;
  const axes = reversedAxes(value.shape.length);
  const labels = x.labels?.length === axes.length ? { labels: x.labels } : {};
  return new TracedArray(constant(numbers.data, numbers.shape, value.type), axes, labels);
}
