import { describe, expect, it } from "vitest";
import { regressionLayer } from "../../layers/index.ts";
import { applyLayer } from "../../src/layer/apply.ts";
import { type AnyLayerDefinition, layerFrom } from "../../src/layer.ts";
import { input, symbol } from "../../src/ops/index.ts";
import { sequenceLoss, testLoss } from "./lossCases.ts";

const definition = regressionLayer.definition as unknown as AnyLayerDefinition;

describe("regressionLayer", () => {
  it("fills in MATLAB's defaults and comes back from a graph file as it was", () => {
    expect(regressionLayer().options).toEqual({ responseNames: [] });
    const layer = regressionLayer({ responseNames: ["speed"] });
    expect(layerFrom(definition, JSON.parse(JSON.stringify({ ...layer.given, name: "back" }))).options).toEqual(layer.options);
    expect(() => regressionLayer({ responseNames: "speed" as never })).toThrow("option 'responseNames' must be an array");
  });

  it("refuses another number of channels than response names", () => {
    const layer = regressionLayer({ responseNames: ["speed"], name: "output" });
    const none = () => {
      throw new Error("an output layer has none");
    };
    const x = { value: input("x", [symbol("batch"), 2]), format: "CB" } as const;
    expect(() => applyLayer(layer, [x], { training: false, learnable: none, state: none, random: none })).toThrow(
      "regressionLayer 'output': received 2 channels, expected one for each of the 1 response names.",
    );
  });

  testLoss(regressionLayer, 4);

  it("divides the error of each sequence by its own length, then takes the mean over the sequences", () => {
    const prediction = { shape: [2, 1, 3], data: [1, 2, 3, 4, 50, 60] };
    const target = { shape: [2, 1, 3], data: [0, 0, 0, 1, -7, -8] };
    expect(sequenceLoss(regressionLayer(), prediction, target, [3, 1])).toBeCloseTo(((1 + 4 + 9) / 6 + 9 / 2) / 2, 12);
  });
});
