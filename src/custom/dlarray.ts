import { LayerGraphError } from "../errors.ts";
import { dlarray as labelled } from "../functions/labels.ts";
import { type Activation, type Format, internalLabels } from "../layer.ts";
import type { Value } from "../ops/index.ts";
import { elementCount, stridesOf } from "../tensor.ts";

/** Numbers as they are written: nested lists, the first label outermost, or `{ data, size }` in row-major order (the last index fastest). */
export type ArrayInput =
  | number
  | ArrayLike<number>
  | readonly ArrayInput[]
  | { readonly data: ArrayLike<number>; readonly size: readonly number[] };

/** Nested lists as deep as there are labels. */
export type Nested<Labels extends string> = Labels extends `${string}${infer Rest}`
  ? Rest extends ""
    ? number[]
    : Nested<Rest>[]
  : number;

/**
 * An array whose dimensions have meanings: what `dlfeval`, `forward` and `predict` take and give. Single precision, immutable. Made by
 * `dlarray`, read with `extractdata`.
 *
 * @see MATLAB dlarray
 */
export class DlArray {
  /** MATLAB's labels in MATLAB's order. */
  readonly format: Format;
  /** In the order [batch, channels, spatial…, time]. */
  readonly shape: readonly number[];
  /** Row-major in that order. */
  readonly data: Float32Array;
  /** How many time steps of each observation are real, where others are padding. */
  readonly lengths?: readonly number[];

  constructor(format: Format, shape: readonly number[], data: Float32Array, lengths?: readonly number[]) {
    this.format = format;
    this.shape = shape;
    this.data = data;
    if (lengths) this.lengths = lengths;
  }
}

/** What else a formatted array may have. */
export interface DlArrayOptions {
  /** How many time steps of each observation are real: those after them are padding, and count nowhere. */
  readonly lengths?: readonly number[];
}

/**
 * An array with a label for each dimension: `S` spatial, `C` channels, `B` observations, `T` time. `C` and `B` must be there.
 *
 * Of numbers: the labels are those of the numbers as they are given, in any order; a list of observations, each a list of features, is
 * `"BC"`. Of a value that a layer or a function for `dlfeval` computes: an activation, its format in MATLAB's order and its dimensions in
 * the order [batch, channels, spatial…, time]; a `"CBT"` array is `[batch, channels, time]`. (MATLAB would permute; here `ops.transpose`
 * does that before.) It has no padded steps; `{ value, format, lengths: x.lengths }` has those of `x`.
 *
 * @example const X = dlarray([[1, 2], [3, 4], [5, 6]], "BC"); // three observations of two features
 * @throws LayerGraphError `wrong-format`, `wrong-size`, `not-a-number`
 * @see MATLAB dlarray
 */
export function dlarray(value: Value, format: Format): Activation;
export function dlarray(values: ArrayInput, labels: string, options?: DlArrayOptions): DlArray;
export function dlarray(values: Value | ArrayInput, labels: string, options: DlArrayOptions = {}): Activation | DlArray {
  const symbolic = typeof values === "object" && values !== null && "op" in values;
  return symbolic ? labelled(values as Value, labels as Format) : hostArray(values as ArrayInput, labels, options);
}

function hostArray(values: ArrayInput, labels: string, { lengths }: DlArrayOptions): DlArray {
  const format = canonical(labels);
  const { data, size } = numbersOf(values, labels);
  const order = placesOf(internalLabels(format), labels);
  const shape = order.map((place) => size[place]);
  const from = stridesOf(size);
  const steps = order.map((place) => from[place]);
  const broken = data.findIndex((v) => !Number.isFinite(v));
  if (broken >= 0) {
    const message = `dlarray: element ${broken + 1} of ${data.length} is ${data[broken]}, expected finite numbers.`;
    throw new LayerGraphError("not-a-number", message, { received: String(data[broken]), expected: "finite numbers" });
  }
  if (lengths) checkLengths(lengths, format, shape);
  return new DlArray(format, shape, permuted(data, shape, steps), lengths);
}

/**
 * The numbers of a formatted array as nested lists, the first label outermost: `extractdata(Y, "BC")` lists the observations.
 *
 * @example const scores = extractdata(Y, "BC"); // number[][]
 * @see MATLAB extractdata
 */
