import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MatNumeric, numberOfElements } from "../../../src/data/matValues.ts";
import { number, numbers } from "../../../src/matlab/values/construct.ts";
import { binary } from "../../../src/matlab/values/operators.ts";
import { solved } from "../../../src/matlab/values/solve.ts";

/** Two sizes that fit each other, of up to four dimensions. */
const sizes = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom("both", "left", "right")), { minLength: 2, maxLength: 4 })
  .map((dimensions) => [
    dimensions.map(([length, who]) => (who === "right" ? 1 : length)),
    dimensions.map(([length, who]) => (who === "left" ? 1 : length)),
  ]);

describe("implicit expansion", () => {
  it("gives what a naive loop over subscripts gives", () => {
    fc.assert(
      fc.property(sizes, ([sizeA, sizeB]) => {
        const [a, b] = [counting(sizeA), counting(sizeB)];
        const result = binary("-", a, b) as MatNumeric;
        const size = sizeA.map((length, d) => (length === 1 ? sizeB[d] : length));
        expect(numberOfElements(result.size)).toBe(numberOfElements(size));
        for (let k = 0; k < numberOfElements(size); k++) {
          const at = subscriptsOf(k, size);
          expect(result.data[k]).toBe(elementAt(a, sizeA, at) - elementAt(b, sizeB, at));
        }
      }),
    );
  });

  it("is fast on large arrays", () => {
    const large = numbers([1000, 1000], new Float64Array(1e6).fill(2));
    binary("+", large, number(1));
    const start = performance.now();
    for (const operator of ["+", ".*", ">", "./"] as const) binary(operator, large, large);
    binary(".*", large, number(3));
    // A generous limit: it is for a quadratic slip, not for timing.
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("linear equations", () => {
  it("solves A·X = B for well-conditioned A", () => {
    const entry = fc.integer({ min: -9, max: 9 });
    const systems = fc
      .integer({ min: 1, max: 5 })
      .chain((n) =>
        fc.tuple(
          fc.constant(n),
          fc.array(entry, { minLength: n * n, maxLength: n * n }),
          fc.array(entry, { minLength: n, maxLength: n }),
        ),
      );
    fc.assert(
      fc.property(systems, ([n, entries, x]) => {
        const data = Float64Array.from(entries, (each, k) => each + (k % (n + 1) === 0 ? 50 : 0));
        const b = Float64Array.from({ length: n }, (_, i) => x.reduce((sum, each, j) => sum + data[i + j * n] * each, 0));
        const { data: found } = solved({ rows: n, columns: n, data }, { rows: n, columns: 1, data: b });
        for (let i = 0; i < n; i++) expect(found[i]).toBeCloseTo(x[i], 9);
      }),
    );
  });
  it("refuses singular and underdetermined systems", () => {
    const zero = { rows: 2, columns: 2, data: new Float64Array(4) };
    expect(() => solved(zero, zero)).toThrow("The matrix is singular");
    expect(() =>
      solved({ rows: 3, columns: 2, data: new Float64Array(6) }, { rows: 3, columns: 1, data: new Float64Array(3) }),
    ).toThrow("singular");
    expect(() => solved({ rows: 1, columns: 2, data: new Float64Array(2) }, zero)).toThrow("Solving 1 equations for 2 unknowns");
  });
});

function counting(size: readonly number[]): MatNumeric {
  return numbers(
    size,
    Float64Array.from({ length: numberOfElements(size) }, (_, i) => i * i + 1),
  );
}

function subscriptsOf(k: number, size: readonly number[]): number[] {
  let left = k;
  return size.map((length) => {
    const at = left % length;
    left = Math.floor(left / length);
    return at;
  });
}

function elementAt(array: MatNumeric, size: readonly number[], at: readonly number[]): number {
  let [offset, stride] = [0, 1];
  size.forEach((length, d) => {
    offset += (length === 1 ? 0 : at[d]) * stride;
    stride *= length;
  });
  return array.data[offset] as number;
}
