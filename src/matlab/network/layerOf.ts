import type { Layer } from "../../layer.ts";
import { layerOfObject } from "../layers/layerOfObject.ts";
import type { Place } from "../syntax/ast.ts";
import { text } from "../values/construct.ts";
import type { ObjectValue, Session } from "../values/value.ts";
import { isObject, type LayerElement } from "./layerElements.ts";

const objects = new WeakMap<object, ObjectValue>();

/** The layer that an element of an array of layers is in a graph. */
export function layerOf(element: LayerElement, session: Session, place: Place): Layer {
  if (!isObject(element)) return element;
  const layer = layerOfObject(element, session, place);
  objects.set(layer.given, element);
  return layer;
}

/** The element that a layer of a graph was made of: the instance of the script's class with the name that it has there, or the layer itself. */
export function elementOf(layer: Layer): LayerElement {
  const object = objects.get(layer.given);
  if (object === undefined) return layer;
  const properties = new Map(object.box?.properties ?? object.properties).set("Name", text(layer.name));
  return { ...object, properties, ...(object.box && { box: { properties } }) };
}
