import { z } from "zod";
import type { LayerDefinition } from "../layer.ts";

/** Whether global pooling of images leaves the spatial dimensions with size 1, as in MATLAB, or takes them away. */
export const spatialDimensionsOption = z.enum(["keep", "remove"]).default("keep");

/** What layers that pool whole images declare beside what they compute: graph files of the first format meant CB and CBT, MATLAB has flattenLayer for that. */
export const globalImagePooling = {
  fromFirstFormat: (given) => ({ ...given, spatialDimensions: "remove" }),
  matlab: {
    ownOptions: ["spatialDimensions"],
    inLayers: ({ spatialDimensions, ...pooling }) => {
      if (spatialDimensions === undefined) return undefined;
      return spatialDimensions === "remove" ? [pooling, { type: "flattenLayer", name: `${pooling.name}_flatten` }] : [pooling];
    },
  },
} as const satisfies Pick<LayerDefinition, "fromFirstFormat" | "matlab">;
