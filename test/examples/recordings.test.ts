import { describe, expect, it } from "vitest";
import { accuracy, fitLogisticRegression, meansAndDeviations } from "../../examples/tcn/logisticRegression.ts";
import { type Recordings, recordings } from "../../examples/tcn/recordings.ts";
import { seededNormal } from "../../examples/tcn/seededNormal.ts";

const sampleRate = 20;

/** Each channel with its mean taken away. */
function centred({ data, size: [channels, time] }: Recordings["sequences"][number]): number[][] {
  return Array.from({ length: channels }, (_, channel) => {
    const values = [...data.subarray(channel * time, (channel + 1) * time)];
    const mean = values.reduce((sum, value) => sum + value, 0) / time;
    return values.map((value) => value - mean);
  });
}

/** How the movement is spread over frequencies (in Hz), summed over the channels: no orientation or gain changes the shares. */
function spectrum(sequence: Recordings["sequences"][number]): { frequency: number; power: number }[] {
  const channels = centred(sequence);
  const time = sequence.size[1];
  return Array.from({ length: Math.floor(time / 2) }, (_, cycles) => {
    const angles = Array.from({ length: time }, (_, step) => (2 * Math.PI * step) / time);
    const windowed = (wave: (angle: number) => number, channel: number[]) =>
      angles.reduce((sum, angle, step) => sum + (1 - Math.cos(angle)) * wave(cycles * angle) * channel[step], 0);
    const powers = channels.map((channel) => windowed(Math.cos, channel) ** 2 + windowed(Math.sin, channel) ** 2);
    return { frequency: (cycles * sampleRate) / time, power: powers[0] + powers[1] + powers[2] };
  });
}

function shareOfPower(spread: { frequency: number; power: number }[], from: number, to: number): number {
  const sum = (part: { power: number }[]) => part.reduce((total, { power }) => total + power, 0);
  return sum(spread.filter(({ frequency }) => frequency >= from && frequency < to)) / sum(spread);
}

function valuesOf(made: Recordings, activity: string, value: (sequence: Recordings["sequences"][number]) => number): number[] {
  return made.sequences.filter((_, index) => made.labels[index] === activity).map(value);
}

/** The share of two groups that the best single threshold puts on the right sides. */
function separation(low: number[], high: number[]): number {
  const right = [...low, ...high].map(
    (threshold) => low.filter((value) => value < threshold).length + high.filter((value) => value >= threshold).length,
  );
  return Math.max(...right) / (low.length + high.length);
}

