import { describe, expect, it } from "vitest";
import { elementFactors } from "../../src/layer/factors.ts";

describe("the factors of a learnable's elements", () => {
  it("are one number where all are the same", () => {
    expect(elementFactors(undefined, [2, 3])).toBe(1);
    expect(elementFactors(0.5, [2, 3])).toBe(0.5);
    expect(elementFactors([2, 2, 2, 2], [8, 3])).toBe(2);
  });

  it("are those of the block of rows, column after column", () => {
    expect([...(elementFactors([1, 0], [4, 2]) as Float64Array)]).toEqual([1, 1, 0, 0, 1, 1, 0, 0]);
  });
});
