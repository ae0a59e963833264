import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDims,
  ceilDivide,
  computeDim,
  type Dim,
  floorDivide,
  maxDims,
  multiplyDims,
  sameDim,
  sizeOfDim,
  subtractDims,
  symbol,
  symbolsOf,
} from "../../src/ops/index.ts";

const batch = symbol("batch");
const time = symbol("time");

/** An expression as it was written, before any form is given to it. */
type Written =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "symbol"; readonly name: "batch" | "time" | "width" }
  | { readonly kind: "add" | "subtract" | "multiply" | "max"; readonly a: Written; readonly b: Written }
  | { readonly kind: "floor"; readonly a: Written; readonly divisor: number };

const written = fc.letrec<{ whole: Written }>((tie) => ({
  whole: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.record({ kind: fc.constant("number" as const), value: fc.integer({ min: -9, max: 9 }) }),
    fc.record({
      kind: fc.constant("symbol" as const),
      name: fc.constantFrom("batch" as const, "time" as const, "width" as const),
    }),
    fc.record({
      kind: fc.constantFrom("add" as const, "subtract" as const, "multiply" as const),
      a: tie("whole"),
      b: tie("whole"),
    }),
    fc.record({ kind: fc.constant("max" as const), a: tie("whole"), b: fc.constant({ kind: "number" as const, value: 0 }) }),
    fc.record({ kind: fc.constant("floor" as const), a: tie("whole"), divisor: fc.integer({ min: 1, max: 6 }) }),
  ),
})).whole;

/** The same without anything rounded down. */
const polynomial = written.filter((x) => !JSON.stringify(x).includes("floor"));

const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 40 }),
  time: fc.integer({ min: 1, max: 40 }),
  width: fc.integer({ min: 1, max: 40 }),
});

describe("a size", () => {
  it("prints as one sum of products, whatever the order it was written in", () => {
    expect(String(addDims(time, 8))).toBe("time+8");
    expect(String(subtractDims(multiplyDims(time, batch, 3), 5))).toBe("3*batch*time-5");
    expect(String(addDims(floorDivide(subtractDims(time, 1), 2), 1))).toBe("floor((time+1)/2)");
    expect(String(multiplyDims(addDims(time, 1), addDims(batch, 2)))).toBe("batch+batch*time+2*time+2");
    expect(String(subtractDims(batch, time))).toBe("batch-time");
    expect(String(maxDims(time, 0))).toBe("max(0, time)");
  });

  it("is a number where its symbols cancel", () => {
    expect(subtractDims(addDims(time, 8), addDims(8, time))).toBe(0);
    expect(multiplyDims(time, 0)).toBe(0);
    expect(floorDivide(subtractDims(addDims(time, 7), time), 2)).toBe(3);
    expect(maxDims(addDims(time, 1), time)).toEqual(addDims(time, 1));
  });

  it("takes whole multiples out of a quotient", () => {
    expect(String(floorDivide(addDims(multiplyDims(time, 4), 6), 4))).toBe("time+1");
    expect(String(floorDivide(multiplyDims(time, 5), 2))).toBe("floor(time/2)+2*time");
    expect(String(ceilDivide(time, 3))).toBe("floor((time+2)/3)");
  });

  it("is the same whether it is divided at once or step by step", () => {
    const half = floorDivide(subtractDims(time, 1), 2);
    expect(String(floorDivide(half, 2))).toBe(String(floorDivide(subtractDims(time, 1), 4)));
    expect(String(floorDivide(multiplyDims(time, 2), 4))).toBe(String(floorDivide(time, 2)));
    expect(String(floorDivide(addDims(multiplyDims(time, 2), 1), 4))).toBe(String(floorDivide(time, 2)));
  });

  it("measures what the same arithmetic with numbers gives", () => {
    fc.assert(
      fc.property(written, sizes, (expression, symbols) => {
        expect(sizeOfDim(built(expression), symbols)).toBe(measured(expression, symbols) + 0);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it("does not depend on the order of sums and products", () => {
    fc.assert(
      fc.property(written, written, written, (x, y, z) => {
        const [a, b, c] = [built(x), built(y), built(z)];
        expect(String(addDims(a, b, c))).toBe(String(addDims(c, addDims(b, a))));
        expect(String(multiplyDims(a, b, c))).toBe(String(multiplyDims(c, multiplyDims(b, a))));
        expect(String(multiplyDims(a, addDims(b, c)))).toBe(String(addDims(multiplyDims(a, b), multiplyDims(a, c))));
        expect(subtractDims(a, a)).toBe(0);
        expect(sameDim(maxDims(a, b), maxDims(b, a))).toBe(true);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it("obeys what holds for rounding down", () => {
    const divisor = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(written, written, divisor, divisor, (x, y, first, second) => {
        const [a, b] = [built(x), built(y)];
        const shifted = floorDivide(addDims(a, multiplyDims(b, first)), first);
        expect(String(shifted)).toBe(String(addDims(floorDivide(a, first), b)));
        expect(String(floorDivide(multiplyDims(a, first), first))).toBe(String(a));
        expect(String(floorDivide(multiplyDims(a, second), first * second))).toBe(String(floorDivide(a, first)));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it("never divides a negative number, so that rounding towards zero is rounding down", () => {
    fc.assert(
      fc.property(written, sizes, (expression, symbols) => {
        const numerators: number[] = [];
        computeDim<number>(built(expression), {
          symbol: (name) => symbols[name as "time"],
          constant: (value) => value,
          add: (a, b) => a + b,
          multiply: (a, b) => a * b,
          floorDivide: (a, divisor) => {
            numerators.push(a);
            return Math.trunc(a / divisor);
          },
          max: Math.max,
        });
        expect(numerators.filter((n) => n < 0)).toEqual([]);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it("divides step by step as it divides at once, whatever polynomial is divided", () => {
    const divisor = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(polynomial, divisor, divisor, (x, first, second) => {
        const a = built(x);
        expect(String(floorDivide(floorDivide(a, first), second))).toBe(String(floorDivide(a, first * second)));
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  it("knows its symbols", () => {
    expect(symbolsOf(floorDivide(addDims(time, multiplyDims(batch, 2)), 3))).toEqual(new Set(["batch", "time"]));
    expect(symbolsOf(maxDims(time, 4))).toEqual(new Set(["time"]));
    expect(symbolsOf(7)).toEqual(new Set());
    expect(symbolsOf(subtractDims(time, time))).toEqual(new Set());
  });

  it("cannot be measured without its symbols", () => {
    expect(() => sizeOfDim(addDims(time, 1), { batch: 3 })).toThrow("internal: the size 'time' is not known");
  });
});

function built(x: Written): Dim {
  if (x.kind === "number") return x.value;
  if (x.kind === "symbol") return symbol(x.name);
  if (x.kind === "floor") return floorDivide(built(x.a), x.divisor);
  const build = { add: addDims, subtract: subtractDims, multiply: multiplyDims, max: maxDims }[x.kind];
  return build(built(x.a), built(x.b));
}

function measured(x: Written, symbols: Readonly<Record<"batch" | "time" | "width", number>>): number {
  if (x.kind === "number") return x.value;
  if (x.kind === "symbol") return symbols[x.name];
  if (x.kind === "floor") return Math.floor(measured(x.a, symbols) / x.divisor);
  const [a, b] = [measured(x.a, symbols), measured(x.b, symbols)];
  return { add: a + b, subtract: a - b, multiply: a * b, max: Math.max(a, b) }[x.kind];
}
