import { describe, expect, it } from "vitest";
import { pixelClassificationLayer } from "../../layers/index.ts";
import { applyLayer } from "../../src/layer/apply.ts";
import type { Format } from "../../src/layer.ts";
import { type AnyLayerDefinition, layerFrom } from "../../src/layer.ts";
import { gradients } from "../../src/ops/backward.ts";
import { input, symbol } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { centralDifferences, distance } from "../ops/opSuite.ts";
import { lossOf, testLoss } from "./lossCases.ts";

const definition = pixelClassificationLayer.definition as unknown as AnyLayerDefinition;
const weighted = pixelClassificationLayer({ classes: ["road", "sky"], classWeights: [3, 1], name: "output" });
const none = () => {
  throw new Error("an output layer has none");
};

function apply(format: Format, channels: number) {
  const rest = [...format].filter((l) => l === "S").map(() => 4);
  const shape = [symbol("batch"), channels, ...rest, ...(format.includes("T") ? [symbol("time")] : [])];
  return applyLayer(weighted, [{ value: input("x", shape), format }], {
    training: false,
    learnable: none,
    state: none,
    random: none,
  });
}

describe("pixelClassificationLayer", () => {
  it("fills in MATLAB's defaults, describes itself and comes back from a graph file as it was", () => {
    expect(pixelClassificationLayer().options).toEqual({ classes: "auto", classWeights: "none" });
    expect(layerFrom(definition, JSON.parse(JSON.stringify({ ...weighted.given, name: "b" }))).options).toEqual(weighted.options);
    expect(definition.description!(weighted.options as never, [])).toBe("Cross-entropy loss with classes 'road' and 'sky'");
  });

  it("takes probabilities of pixels in every number of dimensions, and nothing else", () => {
    for (const format of ["SCB", "SSCB", "SSSCB"] as const) expect(apply(format, 2).outputs[0].format).toBe(format);
    expect(() => apply("CB", 2)).toThrow("pixelClassificationLayer 'output': received [batch, 2] (CB), expected one probability");
    expect(() => apply("SSCBT", 2)).toThrow("expected one probability for each class and pixel (SSCB)");
    expect(() => apply("SSCB", 3)).toThrow("received 3 channels, expected one for each of the 2 classes.");
    expect(() => pixelClassificationLayer({ classWeights: [1, 2] })).toThrow("must come with 'classes'");
  });

  testLoss(pixelClassificationLayer, 6);

  it("divides by the pixels that have a label, over three shapes, and has the gradient of its central differences", () => {
    for (const [format, shape] of [
      ["SCB", [2, 2, 3]],
      ["SSCB", [2, 2, 2, 3]],
      ["SSSCB", [1, 2, 2, 2, 2]],
    ] as const) {
      const count = shape.reduce((a: number, b) => a * b, 1);
      const places = count / 2 / shape[0];
      const y = Float64Array.from({ length: count }, (_, i) => 0.3 + 0.05 * (i % 7));
      // The last pixel of each observation has no label.
      const t = Float64Array.from({ length: count }, (_, i) => {
        const place = i % places;
        return place === places - 1 ? 0 : (place + Math.floor(i / places)) % 2;
      });
      const prediction = { value: input("y", [...shape]), format };
      const feeds: Tensors = {
        y: { type: "float64", shape: [...shape], data: y },
        t: { type: "float64", shape: [...shape], data: t },
      };
      const labelled = t.reduce((a, b) => a + b, 0);
      for (const layer of [weighted, pixelClassificationLayer({ name: "plain" })]) {
        const weights = layer === weighted ? [3, 1] : [1, 1];
        const loss = lossOf(layer, prediction, input("t", [...shape]));
        const [gradient] = gradients(loss, [prediction.value]);
        const results = evaluatePlan(makePlan("loss", { loss, gradient }), feeds);
        const sum = y.reduce((total, p, i) => total - weights[Math.floor(i / places) % 2] * t[i] * Math.log(p), 0);
        expect(Number(results.loss.data[0])).toBeCloseTo(sum / labelled, 10);
        const [numeric] = centralDifferences(makePlan("loss", { value: loss }), feeds, [prediction.value]);
        expect(distance(results.gradient, numeric)).toBeLessThan(1e-6);
      }
    }
  });
});
