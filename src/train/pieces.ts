import { LayerGraphError } from "../errors.ts";
import { layOut, type PaddingOptions, type PieceLayout } from "./padding.ts";

/** A piece of a mini-batch: which of its observations are in it, and how their sequences lie in each time dimension. */
export interface Piece {
  /** Places in the mini-batch, counted from 0. */
  readonly rows: Int32Array;
  /** By the name of the time dimension; empty where nothing has time. */
  readonly layouts: Readonly<Record<string, PieceLayout>>;
  /** Whether sequences have unequal lengths, of which the network must be told. */
  readonly padded: boolean;
}

/**
 * The pieces of a mini-batch, to be computed in this order: one, or more where `sequenceLength` cuts sequences. `lengths` are those of the
 * observations in each time dimension. With `equalLengths`, pieces of unequal lengths are split into such of equal lengths.
 */
export function piecesOf(
  lengths: Readonly<Record<string, Int32Array>>,
  indices: Int32Array,
  padding: PaddingOptions,
  equalLengths = false,
): Piece[] {
  const names = Object.keys(lengths);
  const rows = Int32Array.from(indices.keys());
  if (names.length === 0) return [{ rows, layouts: {}, padded: false }];
  if (names.length > 1 && typeof padding.sequenceLength === "number") {
    throw new LayerGraphError(
      "not-supported",
      `sequenceLength ${padding.sequenceLength} cuts sequences into pieces, but the network has the time dimensions ${names.join(", ")}, whose pieces need not correspond. Use "longest" or "shortest".`,
      { received: String(padding.sequenceLength), expected: '"longest" or "shortest"' },
    );
  }
  const layouts = names.map((name) => layOut(lengths[name], indices, padding));
  const pieces = layouts[0].map((first, at): Piece => {
    const own = Object.fromEntries(names.map((name, i) => [name, layouts[i][at]]));
    return { rows: first.rows, layouts: own, padded: Object.values(own).some((layout) => layout.lengths !== undefined) };
  });
  return equalLengths ? pieces.flatMap(split) : pieces;
}

/** A piece of unequal lengths as several of equal lengths, without padding; itself where no step is padding. */
function split(piece: Piece): Piece[] {
  if (!piece.padded) return [piece];
  const layouts = Object.entries(piece.layouts);
  const groups = new Map<string, number[]>();
  for (let row = 0; row < piece.rows.length; row++) {
    const key = layouts.map(([, { count }]) => count[row]).join();
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((rows) => ({
    rows: Int32Array.from(rows, (row) => piece.rows[row]),
    layouts: Object.fromEntries(layouts.map(([name, layout]) => [name, withRows(layout, rows)])),
    padded: false,
  }));
}

function withRows({ rows, from, count, at }: PieceLayout, chosen: readonly number[]): PieceLayout {
  const own = (values: Int32Array): Int32Array => Int32Array.from(chosen, (row) => values[row]);
  return { time: count[chosen[0]], rows: own(rows), from: own(from), count: own(count), at: own(at), lengths: undefined };
}
