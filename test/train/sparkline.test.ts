import { describe, expect, it } from "vitest";
import { sparkline } from "../../src/train/sparkline.ts";

describe("sparkline", () => {
  it.each([
    [[4, 3, 2, 1, 1], 5, "█▆▃▁▁"],
    [[0, 7, 0, 7], 2, "▁▁"],
    [[0, 0, 7, 7], 2, "▁█"],
    [[1, 2], 10, "▁█"],
    [[3, 3, 3], 3, "▁▁▁"],
    [[1, null, 8, Number.NaN, Number.POSITIVE_INFINITY], 5, "▁ █  "],
    [[null], 3, " "],
    [[], 3, ""],
  ])("of %j in %i characters is %j", (values, width, text) => {
    expect(sparkline(values, width)).toBe(text);
  });
});
