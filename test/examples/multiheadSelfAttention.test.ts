import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  backwardThrough,
  multiheadSelfAttentionLayer,
} from "../../examples/multihead-self-attention/multiheadSelfAttentionLayer.ts";
import { arraySizes, gradientDifferences, layerChecks } from "../../examples/multihead-self-attention/sizesAndGradients.ts";
import { runTraining } from "../../examples/multihead-self-attention/training.ts";
import {
  assembleNetwork,
  dlarray,
  dlnetwork,
  extractdata,
  featureInputLayer,
  ops,
  predict,
  regressionLayer,
  sequenceInputLayer,
} from "../../src/index.ts";
import { randomStream } from "../../src/random.ts";

const definition = multiheadSelfAttentionLayer.definition;
const widths = { numKeyChannels: 4, numValueChannels: 10, outputSize: 3, name: "attention" };
const forgotten = { ...definition, backward: backwardThrough((_, dWeights) => dWeights) };
const diagonalOnly = {
  ...definition,
  backward: backwardThrough((a, dWeights) => ops.multiply(ops.multiply(a, ops.subtract(1, a)), dWeights)),
};

describe("multi-head self-attention as a layer of one's own", () => {
  it("has the sizes that the table of its page states", async () => {
    const found = await arraySizes();
    expect(found).toEqual({
      input: "6 × 5 × 2",
      queryWeights: "4 × 6",
      keyWeights: "4 × 6",
      valueWeights: "10 × 6",
      outputWeights: "3 × 10",
      queries: "2 × 5 × 2 × 2",
      keys: "2 × 5 × 2 × 2",
      values: "5 × 5 × 2 × 2",
      weights: "5 × 5 × 2 × 2",
      merged: "10 × 5 × 2",
      output: "3 × 5 × 2",
    });
    const table = readFileSync("examples/multihead-self-attention/README.md", "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| "));
    const sizes = table.slice(1).flatMap((row) => / (\d+(?: × \d+)+) /.exec(row)?.[1] ?? []);
    const { keyWeights: _, keys: __, ...each } = found;
    expect(sizes).toEqual(Object.values(each));
  });

  it("gives what a loop over heads and steps gives", async () => {
    const random = randomStream(3, "loop");
    const x = Array.from({ length: 4 }, () => Array.from({ length: 6 }, () => random.normal())); // time × channels
    const net = dlnetwork([sequenceInputLayer(6), multiheadSelfAttentionLayer(2, widths)], { seed: 4 });
    const [[...steps]] = extractdata(await predict(net, dlarray([x], "BTC")), "BTC");
    const product = (name: string, columns: number, vector: readonly number[]): number[] => {
      const { data } = net.learnables.get(`attention/${name}`)!; // value [inputs, outputs]
      return Array.from({ length: columns }, (_, o) => vector.reduce((sum, v, i) => sum + v * data[i * columns + o], 0));
    };
    const [q, k, v] = [["queryWeights", 4] as const, ["keyWeights", 4] as const, ["valueWeights", 10] as const].map(([name, n]) =>
      x.map((step) => product(name, n, step)),
    );
    const merged = q.map((query) =>
      [0, 1].flatMap((h) => {
        const scores = k.map((key) => [0, 1].reduce((s, c) => s + query[2 * h + c] * key[2 * h + c], 0) / Math.SQRT2);
        const sum = scores.reduce((s, score) => s + Math.exp(score), 0);
        return [0, 1, 2, 3, 4].map((c) => scores.reduce((s, score, j) => s + (Math.exp(score) / sum) * v[j][5 * h + c], 0));
      }),
    );
    const expected = merged.map((step) => product("outputWeights", 3, step));
    for (const [t, step] of expected.entries()) for (const [c, y] of step.entries()) expect(steps[t][c]).toBeCloseTo(y, 5);
  });

  it("gives a padded sequence what it gets alone", async () => {
    const random = randomStream(5, "padding");
    const sequence = (steps: number) => Array.from({ length: 6 }, () => Array.from({ length: steps }, () => random.normal()));
    const sequences = [sequence(3), sequence(7)];
    const layers = [sequenceInputLayer(6), multiheadSelfAttentionLayer(2, widths), regressionLayer()];
    const net = assembleNetwork(layers, { initialize: true, seed: 1 });
    const together = await predict(net, sequences);
    const alone = await predict(net, sequences.slice(0, 1));
    const [a, b] = [together, alone].map(({ values }) => (values as { data: Float32Array }[])[0].data);
    expect(a).toHaveLength(9);
    for (const [i, v] of a.entries()) expect(v).toBeCloseTo(b[i], 6);
  });

  it("has gradients by hand that equal the automatic ones, padding included", async () => {
    const differences = await gradientDifferences();
    expect(Object.keys(differences)).toEqual(["input", "queryWeights", "keyWeights", "valueWeights", "outputWeights"]);
    for (const difference of Object.values(differences)) expect(difference).toBeLessThan(1e-6);
  });

  it("is proved right by checkLayer, in double precision against central differences, over padded batches too", async () => {
    const { right } = await layerChecks();
    expect(right.suite).toBe("TestLayerWithBackward");
    expect(right.checks.filter(({ status }) => status === "failed" || status === "incomplete")).toEqual([]);
    const gradients = right.checks.filter(({ name }) => name === "gradientsAreNumericallyCorrect");
    expect(gradients.map(({ observations, status }) => [observations, status])).toEqual([
      ["one", "passed"],
      ["several", "passed"],
    ]);
  });

  it("is proved wrong by checkLayer with a backward that forgets the softmax Jacobian", async () => {
    const { wrong } = await layerChecks();
    const failed = wrong.checks.filter(({ status }) => status === "failed");
    expect(failed.map(({ name, observations }) => [name, observations])).toEqual([
      ["gradientsAreNumericallyCorrect", "one"],
      ["gradientsAreNumericallyCorrect", "several"],
    ]);
    for (const { message, worst, cause } of failed) {
      expect(cause).toContain("the Jacobian of softmax is forgotten");
      expect(message).toContain(
        "Wrong: dL/dX of input 'in', dL/dW of learnable 'queryWeights', dL/dW of learnable 'keyWeights'.",
      );
      expect(message).toContain("Right: dL/dW of learnable 'valueWeights', dL/dW of learnable 'outputWeights'.");
      expect(Math.abs(worst!.received - worst!.expected)).toBeGreaterThan(1);
    }
  });

  it.each([
    ["forgets the softmax Jacobian", forgotten],
    ["has only the diagonal of the softmax Jacobian", diagonalOnly],
  ])("shows a backward that %s by the gradients before the softmax, and by these only", async (_, wrong) => {
    const { input, queryWeights, keyWeights, valueWeights, outputWeights } = await gradientDifferences(wrong);
    for (const difference of [input, queryWeights, keyWeights]) expect(difference).toBeGreaterThan(0.1);
    for (const difference of [valueWeights, outputWeights]) expect(difference).toBeLessThan(1e-6);
  });

  it("refuses widths that its heads do not divide, and what is no sequence", () => {
    const odd = multiheadSelfAttentionLayer(4, { ...widths, numKeyChannels: 8 });
    expect(() => dlnetwork([sequenceInputLayer(6), odd])).toThrow("numValueChannels is 10, expected a multiple of numHeads (4).");
    const features = [featureInputLayer(6), multiheadSelfAttentionLayer(2, widths)];
    expect(() => dlnetwork(features)).toThrow("received CB, expected sequences (CBT).");
  });

  it("predicts in an assembled network, and learns what a linear model cannot", async () => {
    const said: string[] = [];
    const { scores, before, after, baseline } = await runTraining({ maxEpochs: 15 }, (line) => said.push(line));
    expect(scores).toHaveLength(3);
    expect(scores.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(before).toBeLessThan(0.5);
    expect(after).toBeGreaterThanOrEqual(0.95);
    expect(baseline).toBeLessThan(0.75);
    const shown = [...scores].map((s) => s.toFixed(3)).join(" ");
    expect(said).toEqual([
      `Assembled with random weights, the network gives the first question ${shown}`,
      `Accuracy: ${before.toFixed(3)} untrained, ${after.toFixed(3)} trained, ${baseline.toFixed(3)} by a linear model`,
    ]);
  });

  it("uses public names only", () => {
    for (const file of ["multiheadSelfAttentionLayer.ts", "sizesAndGradients.ts", "training.ts", "questions.ts", "main.ts"]) {
      const text = readFileSync(`examples/multihead-self-attention/${file}`, "utf8");
      const from = [...text.matchAll(/from "(.*)"/g)].map(([, path]) => path);
      expect(from.filter((path) => path.includes("/src/") && path !== "../../src/index.ts")).toEqual([]);
    }
  });
});
