import { expect, it } from "vitest";
import { checkLayer, defineLayer, like, ops, printLayerCheck, type Value, z } from "../../src/index.ts";

/** Self-attention without anything learned but one matrix of queries, with gradients by hand; `jacobian` is that of softmax. */
const attention = (jacobian: (weights: Value, d: Value) => Value) =>
  defineLayer({
    type: "handAttention",
    options: z.object({}),
    learnables: ({ inputs: [x] }) => ({ q: { size: [Number(x.shape[1]), Number(x.shape[1])], initializer: "glorot" } }),
    predict: ({ inputs: [x], learnables: { q } }) => {
      const scores = ops.divide(ops.matmul(ops.transposed(ops.matmul(q, x.value)), x.value), 2);
      return like(x, ops.matmul(x.value, ops.transposed(ops.softmax(scores, 2))));
    },
    backward: ({ inputs: [{ value: x }], learnables: { q }, outputGradients: [dy] }) => {
      const queries = ops.matmul(q, x);
      const weights = ops.softmax(ops.divide(ops.matmul(ops.transposed(queries), x), 2), 2);
      const dWeights = ops.matmul(ops.transposed(dy), x);
      const dScores = ops.divide(jacobian(weights, dWeights), 2);
      const dQueries = ops.matmul(x, ops.transposed(dScores));
      const dKeys = ops.matmul(queries, dScores);
      return {
        inputs: [ops.add(ops.add(ops.matmul(dy, weights), dKeys), ops.matmul(ops.transposed(q), dQueries))],
        learnables: { q: ops.reshape(ops.sum(ops.matmul(dQueries, ops.transposed(x)), [0]), q.shape) },
      };
    },
  })({ name: "attention" });

const jacobian = (w: Value, d: Value): Value => ops.multiply(w, ops.subtract(d, ops.sum(ops.multiply(d, w), [2])));

it("passes attention with gradients by hand", async () => {
  const check = await checkLayer(attention(jacobian), { size: [4, 3, 5], format: "CBT" });
  expect(
    check.checks.filter(({ status, name }) => status === "failed" && name !== "paddingChangesNothing"),
    printLayerCheck(check),
  ).toEqual([]);
});

it.each<[string, (w: Value, d: Value) => Value, string]>([
  ["is forgotten", (_, d) => d, "the Jacobian of softmax is forgotten: its gradient is passed on as it came"],
  ["is half there", (w, d) => ops.multiply(w, d), "of the Jacobian of softmax only diag(y) is there: − y·yᵀ is missing"],
  [
    "is taken for a diagonal",
    (w, d) => ops.multiply(d, ops.multiply(w, ops.subtract(1, w))),
    "of the Jacobian of softmax only the diagonal y ⊙ (1 − y) is there",
  ],
])("tells where the Jacobian of a softmax %s", async (_, wrong, cause) => {
  const check = await checkLayer(attention(wrong), { size: [4, 3, 5], format: "CBT" });
  const found = check.checks.filter(({ name, status }) => name === "gradientsAreNumericallyCorrect" && status === "failed");
  expect(found.map((each) => each.cause)).toEqual([cause, cause]);
  expect(printLayerCheck(check)).toContain(`    Likely cause: ${cause}.`);
});
