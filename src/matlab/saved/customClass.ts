import type { MatValue } from "../../data/matValues.ts";
import type { AnyLayerDefinition } from "../../layer.ts";
import { fieldOf, optionOf } from "./savedClass.ts";
import { arrayOf, plainOf, type SavedArray, type SavedFields, structFields } from "./savedFields.ts";

/** Properties of MATLAB's base class, which say nothing of the user's own. */
const baseProperties = new Set([
  "Name",
  "Description",
  "Type",
  "NumInputs",
  "NumOutputs",
  "InputNames",
  "OutputNames",
  "NumStates",
  "PrivateNumStates",
  "Version",
]);

/** The struct in which the base class keeps the factors of learnables; its fields are their names. */
const factors = "nnet.cnn.layer.mixin.Learnable.LearnRateFactor";

/** The properties that a user's class adds to those of the base class. Names that are qualified by a class of MATLAB's are private ones of it. */
export function ownProperties(saved: SavedFields): ReadonlyMap<string, MatValue> {
  return new Map([...saved.values].filter(([name]) => !baseProperties.has(name) && !name.startsWith("nnet.")));
}

/** Whether a property of a user's class is a learnable. */
export function isLearnable(saved: SavedFields, property: string): boolean {
  const value = saved.raw(factors);
  return (value && structFields(value)?.has(property)) ?? false;
}

/** The numbers of a user's class, by the name that a layer of ours has for the property and by MATLAB's own. */
export function customArrays(saved: SavedFields): ReadonlyMap<string, SavedArray> {
  const arrays = new Map<string, SavedArray>();
  for (const [name, value] of ownProperties(saved)) {
    if (!isNumeric(value)) continue;
    const array = arrayOf(value, `${saved.where}: ${name}`);
    if (array) for (const key of [name, optionOf(name)]) arrays.set(key, array);
  }
  return arrays;
}

function isNumeric(value: MatValue): boolean {
  if (value.kind === "object") return value.className === "dlarray" || value.className === "gpuArray";
  return value.kind === "numeric" && value.imaginary === undefined;
}

/** The options of an own layer: the properties of their names. */
export function customOptions(definition: AnyLayerDefinition, saved: SavedFields): Record<string, unknown> {
  const values = ownProperties(saved);
  return Object.fromEntries(
    Object.keys(definition.options.shape).map((option) => [option, plainOf(values.get(fieldOf(option)) ?? values.get(option))]),
  );
}
