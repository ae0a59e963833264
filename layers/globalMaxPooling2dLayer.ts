import { z } from "zod";
import { globalImagePooling, spatialDimensionsOption } from "../src/layer/globalImagePooling.ts";
import { globalMaximum } from "../src/layer/globalPooling.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that keeps the largest element of each channel of an image: SSCB stays SSCB, SSCBT stays SSCBT (each time step by itself), with the spatial sizes 1 × 1.
 * Convolutions of size 1 may follow, as in squeeze and excitation. Where one vector for each observation is needed, as before `lstmLayer` or to
 * concatenate with features, put `flattenLayer` behind it; `fullyConnectedLayer` and the output layers take it as it is.
 *
 * `spatialDimensions` (`"keep"`, ours): `"remove"` gives CB (CBT) itself, which is how graph files of the format `layergraph/1` are read.
 *
 * @example globalMaxPooling2dLayer({ name: "gmp" })
 * @see MATLAB globalMaxPooling2dLayer
 */
export const globalMaxPooling2dLayer = defineLayer({
  type: "globalMaxPooling2dLayer",
  base: "gmpool",
  title: "2-D Global Max Pooling",
  description: () => "2-D global max pooling",
  options: z.object({ spatialDimensions: spatialDimensionsOption }),
  ...globalImagePooling,
  reach: stepByStep,
  predict: ({ inputs: [x], options: { spatialDimensions } }) => globalMaximum(x, 2, spatialDimensions),
});
