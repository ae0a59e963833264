import type { Apply, Assignment, Expression } from "../syntax/ast.ts";
import { targetName } from "../syntax/walk.ts";
import { subscript } from "./indexing.ts";
import { type Kind, kindOf, kinds, typeText } from "./kind.ts";
import { literal } from "./literal.ts";
import { Inexpressible, isUnknown, primary, type Scope, type Translated } from "./scope.ts";
import { alwaysSame, asField, asKind, asList, rolledBack, settled, tried } from "./settled.ts";
import { type SeveralForm, severalForm } from "./severalResults.ts";
import { isGrowth } from "./statementParts.ts";
import { enclosed, quoted } from "./text.ts";

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
  | SeveralForm;

/**
 * What an assignment is in TypeScript.
 *
 * @throws Inexpressible
 */
export function assignmentForm(statement: Assignment, scope: Scope): AssignmentForm {
  const before = tried(scope);
  try {
    return symbolicForm(statement, scope);
  } catch (error) {
    if (!(error instanceof Inexpressible)) throw error;
    rolledBack(scope, before);
    const form = computedForm(statement, scope);
    if (form === undefined) throw error;
    return form;
  }
}

/** The variables as they always were after a statement, which stands as a comment. */
function computedForm({ targets, place }: Assignment, scope: Scope): AssignmentForm | undefined {
  const present = targets.filter((target) => target !== undefined);
  const names = present.map((target) => targetName(target));
  if (present.length === 0 || new Set(names).size < names.length) return undefined;
  const source = { kind: "end", place } as const;
  const values = present.map((target) => alwaysSame(rootName(target), scope, source));
  const known = values.filter((value) => value !== undefined);
  if (known.length < values.length || names.includes(undefined)) return undefined;
  scope.notes.splice(scope.notes.length - known.length + 1);
  if (known.length === 1) return { form: "value", name: names[0]!, value: asKind(known[0], scope.kindOfVariable(names[0]!)) };
  return { form: "several", names: names as string[], call: `[${known.map(({ text }) => text).join(", ")}]` };
}

function rootName(target: Expression): Expression {
  return target.kind === "apply" || target.kind === "member" ? rootName(target.target) : target;
}

