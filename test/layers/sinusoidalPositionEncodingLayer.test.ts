import { expect, it } from "vitest";
import { sinusoidalPositionEncodingLayer } from "../../layers/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { drawLayer } from "./drawnLayer.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: sinusoidalPositionEncodingLayer,
  minimal: sinusoidalPositionEncodingLayer(4),
  options: { outputSize: 4, positions: "auto" },
  golden: 4,
  trains: false,
  cases: {
    "time steps": {
      layer: sinusoidalPositionEncodingLayer(4),
      inputs: [{ format: "CBT", shape: [2, 3, 5] }],
      output: "[batch, 4, time] (CBT)",
      description: "Sinusoidal position encoding with 4 channels",
    },
    "places of each time step": {
      layer: sinusoidalPositionEncodingLayer(2, { positions: "spatial-indices" }),
      inputs: [{ format: "SCBT", shape: [2, 3, 4, 2] }],
      output: "[batch, 2, 4, time] (SCBT)",
    },
    "values, which have a gradient": {
      layer: sinusoidalPositionEncodingLayer(6, { positions: "data-values" }),
      inputs: [{ format: "CBT", shape: [2, 1, 3] }],
      output: "[batch, 6, time] (CBT)",
    },
    "single values": {
      layer: sinusoidalPositionEncodingLayer(2),
      inputs: [{ format: "CB", shape: [3, 1] }],
      output: "[batch, 2] (CB)",
    },
  },
  refused: [
    [{ outputSize: 3 }, "option 'outputSize' must be even, received 3"],
    [{ outputSize: 1e9 }, "option 'outputSize' must be at most 1048576, received 1000000000"],
    [{ positions: "time" }, "option 'positions' must be"],
  ],
  refusedInputs: [
    [
      sinusoidalPositionEncodingLayer(4, { positions: "spatial-indices" }),
      [{ format: "SSCB", shape: [2, 3, 4, 4] }],
      "received [batch, 3, 4, 4] (SSCB), expected one spatial dimension",
    ],
  ],
});

it("counts positions from 1 and gives sine and cosine in turn", () => {
  const { outputs, feeds } = drawLayer(sinusoidalPositionEncodingLayer(4), [{ format: "CBT", shape: [1, 2, 2] }]);
  const { y } = evaluatePlan(makePlan("encoding", { y: outputs[0].value }), feeds);
  const expected = [Math.sin(1), Math.sin(2), Math.cos(1), Math.cos(2)];
  const slow = [Math.sin(0.01), Math.sin(0.02), Math.cos(0.01), Math.cos(0.02)];
  Array.from(y.data, Number).forEach((value, i) => {
    expect(value).toBeCloseTo([...expected, ...slow][i], 12);
  });
});
