import { describe, expect, it } from "vitest";
import * as ops from "../../src/ops/index.ts";
import { add, gradients, input, multiply, scan, symbol, type Value } from "../../src/ops/index.ts";
import { counting, numbersOf } from "../plan/numbers.ts";
import { total } from "./opSuite.ts";

const time = symbol("time");
const x = input("x", [time, 2]);
const start = input("start", [2]);
const feeds = { x: counting(3, 2), start: counting(2) };

function sums(reverse = false): { readonly states: readonly Value[]; readonly outputs: readonly Value[] } {
  return scan({
    states: [start],
    sequences: [x],
    reverse,
    body: ([sum], [element]) => {
      const next = add(sum, element);
      return { states: [next], outputs: [next] };
    },
  });
}

describe("a loop", () => {
  it("hands its states on from step to step and stacks its outputs", () => {
    const { states, outputs } = sums();
    expect(numbersOf([outputs[0], states[0]], feeds)).toEqual([
      [2, 4, 5, 8, 10, 14],
      [10, 14],
    ]);
  });

  it("begins at the last element where it is reversed, and stacks in the order of the sequence", () => {
    const { states, outputs } = sums(true);
    expect(numbersOf([outputs[0], states[0]], feeds)).toEqual([
      [10, 14, 9, 12, 6, 8],
      [10, 14],
    ]);
  });

  it("has gradients for its states, its sequences and what its body uses from outside", () => {
    const factor = input("factor", [2]);
    const { states } = scan({
      states: [start],
      sequences: [x],
      body: ([state], [element]) => ({ states: [add(multiply(state, factor), element)], outputs: [] }),
    });
    // y = f³·s + f²·x₁ + f·x₂ + x₃ with f = 2, 3
    const found = gradients(total(states[0]), [start, x, factor]);
    const numbers = numbersOf(found, { ...feeds, factor: { ...counting(2), data: Float32Array.of(2, 3) } });
    expect(numbers).toEqual([
      [8, 27],
      [4, 9, 2, 3, 1, 1],
      [3 * 4 * 1 + 2 * 2 * 1 + 3, 3 * 9 * 2 + 2 * 3 * 2 + 4],
    ]);
  });

  it("refuses sequences of different lengths, none, and states that change their size or type", () => {
    const body = ([state]: readonly Value[]): { states: Value[]; outputs: Value[] } => ({ states: [state], outputs: [] });
    expect(() => scan({ states: [], sequences: [], body })).toThrow("scan: received no sequence, expected at least one.");
    expect(() => scan({ states: [start], sequences: [x, start], body })).toThrow(
      "scan: the sequences [time, 2] and [2] differ in length, their first size.",
    );
    expect(() => scan({ states: [start], sequences: [input("scalar", [])], body })).toThrow("differ in length");
    const changed = (next: (state: Value) => Value) => (): unknown =>
      scan({ states: [start], sequences: [x], body: ([state]) => ({ states: [next(state)], outputs: [] }) });
    expect(changed((state) => ops.unsqueeze(state, 0))).toThrow(
      "scan: the states after a step are float [1, 2], expected as before it: float [2].",
    );
    expect(changed((state) => ops.cast(state, "int64"))).toThrow("are int64 [2], expected as before it: float [2].");
    expect(() => scan({ states: [start], sequences: [x], body: () => ({ states: [], outputs: [] }) })).toThrow(
      "the states after a step are none, expected",
    );
  });
});
