import { inPackage } from "../savedClass.ts";
import type { SavedFields } from "../savedFields.ts";

const learnables = ["offset", "scale"] as const;

/** How MATLAB saves layers that normalize. */
export const normalizationClasses = inPackage("nnet.cnn.layer", {
  BatchNormalizationLayer: {
    type: "batchNormalizationLayer",
    learnables,
    states: {
      trainedMean: (saved) => saved.array("TrainedMean"),
      trainedVariance: (saved) => saved.array("TrainedVariance"),
    },
  },
  LayerNormalizationLayer: {
    type: "layerNormalizationLayer",
    options: { operationDimension },
    learnables,
    note: (saved) =>
      saved.text("OperationDim") === undefined
        ? 'it was saved before R2023a and normalizes over channels and time steps together: operationDimension is "batch-excluded".'
        : undefined,
  },
  GroupNormalizationLayer: { type: "groupNormalizationLayer", learnables },
  InstanceNormalizationLayer: { type: "instanceNormalizationLayer", learnables },
  CrossChannelNormalizationLayer: { type: "crossChannelNormalizationLayer" },
});

/** A layer without the field was saved by a release that knew one way only: over everything but the observations. */
function operationDimension(saved: SavedFields): unknown {
  return saved.text("OperationDim") ?? "batch-excluded";
}