export function extractdata<const Labels extends string>(X: DlArray, labels: Labels): Nested<Labels> {
  if (!(X instanceof DlArray)) throw new LayerGraphError("not-an-array", "extractdata: the first argument must be a dlarray.");
  if (canonical(labels) !== X.format) {
    const message = `extractdata: received the labels "${labels}", expected those of ${X.format} in any order.`;
    throw new LayerGraphError("wrong-format", message, { received: labels, expected: X.format });
  }
  const order = placesOf([...labels], internalLabels(X.format).join(""));
  const strides = stridesOf(X.shape);
  const nested = (depth: number, at: number): unknown =>
    depth === order.length
      ? X.data[at]
      : Array.from({ length: X.shape[order[depth]] }, (_, i) => nested(depth + 1, at + i * strides[order[depth]]));
  return nested(0, 0) as Nested<Labels>;
}

function canonical(labels: string): Format {
  const count = (letter: string): number => [...String(labels)].filter((l) => l === letter).length;
  const [spatial, time] = [count("S"), count("T")];
  const known = count("C") === 1 && count("B") === 1 && time <= 1 && spatial <= 3 && spatial + time + 2 === String(labels).length;
  if (known) return `${"S".repeat(spatial)}CB${"T".repeat(time)}` as Format;
  const message = `dlarray: received the labels "${labels}", expected one C, one B, at most one T and at most three S, such as "CB" or "BTC".`;
  throw new LayerGraphError("wrong-format", message, { received: labels, expected: "C and B, perhaps S and T" });
}

/** Where each label stands among others; several S keep their order. */
function placesOf(wanted: readonly string[], among: string): number[] {
  const used = new Set<number>();
  return wanted.map((label) => {
    const place = [...among].findIndex((other, i) => other === label && !used.has(i));
    used.add(place);
    return place;
  });
}

function numbersOf(
  values: ArrayInput,
  labels: string,
): { readonly data: ArrayLike<number> & { findIndex: Float32Array["findIndex"] }; readonly size: readonly number[] } {
  if (typeof values === "object" && "size" in values && "data" in values && Array.isArray(values.size)) {
    const { data, size } = values as { data: ArrayLike<number>; size: readonly number[] };
    requireRank(size, labels);
    if (elementCount(size) !== data.length)
      throw wrongSize(`${data.length} numbers`, `${elementCount(size)} for size ${size.join("×")}`);
    return { data: Float32Array.from(data), size };
  }
  const size: number[] = [];
  for (let level: unknown = values; isList(level); level = level[0]) size.push(level.length);
  requireRank(size, labels);
  const flat: number[] = [];
  collect(values, size, 0, flat);
  return { data: Float32Array.from(flat), size };
}

function collect(level: unknown, size: readonly number[], depth: number, into: number[]): void {
  if (depth === size.length) {
    if (typeof level !== "number") throw wrongSize(`a ${typeof level} among the numbers`, "numbers only");
    into.push(level);
    return;
  }
  if (!isList(level) || level.length !== size[depth]) {
    throw wrongSize(
      isList(level) ? `lists of ${size[depth]} and of ${level.length}` : "lists that are not equally deep",
      "lists of equal length",
    );
  }
  for (let i = 0; i < level.length; i++) collect(level[i], size, depth + 1, into);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function requireRank(size: readonly number[], labels: string): void {
  if (size.length !== labels.length)
    throw wrongSize(`${size.length} dimensions`, `${labels.length}, one for each label of "${labels}"`);
  if (size.some((n) => n === 0)) throw wrongSize(`size ${size.join("×")}`, "at least one element along each dimension");
}

function wrongSize(received: string, expected: string): LayerGraphError {
  return new LayerGraphError("wrong-size", `dlarray: received ${received}, expected ${expected}.`, { received, expected });
}

function checkLengths(lengths: readonly number[], format: Format, shape: readonly number[]): void {
  const time = shape.at(-1)!;
  const fits =
    format.includes("T") && lengths.length === shape[0] && lengths.every((n) => Number.isInteger(n) && n >= 1 && n <= time);
  if (!fits)
    throw wrongSize(
      `lengths ${lengths.join(", ")}`,
      `a length from 1 to the number of time steps for each of ${shape[0]} observations, and a T`,
    );
}

function permuted(data: ArrayLike<number>, shape: readonly number[], steps: readonly number[]): Float32Array {
  const result = new Float32Array(elementCount(shape));
  const index = new Array<number>(shape.length).fill(0);
  for (let i = 0, at = 0; i < result.length; i++) {
    result[i] = data[at];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += steps[axis];
      if (++index[axis] < shape[axis]) break;
      at -= steps[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return result;
}
