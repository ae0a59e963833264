import { describe, expect, it } from "vitest";
import { checkLayer } from "../../../src/check/checkLayer.ts";
import type { Format } from "../../../src/layer.ts";
import { layerOf } from "./classes.ts";

const sequence = { size: [8, 3, 6], format: "CBT" as Format };
const image = { size: [6, 5, 4, 2], format: "SSCB" as Format };
const features = { size: [8, 3], format: "CB" as Format };

/** Classes in the styles of public ones: sizes, gradients, single precision, padding and mini-batches are checked. */
describe("classes in the styles that people write", () => {
  it.each([
    ["learnedPositionLayer(20)", [sequence]],
    ["crossAttentionLayer(4, 'ca')", [sequence, sequence]],
    ["geluTanhLayer('Name', 'g')", [sequence]],
    ["causalAttentionLayer(2)", [sequence]],
    ["spatialAttentionLayer(3, 'sa')", [image]],
    ["leakyRowsLayer(0.5, 'l')", [image]],
    ["groupNormLayer(2)", [image]],
    ["maskAndSumLayer()", [sequence]],
    ["stepGateLayer(8)", [features, features]],
    ["noiseLayer(0.1, 'n')", [sequence]],
  ])("%s", async (expression, inputs) => {
    const check = await checkLayer(await layerOf(expression), inputs);
    expect(check.checks.filter(({ status }) => status === "failed").map(({ name, message }) => [name, message])).toEqual([]);
    expect(check.counts.passed).toBeGreaterThanOrEqual(12);
  });
});
