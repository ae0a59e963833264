import { dlarray, dlfeval, extractdata, ops, type Value } from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";

type Matrix = number[][];

const random = seededNormal(2);
const drawn = (rows: number, columns: number): Matrix =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
const host = (rows: Matrix) => dlarray(rows, "BC"); // inside, a value [rows, columns]

/** Words in rows: `softmax(Q·Kᵀ/√d)·V`, the softmax along each row. */
function rowWise(q: Value, k: Value, v: Value, d: number): Value {
  const weights = ops.softmax(ops.divide(ops.matmul(q, ops.transposed(k)), Math.sqrt(d)), 1);
  return ops.matmul(weights, v);
}

/** Words in columns: `V·softmax(Kᵀ·Q/√d)`, the softmax along each column. */
function columnWise(q: Value, k: Value, v: Value, d: number): Value {
  const weights = ops.softmax(ops.divide(ops.matmul(ops.transposed(k), q), Math.sqrt(d)), 0);
  return ops.matmul(v, weights);
}

/** The largest difference between the contexts that both notations give for the same words. */
export async function notationDifference(words = 6, d = 8): Promise<number> {
  const [q, k, v] = [drawn(words, d), drawn(words, d), drawn(words, d)];
  const { rows, columns } = await dlfeval(
    (q, k, v) => ({
      rows: { ...q, value: rowWise(q.value, k.value, v.value, d) },
      columns: {
        ...q,
        value: ops.transposed(columnWise(ops.transposed(q.value), ops.transposed(k.value), ops.transposed(v.value), d)),
      },
    }),
    host(q),
    host(k),
    host(v),
  );
  const [a, b] = [extractdata(rows, "BC").flat(), extractdata(columns, "BC").flat()];
  return Math.max(...a.map((x, i) => Math.abs(x - b[i])));
}

/** The mean entropy of attention weights, in bits, over random queries and keys of `d` numbers each. */
export interface Entropies {
  /** All keys weighted alike: log2 of their number. */
  readonly even: number;
  readonly scaled: number;
  readonly unscaled: number;
  /** The mean length of the gradient that the softmax hands on to its scores, where each score is asked for. */
  readonly scaledGradient: number;
  readonly unscaledGradient: number;
}

/** What the scale 1/√d does: without it, products of long vectors differ so much that the softmax picks one key and hands on no gradient. */
export async function entropies(d = 100, keys = 16, queries = 500): Promise<Entropies> {
  const measure = (q: Value, k: Value, scale: number) => {
    const weights = ops.softmax(ops.multiply(ops.matmul(q, ops.transposed(k)), scale), 1);
    const logarithms = ops.log(ops.maximum(weights, 1e-30));
    const entropy = ops.divide(ops.total(ops.multiply(weights, logarithms)), -queries * Math.LN2);
    // The Jacobian of the softmax has w_i·(1 − w_i) on its diagonal.
    const slope = ops.divide(ops.total(ops.multiply(weights, ops.subtract(1, weights))), queries);
    return { entropy, slope };
  };
  const { scaled, unscaled } = await dlfeval(
    (q, k) => ({ scaled: measure(q.value, k.value, 1 / Math.sqrt(d)), unscaled: measure(q.value, k.value, 1) }),
    host(drawn(queries, d)),
    host(drawn(keys, d)),
  );
  return {
    even: Math.log2(keys),
    scaled: scaled.entropy,
    unscaled: unscaled.entropy,
    scaledGradient: scaled.slope,
    unscaledGradient: unscaled.slope,
  };
}

if (process.argv[1] === import.meta.filename) {
  console.log(`Rows and columns give the same context: largest difference ${(await notationDifference()).toExponential(1)}`);
  const found = await entropies();
  console.log(`Entropy of the weights of 16 keys of 100 numbers: ${found.even.toFixed(2)} bits if even,`);
  console.log(`  with the scale 1/√d  ${found.scaled.toFixed(2)} bits, slope of the softmax ${found.scaledGradient.toFixed(3)}`);
  console.log(
    `  without it           ${found.unscaled.toFixed(2)} bits, slope of the softmax ${found.unscaledGradient.toFixed(3)}`,
  );
}
