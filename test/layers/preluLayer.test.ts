import { describe, expect, it } from "vitest";
import { classificationLayer, featureInputLayer, fullyConnectedLayer, preluLayer, softmaxLayer } from "../../layers/index.ts";
import { assembleNetwork } from "../../src/train/assembleNetwork.ts";
import { testLayer } from "./testLayer.ts";

const alpha = [3, 1];

testLayer({
  make: preluLayer,
  minimal: preluLayer(),
  options: { numChannels: "auto", alphaLearnRateFactor: 1, alphaL2Factor: 0 },
  golden: 4,
  cases: {
    features: {
      layer: preluLayer(),
      inputs: [{ format: "CB", shape: [4, 3] }],
      output: "[batch, 3] (CB)",
      learnables: { alpha },
      description: "PReLU with 3 channels",
    },
    sequences: {
      layer: preluLayer({ numChannels: 3 }),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time] (CBT)",
      learnables: { alpha },
    },
    "sequences of images": {
      layer: preluLayer({ alphaInitializer: "zeros" }),
      inputs: [{ format: "SSCBT", shape: [2, 2, 3, 2, 3] }],
      output: "[batch, 2, 3, 2, time] (SSCBT)",
      learnables: { alpha: [2, 1] },
    },
    images: {
      layer: preluLayer({ alpha: [0.1, 0.2, 0.3] }),
      inputs: [{ format: "SSCB", shape: [2, 3, 2, 4] }],
      output: "[batch, 3, 2, 4] (SSCB)",
      learnables: { alpha },
    },
  },
  refused: [
    [{ alphaInitializer: "quarter" }, "option 'alphaInitializer' must be"],
    [{ alphaL2Factor: -1 }, "option 'alphaL2Factor' must be a number of at least 0, received -1"],
    [{ numChannels: 0 }, "option 'numChannels' must be a positive whole number, received 0"],
  ],
  refusedInputs: [
    [
      preluLayer({ numChannels: 4 }),
      [{ format: "CBT", shape: [2, 3, 4] }],
      'received [batch, 3, time] (CBT), which has 3 channels, but numChannels says 4. Set numChannels to 3 or "auto".',
    ],
  ],
});

describe("the slope of a preluLayer", () => {
  const startOf = (layer: ReturnType<typeof preluLayer>) => {
    const end = [fullyConnectedLayer(2), softmaxLayer(), classificationLayer({ classes: ["a", "b"] })];
    const net = assembleNetwork([featureInputLayer(3), layer, ...end], { initialize: true });
    return [...(net.learnables.get("prelu/alpha")?.data ?? [])];
  };

  it("starts at a quarter, as the initializer says, or as given", () => {
    expect(startOf(preluLayer())).toEqual([0.25, 0.25, 0.25]);
    expect(startOf(preluLayer({ alphaInitializer: "ones" }))).toEqual([1, 1, 1]);
    expect(startOf(preluLayer({ alpha: [0.5, 0.25, 2] }))).toEqual([0.5, 0.25, 2]);
  });
});
