import { expect, it } from "vitest";
import { maxPooling2dLayer } from "../../layers/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { drawLayer } from "./drawnLayer.ts";
import { testLayer } from "./testLayer.ts";

const images = [{ format: "SSCB", shape: [2, 2, 5, 6] }] as const;

testLayer({
  make: maxPooling2dLayer,
  minimal: maxPooling2dLayer(3),
  options: { poolSize: 3, stride: 1, padding: 0, hasUnpoolingOutputs: false },
  golden: 18,
  trains: false,
  cases: {
    "one row of one channel": {
      layer: maxPooling2dLayer([1, 3]),
      inputs: [{ format: "SSCB", shape: [3, 1, 1, 5] }],
      output: "[batch, 1, 1, 3] (SSCB)",
    },
    "no padding": {
      layer: maxPooling2dLayer([3, 2], { stride: [1, 2] }),
      inputs: images,
      output: "[batch, 2, 3, 3] (SSCB)",
      description: "3×2 max pooling with stride [1  2] and padding [0  0  0  0]",
    },
    same: {
      layer: maxPooling2dLayer([2, 3], { padding: "same", stride: 2 }),
      inputs: images,
      output: "[batch, 2, 3, 3] (SSCB)",
    },
    "padding of each side": {
      layer: maxPooling2dLayer(3, { padding: [1, 0, 2, 1] }),
      inputs: images,
      output: "[batch, 2, 4, 7] (SSCB)",
    },
    "each time step": {
      layer: maxPooling2dLayer(2, { stride: 2, padding: [1, 0] }),
      inputs: [{ format: "SSCBT", shape: [2, 2, 3, 4, 3] }],
      output: "[batch, 2, 2, 2, time] (SSCBT)",
    },
    "with outputs for unpooling": {
      layer: maxPooling2dLayer(2, { stride: 2, hasUnpoolingOutputs: true }),
      inputs: images,
      output: ["[batch, 2, 2, 3] (SSCB)", "[batch, 2, 2, 3] (SSCB)", "[batch, 2, 5, 6] (SSCB)"],
    },
  },
  refused: [
    [{ padding: 3 }, "option 'padding' must be less than poolSize 3"],
    [{ hasUnpoolingOutputs: true }, "must be false where windows overlap; set stride to poolSize or more, received true"],
    [{ hasUnpoolingOutputs: 1 }, "option 'hasUnpoolingOutputs' must be true or false"],
  ],
  refusedInputs: [
    [maxPooling2dLayer(2), [{ format: "SCBT", shape: [2, 3, 6, 4] }], "Use the layer of this kind for one dimension."],
  ],
});

it("counts where the largest elements were as MATLAB does: from 1, the height fastest, for each channel of each step", () => {
  const layer = maxPooling2dLayer(2, { stride: 2, padding: [1, 0], hasUnpoolingOutputs: true });
  const { outputs, feeds } = drawLayer(layer, [{ format: "SSCBT", shape: [2, 2, 3, 4, 2] }]);
  const { out, indices } = evaluatePlan(makePlan("pool", { out: outputs[0].value, indices: outputs[1].value }), feeds);
  const data = feeds.x0.data as Float64Array;
  expect(indices.data.length).toBe(2 * 2 * 2 * 2 * 2);
  indices.data.forEach((place, i) => {
    const [plane, step] = [Math.floor(i / 8), i % 2]; // 2 × 2 positions of 2 steps
    const [row, column] = [(Number(place) - 1) % 3, Math.floor((Number(place) - 1) / 3)];
    expect(data[((plane * 3 + row) * 4 + column) * 2 + step]).toBe(out.data[i]);
  });
});
