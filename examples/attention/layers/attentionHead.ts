import {
  type Activation,
  addLayers,
  connectLayers,
  defineLayer,
  dlarray,
  dlnetwork,
  extractdata,
  type Learnable,
  layerGraph,
  ops,
  predict,
  sequenceInputLayer,
  type Value,
  z,
} from "../../../src/index.ts";
import { seededNormal } from "../../tcn/seededNormal.ts";
import { sizeOf } from "./lstm.ts";

const matrix = (outputs: number, { shape }: { readonly shape: readonly unknown[] }): Learnable => ({
  size: [outputs, Number(shape[1])],
  initializer: "glorot",
  fans: { fanIn: Number(shape[1]), fanOut: outputs },
});

/**
 * A single head without a scale: queries `Q = Wq·x`, keys `K = Wk·y` and values `V = Wv·y` of a width, scores `KᵀQ`, weights that are their softmax over the
 * keys, output `V·weights`. Inputs `query` and `key` (CBT); outputs `out`, `scores` and `weights` at the steps of the queries.
 */
export const attentionHeadLayer = defineLayer({
  type: "attentionHeadLayer",
  positional: ["width"],
  options: z.object({ width: z.int().positive() }),
  inputNames: ["query", "key"],
  outputNames: ["out", "scores", "weights"],
  learnables: ({ options: { width }, inputs: [query, key] }) => ({
    queryWeights: matrix(width, query),
    keyWeights: matrix(width, key),
    valueWeights: matrix(width, key),
  }),
  predict: ({ inputs: [query, key], learnables }) => {
    const projected = (weights: Value, x: Activation): Value => ops.matmul(ops.transposed(weights), x.value);
    const [q, k, v] = [
      projected(learnables.queryWeights, query),
      projected(learnables.keyWeights, key),
      projected(learnables.valueWeights, key),
    ];
    const scores = ops.matmul(ops.transposed(k), q); // [batch, keys, queries]
    const weights = ops.softmax(scores, 1);
    return [ops.matmul(v, weights), scores, weights];
  },
});

/** Four observations of so many steps of so many random features. */
function drawn(steps: number, features: number, seed: number): number[][][] {
  const random = seededNormal(seed);
  const step = () => Array.from({ length: features }, random.normal);
  return Array.from({ length: 4 }, () => Array.from({ length: steps }, step));
}

/** A head of width 4 on queries of so many steps of 32 features, and on as many keys per observation as asked for. */
export async function attentionHead(querySteps: number, keys = 1) {
  let lgraph = layerGraph([attentionHeadLayer(4, { name: "head" })]);
  for (const name of ["query", "key"]) {
    lgraph = connectLayers(addLayers(lgraph, [sequenceInputLayer(32, { name, timeDimension: name })]), name, `head/${name}`);
  }
  const net = dlnetwork(lgraph, { seed: 1 });
  const given = { queries: drawn(querySteps, 32, 1), keys: drawn(keys, 32, 2) };
  const outputs = ["head/out", "head/scores", "head/weights"] as const;
  const [out, scores, weights] = await predict(net, dlarray(given.queries, "BTC"), dlarray(given.keys, "BTC"), { outputs });
  return {
    net,
    given,
    out: extractdata(out, "BTC"),
    scores: extractdata(scores, "BTC"),
    weights: extractdata(weights, "BTC"),
  };
}

if (process.argv[1] === import.meta.filename) {
  for (const steps of [16, 8]) {
    const { given, out, scores, weights } = await attentionHead(steps);
    console.log(`Head of width 4, queries ${sizeOf(given.queries)}, keys ${sizeOf(given.keys)}:`);
    console.log(
      `  scores ${sizeOf(scores)}, weights ${sizeOf(weights)} (all ${Math.min(...weights.flat(2))}), output ${sizeOf(out)}`,
    );
  }
}
