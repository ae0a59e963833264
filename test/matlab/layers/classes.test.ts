import { describe, expect, it } from "vitest";
import { checkLayer } from "../../../src/check/checkLayer.ts";
import { layerOf } from "./classes.ts";

describe("layers of classes that a script's folder defines", () => {
  it.each([
    ["spatialDropoutLayer(0.3)", [8, 3, 6]],
    ["flipTimeLayer('flip')", [8, 3, 6]],
    ["positionEncodingLayer('pos')", [5, 3, 6]],
    ["residualBlockLayer(8, 'block')", [8, 3, 6]],
    ["runningMeanLayer(8, 0.9)", [8, 3, 6]],
  ])("passes every check: %s", async (expression, size) => {
    const layer = await layerOf(expression);
    const check = await checkLayer(layer, { size, format: "CBT" });
    expect(check.checks.filter(({ status }) => status === "failed")).toEqual([]);
  });
});
