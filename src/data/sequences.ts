import { LayerGraphError } from "../errors.ts";

/** One observation over time: features × time in row-major order, so that time varies fastest. */
export interface Sequence {
  readonly data: Float32Array;
  readonly size: readonly [features: number, time: number];
}

/** A sequence as users write it: rows of numbers, one row for each feature, or the numbers in row-major order with their size. */
export type SequenceInput =
  | readonly ArrayLike<number>[]
  | { readonly data: ArrayLike<number>; readonly size: readonly [features: number, time: number] };

/** How data are checked. */
export interface SequenceOptions {
  /** Let NaN through, where it stands for a missing value; false by default. Infinite values, and those past single precision, are always refused. */
  readonly allowMissing?: boolean;
  /** What to call the data in messages; `X` by default. */
  readonly name?: string;
}

/**
 * Sequences as the trainer takes them, all with the same number of features. Lengths may differ.
 *
 * @example
 * toSequences([[[1, 2, 3], [4, 5, 6]], { data: Float32Array.of(1, 2), size: [2, 1] }]) // 2 features; 3 steps and 1 step
 * @throws LayerGraphError `ragged-sequence`, `sequence-size`, `empty-sequence`, `bad-number` or `not-sequences`
 */
export function toSequences(x: readonly SequenceInput[], options: SequenceOptions = {}): Sequence[] {
  const { name = "X" } = options;
  if (!Array.isArray(x))
    throw new LayerGraphError("not-sequences", `${name} must be a list of sequences; for one sequence write [${name}].`);
  if (Array.isArray(x[0]) && typeof x[0][0] === "number")
    throw new LayerGraphError(
      "not-sequences",
      `${name}[0] is a list of numbers, but a sequence is a list of features, each a list of numbers; for one sequence write [${name}].`,
    );
  const sequences = x.map((input, index) => toSequence(input, `${name}[${index}]`, options.allowMissing ?? false));
  const odd = sequences.findIndex(({ size }) => size[0] !== sequences[0].size[0]);
  if (odd >= 0)
    throw new LayerGraphError(
      "sequence-size",
      `${name}[${odd}] has ${sequences[odd].size[0]} features, but ${name}[0] has ${sequences[0].size[0]}; all sequences must have the same. Features are rows, time steps are columns.`,
    );
  return sequences;
}

/**
 * Feature vectors as the trainer takes them, one row for each observation, all of the same length.
 *
 * @example
 * toFeatures([[5.1, 3.5], [4.9, 3.0]]) // 2 observations of 2 features
 * @throws LayerGraphError `ragged-features` or `bad-number`
 */
export function toFeatures(x: readonly ArrayLike<number>[], options: SequenceOptions = {}): Float32Array[] {
  const { name = "X", allowMissing = false } = options;
  return x.map((row, index) => {
    const where = `${name}[${index}]`;
    if (row.length !== x[0].length)
      throw new LayerGraphError(
        "ragged-features",
        `${where} has ${row.length} features, but ${name}[0] has ${x[0].length}; all rows must have the same.`,
      );
    return singles(row, allowMissing, (at) => `${where}[${at}]`);
  });
}

function toSequence(input: SequenceInput, where: string, allowMissing: boolean): Sequence {
  if (input === null || typeof input !== "object")
    throw new LayerGraphError(
      "not-sequences",
      `${where} is ${String(input)}, not a sequence: rows of numbers, or { data, size: [features, time] }.`,
    );
  if ("size" in input) return flatSequence(input, where, allowMissing);
  if (!Array.isArray(input) || input.length === 0)
    throw new LayerGraphError(
      "not-sequences",
      `${where} is not a sequence with at least one feature: rows of numbers, or { data, size: [features, time] }.`,
    );
  const rows = input as readonly ArrayLike<number>[];
  const time = rows[0].length;
  if (time === 0) throw emptySequence(where);
  const data = new Float32Array(rows.length * time);
  for (const [feature, row] of rows.entries()) {
    if (row.length !== time)
      throw new LayerGraphError(
        "ragged-sequence",
        `${where}[${feature}] has ${row.length} time steps, but ${where}[0] has ${time}; all features of a sequence must have the same.`,
      );
    data.set(
      singles(row, allowMissing, (step) => `${where}[${feature}][${step}]`),
      feature * time,
    );
  }
  return { data, size: [rows.length, time] };
}

function flatSequence({ data, size }: Extract<SequenceInput, { size: unknown }>, where: string, allowMissing: boolean): Sequence {
  const [features, time] = size;
  if (size.length !== 2 || !(Number.isInteger(features) && features > 0 && Number.isInteger(time) && time >= 0))
    throw new LayerGraphError(
      "sequence-size",
      `${where} has size [${size.join(", ")}]; expected [features, time], whole numbers.`,
    );
  if (time === 0) throw emptySequence(where);
  if (data.length !== features * time)
    throw new LayerGraphError(
      "sequence-size",
      `${where} has ${data.length} numbers; its size [${features}, ${time}] takes ${features * time}.`,
    );
  const place = (at: number) => `${where} (feature ${Math.floor(at / time)}, step ${at % time})`;
  return { data: singles(data, allowMissing, place), size: [features, time] };
}

function emptySequence(where: string): LayerGraphError {
  return new LayerGraphError("empty-sequence", `${where} has no time steps; leave it out.`);
}

function singles(values: ArrayLike<number>, allowMissing: boolean, place: (at: number) => string): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value: unknown = values[at];
    if (typeof value !== "number" || !(Number.isFinite(Math.fround(value)) || (allowMissing && Number.isNaN(value))))
      throw new LayerGraphError(
        "bad-number",
        `${place(at)} is ${typeof value === "string" ? `'${value}'` : String(value)}; expected a finite number. Remove the observation or fill the gap first.`,
      );
    result[at] = value;
  }
  return result;
}
