import type { Apply, Assignment, Expression } from "../syntax/ast.ts";
import { targetName } from "../syntax/walk.ts";
import { subscript } from "./indexing.ts";
import { kindOf, kinds } from "./kind.ts";
import { literal } from "./literal.ts";
import { Inexpressible, isUnknown, primary, type Scope, type Translated } from "./scope.ts";
import { asList, settled } from "./settled.ts";
import { userCall } from "./userCall.ts";

/** What an assignment is in TypeScript. */
export type AssignmentForm =
  /** A variable gets a value. */
  | { readonly form: "value"; readonly name: string; readonly value: Translated }
  /** A part of a variable changes: the statement, without its semicolon. `field` where it gives a field of a struct. */
  | {
      readonly form: "change";
      readonly name: string;
      readonly text: string;
      readonly field?: { readonly name: string; readonly value: string };
    }
  /** Several variables get the results of a call. */
  | { readonly form: "several"; readonly names: readonly (string | undefined)[]; readonly call: string }
  /** The values are not known: they are parameters of the module. */
  | { readonly form: "parameters"; readonly names: readonly string[] };

/**
 * What an assignment is in TypeScript.
 *
 * @throws Inexpressible
 */
export function assignmentForm(statement: Assignment, scope: Scope): AssignmentForm {
  const { targets, value } = statement;
  const present = targets.filter((target) => target !== undefined);
  if (present.length === 1 && targets[0] === present[0] && (targets.length === 1 || present[0].kind === "name")) {
    const [target] = present;
    if (targets.length > 1) return severalForm(statement, scope);
    return target.kind === "name" ? valueForm(target.name, value, scope) : changeForm(target, value, scope);
  }
  return severalForm(statement, scope);
}

function valueForm(name: string, value: Expression, scope: Scope): AssignmentForm {
  const pinned = scope.pinned(name);
  if (pinned) {
    const text = literal(pinned, scope.imports);
    if (text === undefined) throw new Inexpressible(value, "such a given value");
    scope.notes.push(scope.source(value));
    return { form: "value", name, value: primary(text, kindOf(pinned)) };
  }
  try {
    const translated = withPins(name, settled(value, scope), scope);
    const list = scope.kindOfVariable(name);
    if (scope.isChanged(name) && /^[\w.]+$/.test(translated.text) && isShared(translated))
      return { form: "value", name, value: copied(translated) };
    const isList = list.is === "list" && translated.kind.is !== "unknown" && translated.kind.is !== "other";
    if (isList && list.of.is === "layer" && translated.kind.is === "layer")
      return { form: "value", name, value: primary(`[${translated.text}]`, list) };
    return {
      form: "value",
      name,
      value: isList && translated.kind.is !== "empty" ? primary(asList(translated), list) : translated,
    };
  } catch (error) {
    if (error instanceof Inexpressible && isUnknown(value, scope) && scope.hasParameters)
      return { form: "parameters", names: [name] };
    throw error;
  }
}

/** A struct with the fields that were given from outside. */
function withPins(name: string, value: Translated, scope: Scope): Translated {
  if (value.kind.is !== "record") return value;
  const fields = scope.pinnedFields(name).map(([field, given]) => `${field}: ${literal(given, scope.imports) ?? "undefined"}`);
  return fields.length === 0 ? value : primary(`{ ...${value.text}, ${fields.join(", ")} }`, value.kind);
}

function isShared({ text, kind }: Translated): boolean {
  return (kind.is === "list" || kind.is === "record") && !/^\d/.test(text);
}

/** A copy: arrays and structs of MATLAB are values. */
function copied({ text, kind }: Translated): Translated {
  return primary(kind.is === "list" ? `[...${text}]` : `{ ...${text} }`, kind);
}

