import { describe, expect, it } from "vitest";
import { classificationLayer } from "../../layers/index.ts";
import { applyLayer } from "../../src/layer/apply.ts";
import type { AnyLayerDefinition, Format, Layer } from "../../src/layer.ts";
import { layerFrom } from "../../src/layer.ts";
import { gradients } from "../../src/ops/backward.ts";
import { constant, input, softmax, symbol } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { opsOf, runOnRuntime } from "../ops/opSuite.ts";
import { lossOf, sequenceLoss, testLoss } from "./lossCases.ts";

const definition = classificationLayer.definition as unknown as AnyLayerDefinition;
const walking = classificationLayer({ classes: ["still", "walking"], classWeights: [1, 3], name: "output" });

function apply(layer: Layer, format: Format, channels: number) {
  const shape = [symbol("batch"), channels, ...(format === "SCB" ? [4] : []), ...(format.includes("T") ? [symbol("time")] : [])];
  const none = () => {
    throw new Error("an output layer has none");
  };
  return applyLayer(layer, [{ value: input("x", shape), format }], {
    training: false,
    learnable: none,
    state: none,
    random: none,
  });
}

describe("classificationLayer", () => {
  it("fills in MATLAB's defaults and comes back from a graph file as it was", () => {
    expect(classificationLayer().options).toEqual({ classes: "auto", classWeights: "none", outputSize: "auto" });
    const back = layerFrom(definition, JSON.parse(JSON.stringify({ ...walking.given, name: "back" })));
    expect(back.options).toEqual(walking.options);
    expect(classificationLayer({ classes: [1, 2] }).options.classes).toEqual(["1", "2"]);
  });

  it("describes itself as MATLAB does", () => {
    const description = (layer: Layer) => definition.description!(layer.options as never, []);
    expect(description(classificationLayer())).toBe("crossentropyex");
    expect(description(walking)).toBe("crossentropyex with classes 'still' and 'walking'");
    expect(description(classificationLayer({ classes: ["a", "b", "c"] }))).toBe("crossentropyex with 'a' and 2 other classes");
  });

  it.each([
    [{ classWeights: [1, 2] }, "option 'classWeights' must come with 'classes'"],
    [
      { classes: ["a", "b"], classWeights: [1] },
      "option 'classWeights' must have one weight for each of the 2 classes, received [1]",
    ],
    [{ classes: ["a", "b"], classWeights: [1, -1] }, "option 'classWeights"],
    [{ classes: ["a", "a"] }, "option 'classes' must name each class once"],
    [{ classes: [] }, "option 'classes'"],
    [{ classes: ["a", "b"], outputSize: 3 }, "option 'outputSize' must be the number of classes, 2, or \"auto\", received 3"],
  ])("refuses %j", (options, message) => {
    expect(() => classificationLayer(options as never)).toThrow(message);
  });

  it("refuses another number of channels than classes, and images", () => {
    expect(() => apply(walking, "CB", 3)).toThrow(
      "classificationLayer 'output': received 3 channels, expected one for each of the 2 classes. Give the last fullyConnectedLayer outputSize 2.",
    );
    expect(() => apply(classificationLayer({ outputSize: 4 }), "CBT", 3)).toThrow("expected one for each of the 4 classes");
    expect(() => apply(classificationLayer(), "SCB", 3)).toThrow("expected one probability for each class (CB or CBT)");
    expect(apply(walking, "CBT", 2).outputs[0].format).toBe("CBT");
  });

  it("takes its classes from the training data where they were left open", () => {
    expect(definition.resolve!({ classes: "auto" } as never, { classes: ["a", "b"] })).toEqual({ classes: ["a", "b"] });
    expect(definition.resolve!({ classes: ["x"] } as never, { classes: ["a", "b"] })).toEqual({});
  });

  testLoss(classificationLayer, 5);

  it("divides by the number of observations, not by the sum of the weights", () => {
    const prediction = { shape: [2, 2, 1], data: [0.8, 0.2, 0.3, 0.7] };
    const target = { shape: [2, 2, 1], data: [1, 0, 0, 1] };
    expect(sequenceLoss(walking, prediction, target)).toBeCloseTo(0.6466, 4);
  });

  it("leaves padded steps out of the sum and of the count", () => {
    const prediction = { shape: [2, 2, 3], data: [0.5, 0.25, 0.75, 0.5, 0.75, 0.25, 0.125, 0.9, 0.2, 0.875, 0.1, 0.8] };
    const target = { shape: [2, 2, 3], data: [1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0] };
    const expected = -(Math.log(0.5) + 3 * Math.log(0.75) + Math.log(0.75) + Math.log(0.125)) / 4;
    expect(sequenceLoss(walking, prediction, target, [3, 1])).toBeCloseTo(expected, 12);
  });

  it("is finite where a probability is 0", () => {
    const prediction = { shape: [1, 2, 1], data: [0, 1] };
    const loss = sequenceLoss(classificationLayer(), prediction, { shape: [1, 2, 1], data: [1, 0] });
    expect(loss).toBeCloseTo(-Math.log(1.17549435e-38), 6);
  });

  it("computes from the input of a softmax, so that certain mistakes still have their gradient in single precision", async () => {
    const x = input("x", [1, 2]);
    const loss = lossOf(classificationLayer(), { value: softmax(x, 1), format: "CB" }, constant([1, 0], [1, 2]));
    expect(opsOf(loss)).toContain("logSoftmax");
    expect(opsOf(loss)).not.toContain("softmax");
    const plan = makePlan("loss", { loss, gradient: gradients(loss, [x])[0] });
    const feeds = { x: { type: "float64", shape: [1, 2], data: Float64Array.of(-200, 200) } } as const;
    for (const results of [await runOnRuntime(plan, feeds), evaluatePlan(plan, feeds)]) {
      expect(Number(results.loss.data[0])).toBeCloseTo(400, 4);
      expect(Array.from(results.gradient.data, Number)).toEqual([-1, 1]);
    }
  });
});
