import { type Activation, dlarray, dlfeval, extractdata, ops, type Value } from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";

/** What keys and queries are made positive by, so that their products can be weights. */
const feature = (x: Value): Value => ops.softplus(x);

/**
 * Fast weights: a network that programs another one. At each step the outer product of a value and a key is written into a matrix, and a query
 * reads from it: `W_t = W_{t−1} + v_t·k_tᵀ`, `y_t = W_t·q_t`. The work grows with the number of steps, not with its square.
 */
export function fastWeights(q: Activation, k: Activation, v: Activation): Activation {
  const [batch, channels] = q.value.shape;
  const steps = (x: Value): Value => ops.transpose(x, [2, 0, 1]); // [time, batch, channels]
  const { outputs } = ops.scan({
    states: [ops.expand(ops.constant([0], [1, 1, 1]), [batch, v.value.shape[1], channels])],
    sequences: [steps(feature(q.value)), steps(feature(k.value)), steps(v.value)],
    body: ([memory], [query, key, value]) => {
      const written = ops.add(memory, ops.matmul(ops.unsqueeze(value, 2), ops.unsqueeze(key, 1)));
      return { states: [written], outputs: [ops.squeeze(ops.matmul(written, ops.unsqueeze(query, 2)), 2)] };
    },
  });
  return { ...q, value: ops.transpose(outputs[0], [1, 2, 0]) };
}

/** Causal linear attention: all products of queries and keys, those with later keys left out, no softmax. */
export function causalLinearAttention(q: Activation, k: Activation, v: Activation): Activation {
  const scores = ops.matmul(ops.transposed(feature(q.value)), feature(k.value)); // [batch, queries, keys]
  const [, , time] = q.value.shape;
  const [row, column] = [ops.reshape(ops.range(time), [time, 1]), ops.reshape(ops.range(time), [1, time])];
  const allowed = ops.cast(ops.less(column, ops.add(row, 1)), "float");
  return { ...v, value: ops.matmul(v.value, ops.transposed(ops.multiply(scores, allowed))) };
}

/** The largest difference between both on random sequences, and how large their numbers are. */
export async function comparison(batch = 3, time = 20, channels = 8): Promise<{ difference: number; largest: number }> {
  const random = seededNormal(3);
  const drawn = () =>
    dlarray(
      { data: Float32Array.from({ length: batch * time * channels }, random.normal), size: [batch, channels, time] },
      "BCT",
    );
  const { fast, linear } = await dlfeval(
    (q, k, v) => ({ fast: fastWeights(q, k, v), linear: causalLinearAttention(q, k, v) }),
    drawn(),
    drawn(),
    drawn(),
  );
  const [a, b] = [extractdata(fast, "BCT").flat(2), extractdata(linear, "BCT").flat(2)];
  return { difference: Math.max(...a.map((x, i) => Math.abs(x - b[i]))), largest: Math.max(...a.map(Math.abs)) };
}

if (process.argv[1] === import.meta.filename) {
  const { difference, largest } = await comparison();
  console.log(
    `Fast weights and causal linear attention: numbers up to ${largest.toFixed(1)}, largest difference ${difference.toExponential(1)}`,
  );
}
