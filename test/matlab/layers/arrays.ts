import { plainArray } from "../../../src/matlab/layers/concrete.ts";
import { plainNumbers } from "../../../src/matlab/layers/plainValues.ts";
import { fromStored, knownArray, TracedArray, tracedOf } from "../../../src/matlab/layers/tracedArray.ts";
import { tracedMethod, tracedValue } from "../../../src/matlab/layers/tracedValues.ts";
import { randomStreams } from "../../../src/matlab/values/index.ts";
import type { Call, Session, Value } from "../../../src/matlab/values/value.ts";
import { transpose } from "../../../src/ops/index.ts";
import { elementCount } from "../../../src/tensor.ts";

/** An array of MATLAB's size, column-major, and how to get at an element (subscripts from 0). */
export interface Plain {
  readonly size: readonly number[];
  readonly data: readonly number[];
}

/** An array whose element at given subscripts (from 0) is what a function says. */
export function made(size: readonly number[], element: (...at: number[]) => number): Plain {
  const data = Array.from({ length: elementCount(size) }, (_, flat) => element(...subscripts(flat, size)));
  return { size, data };
}

/** The element at subscripts from 0. */
export function at({ size, data }: Plain, ...place: readonly number[]): number {
  let flat = 0;
  let step = 1;
  for (const [d, n] of size.entries()) {
    flat += (place[d] ?? 0) * step;
    step *= n;
  }
  return data[flat];
}

function subscripts(flat: number, size: readonly number[]): number[] {
  let rest = flat;
  return size.map((n) => {
    const place = rest % n;
    rest = Math.floor(rest / n);
    return place;
  });
}

/** Numbers that look random but are always the same. */
export function drawn(size: readonly number[], seed = 1): Plain {
  return made(size, (...place) => Math.sin(seed * 17 + place.reduce((sum, p, d) => sum + (p + 1) * (3.7 * d + 1.3), 0) ** 2));
}

/** The array as a traced value; `order` says in which order of axes it lies inside, which must not matter. */
export function traced({ size, data }: Plain, labels?: string, order?: readonly number[]): Value {
  const straight = knownArray(size, data);
  const turned = order ? turnedInside(straight, order) : straight;
  return tracedValue(new TracedArray(turned.value, turned.axes, labels === undefined ? {} : { labels }));
}

function turnedInside(x: TracedArray, order: readonly number[]): TracedArray {
  return new TracedArray(
    transpose(x.value, order),
    x.axes.map((axis) => order.indexOf(axis)),
  );
}

/** A traced array around a value that lies in MATLAB's memory order. */
export const storedArray = fromStored;

/** A session that has nothing but random numbers. */
export function bareSession(): Session {
  return { random: randomStreams(), charge: () => undefined } as unknown as Session;
}

/** What a function gives for traced arrays. */
export function called(name: string, args: readonly Value[], nargout = 1): readonly Value[] {
  const method = tracedMethod(name);
  if (!method) throw new Error(`there is no ${name}`);
  const source = { name: "test.m", text: "", lineStarts: [0] };
  const call: Call = { name, args, nargout, place: { source, start: 0, end: 0 }, session: bareSession() };
  return method.call(call) as readonly Value[];
}

/** The numbers that a result holds. */
export function plainOf(value: Value): Plain {
  const array = tracedOf(value);
  const plain = array ? plainArray(array) : value;
  const numbers = plain && plainNumbers(plain);
  if (!numbers) throw new Error("the result holds no numbers");
  return { size: numbers.size, data: Array.from(numbers.data) };
}
