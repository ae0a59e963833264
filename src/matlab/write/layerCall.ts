import type { z } from "zod";
import type { AnyLayerDefinition, Layer } from "../../layer.ts";
import { builtInDefinitions } from "../../network/registry.ts";
import { isUnknownValue } from "../../network/unknown.ts";
import type { Argument, Expression } from "../syntax/ast.ts";
import type { Value } from "../values/value.ts";
import { isLayer, kinds, layersIn } from "./kind.ts";
import { layerText, plainText } from "./layerText.ts";
import { literal } from "./literal.ts";
import { matlabFunctionText } from "./matlabFunctionText.ts";
import { kindOfOption } from "./optionKinds.ts";
import { optionName, textConstant } from "./optionNames.ts";
import { typeOfOption } from "./optionTypes.ts";
import { constantValue, grouped, Inexpressible, primary, type Scope, type Translated } from "./scope.ts";
import { asList, settled } from "./settled.ts";
import { enclosed, precedence } from "./text.ts";
import { asTuple } from "./tuples.ts";

/** A call that makes a layer: options by position as the layer declares them, the others by name. */
export function layerCall(expression: Expression, name: string, args: readonly Argument[], scope: Scope): Translated {
  const seen = observedLayer(expression, scope);
  const definition = builtInDefinitions.get(name);
  if (!definition) return ownLayer(expression, seen, scope);
  if (seen && seen.type !== name) return ownLayer(expression, seen, scope);
  try {
    const { positional, named } = sorted(args, definition, scope);
    scope.imports.add(name);
    const values = positional.map(({ option, value }) => optionText(option, value, { definition, seen, scope }));
    const kept = named.filter(({ option }) => !isNeedless(option, definition));
    const items = kept.map(({ option, value }) => {
      const text = optionText(option, value, { definition, seen, scope });
      return text === option ? option : `${option}: ${text}`;
    });
    const told = new Set([...positional, ...named].map(({ option }) => option));
    for (const [option, value] of Object.entries(seen?.given ?? {})) {
      const text = told.has(option) || value === undefined || isUnknownValue(value) ? undefined : plainText(value);
      if (text !== undefined) items.push(`${option}: ${text}`);
    }
    const list = items.length > 0 ? [enclosed("{", items, "}")] : [];
    return primary(`${name}(${[...values, ...list].join(", ")})`, kinds.layer);
  } catch (error) {
    if (!(error instanceof Inexpressible)) throw error;
    return ownLayer(expression, seen, scope, error);
  }
}

/** A layer that could not be translated, by what it was where it was always the same. */
function ownLayer(expression: Expression, seen: Layer | undefined, scope: Scope, cause?: Inexpressible): Translated {
  const text = constantValue(expression, scope) && seen && layerText(seen, scope.imports);
  if (text !== undefined) return primary(text, kinds.layer);
  throw cause ?? new Inexpressible(expression, "a layer of a MATLAB class");
}

function observedLayer(expression: Expression, scope: Scope): Layer | undefined {
  const value = scope.observed(expression)?.value;
  if (value?.kind !== "host") return undefined;
  const [layer] = layersIn(value.content) ?? [];
  return isLayer(layer) ? layer : undefined;
}

interface Option {
  readonly option: string;
  readonly value: Expression;
}

/** The arguments of a call by the options that they give: by position first, then `'Name', value` and `Name=value`. */
function sorted(
  args: readonly Argument[],
  definition: AnyLayerDefinition,
  scope: Scope,
): { positional: Option[]; named: Option[] } {
  const known = ["name", ...Object.keys(definition.options.shape)];
  const order = [...(definition.positional ?? []), ...(definition.optionalPositional ?? [])];
  const required = definition.positional?.length ?? 0;
  const positional: Option[] = [];
  const named: Option[] = [];
  for (let at = 0; at < args.length; at++) {
    const { name, value } = args[at];
    if (name !== undefined) {
      named.push({ option: knownOption(optionName(name, known), value), value });
      continue;
    }
    const text = textConstant(value, scope);
    const option =
      text === undefined || (named.length === 0 && positional.length < required) ? undefined : optionName(text, known);
    if (option !== undefined && at + 1 < args.length) named.push({ option, value: args[++at].value });
    else if (named.length === 0 && positional.length < order.length) positional.push({ option: order[positional.length], value });
    else throw new Inexpressible(value, "such an argument of a layer");
  }
  return { positional, named };
}

