import { describe, expect, it } from "vitest";
import {
  convolution2dLayer,
  flattenLayer,
  fullyConnectedLayer,
  imageInputLayer,
  pixelClassificationLayer,
  regressionLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import { toImages } from "../../src/data/images.ts";
import { toLabelImages } from "../../src/data/labelImages.ts";
import { randomStream } from "../../src/random.ts";
import { classify } from "../../src/train/classify.ts";
import { evaluateNetwork } from "../../src/train/evaluateNetwork.ts";
import { decodeNetwork, encodeNetwork } from "../../src/train/networkFile.ts";
import { predict } from "../../src/train/predict.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import { trainnet } from "../../src/train/trainnet.ts";
import { randomNetwork } from "./networkExamples.ts";

const [height, width, channels] = [3, 4, 2];
const settings = { maxEpochs: 40, miniBatchSize: 4, initialLearnRate: 0.05, verbose: false, threads: 1, seed: 1 } as const;
const options = trainingOptions("adam", settings);

/** Images of small numbers; those of odd place are brighter in their second channel. */
function images(count: number, size: readonly number[] = [height, width, channels]) {
  const random = randomStream(3, "images", count);
  return Array.from({ length: count }, (_, n) => ({
    data: Float32Array.from(
      { length: size.reduce((a, b) => a * b, 1) },
      (_, i) => 0.3 * random.normal() + (i % 2 === 1 ? n % 2 : 0),
    ),
    size,
  }));
}
const X = images(8);
const labels = X.map((_, n) => (n % 2 === 1 ? "bright" : "dark"));
/** Sky where the first channel is above its mean. */
const pixels = X.map(({ data }) =>
  Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => (data[(row * width + column) * channels] > 0 ? "sky" : "road")),
  ),
);

describe("images", () => {
  it("are lists of rows of columns of channels, or numbers in that order with their size", () => {
    expect(
      toImages(
        [
          [
            [
              [1, 2],
              [3, 4],
            ],
          ],
        ],
        { rank: 3 },
      ),
    ).toEqual([{ data: Float32Array.of(1, 2, 3, 4), size: [1, 2, 2] }]);
    expect(() => toImages([[[[1, 2], [3]]]], { rank: 3 })).toThrow(
      "X[0][0][1] has 1 entries, expected 2 as at the start of X[0].",
    );
    expect(() => toImages([[1, 2]], { rank: 3 })).toThrow("X[0] is nested 1 deep, expected 3 levels");
    expect(() => toImages([{ data: [1, 2], size: [1, 1, 3] }], { rank: 3 })).toThrow(
      "X[0] has 2 numbers; its size [1, 1, 3] takes 3.",
    );
    expect(() => toImages([{ data: [Number.NaN], size: [1, 1, 1] }], { rank: 3 })).toThrow("X[0], number 0, is NaN");
    expect(() => toImages([...images(1), ...images(1, [2, 4, 2])], { rank: 3 })).toThrow(
      "X[1] has size 2×4×2, but X[0] has 3×4×2",
    );
    expect(
      toLabelImages(
        [
          [
            ["a", "b"],
            [null, "a"],
          ],
        ],
        { rank: 2 },
      ),
    ).toEqual({
      kind: "labelImages",
      classes: ["a", "b"],
      codes: [Int32Array.of(0, 1, -1, 0)],
      size: [2, 2],
    });
    expect(() => toLabelImages([[["a"], ["b", "a"]]], { rank: 2 })).toThrow("T[0] is no label image");
  });

  it("train a classifier, saved and loaded, with statistics of the training images", async () => {
    const layers = [
      imageInputLayer([height, width, channels], { name: "input" }),
      flattenLayer(),
      fullyConnectedLayer(2),
      softmaxLayer({ name: "scores" }),
    ];
    const { net } = await trainnet(X, labels, layers, "crossentropy", options);
    expect((await classify(net, X)).labels).toEqual(labels);
    const mean =
      X.flatMap(({ data }) => [...data].filter((_, i) => i % 2 === 1)).reduce((a, b) => a + b, 0) / (8 * height * width);
    expect(net.states.get("input/mean")!.data[1]).toBeCloseTo(mean, 5);
    const loaded = decodeNetwork(encodeNetwork(net));
    expect(await predict(loaded, X)).toEqual(await predict(net, X));
    await expect(predict(net, images(2, [4, 4, 2]))).rejects.toThrow(
      "The prediction images are of size 4×4×2 but the input layer expects images of size 3×4×2.",
    );
  });

  it("reach the network channel by channel, and leave it as they were given", async () => {
    const net = randomNetwork([
      imageInputLayer([height, width, channels], { normalization: "none", name: "input" }),
      regressionLayer(),
    ]);
    expect(await predict(net, X)).toEqual({ kind: "images", values: X });
    const sequences = [5, 3].map((time) => images(1, [height, width, channels, time])[0]);
    const through = randomNetwork([sequenceInputLayer([height, width, channels], { name: "input" }), regressionLayer()]);
    expect(await predict(through, sequences)).toEqual({ kind: "imageSequences", values: sequences });
  });

  it("get a class for each pixel; pixels without one are left out", async () => {
    const layers = [
      imageInputLayer([height, width, channels], { name: "input" }),
      convolution2dLayer([1, 1], 2, { name: "conv" }),
      softmaxLayer({ name: "scores" }),
      pixelClassificationLayer({ name: "output" }),
    ];
    const some = pixels.map((rows) => rows.map((row, at) => (at === 0 ? row.map(() => null) : row)));
    const { net, info } = await trainNetwork(X, some, layers, trainingOptions("adam", { ...settings, initialLearnRate: 0.3 }));
    expect(info.trainingAccuracy!.at(-1)).toBeGreaterThan(90);
    const { labels: found, kind } = await classify(net, X);
    expect(kind).toBe("images");
    const right = (found as string[][]).flat().filter((label, at) => label === pixels.flat(2)[at]).length;
    expect(right / (8 * height * width)).toBeGreaterThan(0.9);
    const { accuracy } = await evaluateNetwork(net, { predictors: X, responses: pixels });
    expect(accuracy).toBeCloseTo(right / (8 * height * width), 10);
    const wrong = trainNetwork(
      X,
      pixels.map((rows) => rows.slice(1)),
      layers,
      options,
    );
    await expect(wrong).rejects.toThrow("The output size ([3 4]) of the last layer does not match the response size ([2 4]).");
  });

  it("are responses of a network that gives images", async () => {
    const layers = [
      imageInputLayer([height, width, channels], { name: "input" }),
      convolution2dLayer([1, 1], channels, { name: "conv" }),
    ];
    const { net, info } = await trainnet(X, X, layers, "mse", trainingOptions("adam", { ...settings, l2Regularization: 0 }));
    expect(info.trainingLoss.at(-1)).toBeLessThan(0.1 * info.trainingLoss[0]);
    expect((await evaluateNetwork(net, { predictors: X, responses: X })).rmse).toBeLessThan(1.5);
  });
});
