import { type Activation, dlarray, dlfeval, extractdata, ops, type Value } from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";

type Matrix = readonly (readonly number[])[];

const [encoderSize, decoderSize, hidden] = [4, 4, 5];
const random = seededNormal(4);
const drawn = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));

/** Five states of an encoder, one of a decoder, and what training would adjust. */
export const given = {
  encoder: drawn(5, encoderSize),
  decoder: drawn(1, decoderSize),
  /** Additive: `vᵀ·tanh(W·decoder + U·encoder)`. */
  additive: { w: drawn(hidden, decoderSize), u: drawn(hidden, encoderSize), v: drawn(1, hidden) },
  /** General: `decoderᵀ·W·encoder`. */
  general: drawn(decoderSize, encoderSize),
  /** Concat: `vᵀ·tanh(W·[decoder; encoder])`. */
  concat: { w: drawn(hidden, decoderSize + encoderSize), v: drawn(1, hidden) },
};

const fixed = (rows: Matrix): Value => ops.constant(rows.flat(), [rows.length, rows[0].length]);

/** How well a state of the decoder [batch, size, 1] fits each state of the encoder [batch, size, words]: [batch, 1, words]. */
export const scores: Readonly<Record<string, (decoder: Value, encoder: Value) => Value>> = {
  /** Bahdanau, Cho, Bengio (2015). */
  additive: (decoder, encoder) => {
    const { w, u, v } = given.additive;
    const sum = ops.add(ops.matmul(fixed(w), decoder), ops.matmul(fixed(u), encoder));
    return ops.matmul(fixed(v), ops.tanh(sum));
  },
  /** Luong, Pham, Manning (2015), as the next two. */
  dot: (decoder, encoder) => ops.matmul(ops.transposed(decoder), encoder),
  general: (decoder, encoder) => ops.matmul(ops.matmul(ops.transposed(decoder), fixed(given.general)), encoder),
  concat: (decoder, encoder) => {
    const { w, v } = given.concat;
    const [batch, , words] = encoder.shape;
    const both = ops.concatenate([ops.expand(decoder, [batch, decoderSize, words]), encoder], 1);
    return ops.matmul(fixed(v), ops.tanh(ops.matmul(fixed(w), both)));
  },
};

/** The weights that a way to score gives the words of the encoder, and the context that they make. */
export async function aligned(score: (decoder: Value, encoder: Value) => Value) {
  const attend = (decoder: Activation, encoder: Activation) => {
    const weights = ops.softmax(score(decoder.value, encoder.value), 2);
    const context = ops.matmul(encoder.value, ops.transposed(weights));
    return { weights: { ...encoder, value: weights }, context: { ...decoder, value: context } };
  };
  const { weights, context } = await dlfeval(attend, dlarray([given.decoder], "BTC"), dlarray([given.encoder], "BTC"));
  return { weights: extractdata(weights, "BCT")[0][0], context: extractdata(context, "BTC")[0][0] };
}

if (process.argv[1] === import.meta.filename) {
  for (const [name, score] of Object.entries(scores)) {
    const { weights, context } = await aligned(score);
    console.log(
      `${name.padEnd(8)} weights ${weights.map((w) => w.toFixed(2)).join(" ")}  context ${context.map((c) => c.toFixed(2)).join(" ")}`,
    );
  }
}
