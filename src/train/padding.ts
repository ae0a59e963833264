import type { Sequence } from "../data/sequences.ts";
import { internal, LayerGraphError } from "../errors.ts";
import { elementCount, floats, type Tensor } from "../tensor.ts";
import type { Block, Blocks } from "./blocks.ts";

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

/** More elements than this in one array are refused: 4 GiB in single precision. */
const mostElements = 2 ** 30;

/**
 * The observations of a piece as one array [rows, channels, …, time], the padding filled with a value: `indices` are the observations of the
 * whole mini-batch.
 *
 * @throws LayerGraphError `batch-too-large` for arrays of more than 2³⁰ elements
 */
export function padded(blocks: Blocks, indices: Int32Array, piece: PieceLayout, paddingValue: number): Tensor<"float32"> {
  const rows = piece.rows.length;
  const { time } = piece;
  const lines = elementCount(blocks.shape);
  const shape = [rows, ...blocks.shape, time];
  const data = new Float32Array(checkedCount(shape));
  if (paddingValue !== 0 && piece.count.some((count) => count < time)) data.fill(paddingValue);
  for (let row = 0; row < rows; row++) {
    copySteps(blocks.block(indices[piece.rows[row]]), data, { base: row * lines * time, lines, order: blocks.order }, piece, row);
  }
  return floats(shape, data);
}

/** The observations at the given rows of the mini-batch as one array [rows, channels, …], for data without time. */
export function stacked(blocks: Blocks, indices: Int32Array, rows: Int32Array): Tensor<"float32"> {
  const lines = elementCount(blocks.shape);
  const shape = [rows.length, ...blocks.shape];
  const data = new Float32Array(checkedCount(shape));
  for (let row = 0; row < rows.length; row++) {
    const { data: own } = blocks.block(indices[rows[row]]);
    if (!blocks.order) data.set(own, row * lines);
    else for (let line = 0; line < lines; line++) data[row * lines + line] = own[blocks.order[line]];
  }
  return floats(shape, data);
}

/** The label sequences of a piece, laid out as their predictors: codes [rows, time], −1 on padded steps in either mode. */
export function paddedCodes(codes: readonly Int32Array[], indices: Int32Array, piece: PieceLayout): Int32Array {
  const { time } = piece;
  const result = new Int32Array(checkedCount([piece.rows.length, time])).fill(-1);
  for (let row = 0; row < piece.rows.length; row++) {
    const start = piece.from[row];
    const steps = codes[indices[piece.rows[row]]].subarray(start, start + piece.count[row]);
    result.set(steps, row * time + piece.at[row]);
  }
  return result;
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

/** How many pieces a mini-batch has of sequences of these lengths: how many iterations the mini-batch takes. */
export function pieceCount(lengths: Iterable<number>, sequenceLength: PaddingOptions["sequenceLength"]): number {
  if (typeof sequenceLength !== "number") return 1;
  let longest = 0;
  for (const length of lengths) longest = Math.max(longest, length);
  return Math.ceil(longest / sequenceLength);
}

function checkedCount(sizes: readonly number[]): number {
  const count = elementCount(sizes);
  if (count <= mostElements) return count;
  const shape = `[${sizes.join(", ")}]`;
  throw new LayerGraphError(
    "batch-too-large",
    `A mini-batch of shape ${shape} has ${count} elements, more than ${mostElements}. Make miniBatchSize smaller, or cut sequences into pieces with sequenceLength.`,
    { received: shape },
  );
}

/**
 * How sequences of these lengths lie in the pieces of a mini-batch; `indices` names their observations.
 *
 * @throws LayerGraphError `empty-sequence`
 */
export function layOut(lengths: Int32Array, indices: Int32Array, options: Omit<PaddingOptions, "paddingValue">): PieceLayout[] {
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

/** Where the lines of an observation lie in a mini-batch, and in which order. */
interface Place {
  readonly base: number;
  readonly lines: number;
  readonly order: Int32Array | undefined;
}

function copySteps(
  { data, time: length }: Block,
  into: Float32Array,
  { base, lines, order }: Place,
  piece: PieceLayout,
  row: number,
) {
  const { time } = piece;
  const [from, count, at] = [piece.from[row], piece.count[row], piece.at[row]];
  if (count === length && count === time && !order) {
    into.set(data, base);
    return;
  }
  for (let line = 0; line < lines; line++) {
    const start = (order ? order[line] : line) * length + from;
    into.set(data.subarray(start, start + count), base + line * time + at);
  }
}
