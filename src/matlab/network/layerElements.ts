import type { MatSize } from "../../data/matValues.ts";
import type { Layer } from "../../layer.ts";
import type { ObjectValue, Value } from "../values/value.ts";

/** One element of an array of layers: a layer of the library, or an instance of a layer class of the script. */
export type LayerElement = Layer | ObjectValue;

/** What the value of an array of layers holds, column-major. */
export class LayerArray {
  readonly size: MatSize;
  readonly elements: readonly LayerElement[];

  constructor(elements: readonly LayerElement[], size: MatSize) {
    this.elements = elements;
    this.size = size;
  }
}

/** Whether an element is an instance of a class of the script. */
export function isObject(element: LayerElement): element is ObjectValue {
  return "kind" in element && element.kind === "object";
}

/** The superclasses that make a class of the script a layer. */
const layerClasses = ["nnet.layer.Layer", "nnet.layer.ClassificationLayer", "nnet.layer.RegressionLayer"];

/** Whether a value is an instance of a layer class of the script. */
export function isLayerObject(value: Value): value is ObjectValue {
  return value.kind === "object" && value.definition.ancestors.some((name) => layerClasses.includes(name));
}

/** The layers that a value holds: an array of layers, one layer, or `[]`; undefined for anything else. */
export function layerElements(value: Value): readonly LayerElement[] | undefined {
  if (value.kind === "host") return value.content instanceof LayerArray ? value.content.elements : undefined;
  if (isLayerObject(value)) return [value];
  return value.kind === "numeric" && value.data.length === 0 ? [] : undefined;
}
