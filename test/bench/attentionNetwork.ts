import {
  classificationLayer,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  selfAttentionLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import { layerGraph } from "../../src/network/layerGraph.ts";
import { shapeFrom } from "./shape.ts";
import { numClasses, type TimedNetwork, withGradients } from "./timedNetwork.ts";

/** Heads of the self-attention; `pytorch_networks.py` has as many. */
const numHeads = 8;

/** Self-attention over sequences as wide as what it learns. */
export const attentionNetwork: TimedNetwork = {
  name: "attention",
  width: "channels",
  widthStep: numHeads,
  defaultShapes: [shapeFrom("64x128x256")],
  tensorflow: false,
  numFeatures: ({ width }) => width,
  graph: ({ width }, classes) =>
    layerGraph([
      sequenceInputLayer(width, { name: "input" }),
      selfAttentionLayer(numHeads, width, { name: "attention" }),
      globalAveragePooling1dLayer({ name: "mean" }),
      fullyConnectedLayer(numClasses, { name: "fc" }),
      softmaxLayer({ name: "softmax" }),
      classificationLayer({ name: "output", classes: [...classes] }),
    ]),
  trainingOperations: ({ batch, time, width }) => {
    const projection = 2 * batch * time * width * width;
    const scores = 2 * batch * time * time * width;
    return withGradients({ inner: projection + 2 * scores + 2 * batch * width * numClasses, first: 3 * projection });
  },
};
