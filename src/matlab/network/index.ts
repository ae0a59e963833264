import { declareTracedMethods } from "../layers/tracedValues.ts";
import type { Builtin } from "../values/value.ts";
import { graphEditing } from "./graphEditing.ts";
import { graphUtilities } from "./graphUtilities.ts";
import { layerConstructors } from "./layerConstructors.ts";
import { declareMethods } from "./methods.ts";
import { networks, showing } from "./networks.ts";
import { trainingOptionsBuiltin } from "./optionsValue.ts";
import { predicting } from "./predicting.ts";
import { pretrained } from "./pretrained.ts";
import { training } from "./training.ts";
import { unsupportedLayers } from "./unsupportedLayers.ts";

export { graphOf, isGraphValue } from "./graphValue.ts";
export { concatenatedLayers, layersValue } from "./layerArray.ts";

/** MATLAB's functions for layers, layer graphs and networks. */
export const networkBuiltins: readonly Builtin[] = [
  ...layerConstructors,
  ...unsupportedLayers,
  ...pretrained,
  ...graphEditing,
  ...graphUtilities,
  ...networks,
  trainingOptionsBuiltin,
  ...training,
  ...predicting,
  ...showing.filter(({ name }) => name !== "plot" && name !== "summary"),
];

declareMethods([...graphEditing, ...graphUtilities, ...networks, ...training, ...predicting, ...showing]);
// Arrays with labels go to networks as they are, not as ordinary numbers.
declareTracedMethods(predicting.filter(({ name }) => name === "predict" || name === "forward"));
