import { expect, it } from "vitest";
import {
  fullyConnectedLayer,
  gruLayer,
  layerGraph,
  regressionLayer,
  sequenceInputLayer,
  trainingOptions,
  trainNetwork,
} from "../../src/index.ts";

it("trains the blocks of rows whose factor is not 0, and leaves the others bit for bit", async () => {
  const weights = Array.from({ length: 6 }, (_, row) => [row / 10, -row / 10]);
  const lgraph = layerGraph([
    sequenceInputLayer(2),
    gruLayer(2, { outputMode: "last", inputWeights: weights, inputWeightsLearnRateFactor: [1, 0, 2], name: "gru" }),
    fullyConnectedLayer(1),
    regressionLayer(),
  ]);
  const X = [0, 1, 2, 3].map((n) => [
    [1, n, 2],
    [n, 0.5, -1],
  ]);
  for (const gradientThreshold of [1, Number.POSITIVE_INFINITY]) {
    const options = trainingOptions("sgdm", {
      maxEpochs: 2,
      miniBatchSize: 4,
      verbose: false,
      l2Regularization: 0.1,
      gradientThreshold,
    });
    const { net } = await trainNetwork(X, [[1], [2], [0], [1]], lgraph, options);
    const trained = net.learnables.get("gru/inputWeights")!.data;
    const same = Array.from(trained, (v, i) => v === Math.fround(weights[i % 6][Math.floor(i / 6)]));
    expect(same).toEqual([false, false, true, true, false, false, false, false, true, true, false, false]);
  }
});
