import { defineLayer, like, ops, realSteps, z } from "layergraph";

/**
 * Attention over time with one weight per step: y = x + tanh(w x) · softmax over the steps of (v x), the sequence's steps weighed by how much
 * each of them matters. Sequences in, sequences of the same size out; gradients follow by themselves.
 */
export const temporalAttentionLayer = defineLayer({
  type: "temporalAttentionLayer",
  options: z.object({}),
  learnables: ({ inputs: [x] }) => {
    const channels = Number(x.shape[1]); // [batch, channels, time]
    const fans = { fanIn: channels, fanOut: 1 };
    return { score: { size: [channels, 1], initializer: "glorot", fans } };
  },
  predict: ({ inputs: [x], learnables: { score } }) => {
    const scores = ops.matmul(score, x.value); // [batch, 1, time]
    const real = realSteps(x); // which steps are no padding; undefined where none is
    const weights = ops.softmax(real ? ops.select(real, scores, -1e9) : scores, 2);
    return like(x, ops.add(x.value, ops.multiply(x.value, weights)));
  },
});
