import { describe, expect, it } from "vitest";
import {
  activations,
  averagePooling1dLayer,
  convolution1dLayer,
  convolution2dLayer,
  dlnetwork,
  featureInputLayer,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  globalAveragePooling2dLayer,
  gradCAM,
  type Image,
  imageInputLayer,
  type Network,
  reluLayer,
  type Sequence,
  sequenceInputLayer,
  softmaxLayer,
} from "../../src/index.ts";

const drawn = (rows: number, columns: number, seed: number): number[][] =>
  Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, c) => Math.sin(12.9898 * (r + 1) + 78.233 * (c + 1) + 3.1 * seed)),
  );

/** What a fully connected layer makes of each channel for one output: a column of MATLAB's matrix. */
function weightsOf(net: Network, key: string, output: number): number[] {
  const { shape, data } = net.learnables.get(key)!;
  return Array.from({ length: shape[0] }, (_, channel) => data[channel * shape[1] + output]);
}

const close = (found: ArrayLike<number>, expected: readonly number[]): void => {
  expect(found.length).toBe(expected.length);
  expected.forEach((v, i) => {
    expect(found[i]).toBeCloseTo(v, 5);
  });
};

describe("Grad-CAM", () => {
  const net = dlnetwork(
    [
      sequenceInputLayer(2),
      convolution1dLayer(3, 4, { padding: "same", name: "conv" }),
      reluLayer({ name: "relu" }),
      globalAveragePooling1dLayer(),
      fullyConnectedLayer(3, { name: "fc" }),
      softmaxLayer(),
    ],
    { seed: 5 },
  );
  const x = drawn(2, 8, 1);

  it("weights the channels of the last layer with steps by their mean slopes, worked out by hand", async () => {
    const found = await gradCAM(net, x, { target: 1 });
    expect(found).toMatchObject({ layer: "relu", score: { output: "fc", index: 1 }, map: { size: [8] } });
    // score = Σ_c w_c · mean_t a_ct, whose slope along a_ct is w_c / 8.
    const weights = weightsOf(net, "fc/weights", 1).map((w) => w / 8);
    close(found.channelWeights, weights);
    const { data } = (await activations(net, [x], "relu")).values[0] as Sequence;
    const map = x[0].map((_, t) =>
      Math.max(
        0,
        weights.reduce((sum, w, c) => sum + w * data[8 * c + t], 0),
      ),
    );
    expect(Math.max(...map)).toBeGreaterThan(0);
    close(found.map.data, map);
    close(found.overTime!, map);
  });

  it("is interpolated over the steps of the input where the layer has fewer", async () => {
    const pooled = dlnetwork([
      sequenceInputLayer(1, { minLength: 2 }),
      averagePooling1dLayer(2, { stride: 2, name: "pool" }),
      globalAveragePooling1dLayer(),
      fullyConnectedLayer(1, { weights: [[3]], bias: 0 }),
    ]);
    const { map, overTime, channelWeights } = await gradCAM(pooled, [[1, 1, 3, 3, 5, 5]]);
    close(channelWeights, [1]);
    close(map.data, [1, 3, 5]);
    close(overTime!, [1, 1.5, 2.5, 3.5, 4.5, 5]);
  });

  it("of an answer for each step goes behind the layers that only read it off", async () => {
    const steps = dlnetwork(
      [
        sequenceInputLayer(2),
        convolution1dLayer(3, 4, { padding: "same", name: "conv" }),
        reluLayer({ name: "relu" }),
        fullyConnectedLayer(2, { name: "fc" }),
        softmaxLayer(),
      ],
      { seed: 1 },
    );
    const found = await gradCAM(steps, x, { target: 0, step: 5 });
    expect(found.layer).toBe("relu");
    close(
      found.channelWeights,
      weightsOf(steps, "fc/weights", 0).map((w) => w / 8),
    );
  });

  it("is over the pixels of an image", async () => {
    const images = dlnetwork(
      [
        imageInputLayer([4, 3, 1], { normalization: "none" }),
        convolution2dLayer(2, 2, { name: "conv" }),
        globalAveragePooling2dLayer(),
        fullyConnectedLayer(1, { weights: [[1, -2]], bias: 0 }),
      ],
      { seed: 1 },
    );
    const image = Array.from({ length: 4 }, (_, i) => Array.from({ length: 3 }, (_, j) => [Math.sin(5 * i + j)]));
    const { map, overTime, layer } = await gradCAM(images, image);
    expect({ layer, size: map.size, overTime }).toEqual({ layer: "conv", size: [3, 2], overTime: undefined });
    const { data } = (await activations(images, [image], "conv")).values[0] as Image;
    close(
      map.data,
      Array.from({ length: 6 }, (_, at) => Math.max(0, (data[2 * at] - 2 * data[2 * at + 1]) / 6)),
    );
  });

  it("refuses layers without steps by name", async () => {
    await expect(gradCAM(net, x, { layer: "fc" })).rejects.toThrow(
      "gradCAM: the output of layer 'fc', [batch, 3] (CB), has neither time steps nor pixels. Name a layer before the one that takes them together.",
    );
    await expect(gradCAM(net, x, { layer: "cnv" })).rejects.toThrow("Did you mean 'conv'?");
    const rows = dlnetwork([featureInputLayer(2), fullyConnectedLayer(1, { name: "fc" })]);
    await expect(gradCAM(rows, [1, 2])).rejects.toThrow(
      "gradCAM: no layer before 'fc' has an output with time steps or pixels, over which a map could be drawn. Name the layer, or use integratedGradients or occlusion.",
    );
  });
});
