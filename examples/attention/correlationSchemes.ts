import { type Activation, attention, dlarray, dlfeval, extractdata, ops } from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";

type Matrix = readonly (readonly number[])[];

/** What one way to correlate gave. */
export interface Scheme {
  readonly name: string;
  /** How many numbers training would adjust. */
  readonly learned: number;
  /** How much each word of the result takes from each word of the input; rows add up to 1. */
  readonly weights: Matrix;
  /** The words of the result. */
  readonly context: Matrix;
}

const [size, hidden] = [4, 5];
const random = seededNormal(1);
const drawn = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));

/** Three states of an encoder, two of a decoder, and the matrices that training would adjust. */
export const states = { encoder: drawn(3, size), decoder: drawn(2, size) };
export const matrices = {
  query: drawn(size, size),
  key: drawn(size, size),
  value: drawn(size, size),
  first: drawn(hidden, 2 * size),
  second: drawn(1, hidden),
};

const fixed = (rows: Matrix): ReturnType<typeof ops.constant> => ops.constant(rows.flat(), [rows.length, rows[0].length]);

/** Every word of a sequence [batch, channels, time] multiplied by a matrix. */
function times(rows: Matrix, x: Activation): Activation {
  return { ...x, value: ops.matmul(fixed(rows), x.value) };
}

/** Correlates by products: the words of `from` ask those of `to`. */
function byProducts(from: Activation, to: Activation) {
  const [context, weights] = attention(from, to, to, 1, { scale: 1 });
  return { context, weights };
}

/** The same with a query, a key and a value of each word, and the scale that keeps the softmax from saturating. */
function byQueriesAndKeys(from: Activation, to: Activation) {
  const [context, weights] = attention(times(matrices.query, from), times(matrices.key, to), times(matrices.value, to), 1);
  return { context, weights };
}

/**
 * Correlates by two fully connected layers over both words, one beside the other. With one layer alone the softmax would cancel the part of the
 * word that asks, and all words would get the same context.
 */
function byLayers(from: Activation, to: Activation) {
  const [forFrom, forTo] = [0, size].map((start) => matrices.first.map((row) => row.slice(start, start + size)));
  // first · [from; to] is a part for each word: [batch, hidden, from, 1] + [batch, hidden, 1, to]
  const both = ops.add(ops.unsqueeze(times(forFrom, from).value, 3), ops.unsqueeze(times(forTo, to).value, 2));
  const scores = ops.sum(ops.multiply(ops.tanh(both), ops.constant(matrices.second[0], [1, hidden, 1, 1])), [1]);
  const weights = ops.softmax(scores, 3); // [batch, 1, from, to]
  const context = ops.matmul(to.value, ops.transposed(ops.squeeze(weights, 1)));
  return { context: { ...from, value: context }, weights: { value: ops.transposed(weights), format: "SSCB" as const } };
}

const schemes = [
  { name: "encoder-decoder, dot product", learned: 0, from: "decoder", correlate: byProducts },
  { name: "encoder-decoder, query key value", learned: 3 * size ** 2, from: "decoder", correlate: byQueriesAndKeys },
  { name: "encoder only, dot product", learned: 0, from: "encoder", correlate: byProducts },
  { name: "encoder only, query key value", learned: 3 * size ** 2, from: "encoder", correlate: byQueriesAndKeys },
  { name: "encoder only, fully connected layers", learned: hidden * (2 * size + 1), from: "encoder", correlate: byLayers },
] as const;

/** The five ways to correlate the words of two sequences, or of one with itself. */
export async function correlationSchemes(): Promise<Scheme[]> {
  const host = { encoder: dlarray([states.encoder], "BTC"), decoder: dlarray([states.decoder], "BTC") };
  const results: Scheme[] = [];
  for (const { name, learned, from, correlate } of schemes) {
    const { context, weights } = await dlfeval(correlate, host[from], host.encoder);
    const [[byKey]] = extractdata(weights, "BCSS"); // keys × queries
    const byQuery = byKey[0].map((_, query) => byKey.map((row) => row[query]));
    results.push({ name, learned, weights: byQuery, context: extractdata(context, "BTC")[0] });
  }
  return results;
}

if (process.argv[1] === import.meta.filename) {
  for (const { name, learned, weights } of await correlationSchemes()) {
    console.log(`${name} (${learned} numbers learned)`);
    for (const row of weights) console.log(`  ${row.map((w) => w.toFixed(2)).join("  ")}`);
  }
}