function changeForm(target: Expression, value: Expression, scope: Scope): AssignmentForm {
  const name = targetName(target);
  if (name === undefined || scope.opaque.has(name)) throw new Inexpressible(target, "such a target");
  scope.uses.add(name);
  const removed = target.kind === "apply" && value.kind === "array" && value.rows.flat().length === 0 && value.brackets === "[]";
  if (removed) return { form: "change", name, text: removal(target, scope) };
  if (target.kind === "apply" && target.args.length > 0) {
    const grown = appended(target, value, scope);
    if (grown !== undefined) return { form: "change", name, text: grown };
  }
  if (target.kind === "member" && target.name === "Name") return renamed(name, target.target, value, scope);
  const pinned =
    target.kind === "member" && target.target.kind === "name" && typeof target.name === "string"
      ? scope.pinned(`${name}.${target.name}`)
      : undefined;
  const given = pinned && literal(pinned, scope.imports);
  if (given !== undefined) scope.notes.push(scope.source(value));
  const place = asTarget(scope.translate(target).text);
  const written = given === undefined ? settled(value, scope) : primary(given, kindOf(pinned));
  const field =
    target.kind === "member" && target.target.kind === "name" && typeof target.name === "string" ? target.name : undefined;
  return {
    form: "change",
    name,
    text: `${place} = ${written.text}`,
    ...(field && { field: { name: field, value: written.text } }),
  };
}

/** `layer.Name = …`: layers are values, so that a new one takes its place. */
function renamed(name: string, layer: Expression, value: Expression, scope: Scope): AssignmentForm {
  const of = scope.translate(layer);
  const written = settled(value, scope).text;
  if (of.kind.is === "record")
    return { form: "change", name, text: `${of.text}.Name = ${written}`, field: { name: "Name", value: written } };
  if (of.kind.is !== "layer") throw new Inexpressible(layer, "the name of such a value");
  const layerWithName = `{ ...${of.text}, name: ${written} }`;
  if (layer.kind === "name") return { form: "value", name, value: primary(layerWithName, kinds.layer) };
  return { form: "change", name, text: `${asTarget(of.text)} = ${layerWithName}` };
}

/** `a.at(-1)!` as what can be given a value. */
function asTarget(text: string): string {
  return text.replace(/^(.+)\.at\(-1\)!$/, "$1[$1.length - 1]");
}

/** `a(end+1) = …` */
function appended(target: Apply, value: Expression, scope: Scope): string | undefined {
  const place = target.args.at(-1)!.value;
  const atEnd =
    place.kind === "binary" &&
    place.operator === "+" &&
    place.left.kind === "end" &&
    place.right.kind === "number" &&
    place.right.value === 1;
  if (!atEnd || target.args.length > 2) return undefined;
  return `${scope.translate(target.target).text}.push(${settled(value, scope).text})`;
}

/** `a(k) = []` */
function removal(target: Apply, scope: Scope): string {
  const list = scope.translate(target.target);
  const place = target.args.at(-1)!.value;
  if (list.kind.is !== "list" || place.kind === "colon") throw new Inexpressible(target, "such a removal");
  if (place.kind === "end") return `${list.text}.pop()`;
  if (place.kind === "range" && place.step === undefined) {
    const start = subscript(place.start, list.text, scope);
    if (place.stop.kind === "end") return `${list.text}.splice(${start})`;
    throw new Inexpressible(place, "such a removal");
  }
  return `${list.text}.splice(${subscript(place, list.text, scope)}, 1)`;
}

function severalForm({ targets, value }: Assignment, scope: Scope): AssignmentForm {
  const names = targets.map((target) => {
    if (target !== undefined && target.kind !== "name")
      throw new Inexpressible(target, "a part of a variable among several results");
    return target?.name;
  });
  const applied =
    value.kind === "apply" && value.target.kind === "name" && !scope.isVariable(value.target.name) ? value : undefined;
  const definition = applied && scope.userFunction((applied.target as { readonly name: string }).name);
  if (isUnknown(value, scope) && scope.hasParameters)
    return { form: "parameters", names: names.filter((name) => name !== undefined) };
  if (!applied || !definition || definition.outputs.length < 2) throw new Inexpressible(value, "several results of such a call");
  return { form: "several", names, call: userCall(value, definition, applied.args, scope, targets.length).text };
}
