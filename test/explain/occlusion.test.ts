import { describe, expect, it } from "vitest";
import {
  activations,
  dlnetwork,
  featureInputLayer,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  globalAveragePooling2dLayer,
  imageInputLayer,
  lstmLayer,
  occlusion,
  sequenceInputLayer,
  softmaxLayer,
  wordEmbeddingLayer,
} from "../../src/index.ts";

const drawn = (rows: number, columns: number, seed: number): number[][] =>
  Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, c) => Math.sin(12.9898 * (r + 1) + 78.233 * (c + 1) + 3.1 * seed)),
  );

describe("occlusion", () => {
  const net = dlnetwork(
    [sequenceInputLayer(2), lstmLayer(4, { outputMode: "last" }), fullyConnectedLayer(3, { name: "fc" }), softmaxLayer()],
    { seed: 1 },
  );
  const x = drawn(2, 11, 1);
  /** The score of one sequence. */
  const scoreOf = async (sequence: number[][]): Promise<number> =>
    ((await activations(net, [sequence], "fc")).values[0] as Float32Array)[2];

  it("is the fall of the score under each window, computed one by one", async () => {
    const found = await occlusion(net, x, { target: 2, window: 4, stride: 3, miniBatchSize: 2 });
    expect(found).toMatchObject({ along: "time", score: { output: "fc", index: 2 } });
    expect(found.value).toBeCloseTo(await scoreOf(x), 6);
    expect(found.windows.map(({ from, to }) => [from, to])).toEqual([
      [0, 4],
      [3, 7],
      [6, 10],
      [7, 11],
    ]);
    const drops: number[] = [];
    for (const { from, to, score, drop } of found.windows) {
      const left = await scoreOf(x.map((row) => row.map((v, t) => (t >= from && t < to ? 0 : v))));
      expect(score).toBeCloseTo(left, 6);
      expect(drop).toBeCloseTo(found.value - left, 6);
      drops.push(drop);
    }
    const [a, b, c, d] = drops;
    const expected = [a, a, a, (a + b) / 2, b, b, (b + c) / 2, (c + d) / 2, (c + d) / 2, (c + d) / 2, d];
    for (const [t, drop] of expected.entries()) expect(found.drops[t]).toBeCloseTo(drop, 6);
  });

  it("covers steps by the mean of each channel where that is asked for", async () => {
    const means = x.map((row) => row.reduce((sum, v) => sum + v, 0) / row.length);
    const { windows } = await occlusion(net, x, { target: 2, window: 11, baseline: "mean" });
    expect(windows).toHaveLength(1);
    expect(windows[0].score).toBeCloseTo(await scoreOf(x.map((row, c) => row.map(() => means[c]))), 6);
  });

  it("covers the features of a row one by one", async () => {
    const linear = dlnetwork([featureInputLayer(3), fullyConnectedLayer(1, { weights: [[1, 2, 3]], bias: 4 })]);
    const { along, drops, value } = await occlusion(linear, [1, 1, -1]);
    expect({ along, drops, value }).toEqual({ along: "features", drops: [1, 2, -3], value: 4 });
  });

  it("explains words, which have no slope", async () => {
    const words = dlnetwork([
      sequenceInputLayer(1),
      wordEmbeddingLayer(3, 5),
      globalAveragePooling1dLayer(),
      fullyConnectedLayer(1),
    ]);
    const { drops } = await occlusion(words, [[1, 2, 3]]);
    expect(drops.every((drop) => drop !== 0)).toBe(true);
  });

  it("refuses windows that do not fit, and images", async () => {
    await expect(occlusion(net, x, { window: 12 })).rejects.toThrow(
      "occlusion: option 'window' must be a whole number from 1 to 11, received 12.",
    );
    await expect(occlusion(net, x, { window: 3, stride: 4 })).rejects.toThrow(
      "occlusion: option 'stride' must be a whole number from 1 to 3, received 4.",
    );
    const images = dlnetwork([
      imageInputLayer([2, 2, 1], { name: "image" }),
      globalAveragePooling2dLayer(),
      fullyConnectedLayer(1),
    ]);
    await expect(
      occlusion(images, [
        [[1], [1]],
        [[1], [1]],
      ]),
    ).rejects.toThrow(
      "occlusion: input 'image' takes images (SSCB), over which no window moves yet. Use integratedGradients or gradCAM.",
    );
  });
});