/** Whether an option of MATLAB's changes nothing here. */
function isNeedless(option: string, { matlab }: AnyLayerDefinition): boolean {
  return Object.keys(matlab?.needless ?? {}).some((name) => name.toLowerCase() === option.toLowerCase());
}

function knownOption(option: string | undefined, value: Expression): string {
  if (option === undefined) throw new Inexpressible(value, "an option that the layer does not have");
  return option;
}

interface OptionContext {
  readonly definition: AnyLayerDefinition;
  readonly seen: Layer | undefined;
  readonly scope: Scope;
}

/** The value of an option: as the script computes it; a literal as the layer took it, for MATLAB's spellings may differ from ours. */
function optionText(option: string, value: Expression, { definition, seen, scope }: OptionContext): string {
  const given = option === "name" ? undefined : seen?.given[option];
  if (typeof given === "function") return functionText(value, seen!, scope);
  const kind = kindOfOption(definition, option);
  const written = settled(value, scope, { name: option, kind });
  if (given !== undefined && !isUnknownValue(given) && constantValue(value, scope) && isWrittenOut(value)) {
    const taken = plainText(given);
    if (taken !== undefined)
      return written.text.replaceAll(/[\s"]/g, "") === taken.replaceAll(/[\s"]/g, "") ? written.text : taken;
  }
  const isList = written.kind.is !== "unknown" && !isChoice(written.text, definition, option);
  const text = isList && (Array.isArray(given) || kind.is === "list") ? asList(written) : written.text;
  if (text !== written.text) return text;
  return asTuple(written, value, optionTypeOf(definition, option), scope) ?? asChoice(written, value, definition, option);
}

function optionTypeOf({ options }: AnyLayerDefinition, option: string): string {
  const schema = (options.shape as Record<string, z.core.$ZodType | undefined>)[option];
  return schema === undefined || option === "name" ? "" : typeOfOption(schema);
}

/** Whether a text that is written out is one of those that an option takes. */
function isChoice(text: string, definition: AnyLayerDefinition, option: string): boolean {
  return /^"[^"]*"$/.test(text) && optionTypeOf(definition, option).includes(text);
}

/** A function of MATLAB's stays what it is. */
function functionText(value: Expression, { given }: Layer, scope: Scope): string {
  const handle = scope.observed(value)?.value;
  const valueText = (name: string, captured: Value): string | undefined => {
    const { is } = scope.kindOfVariable(name);
    if (!scope.isVariable(name) || scope.opaque.has(name) || !["number", "string", "list"].includes(is))
      return literal(captured, scope.imports);
    scope.uses.add(name);
    return scope.identifier(name);
  };
  const text = handle?.kind === "handle" ? matlabFunctionText(handle, given, valueText, scope.imports) : undefined;
  if (text === undefined) throw new Inexpressible(value, "such a function");
  return text;
}

/** A text that is not written out as one of those that the option takes. */
function asChoice(written: Translated, value: Expression, definition: AnyLayerDefinition, option: string): string {
  if (written.kind.is !== "string" || value.kind === "text") return written.text;
  const type = optionTypeOf(definition, option);
  const choices = type.match(/"[^"]*"/g);
  if (choices === null || /\bstring\b/.test(type) || /^"[^"]*"$/.test(written.text)) return written.text;
  return `${grouped(written, precedence.relation)} as ${choices.join(" | ")}`;
}

function isWrittenOut(value: Expression): boolean {
  if (value.kind === "array") return value.rows.flat().every(isWrittenOut);
  return value.kind === "number" || value.kind === "text";
}
