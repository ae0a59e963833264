import type { Sequence } from "../data/sequences.ts";
import { internal, LayerGraphError } from "../errors.ts";

/** How sequences of unequal length become one array. */
export interface PaddingOptions {
  /** Pad to the longest, cut to the shortest, or pad to the longest and cut into pieces of so many steps. */
  readonly sequenceLength: "longest" | "shortest" | number;
  readonly paddingValue: number;
  /** The side on which padding is added or data are cut. */
  readonly direction: "right" | "left";
  /**
   * `exact`: sequences start at step 0, with their lengths beside them, so that padding can be left out of every result; a piece holds only
   * the observations with steps in it. `matlab`: padding is data on the chosen side, and there are no lengths.
   */
  readonly mode: "exact" | "matlab";
}

/** Where the steps of a mini-batch's sequences lie in one piece of it. Only `sequenceLength` n makes more than one piece. */
export interface PieceLayout {
  /** Time steps of the piece, padding included. */
  readonly time: number;
  /** Which sequences of the mini-batch are in the piece: places in the mini-batch, counted from 0. */
  readonly rows: Int32Array;
  /** For each row, the first step of its sequence that is in the piece. */
  readonly from: Int32Array;
  /** For each row, how many of its steps are in the piece. */
  readonly count: Int32Array;
  /** For each row, the step of the piece where its first step lies; 0 in mode `exact`. */
  readonly at: Int32Array;
  /** `count` where the network must be told the lengths: in mode `exact`, if not all rows fill the piece. */
  readonly lengths: Int32Array | undefined;
}

/** A piece of a mini-batch: one array with row-major shape [rows, features, time]. */
export interface PaddedBatch extends PieceLayout {
  readonly data: Float32Array;
  readonly shape: readonly [rows: number, features: number, time: number];
}

/** A piece of a mini-batch of label sequences: codes with row-major shape [rows, time], −1 on padded steps in either mode. */
export interface PaddedLabels extends PieceLayout {
  readonly codes: Int32Array;
  readonly shape: readonly [rows: number, time: number];
}

/** More elements than this in one array are refused: 4 GiB in single precision. */
const mostElements = 2 ** 30;

/**
 * The chosen sequences as one array, or as one for each piece. Sequences of numbers as responses go the same way as predictors; padded
 * steps are to be left out of the loss in either mode: see `stepMask`.
 *
 * @throws LayerGraphError `empty-sequence`, or `batch-too-large` for arrays of more than 2³⁰ elements
 */
export function padBatch(sequences: readonly Sequence[], indices: Int32Array, options: PaddingOptions): PaddedBatch[] {
  if (indices.length === 0) return [];
  const chosen = Array.from(indices, (index) => sequences[index]);
  const features = chosen[0].size[0];
  const lengths = Int32Array.from(chosen, ({ size }) => size[1]);
  return layOut(lengths, options, indices).map((piece) => {
    const rows = piece.rows.length;
    const data = new Float32Array(checkedCount(rows, features, piece.time));
    if (options.paddingValue !== 0 && piece.count.some((count) => count < piece.time)) data.fill(options.paddingValue);
    for (let row = 0; row < rows; row++) copySteps(chosen[piece.rows[row]], data, row * features * piece.time, piece, row);
    return { ...piece, data, shape: [rows, features, piece.time] };
  });
}

/** The chosen label sequences, laid out as `padBatch` lays out their predictors. */
export function padLabels(codes: readonly Int32Array[], indices: Int32Array, options: PaddingOptions): PaddedLabels[] {
  const chosen = Array.from(indices, (index) => codes[index]);
  const lengths = Int32Array.from(chosen, (row) => row.length);
  return layOut(lengths, options, indices).map((piece) => {
    const rows = piece.rows.length;
    const padded = new Int32Array(checkedCount(rows, 1, piece.time)).fill(-1);
    for (let row = 0; row < rows; row++) {
      const start = piece.from[row];
      const steps = chosen[piece.rows[row]].subarray(start, start + piece.count[row]);
      padded.set(steps, row * piece.time + piece.at[row]);
    }
    return { ...piece, codes: padded, shape: [rows, piece.time] };
  });
}

/** 1 for each real step and 0 for each padded one, with row-major shape [rows, time]. */
export function stepMask(piece: PieceLayout): Float32Array {
  const mask = new Float32Array(piece.rows.length * piece.time);
  for (let row = 0; row < piece.rows.length; row++) {
    const start = row * piece.time + piece.at[row];
    mask.fill(1, start, start + piece.count[row]);
  }
  return mask;
}

