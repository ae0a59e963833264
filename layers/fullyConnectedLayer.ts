import { z } from "zod";
import { fullyconnect } from "../src/functions/fullyconnect.ts";
import { weightsAndBias, weightsAndBiasOptions } from "../src/layer/channels.ts";
import { flatFeatures } from "../src/layer/flattening.ts";
import { defineLayer, positiveInteger, stepByStep } from "../src/layer.ts";

/**
 * A layer that multiplies by a matrix and adds a vector: `y = weights · x + bias`. CB gives CB, CBT gives CBT (each time step by itself);
 * spatial dimensions are taken together with the channels, as MATLAB orders them, so that SSCB gives CB and SSCBT gives CBT.
 *
 * `weights` have size outputSize × inputSize, `bias` outputSize × 1: given values, or how they start (`weightsInitializer` `"glorot"`,
 * `biasInitializer` `"zeros"`), and their factors (`weightL2Factor` 1, `biasL2Factor` 0, learn rates 1).
 *
 * @example fullyConnectedLayer(10, { name: "fc" })
 * @see MATLAB fullyConnectedLayer
 */
export const fullyConnectedLayer = defineLayer({
  type: "fullyConnectedLayer",
  base: "fc",
  title: "Fully Connected",
  description: ({ outputSize }) => `${outputSize} fully connected layer`,
  positional: ["outputSize"],
  options: z.object({
    outputSize: positiveInteger,
    ...weightsAndBiasOptions,
  }),
  learnables: ({ options, inputs: [x] }) => {
    const { outputSize } = options;
    const inputSize = flatFeatures(x);
    return weightsAndBias(options, {
      weights: [outputSize, inputSize],
      bias: [outputSize, 1],
      fans: { fanIn: inputSize, fanOut: outputSize },
    });
  },
  reach: stepByStep,
  predict: ({ inputs: [x], learnables: { weights, bias } }) => fullyconnect(x, weights, bias),
});