describe("recordings", () => {
  const made = recordings({ count: 200, seed: 3 });

  it("repeats to the bit for the same seed, and differs for another", () => {
    expect(recordings({ count: 200, seed: 3 })).toEqual(made);
    const other = recordings({ count: 200, seed: 4 });
    expect(other.sequences.filter((sequence, index) => sequence.data[0] === made.sequences[index].data[0])).toEqual([]);
  });

  it("begins with the same recordings when more are asked for", () => {
    expect(recordings({ count: 12, seed: 3 }).sequences).toEqual(made.sequences.slice(0, 12));
  });

  it("gives three channels of unequal lengths from 100 to 220 steps", () => {
    const lengths = made.sequences.map(({ size }) => size[1]);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(220);
    expect(new Set(lengths).size).toBeGreaterThan(50);
    expect(made.sequences.every(({ data, size }) => size[0] === 3 && data.length === 3 * size[1])).toBe(true);
  });

  it("gives more steps for the same seconds at a higher sample rate", () => {
    const fine = recordings({ count: 20, seed: 3, sampleRate: 100 }).sequences.map(({ size }) => size[1]);
    expect(Math.min(...fine)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...fine)).toBeLessThanOrEqual(1100);
  });

  it("holds finite values within what such a sensor measures, and no two alike in a row", () => {
    for (const { data } of made.sequences) {
      expect(data.every((value) => Number.isFinite(value) && Math.abs(value) < 16)).toBe(true);
      expect(data.every((value, index) => index === 0 || value !== data[index - 1])).toBe(true);
    }
  });

  it("holds every activity equally often", () => {
    const counts = new Map<string, number>();
    for (const label of made.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    expect([...counts].sort()).toEqual(["dancing", "running", "sitting", "standing", "walking"].map((label) => [label, 40]));
  });

  it("refuses numbers that make no recordings, and says which", () => {
    expect(() => recordings({ count: -1, seed: 1 })).toThrow("recordings: count is -1; give a whole number up to 100000");
    expect(() => recordings({ count: Number.POSITIVE_INFINITY, seed: 1 })).toThrow("count is Infinity");
    expect(() => recordings({ count: 5, seed: 0.5 })).toThrow("recordings: seed is 0.5; give a whole number");
    expect(() => recordings({ count: 5, seed: 1, sampleRate: 0 })).toThrow("sampleRate is 0; give 20 to 200 steps per second");
    expect(recordings({ count: 0, seed: 1 })).toEqual({ sequences: [], labels: [] });
  });

  it.each([1, 2, 3])("hides the activity from means and deviations: logistic regression stays below 0.8 (seed %i)", (seed) => {
    const train = recordings({ count: 300, seed });
    const test = recordings({ count: 300, seed: seed + 100 });
    const model = fitLogisticRegression(train.sequences.map(meansAndDeviations), train.labels);
    const reached = accuracy(model, test.sequences.map(meansAndDeviations), test.labels);
    expect(reached).toBeGreaterThan(0.25); // more than a guess: the baseline itself works
    expect(reached).toBeLessThan(0.8);
  });

  it.each([
    ["walking", "running", 2.2, 3.3],
    ["sitting", "standing", 6, 9],
    ["standing", "walking", 1.3, 6],
    ["sitting", "dancing", 0.75, 3.2],
    ["dancing", "running", 2.2, 3.3],
  ])("tells %s from %s by the share of movement between %f and %f Hz", (low, high, from, to) => {
    const share = (sequence: Recordings["sequences"][number]) => shareOfPower(spectrum(sequence), from, to);
    expect(separation(valuesOf(made, low, share), valuesOf(made, high, share))).toBeGreaterThan(0.95);
  });

  it("changes rhythm in dancing and keeps it in walking: one narrow band holds most of a walk only", () => {
    const narrowest = (sequence: Recordings["sequences"][number]) => {
      const spread = spectrum(sequence);
      return Math.max(...Array.from({ length: 12 }, (_, index) => shareOfPower(spread, 0.6 + index * 0.2, 1 + index * 0.2)));
    };
    expect(separation(valuesOf(made, "dancing", narrowest), valuesOf(made, "walking", narrowest))).toBeGreaterThan(0.9);
  });
});

describe("fitLogisticRegression", () => {
  it("separates what means can separate, and calls each class by its label", () => {
    const random = seededNormal(5);
    const centres = { far: [8, 0], near: [0, 0], up: [0, 8] };
    const examples = Object.entries(centres).flatMap(([label, centre]) =>
      Array.from({ length: 60 }, () => ({ label, features: centre.map((value) => value + random.normal()) })),
    );
    const [features, labels] = [examples.map((example) => example.features), examples.map((example) => example.label)];
    const model = fitLogisticRegression(features, labels);
    expect(model.classes).toEqual(["far", "near", "up"]);
    expect(accuracy(model, features, labels)).toBeGreaterThan(0.98);
    expect(model.predict([9, 1])).toBe("far");
  });

  it("learns the shares of the classes where the features say nothing", () => {
    const model = fitLogisticRegression([[1], [1], [1]], ["b", "a", "b"]);
    expect(model.predict([1])).toBe("b");
  });

  it("refuses examples without labels", () => {
    const message = "fitLogisticRegression: 2 feature vectors, 1 labels; give one label to each";
    expect(() => fitLogisticRegression([[1], [2]], ["a"])).toThrow(message);
    expect(() => fitLogisticRegression([], [])).toThrow("0 feature vectors");
  });
});

describe("meansAndDeviations", () => {
  it("gives each channel's mean and standard deviation, channel by channel", () => {
    expect(meansAndDeviations({ data: Float32Array.from([1, 3, 5, 5]), size: [2, 2] })).toEqual([2, 1, 5, 0]);
  });
});

describe("seededNormal", () => {
  it("spreads normal numbers with mean 0, deviation 1 and the tails of a bell", () => {
    const random = seededNormal(11);
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.03);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.3);
  });

  it("spreads even numbers between the bounds", () => {
    const random = seededNormal(11);
    const values = Array.from({ length: 20_000 }, () => random.uniform(2, 6));
    expect(values.every((value) => value >= 2 && value < 6)).toBe(true);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(4, 1);
  });
});