/** The sequences in an array of shape [rows, features, time] that is laid out as the piece: padding is left out. One for each row. */
export function unpadded(data: Float32Array, features: number, piece: PieceLayout): Sequence[] {
  if (data.length !== piece.rows.length * features * piece.time)
    internal(`${data.length} elements are not ${piece.rows.length} × ${features} × ${piece.time}`);
  return Array.from(piece.rows, (_, row) => {
    const count = piece.count[row];
    const own = new Float32Array(features * count);
    for (let feature = 0; feature < features; feature++) {
      const start = (row * features + feature) * piece.time + piece.at[row];
      own.set(data.subarray(start, start + count), feature * count);
    }
    return { data: own, size: [features, count] };
  });
}

/** How many pieces `padBatch` makes of sequences of these lengths: how many iterations the mini-batch takes. */
export function pieceCount(lengths: Iterable<number>, sequenceLength: PaddingOptions["sequenceLength"]): number {
  if (typeof sequenceLength !== "number") return 1;
  let longest = 0;
  for (const length of lengths) longest = Math.max(longest, length);
  return Math.ceil(longest / sequenceLength);
}

function checkedCount(rows: number, features: number, time: number): number {
  const count = rows * features * time;
  if (count <= mostElements) return count;
  const shape = `[${rows}, ${features}, ${time}]`;
  throw new LayerGraphError(
    "batch-too-large",
    `A mini-batch of shape ${shape} has ${count} elements, more than ${mostElements}. Make miniBatchSize smaller, or cut sequences into pieces with sequenceLength.`,
    { received: shape },
  );
}

function layOut(lengths: Int32Array, options: PaddingOptions, indices: Int32Array): PieceLayout[] {
  if (lengths.length === 0) return [];
  const empty = lengths.indexOf(0);
  if (empty >= 0)
    throw new LayerGraphError(
      "empty-sequence",
      `Observation ${indices[empty]} has no time steps; expected at least one. Remove the observation.`,
    );
  const { sequenceLength, direction, mode } = options;
  const [shortest, longest] = extremes(lengths);
  const total = sequenceLength === "shortest" ? shortest : longest;
  const step = typeof sequenceLength === "number" ? sequenceLength : total;
  const pieces: PieceLayout[] = [];
  for (let start = 0; start < total; start += step) {
    pieces.push(pieceAt(lengths, start, Math.min(start + step, total), direction === "left" ? total : undefined, mode));
  }
  return pieces;
}

function extremes(lengths: Int32Array): [shortest: number, longest: number] {
  let [shortest, longest] = [lengths[0], lengths[0]];
  for (const length of lengths) {
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
  }
  return [shortest, longest];
}

/** Steps `start` to `end` of the batch, in which sequences start at step 0 or, if `alignedEnd` is given, end there. */
function pieceAt(
  lengths: Int32Array,
  start: number,
  end: number,
  alignedEnd: number | undefined,
  mode: PaddingOptions["mode"],
): PieceLayout {
  const rows: number[] = [];
  const from: number[] = [];
  const count: number[] = [];
  const at: number[] = [];
  for (let row = 0; row < lengths.length; row++) {
    const first = alignedEnd === undefined ? 0 : alignedEnd - lengths[row];
    const begin = Math.max(start, first);
    const steps = Math.max(0, Math.min(end, first + lengths[row]) - begin);
    if (steps === 0 && mode === "exact") continue;
    rows.push(row);
    from.push(steps === 0 ? 0 : begin - first);
    count.push(steps);
    at.push(steps === 0 || mode === "exact" ? 0 : begin - start);
  }
  const time = mode === "exact" ? count.reduce((a, b) => Math.max(a, b), 0) : end - start;
  const told = mode === "exact" && count.some((steps) => steps < time);
  const counts = Int32Array.from(count);
  return {
    time,
    rows: Int32Array.from(rows),
    from: Int32Array.from(from),
    count: counts,
    at: Int32Array.from(at),
    lengths: told ? counts : undefined,
  };
}

function copySteps(
  { data, size: [features, length] }: Sequence,
  into: Float32Array,
  base: number,
  piece: PieceLayout,
  row: number,
) {
  const { time } = piece;
  const [from, count, at] = [piece.from[row], piece.count[row], piece.at[row]];
  if (count === length && count === time) {
    into.set(data, base);
    return;
  }
  for (let feature = 0; feature < features; feature++) {
    const start = feature * length + from;
    into.set(data.subarray(start, start + count), base + feature * time + at);
  }
}
