import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyMatrix, number, text } from "../../../src/matlab/values/construct.ts";
import { range, rangeOf } from "../../../src/matlab/values/range.ts";
import { unknown } from "../../../src/matlab/values/unknown.ts";
import type { Value } from "../../../src/matlab/values/value.ts";
import { matrix, outcome, shown } from "./notation.ts";

describe("ranges", () => {
  it.each<readonly [Value, Value | undefined, Value, string]>([
    [number(1), undefined, number(4), "[1 2 3 4]"],
    [number(1), number(2), number(6), "[1 3 5]"],
    [number(5), number(-2), number(0), "[5 3 1]"],
    [number(1), undefined, number(0), "1×0"],
    [number(1), number(0), number(5), "1×0"],
    [number(3), undefined, number(3), "[3]"],
    [number(0.5), undefined, number(3), "[0.5 1.5 2.5]"],
    [number(1), undefined, number(3.9), "[1 2 3]"],
    [emptyMatrix, undefined, number(3), "1×0"],
    [matrix("2 9"), undefined, number(4), "[2 3 4]"],
    [matrix("1", "int8"), undefined, number(3), "int8 [1 2 3]"],
    [matrix("1", "single"), undefined, number(3), "single [1 2 3]"],
    [text("a"), undefined, text("c"), "[97 98 99]"],
    [unknown("n", "no data"), undefined, number(3), "unknown n:3"],
    [number(1), number(2), unknown("n", "no data"), "unknown 1:2:n"],
    [
      matrix("1", "int8"),
      undefined,
      matrix("3", "int16"),
      "error: Colon operands must be all the same type, or mixed with real double scalars.",
    ],
  ])("%o : %o : %o", (start, step, stop, result) => expect(outcome(() => range(start, step, stop))).toBe(result));

  it("counts in spite of rounding, and ends exactly", () => {
    const steps = rangeOf(0, 0.1, 1).data as Float64Array;
    expect(steps.length).toBe(11);
    expect(steps[10]).toBe(1);
    expect(rangeOf(0, 0.01, 0.07).data.length).toBe(8);
    expect(rangeOf(1, -0.1, 0).data.length).toBe(11);
    expect(rangeOf(0, 0.1, 0.99).data.length).toBe(10);
    expect(shown(rangeOf(-1, 0.5, 1))).toBe("[-1 -0.5 0 0.5 1]");
  });

  it("has n + 1 elements from 0 by 1/m to n/m", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 1000 }), (n, m) => {
        const { data } = rangeOf(0, 1 / m, n / m);
        expect(data.length).toBe(n + 1);
        expect(data[n]).toBe(n / m);
        for (let i = 0; i <= n; i++) expect(Math.abs((data[i] as number) - i / m)).toBeLessThan(1e-12 * (1 + n / m));
      }),
    );
  });

  it("refuses what no machine holds, and asks the budget first", () => {
    expect(() => rangeOf(1, 1, 1e12)).toThrow(/exceeds maximum array size preference/);
    const charged: number[] = [];
    const charge = ({ bytes = 0 }): void => {
      charged.push(bytes);
      if (bytes > 1e6) throw new Error("spent");
    };
    expect(() => rangeOf(1, 1, 1e9, "double", charge)).toThrow("spent");
    expect(charged).toEqual([8e9]);
  });
});
