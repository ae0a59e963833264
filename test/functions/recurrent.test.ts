import { describe, expect, it } from "vitest";
import { gru, lstm } from "../../src/functions/index.ts";
import type { Activation } from "../../src/layer.ts";
import { constant, type Value } from "../../src/ops/index.ts";
import { randomStream } from "../../src/random.ts";
import { numbersOf } from "../plan/numbers.ts";

const units = 2;
const random = randomStream(7, "recurrent functions");
const drawn = (...shape: number[]): Value =>
  constant(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    shape,
  );
const part = ([all]: readonly number[][], from: number, to: number): number[] => all.slice(from, to);

/** Results for a batch of two sequences of 5 and 3 steps; what is behind the end of the second does not count. */
const value = drawn(2, 3, 5);
const both: Activation = { value, format: "CBT", lengths: constant([5, 3], [2], "int64") };
const numbers = (value.attrs as { data: Float64Array }).data;
const second: Activation = {
  value: constant(
    [0, 1, 2].flatMap((channel) => [...numbers.subarray(15 + 5 * channel, 15 + 5 * channel + 3)]),
    [1, 3, 3],
  ),
  format: "CBT",
};

describe.each([false, true])("the states of a padded batch, reverse = %s", (reverse) => {
  it("are those of lstm over each sequence alone", () => {
    const [h, c, w, r, b] = [drawn(1, 2), drawn(1, 2), drawn(3, 8), drawn(2, 8), drawn(1, 8)];
    const [, ...states] = lstm(both, h, c, w, r, b, { reverse });
    const [, ...alone] = lstm(second, h, c, w, r, b, { reverse });
    states.forEach((state, i) => {
      const found = part(numbersOf([state.value]), units, 2 * units);
      numbersOf([alone[i].value])[0].forEach((wanted, k) => void expect(found[k]).toBeCloseTo(wanted, 12));
    });
  });

  it("are those of gru over each sequence alone", () => {
    const [h, w, r, b] = [drawn(2, 2), drawn(3, 6), drawn(2, 6), drawn(1, 12)];
    const options = { reverse, resetGateMode: "recurrent-bias-after-multiplication" } as const;
    const own = constant((h.attrs as { data: Float64Array }).data.subarray(2), [1, 2]);
    const found = part(numbersOf([gru(both, { value: h, format: "CB" }, w, r, b, options)[1].value]), units, 2 * units);
    numbersOf([gru(second, own, w, r, b, options)[1].value])[0].forEach(
      (wanted, k) => void expect(found[k]).toBeCloseTo(wanted, 12),
    );
  });
});

describe("lstm and gru", () => {
  it("continue where they stopped: a sequence in two parts gives what it gives whole", () => {
    const [h, c, w, r, b] = [drawn(1, 2), drawn(1, 2), drawn(3, 8), drawn(2, 8), drawn(1, 8)];
    const x = drawn(1, 3, 4);
    const cut = (from: number, to: number): Activation => {
      const { data } = x.attrs as { data: Float64Array };
      const steps = [0, 1, 2].flatMap((channel) => [...data.subarray(4 * channel + from, 4 * channel + to)]);
      return { value: constant(steps, [1, 3, to - from]), format: "CBT" };
    };
    const whole = lstm({ value: x, format: "CBT" }, h, c, w, r, b);
    const [, h1, c1] = lstm(cut(0, 1), h, c, w, r, b);
    const parts = lstm(cut(1, 4), h1, c1, w, r, b);
    const [wanted, found] = [whole, parts].map((results) => numbersOf(results.slice(1).map((state) => state.value)).flat());
    wanted.forEach((v, k) => void expect(found[k]).toBeCloseTo(v, 12));
  });

  it("refuse weights, states and options that do not fit, and say what would", () => {
    const x: Activation = { value: drawn(1, 3, 4), format: "CBT" };
    const [h, w, r, b] = [drawn(1, 2), drawn(3, 8), drawn(2, 8), drawn(1, 8)];
    expect(() => lstm(x, h, h, drawn(4, 8), r, b)).toThrow(
      "received weights [8, 4] and recurrent weights [8, 2], expected 4·units × 3 and 4·units × units.",
    );
    expect(() => gru(x, h, w, r, b)).toThrow("expected 3·units × 3 and 3·units × units.");
    expect(() => lstm(x, h, drawn(2, 2), w, r, b)).toThrow("the cell state is [2, 2], expected [1, 2] (CB).");
    expect(() => lstm(x, h, h, w, r, b, { backwards: true } as never)).toThrow("there is no option 'backwards'");
    expect(() => lstm({ value: drawn(1, 3, 4, 2), format: "SCBT" }, h, h, w, r, b)).toThrow("expected CB or CBT.");
  });
});
