import { describe, expect, it } from "vitest";
import { aligned, given, scores } from "../../examples/attention/alignmentScores.ts";
import { correlationSchemes, matrices, states } from "../../examples/attention/correlationSchemes.ts";
import { decomposableAttention } from "../../examples/attention/decomposable.ts";
import { comparison } from "../../examples/attention/fastWeights.ts";
import { entropies, notationDifference } from "../../examples/attention/notationAndScale.ts";

type Vector = readonly number[];
const dot = (a: Vector, b: Vector): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
const times = (m: readonly Vector[], x: Vector): number[] => m.map((row) => dot(row, x));
const softmax = (x: Vector): number[] => {
  const e = x.map((v) => Math.exp(v - Math.max(...x)));
  return e.map((v) => v / e.reduce((a, b) => a + b, 0));
};
const mixed = (weights: Vector, values: readonly Vector[]): number[] =>
  values[0].map((_, c) => weights.reduce((sum, w, i) => sum + w * values[i][c], 0));

function expectClose(actual: readonly Vector[], expected: readonly Vector[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, x] of actual.flat().entries()) expect(x).toBeCloseTo(expected.flat()[i], 5);
}

describe("the five correlation schemes", () => {
  const { encoder, decoder } = states;
  const plain = (from: Vector, to: Vector): number => dot(from, to);
  const scaled = (from: Vector, to: Vector): number => dot(times(matrices.query, from), times(matrices.key, to)) / 2;
  const layers = (from: Vector, to: Vector): number =>
    dot(matrices.second[0], times(matrices.first, [...from, ...to]).map(Math.tanh));
  const same = (x: Vector): Vector => x;
  const value = (x: Vector): Vector => times(matrices.value, x);
  const expected = [
    { from: decoder, score: plain, read: same, learned: 0 },
    { from: decoder, score: scaled, read: value, learned: 48 },
    { from: encoder, score: plain, read: same, learned: 0 },
    { from: encoder, score: scaled, read: value, learned: 48 },
    { from: encoder, score: layers, read: same, learned: 45 },
  ];

  it("give the weights and contexts of loops over words", async () => {
    const found = await correlationSchemes();
    expect(found).toHaveLength(5);
    found.forEach(({ weights, context, learned }, i) => {
      const { from, score, read, ...rest } = expected[i];
      const rows = from.map((word) => softmax(encoder.map((other) => score(word, other))));
      expectClose(weights, rows);
      expectClose(
        context,
        rows.map((row) => mixed(row, encoder.map(read))),
      );
      expect(learned).toBe(rest.learned);
    });
  });
});

describe("notation and scale", () => {
  it("words in rows and words in columns give the same context", async () => {
    expect(await notationDifference()).toBeLessThan(1e-6);
  });

  it("the scale keeps the softmax of long vectors from saturating", async () => {
    const { even, scaled, unscaled, scaledGradient, unscaledGradient } = await entropies(100);
    expect(even).toBe(4);
    expect(scaled).toBeGreaterThan(3);
    expect(unscaled).toBeLessThan(0.8);
    expect(scaledGradient / unscaledGradient).toBeGreaterThan(3);
  });
});

describe("the ways to score an alignment", () => {
  const { encoder, decoder, additive, general, concat } = given;
  const expected: Record<string, (s: Vector) => number> = {
    additive: (s) => {
      const [a, b] = [times(additive.w, decoder[0]), times(additive.u, s)];
      return dot(
        additive.v[0],
        a.map((x, i) => Math.tanh(x + b[i])),
      );
    },
    dot: (s) => dot(decoder[0], s),
    general: (s) => dot(decoder[0], times(general, s)),
    concat: (s) => dot(concat.v[0], times(concat.w, [...decoder[0], ...s]).map(Math.tanh)),
  };

  it.each(Object.keys(scores))("%s gives the weights of a loop over words", async (name) => {
    const { weights, context } = await aligned(scores[name]);
    const row = softmax(encoder.map(expected[name]));
    expectClose([weights], [row]);
    expectClose([context], [mixed(row, encoder)]);
  });
});

describe("linearized attention", () => {
  it("fast weights, written and read step by step, are causal linear attention", async () => {
    const { difference, largest } = await comparison();
    expect(largest).toBeGreaterThan(10);
    expect(difference / largest).toBeLessThan(1e-6);
  });
});

describe("decomposable attention", () => {
  it("learns whether all words of one sentence are in the other, and looks at the words that are alike", async () => {
    const { accuracy, aligned } = await decomposableAttention(150);
    expect(accuracy).toBeGreaterThan(0.9);
    expect(aligned).toBeGreaterThan(0.9);
  }, 60_000);
});
