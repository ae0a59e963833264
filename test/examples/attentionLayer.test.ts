import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { attentionLayer } from "../../examples/tcn/attentionLayer.ts";
import { applyLayer, storedShape } from "../../src/layer/apply.ts";
import type { Activation, Layer } from "../../src/layer.ts";
import { gradients } from "../../src/ops/backward.ts";
import { input, multiply, total, type Value } from "../../src/ops/index.ts";
import { randomStream } from "../../src/random.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { elementCount, type Tensor } from "../../src/tensor.ts";
import { numbersOf } from "../plan/numbers.ts";

type Feeds = Record<string, Tensor>;

const channels = 3;
const random = randomStream(1, "attention");

function drawn(...shape: number[]): Tensor {
  return { type: "float64", shape, data: Float64Array.from({ length: elementCount(shape) }, () => random.normal()) };
}

/** The layer over [batch, channels, time], its learnables as inputs, in a plan of its own. */
function traced(layer: Layer, batch: number, time: number, lengths?: readonly number[]) {
  const x = input("x", [batch, channels, time]);
  const feeds: Feeds = { x: drawn(batch, channels, time) };
  const wrt: Record<string, Value> = { x };
  const activation: Activation = { value: x, format: "CBT", ...(lengths && { lengths: input("lengths", [batch], "int64") }) };
  if (lengths) feeds.lengths = { type: "int64", shape: [batch], data: BigInt64Array.from(lengths, BigInt) };
  const { outputs } = applyLayer(layer, [activation], {
    training: true,
    learnable: (name, { size }) => {
      feeds[name] = drawn(...storedShape(size));
      wrt[name] = input(name, storedShape(size));
      return wrt[name];
    },
    state: () => expect.fail("attention has no state"),
    random: () => expect.fail("attention draws nothing"),
  });
  return { output: outputs[0], feeds, wrt };
}

/** What remains of [batch, channels, time] numbers in the first steps of one observation. */
function stepsOf(values: readonly number[], observation: number, time: number, steps: number): number[][] {
  return Array.from({ length: channels }, (_, channel) => {
    const start = (observation * channels + channel) * time;
    return values.slice(start, start + steps);
  });
}

describe("the attention layer of the example", () => {
  it("fits on a screen and imports the public names only", () => {
    const text = readFileSync("examples/tcn/attentionLayer.ts", "utf8");
    expect(text.split("\n").length).toBeLessThan(60);
    expect([...text.matchAll(/from "(.*)"/g)].map(([, from]) => from)).toEqual(["../../src/index.ts"]);
  });

  it("learns three matrices whose sizes follow from the input", () => {
    const { feeds } = traced(attentionLayer(2), 1, 4);
    expect(Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, shape]))).toEqual({
      x: [1, 3, 4],
      queryWeights: [2, 3],
      keyWeights: [2, 3],
      valueWeights: [3, 3],
    });
  });

  it("adds to each step the values of all steps, weighted by the softmax of scaled products", () => {
    const { output, feeds } = traced(attentionLayer(1), 1, 2);
    const one = (values: number[], shape: number[]): Tensor => ({ type: "float64", shape, data: Float64Array.from(values) });
    const simple: Tensors = {
      ...feeds,
      x: one([1, 0, 0, 1, 0, 0], [1, 3, 2]),
      queryWeights: one([1, 0, 0], [1, 3]),
      keyWeights: one([0, 1, 0], [1, 3]),
      valueWeights: one([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]),
    };
    // Queries are [1, 0], keys [0, 1]: step 0 looks at the steps by softmax([0, 1]), step 1 evenly.
    const [a, b] = [1 / (1 + Math.E), Math.E / (1 + Math.E)];
    const [values] = numbersOf([output.value], simple);
    const expected = [1 + a, 0.5, b, 1.5, 0, 0];
    for (const [at, value] of values.entries()) expect(value).toBeCloseTo(expected[at], 12);
  });

  it("gives the attention alone without the residual", () => {
    const { output, feeds } = traced(attentionLayer(2, { residual: false }), 1, 1);
    const { x, valueWeights } = feeds;
    const [values] = numbersOf([output.value], feeds);
    for (let row = 0; row < channels; row++) {
      const expected = [0, 1, 2].reduce((sum, k) => sum + Number(valueWeights.data[row * 3 + k]) * Number(x.data[k]), 0);
      expect(values[row]).toBeCloseTo(expected, 12);
    }
  });

  it("gives the real steps of a padded sequence what the sequence gets alone", () => {
    const padded = traced(attentionLayer(2), 2, 5, [3, 5]);
    const alone = traced(attentionLayer(2), 1, 3);
    const first = stepsOf(Array.from(padded.feeds.x.data, Number), 0, 5, 3).flat();
    const feeds: Feeds = { ...padded.feeds, x: { ...alone.feeds.x, data: Float64Array.from(first) } as Tensor };
    const { lengths: _, ...others } = feeds;
    const [together] = numbersOf([padded.output.value], padded.feeds);
    const [single] = numbersOf([alone.output.value], others);
    const real = stepsOf(together, 0, 5, 3).flat();
    for (const [at, value] of single.entries()) expect(real[at]).toBeCloseTo(value, 12);
  });

  it.each([undefined, [2, 4]])("has the gradients of central differences, with lengths %j", (lengths) => {
    const { output, feeds, wrt } = traced(attentionLayer(2), 2, 4, lengths);
    const mask = lengths ? lengths.flatMap((n) => Array(3).fill([0, 1, 2, 3].map((t) => (t < n ? 1 : 0)))).flat() : undefined;
    const weights = drawn(2, channels, 4);
    const counted = {
      ...weights,
      data: Float64Array.from(weights.data as Float64Array, (w, i) => w * (mask?.[i] ?? 1)),
    } as Tensor;
    const loss = total(multiply(output.value, input("weights", [2, channels, 4])));
    const all: Tensors = { ...feeds, weights: counted };
    const names = Object.keys(wrt);
    const slopes = numbersOf(gradients(loss, Object.values(wrt)), all);
    for (const [at, name] of names.entries()) {
      const differences = Array.from({ length: feeds[name].data.length }, (_, i) => slopeOf(loss, all, name, i));
      const scale = Math.max(...differences.map(Math.abs));
      const worst = Math.max(...differences.map((d, i) => Math.abs(d - slopes[at][i])));
      expect(worst / scale, name).toBeLessThan(1e-7);
    }
  });
});

/** The slope of a scalar along one element of an input, by central differences. */
function slopeOf(loss: Value, feeds: Tensors, name: string, at: number): number {
  const step = 1e-5;
  const [high, low] = [step, -step].map((change) => {
    const data = Float64Array.from(feeds[name].data as Float64Array, (value, i) => (i === at ? value + change : value));
    return numbersOf([loss], { ...feeds, [name]: { ...feeds[name], data } as Tensor })[0][0];
  });
  return (high - low) / (2 * step);
}
