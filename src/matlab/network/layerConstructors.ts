import * as layers from "../../../layers/index.ts";
import type { AnyLayerDefinition, Layer } from "../../layer.ts";
import { layerWithUnknowns } from "../../network/unknown.ts";
import { scalarOf, textOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { namedArguments, namesBegin } from "./arguments.ts";
import { hostOption } from "./hostOptions.ts";
import { layersValue } from "./layerArray.ts";
import { matlabName, optionNamed, optionNames } from "./layerOptions.ts";
import { matlabProblems } from "./layerProblems.ts";
import { optionValue } from "./optionValue.ts";
import { mustBeKnown, notEnough } from "./refusals.ts";

/** MATLAB's functions that make layers, one for each kind of layer that there is. */
export const layerConstructors: readonly Builtin[] = Object.values(layers).map(({ definition }): Builtin => {
  const kind = definition as unknown as AnyLayerDefinition;
  return { name: kind.type, role: "network", unknowns: "accept", call: (call) => [layersValue([constructedLayer(kind, call)])] };
});

/**
 * The layer that a call of MATLAB's function for such layers makes: options by position, then by name in any case. What is unknown stays unknown.
 *
 * @throws ScriptError with all problems
 */
export function constructedLayer(definition: AnyLayerDefinition, call: Call): Layer {
  const { type, matlab } = definition;
  const names = ["Name", ...optionNames(definition), ...Object.keys(matlab?.needless ?? {})];
  const { positional = [], optionalPositional = [] } = definition;
  if (call.args.length < positional.length) throw notEnough(type, positional.map((name) => name).join(", "), call.place);
  const begin = namesBegin(call.args, positional.length, optionalPositional.length, names);
  const byPosition = positionalOptions(definition, call, begin);
  const byName = namedOptions(definition, call, begin, names);
  const given = { ...releaseOptions(definition, call, byName), ...byPosition, ...byName };
  const layer = checkedLayer(definition, given, call);
  tellTraps(layer, call);
  if (begin <= positional.length || matlab?.byPosition === undefined) return layer;
  const { base, since, message } = matlab.byPosition;
  if (call.session.release >= since) warn(call, "by-position", message);
  return { ...layer, base };
}

function positionalOptions(definition: AnyLayerDefinition, call: Call, count: number): Record<string, unknown> {
  const { positional = [], optionalPositional = [], options, matlab } = definition;
  const names = [...positional, ...optionalPositional];
  const values = call.args.slice(0, count).map((value, i) => oneOption(definition, names[i], value, call));
  const first = matlab?.firstArgument?.(values[0]);
  if (first) return { ...first };
  return Object.fromEntries(values.map((value, i) => [names[i], value]).filter(([name]) => (name as string) in options.shape));
}

function namedOptions(
  definition: AnyLayerDefinition,
  call: Call,
  begin: number,
  names: readonly string[],
): Record<string, unknown> {
  const given = namedArguments(call.args.slice(begin), { where: definition.type, names }, call.place);
  return Object.fromEntries(
    given.flatMap(({ name, value }): [string, unknown][] => {
      if (name === "Name") return [["name", layerName(definition.type, value, call)]];
      const reason = definition.matlab?.needless?.[name];
      const option = reason === undefined ? optionNamed(definition, name) : undefined;
      if (option === undefined) {
        if (isOn(value)) warn(call, "needless-option", `${definition.type}: ${name} changes nothing here: ${reason}.`);
        return [];
      }
      const converted = oneOption(definition, option, value, call);
      return converted === undefined ? [] : [[option, converted]];
    }),
  );
}

/** Whether an option that changes nothing here asks for something. */
function isOn(value: Value): boolean {
  const text = textOf(value)?.toLowerCase();
  return text === undefined ? scalarOf(value) !== 0 : text !== "none" && text !== "";
}

/** One option of the library from a value of the script. */
function oneOption(definition: AnyLayerDefinition, option: string, value: Value, call: Call): unknown {
  const schema = definition.options.shape[option];
  if (value.kind === "handle" || value.kind === "host" || value.kind === "object")
    return hostOption(definition, option, value, call);
  if (value.kind === "struct") {
    const message = `${definition.type}: option '${matlabName(option)}' cannot be ${describeValue(value)}.`;
    throw new ScriptError("layergraph:wrongArgument", message, call.place);
  }
  return optionValue(value, schema);
}

function layerName(type: string, value: Value, { place }: Call): string {
  if (value.kind === "unknown") throw mustBeKnown(type, "the name of the layer", value, place);
  const name = textOf(value);
  if (name !== undefined) return name;
  throw new ScriptError(
    "layergraph:wrongArgument",
    `${type}: option 'Name' must be a character vector or a string scalar, received ${describeValue(value)}.`,
    place,
  );
}

/** What layers had in the release that is meant, where it is not said otherwise. */
function releaseOptions({ type, matlab }: AnyLayerDefinition, call: Call, given: object): Record<string, unknown> {
  const earlier = (matlab?.before ?? []).filter(
    ({ release, options }) => call.session.release < release && !Object.keys(options).some((option) => option in given),
  );
  for (const { message } of earlier) warn(call, "release", `${type}: ${message}.`);
  return Object.assign({}, ...earlier.map(({ options }) => options)) as Record<string, unknown>;
}

function checkedLayer(definition: AnyLayerDefinition, given: Record<string, unknown>, call: Call): Layer {
  const layer = layerWithUnknowns(definition, given);
  const problems = layer.problems.filter(({ code }) => code !== "unknown-value");
  if (problems.length > 0) throw matlabProblems(definition, problems, call.place);
  return layer;
}

function tellTraps({ definition, options, problems, type }: Layer, call: Call): void {
  if (problems.length > 0) return;
  for (const message of definition.matlab?.traps?.(options as never) ?? []) warn(call, "trap", `${type}: ${message}.`);
}

function warn(call: Call, code: string, message: string): void {
  call.session.note({ kind: "warning", code, message, place: call.place });
}
