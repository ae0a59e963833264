import { expect, it } from "vitest";
import { dropoutLayer } from "../../layers/index.ts";
import { dropsOf } from "./drops.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: dropoutLayer,
  minimal: dropoutLayer(),
  options: { probability: 0.5 },
  golden: 8,
  cases: {
    sequences: {
      layer: dropoutLayer(0.4),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time] (CBT)",
      description: "40% dropout",
    },
    features: { layer: dropoutLayer({ probability: 0.2 }), inputs: [{ format: "CB", shape: [2, 3] }], output: "[batch, 3] (CB)" },
    images: {
      layer: dropoutLayer(0.3),
      inputs: [{ format: "SSCB", shape: [2, 3, 2, 2] }],
      output: "[batch, 3, 2, 2] (SSCB)",
    },
    "nothing dropped": { layer: dropoutLayer(0), inputs: [{ format: "CB", shape: [2, 3] }], output: "[batch, 3] (CB)" },
  },
  refused: [
    [{ probability: 1 }, "option 'probability' must be at least 0 and less than 1, received 1"],
    [{ probability: -0.1 }, "option 'probability' must be at least 0 and less than 1"],
  ],
});

it("keeps an element where its draw is at least the probability, and scales it by 1/(1 − probability)", () => {
  const { drawn, y } = dropsOf(dropoutLayer(0.2), [1, 2, 3], [0.19, 0.2, 0.9, 0, 0.5, 0.1]);
  expect(drawn).toEqual(["batch", 2, "time"]);
  expect(y).toEqual([0, 1.25, 1.25, 0, 1.25, 0]);
});
