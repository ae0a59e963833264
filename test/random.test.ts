import { describe, expect, it } from "vitest";
import { permutation, type RandomStream, randomStream, threefry } from "../src/random.ts";

describe("threefry", () => {
  // The known answers that the authors of the cipher publish for Threefry-2x32 with 20 rounds (Random123).
  it.each([
    { counter: [0x00000000, 0x00000000], key: [0x00000000, 0x00000000], expected: [0x6b200159, 0x99ba4efe] },
    { counter: [0xffffffff, 0xffffffff], key: [0xffffffff, 0xffffffff], expected: [0x1cb996fc, 0xbb002be7] },
    { counter: [0x243f6a88, 0x85a308d3], key: [0x13198a2e, 0x03707344], expected: [0xc4923a9c, 0x483df7a0] },
  ])("gives the published words for counter $counter and key $key", ({ counter, key, expected }) => {
    const words = new Uint32Array(2);
    threefry(key[0], key[1], counter[0], counter[1], words);
    expect([...words]).toEqual(expected);
  });
});

describe("a random stream", () => {
  it("repeats itself for the same seed and purpose", () => {
    expect(first(randomStream(7, "shuffle", 3))).toEqual(first(randomStream(7, "shuffle", 3)));
  });

  it("gives the same numbers on every machine", () => {
    expect(first(randomStream(0, "shuffle", 1), 4)).toMatchInlineSnapshot(`
      [
        0.28705596923828125,
        0.339907705783844,
        0.30503755807876587,
        0.3916221857070923,
      ]
    `);
  });

  it("differs for another seed, purpose or step, also where their texts run together", () => {
    const streams = [
      randomStream(0),
      randomStream(1),
      randomStream(-1),
      randomStream(0.5),
      randomStream(0, "a"),
      randomStream(0, "a", 1),
      randomStream(0, "a", 11),
      randomStream(0, "a1", 1),
      randomStream(0, "a", "1"),
      randomStream(0, "a", 1, 1),
      randomStream(0, "dropout_1", 2),
      randomStream(0, "dropout_2", 1),
      randomStream(2 ** 40, "a"),
      randomStream(0, "ä"),
    ];
    const texts = streams.map((stream) => first(stream).join(" "));
    expect(new Set(texts).size).toBe(streams.length);
  });

  it("has streams that are not correlated", () => {
    const a = first(randomStream(3, "layer", 1), 20_000);
    const b = first(randomStream(3, "layer", 2), 20_000);
    const covariance = a.reduce((total, v, i) => total + (v - 0.5) * (b[i] - 0.5), 0) / a.length;
    expect(Math.abs(covariance * 12)).toBeLessThan(0.03); // four standard deviations of a correlation of 0
  });

  it("draws numbers from 0 up to 1 evenly, exact in single precision", () => {
    const numbers = first(randomStream(11, "uniform"), 100_000);
    expect(numbers.every((v) => v >= 0 && v < 1 && Math.fround(v) === v)).toBe(true);
    const buckets = new Array<number>(64).fill(0);
    for (const v of numbers) buckets[Math.floor(v * 64)]++;
    expect(chiSquared(buckets)).toBeLessThan(120); // 63 degrees of freedom: above 120 once in a hundred thousand seeds
    const [mean, variance] = moments(numbers);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it("draws normal numbers with the moments of the standard normal distribution", () => {
    const stream = randomStream(5, "normal");
    const numbers = Array.from({ length: 100_000 }, () => stream.normal());
    expect(numbers.every(Number.isFinite)).toBe(true);
    const [mean, variance, skew, fourth] = moments(numbers);
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(Math.abs(skew)).toBeLessThan(0.04);
    expect(Math.abs(fourth - 3)).toBeLessThan(0.1);
  });

  it("draws whole numbers below a count evenly, also where the count does not divide 2³²", () => {
    const stream = randomStream(1, "below");
    const buckets = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) buckets[stream.below(7)]++;
    expect(chiSquared(buckets)).toBeLessThan(30);
    const large = 3 * 2 ** 30;
    const lower = Array.from({ length: 20_000 }, () => stream.below(large)).filter((v) => v < large / 3).length;
    expect(Math.abs(lower / 20_000 - 1 / 3)).toBeLessThan(0.015); // without rejection it would be a half
    expect(stream.below(1)).toBe(0);
  });

  it("fills an array with the numbers that it would draw one by one", () => {
    const array = new Float32Array(101);
    randomStream(9, "fill").fillUniform(array);
    expect([...array]).toEqual(first(randomStream(9, "fill"), 101));
  });
});

describe("a permutation", () => {
  it("holds every number once", () => {
    for (const count of [0, 1, 2, 17, 1000]) {
      const order = permutation(count, randomStream(2, "order", count));
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    }
  });

  it("is the same for the same stream and another for another", () => {
    const order = (epoch: number) => [...permutation(50, randomStream(4, "shuffle", epoch))];
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
  });

  it("is any of all orders equally often", () => {
    const stream = randomStream(8, "orders");
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const key = permutation(4, stream).join("");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquared([...counts.values()])).toBeLessThan(60); // 23 degrees of freedom: above 60 once in thirty thousand seeds
  });
});

function first(stream: RandomStream, count = 8): number[] {
  return Array.from({ length: count }, () => stream.uniform());
}

function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
}

/** Mean, variance, and the third and fourth moments of the standardized numbers. */
function moments(numbers: readonly number[]): [number, number, number, number] {
  const average = (f: (v: number) => number): number => numbers.reduce((total, v) => total + f(v), 0) / numbers.length;
  const mean = average((v) => v);
  const variance = average((v) => (v - mean) ** 2);
  const standard = (power: number) => average((v) => ((v - mean) / Math.sqrt(variance)) ** power);
  return [mean, variance, standard(3), standard(4)];
}
