import {
  classificationLayer,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  gruLayer,
  lstmLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import type { Layer } from "../../src/layer.ts";
import { layerGraph } from "../../src/network/layerGraph.ts";
import { shapeFrom } from "./shape.ts";
import { numClasses, type TimedNetwork, withGradients } from "./timedNetwork.ts";

/** Long short-term memory, over sequences as wide as its state. */
export const lstmNetwork = recurrentNetwork("lstm", 4, (width) => lstmLayer(width, { name: "recurrent" }));

/** Gated recurrent units, with the biases that PyTorch's have. */
export const gruNetwork = recurrentNetwork("gru", 3, (width) =>
  gruLayer(width, { resetGateMode: "recurrent-bias-after-multiplication", name: "recurrent" }),
);

/** What the steps say is averaged: gradients that come from the last one alone fade into numbers that no processor is fast with. */
function recurrentNetwork(name: string, gates: number, recurrent: (width: number) => Layer): TimedNetwork {
  return {
    name,
    width: "hidden units",
    widthStep: 1,
    defaultShapes: [shapeFrom("32x200x128")],
    tensorflow: false,
    numFeatures: ({ width }) => width,
    graph: ({ width }, classes) =>
      layerGraph([
        sequenceInputLayer(width, { name: "input" }),
        recurrent(width),
        globalAveragePooling1dLayer({ name: "mean" }),
        fullyConnectedLayer(numClasses, { name: "fc" }),
        softmaxLayer({ name: "softmax" }),
        classificationLayer({ name: "output", classes: [...classes] }),
      ]),
    trainingOperations: ({ batch, time, width }) => {
      const product = 2 * batch * time * gates * width * width;
      return withGradients({ inner: product + 2 * batch * width * numClasses, first: product });
    },
  };
}
