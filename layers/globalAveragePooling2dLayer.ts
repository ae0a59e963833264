import { z } from "zod";
import { globalImagePooling, spatialDimensionsOption } from "../src/layer/globalImagePooling.ts";
import { globalMean } from "../src/layer/globalPooling.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that takes the mean of each channel of an image: SSCB stays SSCB, SSCBT stays SSCBT (each time step by itself), with the spatial sizes 1 × 1.
 * Convolutions of size 1 may follow, as in squeeze and excitation. Where one vector for each observation is needed, as before `lstmLayer` or to
 * concatenate with features, put `flattenLayer` behind it; `fullyConnectedLayer` and the output layers take it as it is.
 *
 * `spatialDimensions` (`"keep"`, ours): `"remove"` gives CB (CBT) itself, which is how graph files of the format `layergraph/1` are read.
 *
 * @example globalAveragePooling2dLayer({ name: "gap" })
 * @see MATLAB globalAveragePooling2dLayer
 */
export const globalAveragePooling2dLayer = defineLayer({
  type: "globalAveragePooling2dLayer",
  base: "gapool",
  title: "2-D Global Average Pooling",
  description: () => "2-D global average pooling",
  options: z.object({ spatialDimensions: spatialDimensionsOption }),
  ...globalImagePooling,
  reach: stepByStep,
  predict: ({ inputs: [x], options: { spatialDimensions } }) => globalMean(x, 2, spatialDimensions),
});
