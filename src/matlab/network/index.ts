import type { Builtin } from "../values/value.ts";
import { graphEditing } from "./graphEditing.ts";
import { layerConstructors } from "./layerConstructors.ts";
import { declareMethods } from "./methods.ts";
import { trainingOptionsBuiltin } from "./optionsValue.ts";

export { graphOf, isGraphValue } from "./graphValue.ts";
export { concatenatedLayers, layersValue } from "./layerArray.ts";

/** MATLAB's functions for layers, layer graphs and networks. */
export const networkBuiltins: readonly Builtin[] = [...layerConstructors, ...graphEditing, trainingOptionsBuiltin];

declareMethods(graphEditing);
