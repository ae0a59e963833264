import { defineLayer, type Layout, type Learnable, like, ops, realSteps, z } from "../../src/index.ts";

/**
 * A layer in which every time step looks at all others and takes from each as much as it finds fitting: scaled dot-product
 * self-attention with one head, `y = x + value · softmax(queryᵀ · key / √size)ᵀ`. Sequences (CBT) in, sequences of the same size out.
 *
 * `size` is the number of channels of queries and keys. With `residual: false` the input is not added to the result.
 *
 * @example attentionLayer(32, { name: "attention" })
 */
export const attentionLayer = defineLayer({
  type: "attentionLayer",
  positional: ["size"],
  options: z.object({
    size: z.int().positive(),
    residual: z.boolean().default(true),
  }),
  learnables: ({ options: { size }, inputs: [x] }) => ({
    queryWeights: projection(x, size),
    keyWeights: projection(x, size),
    valueWeights: projection(x, channels(x)),
  }),
  predict: ({ inputs: [x], options: { size, residual }, learnables }) => {
    const query = ops.matmul(learnables.queryWeights, x.value); // [batch, size, time]
    const key = ops.matmul(learnables.keyWeights, x.value);
    const value = ops.matmul(learnables.valueWeights, x.value); // [batch, channels, time]

    const scores = ops.divide(ops.matmul(ops.transposed(query), key), Math.sqrt(size)); // [batch, time, time]
    const real = realSteps(x); // [batch, 1, time]: which steps are no padding; undefined where none is
    const attention = ops.softmax(real ? ops.select(real, scores, -1e9) : scores, 2);

    const result = ops.matmul(value, ops.transposed(attention));
    return like(x, residual ? ops.add(x.value, result) : result);
  },
});

/** A matrix from the input's channels to `outputs`; arrays reach `predict` in MATLAB's memory order, this one as [outputs, channels]. */
function projection(x: Layout, outputs: number): Learnable {
  const fans = { fanIn: channels(x), fanOut: outputs };
  return { size: [channels(x), outputs], initializer: "glorot", fans };
}

function channels({ shape }: Layout): number {
  return Number(shape[1]);
}
