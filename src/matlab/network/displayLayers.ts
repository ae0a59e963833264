import type { MatSize } from "../../data/matValues.ts";
import type { Layer } from "../../layer.ts";
import { aligned } from "../../network/print.ts";
import { textOf } from "../values/convert.ts";
import { isObject, type LayerElement } from "./layerElements.ts";
import { matlabName } from "./layerOptions.ts";
import { descriptionOf, layerProperty, layerPropertyNames } from "./layerProperties.ts";
import { shortValue } from "./shortValue.ts";

/** An array of layers as MATLAB displays it: index, name, type and description of each. */
export function displayLayers(elements: readonly LayerElement[], size: MatSize): string {
  const header = `  ${size.join("×")} Layer array with layers:`;
  if (elements.length === 0) return header;
  const rows = elements.map((element, i) => [String(i + 1), `'${nameOf(element)}'`, ...typeAndDescription(element)]);
  const lines = aligned(rows, ["right", "left", "left", "left"]).map((line) => `     ${line}`);
  return [header, "", ...lines].join("\n");
}

function nameOf(element: LayerElement): string {
  if (!isObject(element)) return element.name;
  const name = (element.box?.properties ?? element.properties).get("Name");
  return (name && textOf(name)) ?? "";
}

function typeAndDescription(element: LayerElement): readonly [type: string, description: string] {
  if (!isObject(element)) return [element.definition.title ?? element.type, descriptionOf(element)];
  const read = (property: string): string | undefined => {
    const value = (element.box?.properties ?? element.properties).get(property);
    return (value && textOf(value)) || undefined;
  };
  const type = read("Type") ?? element.className;
  return [type, read("Description") ?? type];
}

const left: readonly string[] = ["Type", "Description"];

/** One layer as MATLAB displays it: its class and its properties. */
export function displayLayer(layer: Layer): string {
  const own = layer.definition.matlab?.ownOptions ?? [];
  const notGiven = own.filter((option) => layer.given[option] === undefined).map(matlabName);
  const names = layerPropertyNames(layer).filter((name) => !left.includes(name) && !notGiven.includes(name));
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.flatMap((name) => {
    const value = layerProperty(layer, name);
    return value ? [`    ${name.padStart(width)}: ${shortValue(value)}`] : [];
  });
  const type = layer.type.charAt(0).toUpperCase() + layer.type.slice(1);
  return [`  ${type} with properties:`, "", ...lines].join("\n");
}
