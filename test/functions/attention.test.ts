import { describe, expect, it } from "vitest";
import { type AttentionOptions, attention } from "../../src/functions/attention.ts";
import { type Activation, type Format, printSizes } from "../../src/layer.ts";
import { gradients } from "../../src/ops/backward.ts";
import { constant, input, multiply, symbol, total, type Value } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { randomStream } from "../../src/random.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { elementCount, type Tensor } from "../../src/tensor.ts";
import { centralDifferences, distance, runOnRuntime } from "../ops/opSuite.ts";

type Feeds = Record<string, Tensor>;

/** Inputs of fixed sizes with random numbers. */
class Drawn {
  readonly feeds: Feeds = {};
  readonly #random = randomStream(1, "attention function");

  activation(name: string, format: Format, ...shape: number[]): Activation {
    const data = Float64Array.from({ length: elementCount(shape) }, () => this.#random.normal());
    this.feeds[name] = { type: "float64", shape, data };
    return { value: input(name, shape), format };
  }

  lengths(name: string, ...lengths: number[]): Value {
    this.feeds[name] = { type: "int64", shape: [lengths.length], data: BigInt64Array.from(lengths, BigInt) };
    return input(name, [lengths.length], "int64");
  }

  numbers(...values: readonly Value[]): number[][] {
    const results = evaluatePlan(makePlan("values", Object.fromEntries(values.map((v, i) => [`${i}`, v]))), this.feeds);
    return values.map((_, i) => Array.from(results[`${i}`].data as Float64Array));
  }
}

/** The largest distance of the gradients of a scalar from its central differences. */
function gradientDistance(scalar: Value, wrt: readonly Value[], feeds: Feeds): number {
  const names = wrt.map((_, i) => `${i}`);
  const found = evaluatePlan(makePlan("gradients", Object.fromEntries(gradients(scalar, wrt).map((g, i) => [`${i}`, g]))), feeds);
  const numeric = centralDifferences(makePlan("scalar", { value: scalar }), feeds, wrt);
  return Math.max(...names.map((name, i) => distance(found[name], numeric[i])));
}

describe("the attention function", () => {
  it("has the sizes of MATLAB's example", () => {
    const drawn = new Drawn();
    const [queries, keys] = [drawn.activation("q", "CBT", 32, 100, 64), drawn.activation("k", "CBT", 32, 100, 80)];
    const [Y, weights] = attention(queries, keys, drawn.activation("v", "CBT", 32, 120, 80), 5);
    expect(printSizes(Y)).toBe("[32, 120, 64] (CBT)");
    expect(printSizes(weights)).toBe("[32, 5, 80, 64] (SSCB)");
  });

  it("gives weights that are positive and add up to 1 over the keys", () => {
    const drawn = new Drawn();
    const queries = drawn.activation("q", "CBT", 2, 4, 3);
    const keys = drawn.activation("k", "CBT", 2, 4, 5);
    const [weights] = drawn.numbers(attention(queries, keys, keys, 2)[1].value);
    for (let column = 0; column < 2 * 2 * 3; column++) {
      const at = Math.floor(column / 3) * 15 + (column % 3);
      const own = [0, 1, 2, 3, 4].map((key) => weights[at + key * 3]);
      expect(Math.min(...own)).toBeGreaterThan(0);
      expect(own.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    }
  });

  it("weighs two keys by the softmax of scaled products: worked by hand", () => {
    const one = (values: number[], places: number): Activation => ({ value: constant(values, [1, 1, places]), format: "CBT" });
    const [Y, weights] = attention(one([1], 1), one([0, Math.log(3)], 2), one([10, 20], 2), 1, { scale: 1 });
    const [y, w] = new Drawn().numbers(Y.value, weights.value);
    expect(w.map((v) => Number(v.toFixed(9)))).toEqual([0.25, 0.75]);
    expect(y[0]).toBeCloseTo(17.5, 9);
  });
});

/** The weights [heads, keys, queries] of one observation that an attention mask leaves. */
function weightsUnder(options: AttentionOptions, queries = 3, keys = 3): number[][] {
  const drawn = new Drawn();
  const k = drawn.activation("k", "CBT", 1, 2, keys);
  const [, weights] = attention(drawn.activation("q", "CBT", 1, 2, queries), k, k, 1, options);
  const [flat] = drawn.numbers(weights.value);
  return Array.from({ length: keys }, (_, key) => flat.slice(key * queries, (key + 1) * queries));
}

describe("an attention mask", () => {
  it("lets query i use the keys 1 … i, where it is causal", () => {
    const weights = weightsUnder({ attentionMask: "causal" });
    expect(weights.map((row) => row.map((w) => (w > 0 ? 1 : 0)))).toEqual([
      [1, 1, 1],
      [0, 1, 1],
      [0, 0, 1],
    ]);
  });

  it("has keys as rows and queries as columns, where it is an array", () => {
    const mask = [
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    const weights = weightsUnder({ attentionMask: mask }, 2, 3);
    expect(weights.map((row) => row.map((w) => (w > 0 ? 1 : 0)))).toEqual(mask);
    const asValue = constant(mask.flat(), [3, 2]);
    expect(weightsUnder({ attentionMask: asValue }, 2, 3)).toEqual(weights);
    const truths = mask.map((row) => row.map((v) => v === 1));
    expect(weightsUnder({ attentionMask: truths }, 2, 3)).toEqual(weights);
  });

  it("may differ between heads and observations", () => {
    const drawn = new Drawn();
    const x = drawn.activation("x", "CBT", 2, 4, 2);
    // [batch, heads, keys, queries]: head 1 of observation 0 may use only the first key, the others only the second.
    const second = [0, 0, 1, 1];
    const mask = constant([...second, 1, 1, 0, 0, ...second, ...second], [2, 2, 2, 2]);
    const [weights] = drawn.numbers(attention(x, x, x, 2, { attentionMask: mask })[1].value);
    expect(weights).toEqual([...second, 1, 1, 0, 0, ...second, ...second]);
  });

  it("is refused where its size is another, or known only when data arrives", () => {
    const mask = [[1, 1]];
    expect(() => weightsUnder({ attentionMask: mask })).toThrow(
      "the attention mask [1, 2] does not fit, expected keys × queries [3, 3]",
    );
    expect(() => weightsUnder({ attentionMask: [[1, 1], [1]] })).toThrow("rows of unequal lengths");
    const x: Activation = { value: input("x", [symbol("batch"), 2, symbol("time")]), format: "CBT" };
    expect(() => attention(x, x, x, 1, { attentionMask: mask })).toThrow("give a value computed from ops.range");
  });
});

describe("what no query may use", () => {
  it("gives 0, weights 0 and no NaN, where all keys of an observation are padding", async () => {
    const drawn = new Drawn();
    const x = drawn.activation("x", "CBT", 2, 4, 3);
    drawn.activation("mask", "CBT", 2, 1, 3);
    drawn.feeds.mask = { type: "float64", shape: [2, 1, 3], data: Float64Array.of(1, 0, 1, 0, 0, 0) };
    const paddingMask: Activation = { value: input("mask", [2, 1, 3]), format: "CBT" };
    const [Y, weights] = attention(x, x, x, 2, { paddingMask });
    const loss = total(multiply(Y.value, Y.value));
    const [y, w, dx] = drawn.numbers(Y.value, weights.value, ...gradients(loss, [x.value]));
    expect(w.slice(18)).toEqual(Array(18).fill(0));
    for (const nothing of [...y.slice(12), ...dx.slice(12)]) expect(Math.abs(nothing)).toBe(0);
    expect(dx.slice(0, 12).every((slope) => Number.isFinite(slope) && slope !== 0)).toBe(true);
    const plan = makePlan("masked", { y: Y.value });
    expect(distance((await runOnRuntime(plan, drawn.feeds)).y, evaluatePlan(plan, drawn.feeds).y)).toBeLessThan(1e-6);
  });

  it("is each query by itself, where an array says so", () => {
    const weights = weightsUnder({
      attentionMask: [
        [1, 0, 1],
        [1, 0, 0],
        [0, 0, 0],
      ],
    });
    expect(weights.map((row) => row[1])).toEqual([0, 0, 0]);
    expect(weights[0][2]).toBe(1);
  });
});

describe("cross attention over padded sequences of different lengths", () => {
  it("gives each query what it gets from its own keys alone", () => {
    const drawn = new Drawn();
    const [queryLengths, keyLengths] = [
      [2, 4],
      [5, 3],
    ];
    const queries = { ...drawn.activation("q", "CBT", 2, 4, 4), lengths: drawn.lengths("lq", ...queryLengths) };
    const keys = { ...drawn.activation("k", "CBT", 2, 4, 5), lengths: drawn.lengths("lk", ...keyLengths) };
    const values = { ...drawn.activation("v", "CBT", 2, 6, 5), lengths: keys.lengths };
    const [Y] = attention(queries, keys, values, 2);
    expect(Y.lengths).toBe(queries.lengths);
    const [together] = drawn.numbers(Y.value);
    for (const n of [0, 1]) {
      const alone = new Drawn();
      const cut = (name: string, channels: number, steps: number, count: number): Activation => {
        const all = drawn.feeds[name].data as Float64Array;
        const rows = Array.from({ length: channels }, (_, c) => {
          const start = (n * channels + c) * steps;
          return Array.from(all.slice(start, start + count));
        });
        return { value: constant(rows.flat(), [1, channels, count]), format: "CBT" };
      };
      const [q, k, v] = [cut("q", 4, 4, queryLengths[n]), cut("k", 4, 5, keyLengths[n]), cut("v", 6, 5, keyLengths[n])];
      const [single] = alone.numbers(attention(q, k, v, 2)[0].value);
      const real = Array.from({ length: 6 }, (_, c) => together.slice((n * 6 + c) * 4, (n * 6 + c) * 4 + queryLengths[n]));
      real.flat().forEach((value, i) => {
        expect(value).toBeCloseTo(single[i], 12);
      });
    }
  });
});

describe("the gradient of attention", () => {
  const sources = ["q", "k", "v"];
  const traced = (options: AttentionOptions) => {
    const drawn = new Drawn();
    const inputs = sources.map((name, i) => drawn.activation(name, "CBT", 2, 4, i === 0 ? 3 : 4));
    const [Y, weights] = attention(inputs[0], inputs[1], inputs[2], 2, options);
    return { drawn, wrt: inputs.map((x) => x.value), Y: Y.value, weights: weights.value };
  };

  it.each<AttentionOptions>([{}, { attentionMask: "causal" }, { scale: 2 }])(
    "is that of central differences, through weights and output together, with %j",
    (options) => {
      const { drawn, wrt, Y, weights } = traced(options);
      const loss = multiply(total(multiply(Y, Y)), total(multiply(weights, multiply(weights, weights))));
      expect(gradientDistance(loss, wrt, drawn.feeds)).toBeLessThan(1e-6);
    },
  );

  it("has a gradient of its own: the slope of a gradient's length is that of central differences", () => {
    const { drawn, wrt, Y } = traced({ attentionMask: "causal" });
    const first = gradients(total(multiply(Y, Y)), wrt);
    const penalty = first.map((g) => total(multiply(g, g))).reduce((a, b) => multiply(a, b));
    expect(gradientDistance(penalty, wrt, drawn.feeds)).toBeLessThan(1e-6);
  });
});

describe("wrong use of attention", () => {
  const drawn = new Drawn();
  const x = drawn.activation("x", "CBT", 2, 4, 3);

  it("is refused with what was received and expected", () => {
    expect(() => attention(x, x, x, 3)).toThrow("the queries [2, 4, 3] (CBT) have 4 channels, expected a multiple of 3");
    expect(() => attention(x, x, x, 0)).toThrow("numHeads must be a positive whole number, received 0");
    expect(() => attention(x, x, x, 4, { numQueryGroups: 3 })).toThrow("numQueryGroups 3 does not divide numHeads 4");
    expect(() => attention(x, x, x, 2, { dropoutProbability: 0.1 })).toThrow("dropoutProbability is given without random");
    expect(() => attention(x, x, x, 2, { dropoutProbability: 1 })).toThrow("must be less than 1, received 1");
  });

  it("is refused where an option is MATLAB's or none", () => {
    const options = (name: string) => ({ [name]: 1 }) as AttentionOptions;
    expect(() => attention(x, x, x, 2, options("Scale"))).toThrow("attention: there is no option 'Scale'; did you mean scale?");
    expect(() => attention(x, x, x, 2, options("DataFormat"))).toThrow("there is no option 'DataFormat'");
  });
});