function symbolicForm(statement: Assignment, scope: Scope): AssignmentForm {
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
  const grown = grownList(name, value, scope);
  if (grown !== undefined) return { form: "change", name, text: grown };
  try {
    const translated = ownCopy(withPins(name, settled(value, scope), scope), value, scope);
    const list = scope.kindOfVariable(name);
    if (translated.kind.is === "map" && list.is === "map" && translated.text === "new Map()")
      return { form: "value", name, value: primary(`new ${typeText(list, scope.imports)}()`, list) };
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

/** `layers = [layers; more]`: the list grows. */
function grownList(name: string, value: Expression, scope: Scope): string | undefined {
  if (!isGrowth(name, value)) return undefined;
  const kind = scope.kindOfVariable(name);
  if (kind.is !== "list" || kind.of.is === "list" || !scope.isVariable(name)) return undefined;
  const [, ...more] = value.rows.flat();
  const rest = scope.translate({ ...value, rows: value.rows.length > 1 ? more.map((each) => [each]) : [more] });
  scope.uses.add(name);
  const items = rest.items ?? [rest.kind.is === "list" ? `...${rest.text}` : rest.text];
  return `${scope.identifier(name)}.${enclosed("push(", items, ")")}`;
}

/** A struct with the fields that were given from outside. */
function withPins(name: string, value: Translated, scope: Scope): Translated {
  if (value.kind.is !== "record") return value;
  const fields = scope.pinnedFields(name).map(([field, given]) => `${field}: ${literal(given, scope.imports) ?? "undefined"}`);
  return fields.length === 0 ? value : primary(`{ ...${value.text}, ${fields.join(", ")} }`, value.kind);
}

/** A list or struct in two places is two values: where one of them changes, a copy. */
function ownCopy(value: Translated, expression: Expression, scope: Scope): Translated {
  const isShared = expression.kind === "name" && scope.isVariable(expression.name) && scope.isChanged(expression.name);
  return isShared && (value.kind.is === "list" || value.kind.is === "record") ? copied(value) : value;
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
  const put = mapEntry(target, value, scope);
  if (put !== undefined) return { form: "change", name, text: put };
  if (target.kind === "apply" && target.args.length > 0) {
    const grown = appended(target, value, scope);
    if (grown !== undefined) return { form: "change", name, text: grown };
  }
  const factor = layerFactor(target, name, value, scope);
  if (factor) return factor;
  if (isDeepNew(target, scope)) throw new Inexpressible(target, "a field of a struct that may not be there");
  if (target.kind === "member" && target.name === "Name") return renamed(name, target.target, value, scope);
  const record = newElement(target, value, scope);
  if (record !== undefined) return { form: "change", name, text: record };
  const pinned =
    target.kind === "member" && target.target.kind === "name" && typeof target.name === "string"
      ? scope.pinned(`${name}.${target.name}`)
      : undefined;
  const given = pinned && literal(pinned, scope.imports);
  if (given !== undefined) scope.notes.push(scope.source(value));
  const place = asTarget(scope.translate(target).text);
  const own = given === undefined ? ownCopy(settled(value, scope), value, scope) : primary(given, kindOf(pinned));
  const written = asField(asKind(own, partKind(target, name, scope)), target, scope);
  const field = target.kind === "member" && typeof target.name === "string" ? target.name : undefined;
  return {
    form: "change",
    name,
    text: `${place} = ${written.text}`,
    ...(field && { field: { name: field, value: written.text } }),
  };
}

/** `list(end+1).field = value`: a struct array grows. Elsewhere the element must be there: a struct array that only its elements make has no form. */
function newElement(target: Expression, value: Expression, scope: Scope): string | undefined {
  if (target.kind !== "member" || typeof target.name !== "string" || target.target.kind !== "apply") return undefined;
  const list = scope.translate(target.target.target);
  if (list.kind.is !== "list" || list.kind.of.is !== "record") return undefined;
  const [place] = target.target.args;
  if (place !== undefined && isAtEnd(place.value)) {
    const written = asKind(settled(value, scope), list.kind.of.fields.get(target.name) ?? kinds.unknown).text;
    const field = written === target.name ? written : `${target.name}: ${written}`;
    const type = list.kind.of.fields.size > 1 ? ` as ${typeText(list.kind.of, scope.imports)}` : "";
    return `${list.text}.push({ ${field} }${type})`;
  }
  const of = target.target.target;
  const isThere = of.kind === "name" && scope.isWhole(of.name);
  if (place?.value.kind !== "end" && !isThere) throw new Inexpressible(target, "an element that may be new");
  return undefined;
}

/** Whether a target is an element of a field that nothing gave a value as a whole: `s.list(3) = 1`. */
function isDeepNew(target: Expression, scope: Scope): boolean {
  if (target.kind !== "apply" || target.target.kind !== "member") return false;
  const root = targetName(target);
  return root !== undefined && scope.kindOfVariable(root).is === "record" && !scope.isWhole(root);
}

/** `layer.WeightLearnRateFactor = 0` */
function layerFactor(target: Expression, name: string, value: Expression, scope: Scope): AssignmentForm | undefined {
  if (target.kind !== "member" || typeof target.name !== "string") return undefined;
  const [, learnable, factor] = /^(\w+?)(LearnRateFactor|L2Factor)$/.exec(target.name) ?? [];
  if (factor === undefined) return undefined;
  const layer = scope.translate(target.target);
  if (layer.kind.is !== "layer") return undefined;
  const set = factor === "L2Factor" ? "setL2Factor" : "setLearnRateFactor";
  scope.imports.add(set);
  const parameter = /weight$/i.test(learnable) ? `${learnable}s` : learnable;
  const option = quoted(parameter.charAt(0).toLowerCase() + parameter.slice(1));
  const call = `${set}(${layer.text}, ${option}, ${settled(value, scope).text})`;
  if (target.target.kind === "name") return { form: "value", name, value: primary(call, kinds.layer) };
  return { form: "change", name, text: `${asTarget(layer.text)} = ${call}` };
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

/** `a.at(-1)!` and `a[k] as number` as what can be given a value. */
function asTarget(text: string): string {
  return text.replace(/^(.*\]) as [^[\]]*(\[\])*$/, "$1").replace(/^(.+)\.at\(-1\)!$/, "$1[$1.length - 1]");
}

/** `a(end+1) = …` */
function appended(target: Apply, value: Expression, scope: Scope): string | undefined {
  const place = target.args.at(-1)!.value;
  const rows = target.args.length === 2 ? target.args[0].value : undefined;
  const isColumn = rows !== undefined && isAtEnd(rows) && place.kind === "number" && place.value === 1;
  if (!(isAtEnd(place) || isColumn) || target.args.length > 2) return undefined;
  const list = scope.translate(target.target);
  const of = list.kind.is === "list" ? list.kind.of : kinds.unknown;
  const given = ownCopy(settled(value, scope), value, scope);
  const isRow = target.brackets === "()" && given.kind.is === "list" && of.is !== "list";
  return `${list.text}.push(${isRow ? `...${given.text}` : asKind(given, of).text})`;
}

/** `end+1` */
function isAtEnd(place: Expression): boolean {
  return (
    place.kind === "binary" &&
    place.operator === "+" &&
    place.left.kind === "end" &&
    place.right.kind === "number" &&
    place.right.value === 1
  );
}

/** What a part of a variable is: an element of its list, or a field. */
function partKind(target: Expression, name: string, scope: Scope): Kind {
  if (target.kind === "name") return scope.kindOfVariable(name);
  if (target.kind !== "apply" && target.kind !== "member") return kinds.unknown;
  const whole = partKind(target.target, name, scope);
  if (target.kind === "apply") return whole.is === "list" ? whole.of : whole;
  if (typeof target.name !== "string") return kinds.unknown;
  const fields = whole.is === "record" ? whole.fields : whole.is === "object" ? scope.propertiesOf(whole.className) : undefined;
  return fields?.get(target.name) ?? kinds.unknown;
}

/** `map(key) = value` */
function mapEntry(target: Expression, value: Expression, scope: Scope): string | undefined {
  if (target.kind !== "apply" || target.brackets !== "()" || target.args.length !== 1) return undefined;
  const map = scope.translate(target.target);
  if (map.kind.is !== "map") return undefined;
  return `${map.text}.set(${settled(target.args[0].value, scope).text}, ${settled(value, scope).text})`;
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
