import { tcn } from "../../examples/tcn/network.ts";
import { shapeFrom } from "./shape.ts";
import { numClasses, type TimedNetwork, withGradients } from "./timedNetwork.ts";

/** What the temporal convolutional network is beside its width; `pytorch_networks.py` has the same. */
export const tcnSizes = { numFeatures: 3, filterSize: 5, numBlocks: 4, dropoutFactor: 0.005 } as const;

/** The temporal convolutional network of the example. */
export const tcnNetwork: TimedNetwork = {
  name: "tcn",
  width: "filters",
  widthStep: 1,
  defaultShapes: ["32x200x128", "32x1000x128", "1x53888x64", "64x100x32", "1x200x128"].map(shapeFrom),
  tensorflow: true,
  numFeatures: () => tcnSizes.numFeatures,
  graph: ({ width }, classes, dropout) => tcn({ ...tcnSizes, numFilters: width, classes, ...(!dropout && { dropoutFactor: 0 }) }),
  trainingOperations: ({ batch, time, width }) => {
    const { numFeatures, filterSize, numBlocks } = tcnSizes;
    const product = (taps: number, channels: number): number => 2 * batch * time * taps * channels * width;
    const inner = (2 * numBlocks - 1) * product(filterSize, width) + 2 * batch * width * numClasses;
    return withGradients({ inner, first: product(filterSize, numFeatures) + product(1, numFeatures) });
  },
};
