import { describe, expect, it } from "vitest";
import { attentionHead } from "../../examples/attention/layers/attentionHead.ts";
import { convolution2d } from "../../examples/attention/layers/convolution2d.ts";
import { fullyConnected, observations } from "../../examples/attention/layers/fullyConnected.ts";
import { lstm, sizeOf } from "../../examples/attention/layers/lstm.ts";

describe("the fully connected layer", () => {
  it("gives 4×2 for 4×3: weights times features, plus bias", async () => {
    const outputs = await fullyConnected();
    expect(sizeOf(outputs)).toBe("4×2");
    for (const [i, [a, b, c]] of observations.entries()) {
      expect(outputs[i][0]).toBeCloseTo(0.1 * a + 0.2 * b + 0.3 * c, 5);
      expect(outputs[i][1]).toBeCloseTo(a + b + c - 2, 5);
    }
  });
});

describe("the 2-D convolution", () => {
  it("gives 30×30×16 for 32×32×3, keeps the size with padding and halves it with a stride", async () => {
    const { valid, same, strided, ones } = await convolution2d();
    expect([valid, same, strided, ones].map(({ size }) => size.join("×"))).toEqual([
      "30×30×16",
      "32×32×16",
      "16×16×16",
      "32×32×1",
    ]);
    expect(valid.learned).toBe(3 * 3 * 3 * 16 + 16);
    const among = (at: number): number => (at === 0 || at === 31 ? 2 : 3);
    expect([...ones.firstChannel]).toEqual(
      Array.from({ length: 32 * 32 }, (_, i) => 3 * among(Math.floor(i / 32)) * among(i % 32)),
    );
  });
});

describe("the LSTM of 8 units and a head of 2", () => {
  it("gives 4×2 of the last step, 4×3×2 of all, and states of 4×8", async () => {
    const { last, sequences, hidden, cell } = await lstm();
    expect([last, sequences, hidden, cell].map(sizeOf)).toEqual(["4×2", "4×3×2", "4×8", "4×8"]);
    for (const [i, steps] of sequences.entries()) {
      for (const [j, y] of steps[2].entries()) expect(y).toBeCloseTo(last[i][j], 6);
    }
    // h = o ⊙ tanh(c) with gates between 0 and 1
    for (const [i, h] of hidden.flat().entries()) {
      const bound = Math.tanh(cell.flat()[i]);
      expect(h / bound).toBeGreaterThan(0);
      expect(h / bound).toBeLessThan(1);
    }
  });
});

describe("the attention head of width 4", () => {
  it.each([16, 8])("gives scores and weights 4×%i×1 and output 4×%i×4 with one key per observation", async (steps) => {
    const { given, out, scores, weights } = await attentionHead(steps);
    expect([given.queries, given.keys, scores, weights, out].map(sizeOf)).toEqual([
      `4×${steps}×32`,
      "4×1×32",
      `4×${steps}×1`,
      `4×${steps}×1`,
      `4×${steps}×4`,
    ]);
    expect(new Set(weights.flat(2))).toEqual(new Set([1])); // one key takes all
    for (const rows of out) for (const row of rows) expect(row).toEqual(rows[0]);
  });

  it("weights three keys by the softmax of unscaled products, as a loop does", async () => {
    const { net, given, out, scores, weights } = await attentionHead(5, 3);
    const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
    const projected = (name: string, x: readonly number[]): number[] => {
      const { data } = net.learnables.get(`head/${name}`)!; // rows of inputs, columns of outputs
      return [0, 1, 2, 3].map((j) =>
        dot(
          x,
          x.map((_, i) => Number(data[4 * i + j])),
        ),
      );
    };
    for (const [n, queries] of given.queries.entries()) {
      const [keys, values] = ["keyWeights", "valueWeights"].map((name) => given.keys[n].map((x) => projected(name, x)));
      for (const [t, x] of queries.entries()) {
        const expected = keys.map((key) => dot(key, projected("queryWeights", x)));
        const powers = expected.map(Math.exp);
        const shares = powers.map((p) => p / powers.reduce((a, b) => a + b, 0));
        for (const k of [0, 1, 2]) {
          expect(scores[n][t][k]).toBeCloseTo(expected[k], 4);
          expect(weights[n][t][k]).toBeCloseTo(shares[k], 4);
        }
        for (const c of [0, 1, 2, 3]) {
          const context = dot(
            shares,
            values.map((value) => value[c]),
          );
          expect(out[n][t][c]).toBeCloseTo(context, 4);
        }
      }
    }
  });
});
