import type { MatSize } from "../../data/matValues.ts";
import type { AnyLayerDefinition, Layer } from "../../layer.ts";
import { savedClasses } from "../saved/classes/index.ts";
import type { UnaryOperator } from "../syntax/ast.ts";
import { withIndexed } from "../values/assignment.ts";
import { cell } from "../values/construct.ts";
import { describeValue } from "../values/describe.ts";
import { indexed } from "../values/indexing.ts";
import { notSupported } from "../values/refusals.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Charge } from "../values/shape.ts";
import type { CellValue, HostValue, ObjectValue, Subscript, Value, ValueOperations } from "../values/value.ts";
import { displayLayer, displayLayers } from "./displayLayers.ts";
import { isObject, LayerArray, type LayerElement, layerElements } from "./layerElements.ts";
import { layerProperty, layerPropertyNames, withLayerProperty } from "./layerProperties.ts";
import { methodNamed } from "./methods.ts";

/** MATLAB's class of arrays of layers of several kinds. */
const arrayClass = "nnet.cnn.layer.Layer";

/**
 * The value of layers: a column unless a size is given; one instance of a class of the script is that instance itself.
 *
 * @example layersValue([layer]) // what reluLayer returns
 */
export function layersValue(elements: readonly LayerElement[], size: MatSize = [elements.length, 1]): Value {
  if (elements.length === 1 && isObject(elements[0])) return elements[0];
  return { kind: "host", operations: operationsFor(elements), content: new LayerArray(elements, size) };
}

/** The layer that a value is; undefined where it is no single layer of the library. */
export function singleLayer(value: Value): Layer | undefined {
  const elements = value.kind === "host" ? layerElements(value) : undefined;
  return elements?.length === 1 && !isObject(elements[0]) ? elements[0] : undefined;
}

/**
 * How arrays of layers are joined: asked where any of the values is one, or an instance of a layer class. Rows and columns are joined alike, one after
 * the other, as scripts write them; the result is a row only where all of them are rows beside each other.
 */
export function concatenatedLayers(dimension: number, values: readonly Value[]): Value {
  const missing = values.find((value) => value.kind === "unknown");
  if (missing) return missing;
  const parts = values.map(partOf).filter(({ elements }) => elements.length > 0);
  const elements = parts.flatMap((part) => part.elements);
  if (parts.length === 1 && values.length === 1) return layersValue(elements, parts[0].size);
  const row = dimension === 2 && parts.every(({ size }) => size[0] === 1);
  return layersValue(elements, parts.length === 0 ? [0, 0] : row ? [1, elements.length] : [elements.length, 1]);
}

/** `layers'` and `layers.'`: a column becomes a row. */
function transposedLayers(operator: UnaryOperator, value: Value): Value {
  const { elements, size } = arrayOf(value);
  if (operator === "'" || operator === ".'") return layersValue(elements, [size[1], size[0]]);
  throw notSupported(operator, value);
}

function partOf(value: Value): { readonly elements: readonly LayerElement[]; readonly size: MatSize } {
  if (value.kind === "host" && value.content instanceof LayerArray) return value.content;
  const elements = layerElements(value);
  if (elements) return { elements, size: [elements.length, 1] };
  throw new ScriptError(
    "MATLAB:catenate:objects",
    `An array of layers cannot be joined with ${describeValue(value)}: every element must be a layer.`,
  );
}

const byClass = new Map<string, ValueOperations>();
const classNames = new WeakMap<AnyLayerDefinition, string>();

function operationsFor(elements: readonly LayerElement[]): ValueOperations {
  const className = elements.length === 1 ? classNameOf(elements[0] as Layer) : arrayClass;
  const known = byClass.get(className) ?? { ...operations, className, ancestors: ancestorsOf(elements, className) };
  byClass.set(className, known);
  return known;
}

function ancestorsOf(elements: readonly LayerElement[], className: string): string[] {
  const outputs = elements.length === 1 && (elements[0] as Layer).definition.loss ? ["nnet.layer.Layer"] : [];
  return [...(className === arrayClass ? [] : [arrayClass]), ...outputs];
}

function classNameOf({ definition }: Layer): string {
  const known = classNames.get(definition) ?? savedName(definition) ?? `nnet.cnn.layer.${capitalized(definition.type)}`;
  classNames.set(definition, known);
  return known;
}

