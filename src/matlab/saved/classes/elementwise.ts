import { inPackage } from "../savedClass.ts";

/** How MATLAB saves layers that compute each element by itself, that drop, and that reshape. */
export const elementwiseClasses = {
  ...inPackage("nnet.cnn.layer", {
    ReLULayer: { type: "reluLayer" },
    LeakyReLULayer: { type: "leakyReluLayer" },
    ClippedReLULayer: { type: "clippedReluLayer" },
    PReLULayer: { type: "preluLayer", learnables: ["alpha"] },
    ELULayer: { type: "eluLayer" },
    GELULayer: { type: "geluLayer" },
    SwishLayer: { type: "swishLayer" },
    TanhLayer: { type: "tanhLayer" },
    SigmoidLayer: { type: "sigmoidLayer" },
    SoftplusLayer: { type: "softplusLayer" },
    SoftmaxLayer: { type: "softmaxLayer" },
    IdentityLayer: { type: "identityLayer" },
    DropoutLayer: { type: "dropoutLayer" },
    SpatialDropoutLayer: { type: "spatialDropoutLayer" },
    FlattenLayer: { type: "flattenLayer" },
  }),
  ...inPackage("rl.layer", {
    SoftplusLayer: { type: "softplusLayer" },
    ScalingLayer: {
      type: "scalingLayer",
      options: { scale: (saved) => saved.array("Scale"), bias: (saved) => saved.array("Bias") },
    },
  }),
};

/** Layers that MATLAB's examples define as classes of their own and that the library has, by the names of those classes. */
export const exampleClasses = {
  spatialDropoutLayer: { type: "spatialDropoutLayer", options: { probability: dropoutFactor } },
};

function dropoutFactor(saved: { plain(name: string): unknown }): unknown {
  return saved.plain("DropoutFactor");
}
