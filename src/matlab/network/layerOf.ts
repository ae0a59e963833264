import type { Layer } from "../../layer.ts";
import type { Place } from "../syntax/ast.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { ObjectValue, Session } from "../values/value.ts";
import { isObject, type LayerElement } from "./layerElements.ts";

const objects = new WeakMap<object, ObjectValue>();

/** The layer that an element of an array of layers is in a graph. */
export function layerOf(element: LayerElement, _session: Session, place: Place): Layer {
  if (!isObject(element)) return element;
  throw new ScriptError("layergraph:unsupported", `The class '${element.className}' cannot be a layer here.`, place);
}

/** The element that a layer of a graph was made of: the instance of the script's class, or the layer itself. */
export function elementOf(layer: Layer): LayerElement {
  return objects.get(layer.given) ?? layer;
}
