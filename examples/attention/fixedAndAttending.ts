import {
  attentionLayer,
  connectLayers,
  dlarray,
  dlnetwork,
  extractdata,
  featureInputLayer,
  fullyConnectedLayer,
  layerGraph,
  predict,
  sequenceInputLayer,
} from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";

const features = [1, 2, 3];

/** Three features weighted by a fully connected layer, whose weights are the same for every input: 0.1, 0.2, 0.3 give 1.4. */
export async function connected(): Promise<number> {
  const net = dlnetwork([featureInputLayer(3), fullyConnectedLayer(1, { weights: [[0.1, 0.2, 0.3]], bias: 0 })]);
  return extractdata(await predict(net, dlarray([features], "BC")), "BC")[0][0];
}

/** The same features weighted by an attention layer, whose weights are the softmax of scores and so follow from the data: 0.2, 0.5, 0.3 give 2.1. */
export async function attending(): Promise<{ readonly output: number; readonly weights: number[] }> {
  let lgraph = layerGraph([attentionLayer(1, { scale: 1, hasScoresOutput: true, name: "attention" })]);
  lgraph = lgraph.addLayers([featureInputLayer(1, { name: "query" })]).addLayers([sequenceInputLayer(1, { name: "key" })]);
  lgraph = lgraph.addLayers([sequenceInputLayer(1, { name: "value" })]);
  for (const input of ["query", "key", "value"]) lgraph = connectLayers(lgraph, input, `attention/${input}`);
  const keys = [0.2, 0.5, 0.3].map((weight) => [Math.log(weight)]);
  const [output, weights] = await predict(
    dlnetwork(lgraph),
    dlarray([[1]], "BC"),
    dlarray([keys], "BTC"),
    dlarray([features.map((x) => [x])], "BTC"),
    { outputs: ["attention/out", "attention/scores"] },
  );
  return { output: extractdata(output, "BC")[0][0], weights: extractdata(weights, "BCSS")[0][0].flat() };
}

/** How widely dot products and cosines of random vectors of this length spread: their standard deviations. */
export function spreads(length = 128, pairs = 2000): { readonly dot: number; readonly cosine: number } {
  const random = seededNormal(1);
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i], 0);
  const drawn = Array.from({ length: pairs }, () => [0, 1].map(() => Array.from({ length }, () => random.normal())));
  const deviation = (values: readonly number[]): number => Math.sqrt(dot(values, values) / values.length);
  return {
    dot: deviation(drawn.map(([a, b]) => dot(a, b))),
    cosine: deviation(drawn.map(([a, b]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))),
  };
}

if (process.argv[1] === import.meta.filename) {
  const { output, weights } = await attending();
  console.log(`Features 1, 2, 3, fully connected with 0.1, 0.2, 0.3: ${(await connected()).toFixed(1)}`);
  console.log(`Features 1, 2, 3, attention weights ${weights.map((w) => w.toFixed(1)).join(", ")}: ${output.toFixed(1)}`);
  const { dot, cosine } = spreads();
  console.log(`Random vectors of 128 numbers: dot products spread by ${dot.toFixed(2)}, cosines by ${cosine.toFixed(4)}`);
}
