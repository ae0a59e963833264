import {
  additionLayer,
  batchNormalizationLayer,
  connectLayers,
  convolution2dLayer,
  fullyConnectedLayer,
  globalAveragePooling2dLayer,
  type Image,
  imageInputLayer,
  type Layer,
  type LayerGraph,
  layerGraph,
  maxPooling2dLayer,
  reluLayer,
  softmaxLayer,
} from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";
import { type Examples, taskFamily } from "./taskFamily.ts";

const size = 16;

/** Outlines: whether a point is on the line, `right` and `down` of the middle, for a shape of that radius. */
const shapes = {
  circle: (right: number, down: number, radius: number) => Math.abs(Math.hypot(right, down) - radius) < 0.6,
  square: (right: number, down: number, radius: number) => Math.abs(Math.max(Math.abs(right), Math.abs(down)) - radius) < 0.6,
  cross: (right: number, down: number, radius: number) =>
    Math.min(Math.abs(right), Math.abs(down)) < 0.6 && Math.max(Math.abs(right), Math.abs(down)) < radius + 0.6,
};

/** A two-dimensional convolutional network with residual connections finds a shape wherever it is, large or small, bright or dark. */
export const convolutional2d = taskFamily({
  name: "2-D CNN",
  task: "which of three shapes is somewhere in a noisy picture, large or small, bright or dark",
  examples: pictures,
  layers: residualNetwork,
  options: { maxEpochs: 8, miniBatchSize: 20, initialLearnRate: 0.003 },
});

/** Two blocks, each of which adds what went in to what came out; in the second, one filter of one pixel makes the channels as many. */
function residualNetwork(): LayerGraph {
  let lgraph = layerGraph([
    imageInputLayer([size, size, 1]),
    ...convolution("start", 3, 16),
    reluLayer({ name: "in_1" }),
    ...convolution("conv_1a", 3, 16),
    reluLayer(),
    ...convolution("conv_1b", 3, 16),
    additionLayer(2, { name: "add_1" }),
    reluLayer(),
    maxPooling2dLayer(2, { stride: 2, name: "in_2" }),
    ...convolution("conv_2a", 3, 32),
    reluLayer(),
    ...convolution("conv_2b", 3, 32),
    additionLayer(2, { name: "add_2" }),
    reluLayer(),
    globalAveragePooling2dLayer(),
    fullyConnectedLayer(3),
    softmaxLayer({ name: "shape" }),
  ]);
  lgraph = connectLayers(lgraph, "in_1", "add_1/in2");
  lgraph = lgraph.addLayers([convolution2dLayer(1, 32, { name: "skip" })]);
  lgraph = connectLayers(lgraph, "in_2", "skip");
  return connectLayers(lgraph, "skip", "add_2/in2");
}

function convolution(name: string, filterSize: number, numFilters: number): Layer[] {
  return [convolution2dLayer(filterSize, numFilters, { padding: "same", name }), batchNormalizationLayer()];
}

function pictures(count: number, seed: number): Examples {
  const random = seededNormal(seed);
  const names = Object.keys(shapes) as (keyof typeof shapes)[];
  const labels = Array.from({ length: count }, (_, index) => names[index % names.length]);
  const images = labels.map((name): Image => {
    const radius = random.uniform(2.5, 5.5);
    const [x, y] = [0, 1].map(() => random.uniform(radius, size - 1 - radius));
    const brightness = random.uniform(0, 1) < 0.5 ? -1 : 1;
    const data = Float32Array.from({ length: size * size }, (_, at) => {
      const inked = shapes[name]((at % size) - x, Math.floor(at / size) - y, radius);
      return (inked ? brightness : 0) + 0.25 * random.normal();
    });
    return { data, size: [size, size, 1] };
  });
  return { predictors: images, answers: { shape: labels }, features: images.map(({ data }) => [...data]) };
}
