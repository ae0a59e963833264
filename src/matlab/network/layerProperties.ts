import { type Layer, layerFrom, renamed } from "../../layer.ts";
import { describeLayer } from "../../network/trace.ts";
import { layerWithUnknowns } from "../../network/unknown.ts";
import { cellOfTexts, number, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Value } from "../values/value.ts";
import { optionNamed, optionNames } from "./layerOptions.ts";
import { matlabProblems } from "./layerProblems.ts";
import { optionValue } from "./optionValue.ts";
import { classesValue, propertyValue } from "./propertyValue.ts";
import { windowProperties } from "./windowProperties.ts";

/** What every layer has, whatever its options. */
const common: Readonly<Record<string, (layer: Layer) => Value>> = {
  Name: (layer) => text(layer.name),
  Type: (layer) => text(layer.definition.title ?? layer.type),
  Description: (layer) => text(descriptionOf(layer)),
  NumInputs: (layer) => number(layer.inputNames.length),
  InputNames: (layer) => cellOfTexts(layer.inputNames),
  NumOutputs: (layer) => number(layer.outputNames.length),
  OutputNames: (layer) => cellOfTexts(layer.outputNames),
};

/** MATLAB's names of the properties of a layer. */
export function layerPropertyNames(layer: Layer): string[] {
  const more = propertiesOf(layer);
  return [...new Set([...Object.keys(common), ...Object.keys(more), ...optionNames(layer.definition)])];
}

/** A property of a layer as MATLAB spells it; undefined where there is none of this name. */
export function layerProperty(layer: Layer, name: string): Value | undefined {
  if (Object.hasOwn(common, name)) return common[name](layer);
  const more = propertiesOf(layer);
  if (Object.hasOwn(more, name)) return propertyValue(more[name]);
  const option = optionNamed(layer.definition, name);
  if (option === undefined) return undefined;
  const classes =
    name === "Classes" && layer.problems.length === 0 ? layer.definition.classes?.(layer.options as never) : undefined;
  return classes ? classesValue(classes) : propertyValue(layer.options[option]);
}

function propertiesOf(layer: Layer): Readonly<Record<string, unknown>> {
  const { definition, options, problems } = layer;
  return problems.length > 0 ? {} : { ...windowProperties(layer), ...definition.matlab?.properties?.(options as never) };
}

/**
 * The layer with another value of a property.
 *
 * @throws ScriptError where MATLAB refuses it
 */
export function withLayerProperty(layer: Layer, name: string, given: Value): Layer {
  if (name === "Name") return withName(layer, given);
  const { definition } = layer;
  const option = optionNamed(definition, name);
  if (option === undefined) throw noSuchProperty(layer, name);
  const value = optionValue(given, definition.options.shape[option]);
  const options = { ...layer.given, [option]: value, name: layer.name };
  const changed = given.kind === "unknown" ? layerWithUnknowns(definition, options) : layerFrom(definition, options);
  const problems = changed.problems.filter(({ code }) => code !== "unknown-value");
  if (problems.length > 0) throw matlabProblems(definition, problems);
  return { ...changed, base: layer.base };
}

function withName(layer: Layer, given: Value): Layer {
  const name = textOf(given);
  if (name === undefined) {
    throw new ScriptError(
      "layergraph:wrongArgument",
      `${layer.type}: the name of a layer must be text, received ${describeValue(given)}.`,
    );
  }
  if (name.includes("/")) {
    throw new ScriptError(
      "invalid-name",
      `${layer.type}: the name '${name}' contains '/', which separates a layer from its port. Use another character.`,
    );
  }
  return renamed(layer, name);
}

function noSuchProperty(layer: Layer, name: string): ScriptError {
  const settable = Object.hasOwn(common, name) || Object.hasOwn(propertiesOf(layer), name);
  const message = settable
    ? `You cannot set the read-only property '${name}' of ${layer.type}.`
    : `Unrecognized property '${name}' for class '${layer.type}'. It has ${layerPropertyNames(layer).join(", ")}.`;
  return new ScriptError(settable ? "MATLAB:class:SetProhibited" : "MATLAB:noPublicFieldForClass", message);
}

/** MATLAB's description of a layer by itself, without knowing its inputs. */
export function descriptionOf(layer: Layer): string {
  const { definition, options, problems } = layer;
  try {
    if (problems.length === 0) return definition.description?.(options as never, []) ?? describeLayer(layer, undefined);
  } catch {
    // it is described by its inputs, which are not known here
  }
  return describeLayer(layer, undefined);
}