/** The name of the class in MATLAB's files. */
function savedName({ type }: AnyLayerDefinition): string | undefined {
  return Object.entries(savedClasses).find(([, saved]) => saved.type === type)?.[0];
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function arrayOf(value: Value): LayerArray {
  return (value as HostValue<LayerArray>).content;
}

/** What every array of layers can do. */
const operations: ValueOperations = {
  className: arrayClass,
  complete: true,
  size: (value) => arrayOf(value).size,
  index: (value, subscripts) => {
    const picked = indexed(cellsOf(arrayOf(value)), subscripts);
    return picked.kind === "cell" ? fromCells(picked) : picked;
  },
  member: (value, name) => {
    const { elements } = arrayOf(value);
    return elements.length === 1 ? elementProperty(elements[0], name) : undefined;
  },
  memberList: (value, name) => {
    const { elements } = arrayOf(value);
    if (elements.length === 1) return undefined;
    return elements.map((element) => elementProperty(element, name) ?? noProperty(element, name));
  },
  memberNames: (value) => {
    const [first] = arrayOf(value).elements;
    return first === undefined || isObject(first) ? ["Name"] : layerPropertyNames(first);
  },
  withMember: (value, name, given) => {
    const layer = singleLayer(value);
    if (layer) return layersValue([withLayerProperty(layer, name, given)]);
    const count = arrayOf(value).elements.length;
    throw new ScriptError(
      "MATLAB:index:assignmentToArray",
      `'${name}' can be set of one layer at a time, but the array has ${count} layers. Index it first.`,
    );
  },
  unary: transposedLayers,
  withIndex: assigned,
  concatenate: concatenatedLayers,
  method: methodNamed,
  display: (value) => {
    const { elements, size } = arrayOf(value);
    return elements.length === 1 ? displayLayer(elements[0] as Layer) : displayLayers(elements, size);
  },
};

function elementProperty(element: LayerElement, name: string): Value | undefined {
  return isObject(element) ? propertiesOf(element).get(name) : layerProperty(element, name);
}

function propertiesOf({ box, properties }: ObjectValue): ReadonlyMap<string, Value> {
  return box?.properties ?? properties;
}

function noProperty(element: LayerElement, name: string): never {
  const what = isObject(element) ? element.className : `${classNameOf(element)} '${element.name}'`;
  throw new ScriptError("MATLAB:noSuchMethodOrField", `Unrecognized method, property, or field '${name}' for class '${what}'.`);
}

/** `layers(…) = given`: `[]` takes layers out, places behind the end make the array longer. */
function assigned(value: Value, subscripts: readonly Subscript[], given: Value): Value {
  const array = value.kind === "host" && value.content instanceof LayerArray ? value.content : new LayerArray([], [0, 0]);
  const fresh = layerElements(given);
  if (fresh === undefined) {
    throw new ScriptError(
      "MATLAB:UnableToConvert",
      `An element of an array of layers must be a layer, received ${describeValue(given)}.`,
    );
  }
  const cells = fresh.length === 0 ? given : cellsOf(given.kind === "host" ? arrayOf(given) : new LayerArray(fresh, [1, 1]));
  const changed = withIndexed(cellsOf(array), subscripts, cells, withoutLargeGaps(array.elements.length + fresh.length));
  if (changed.kind !== "cell") return changed;
  const gap = changed.elements.findIndex((element) => layerElements(element)?.length !== 1);
  if (gap >= 0)
    throw new ScriptError("MATLAB:class:noDefaultObject", `Layer ${gap + 1} of the array would be left without a value.`);
  return fromCells(changed);
}

/** Refuses places far behind the end before room is made for the layers that would be missing there. */
function withoutLargeGaps(count: number): Charge {
  return ({ bytes = 0 }) => {
    if (bytes > 1000 * (count + 100))
      throw new ScriptError("MATLAB:class:noDefaultObject", `Layer ${count + 1} of the array would be left without a value.`);
  };
}

/** The array as cells of one layer each, which are indexed as any array is. */
function cellsOf({ elements, size }: LayerArray): CellValue {
  return cell(
    elements.map((element) => layersValue([element])),
    size,
  );
}

function fromCells({ elements, size }: CellValue): Value {
  return layersValue(
    elements.flatMap((element) => layerElements(element) ?? []),
    size,
  );
}
