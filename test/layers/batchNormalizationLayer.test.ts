import { expect, it } from "vitest";
import { batchNormalizationLayer } from "../../layers/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import type { Tensor } from "../../src/tensor.ts";
import { drawLayer } from "./drawnLayer.ts";
import { testLayer } from "./testLayer.ts";

const learnables = { offset: [3, 1], scale: [3, 1] };

testLayer({
  make: batchNormalizationLayer,
  minimal: batchNormalizationLayer(),
  options: {
    epsilon: 1e-5,
    numChannels: "auto",
    meanDecay: 0.1,
    varianceDecay: 0.1,
    offsetInitializer: "zeros",
    offsetLearnRateFactor: 1,
    offsetL2Factor: 1,
    scaleInitializer: "ones",
    scaleLearnRateFactor: 1,
    scaleL2Factor: 1,
  },
  golden: 11,
  cases: {
    sequences: {
      layer: batchNormalizationLayer({ epsilon: 0.01, trainedMean: [1, 2, 3], trainedVariance: [1, 1, 2] }),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time] (CBT)",
      learnables,
      description: "Batch normalization with 3 channels",
    },
    features: {
      layer: batchNormalizationLayer({ epsilon: 0.01 }),
      inputs: [{ format: "CB", shape: [4, 3] }],
      output: "[batch, 3] (CB)",
      learnables,
    },
    images: {
      layer: batchNormalizationLayer({ epsilon: 0.01, numChannels: 3 }),
      inputs: [{ format: "SSCBT", shape: [2, 3, 2, 2, 2] }],
      output: "[batch, 3, 2, 2, time] (SSCBT)",
      learnables,
    },
  },
  refused: [
    [{ meanDecay: 2 }, "option 'meanDecay' must be a number from 0 to 1, received 2"],
    [{ epsilon: -1 }, "option 'epsilon' must be a positive number"],
  ],
  refusedInputs: [
    [batchNormalizationLayer({ numChannels: 2 }), [{ format: "CB", shape: [2, 3] }], "has 3 channels, but numChannels says 2"],
  ],
});

it("trains with the statistics of real time steps only", () => {
  const layer = batchNormalizationLayer({ epsilon: 0.01, meanDecay: 0.3, varianceDecay: 0.2 });
  const padded = drawLayer(layer, [{ format: "CBT", shape: [2, 3, 5] }], { training: true, padded: true });
  const values = padded.feeds.x0.data as Float64Array;
  const lengths: Tensor = { type: "int64", shape: [2], data: BigInt64Array.of(5n, 2n) };
  // The same seven real steps as seven observations of one step each.
  const real = Array.from({ length: 7 }, (_, step) => (step < 5 ? [0, step] : [1, step - 5]));
  const flat = real.flatMap(([n, t]) => [0, 1, 2].map((c) => values[(n * 3 + c) * 5 + t]));
  const alone = drawLayer(layer, [{ format: "CBT", shape: [7, 3, 1] }], { training: true });
  const plan = ({ outputs, newState }: typeof alone) => makePlan("training", { y: outputs[0].value, ...newState });
  const together = evaluatePlan(plan(padded), { ...padded.feeds, lengths });
  const apart = evaluatePlan(plan(alone), {
    ...padded.feeds,
    x0: { type: "float64", shape: [7, 3, 1], data: Float64Array.from(flat) },
  });
  for (const name of ["trainedMean", "trainedVariance"]) {
    (together[name].data as Float64Array).forEach((v, i) => {
      expect(v).toBeCloseTo(Number(apart[name].data[i]), 12);
    });
  }
  real.forEach(([n, t], step) => {
    for (const c of [0, 1, 2]) expect(together.y.data[(n * 3 + c) * 5 + t]).toBeCloseTo(Number(apart.y.data[step * 3 + c]), 12);
  });
});
