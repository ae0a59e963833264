import type { Apply, Argument, Expression, Member, Range } from "../syntax/ast.ts";
import { expressionsIn } from "../syntax/walk.ts";
import { isPlainKey } from "./identifiers.ts";
import { type Kind, kinds, listOf, typeText } from "./kind.ts";
import { isMapClass, keysOf, mapElement, newMap } from "./mapForms.ts";
import { objectMember, staticMember } from "./objectCalls.ts";
import { constantValue, grouped, Inexpressible, isUnknown, observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { precedence, quoted } from "./text.ts";

const graphProperties: Readonly<Record<string, readonly [string, Kind]>> = {
  Layers: ["layers", listOf(kinds.layer)],
  Connections: ["connections", kinds.connections],
  InputNames: ["inputNames", listOf(kinds.string)],
  OutputNames: ["outputNames", listOf(kinds.string)],
};

const networkProperties: typeof graphProperties = {
  Layers: ["layers", listOf(kinds.layer)],
  Connections: ["connections", kinds.connections],
};

const layerProperties: Readonly<Record<string, readonly [string, Kind]>> = {
  Name: ["name", kinds.string],
  InputNames: ["inputNames", listOf(kinds.string)],
  OutputNames: ["outputNames", listOf(kinds.string)],
  NumInputs: ["inputNames.length", kinds.number],
  NumOutputs: ["outputNames.length", kinds.number],
};

/** `target.name`: a field, or a property of a layer or of a graph. */
export function memberOf(expression: Member, scope: Scope): Translated {
  const { target, name } = expression;
  if (isUnknown(target, scope)) throw new Inexpressible(expression, "a part of a value that is not known");
  if (isMapClass(expression)) return newMap([], scope, expression);
  const ofClass = staticMember(expression, expression, [], scope);
  if (ofClass) return ofClass;
  const of = scope.translate(target);
  const base = grouped(of, precedence.primary);
  if (of.kind.is === "object" && typeof name === "string") return objectMember(expression, of, of.kind, scope);
  if (typeof name !== "string") return dynamicField(expression, of, scope);
  if (of.kind.is === "map") return mapMember(expression, name, of);
  if (of.kind.is === "table" && of.kind.columns.has(name)) return primary(`${base}.${name}`, of.kind.columns.get(name)!);
  if (of.kind.is === "list") return memberOfEach(expression, name, of);
  const known = of.kind.is === "layer" ? layerProperties[name] : of.kind.is === "graph" ? graphProperties[name] : undefined;
  if (known) return primary(`${base}.${known[0]}`, known[1]);
  const property = of.kind.is === "network" ? networkProperties[name] : undefined;
  if (property) return primary(`${base}.${property[0]}`, property[1]);
  if (of.kind.is !== "record") throw new Inexpressible(expression, `the property ${name}`);
  const kind = observedKind(expression, scope, of.kind.fields.get(name) ?? kinds.unknown);
  const text = isPlainKey(name) ? `${base}.${name}` : `${base}[${quoted(name)}]`;
  return cast(primary(text, of.kind.fields.get(name) ?? kind), expression, scope);
}

/** A value of several kinds as the one that it was seen to be. */
export function cast(value: Translated, expression: Expression, scope: Scope): Translated {
  const seen = observedKind(expression, scope);
  const isOne = value.kind.is === "list" && value.kind.of.is === seen.is && ["number", "string", "boolean"].includes(seen.is);
  if (isOne && expression.kind === "member") return primary(`${value.text}[0]`, seen);
  if (value.kind.is !== "other" || seen.is === "other" || seen.is === "unknown" || seen.is === "empty") return value;
  return { text: `${value.text} as ${typeText(seen, scope.imports)}`, precedence: precedence.relation, kind: seen };
}

function mapMember(expression: Member, name: string, of: Translated): Translated {
  const base = grouped(of, precedence.primary);
  if (name === "Count" || name === "length") return primary(`${base}.size`, kinds.number);
  if (name === "keys") return keysOf(of, expression);
  throw new Inexpressible(expression, `the property ${name}`);
}

/** `layers.Name`, `structs.field`: the list of what each element has. */
function memberOfEach(expression: Member, name: string, of: Translated): Translated {
  const { kind } = of;
  const base = grouped(of, precedence.primary);
  if (kind.is === "list" && kind.of.is === "layer" && layerProperties[name])
    return primary(`${base}.map((layer) => layer.${layerProperties[name][0]})`, listOf(layerProperties[name][1]));
  if (kind.is !== "list" || kind.of.is !== "record" || !kind.of.fields.has(name))
    throw new Inexpressible(expression, `the property ${name}`);
  return primary(`${base}.map((each) => each.${name})`, listOf(kind.of.fields.get(name)!));
}

function dynamicField(expression: Member, of: Translated, scope: Scope): Translated {
  const name = scope.translate(expression.name as Expression);
  if (of.kind.is !== "record" || name.kind.is !== "string") throw new Inexpressible(expression, "such a field");
  const base = grouped(of, precedence.primary);
  const seen = observedKind(expression, scope);
  if (isLiteralText(expression.name as Expression, scope) || !/^[\w.]+$/.test(base))
    return primary(`${base}[${name.text}]`, seen);
  const field = primary(`${base}[${grouped(name, precedence.relation)} as keyof typeof ${base}]`, seen);
  const types = new Set([...of.kind.fields.values()].map((kind) => typeText(kind, scope.imports)));
  return types.size < 2 ? field : cast({ ...field, kind: kinds.other }, expression, scope);
}

/** Whether the type of an expression is one text: a text that is written out, or a variable that is nothing else. */
function isLiteralText(expression: Expression, scope: Scope): boolean {
  const value = expression.kind === "name" ? scope.onlyValue(expression.name) : expression;
  return value?.kind === "text" && !(expression.kind === "name" && scope.isCompared(expression.name));
}

/** `target(…)` and `target{…}` where the target is a value. */
export function indexed(expression: Apply, scope: Scope): Translated {
  const { target, args } = expression;
  if (isUnknown(target, scope)) throw new Inexpressible(expression, "an element of a value that is not known");
  const end = connectionEnd(expression, scope);
  if (end) return end;
  if (target.kind === "name" && scope.isUnwrapped(target.name)) return scope.translate(target);
  const of = scope.translate(target);
  if (of.kind.is === "function") return called(expression, of, scope);
  if (of.kind.is === "map") return cast(mapElement(of, scope.translate(args[0].value), expression), expression, scope);
  if (of.kind.is === "table") return tableElement(expression, of, of.kind.columns, scope);
  const place = singleSubscript(expression, of);
  if (place === undefined) return matrixElement(expression, of, scope);
  return element(expression, of, place, scope, args.length > 1);
}

/** `lgraph.Connections.Source{c}` */
function connectionEnd(expression: Apply, scope: Scope): Translated | undefined {
  const { target, args } = expression;
  if (target.kind !== "member" || args.length !== 1) return undefined;
  const end = target.name === "Source" ? "source" : target.name === "Destination" ? "destination" : undefined;
  if (end === undefined) return undefined;
  const { text: list, kind } = scope.translate(target.target);
  if (kind.is !== "connections") return undefined;
  return primary(`${list}[${subscript(args[0].value, list, scope)}].${end}`, kinds.string);
}

/** `table{row, 'name'}` */
function tableElement(expression: Apply, of: Translated, columns: ReadonlyMap<string, Kind>, scope: Scope): Translated {
  const [row, column] = expression.args.map(({ value }) => value);
  const name =
    column?.kind === "text" ? column.value : column?.kind === "number" ? [...columns.keys()][column.value - 1] : undefined;
  const kind = name === undefined ? undefined : columns.get(name);
  if (expression.brackets !== "{}" || kind?.is !== "list") throw new Inexpressible(expression, "such a part of a table");
  const base = `${grouped(of, precedence.primary)}.${name}`;
  if (row.kind === "colon") return primary(base, kind);
  return primary(`${base}[${subscript(row, base, scope)}]`, kind.of);
}

/** A call of a function value; of one that is a function of MATLAB, of that. */
function called(expression: Apply, of: Translated, scope: Scope): Translated {
  const handle = constantValue(expression.target, scope);
  const name = handle?.kind === "handle" ? handle.name : undefined;
  if (name !== undefined && expression.target.kind !== "handle" && !scope.isVariable(name)) {
    for (const part of expressionsIn(expression.target)) if (part.kind === "name") scope.uses.delete(part.name);
    return scope.translate({ ...expression, target: { kind: "name", name, place: expression.place } });
  }
  const args = expression.args.map(({ value }) => scope.translate(value).text);
  return primary(`${grouped(of, precedence.primary)}(${args.join(", ")})`, observedKind(expression, scope));
}

/** The one subscript that says something: of a row or column, the other is 1. Undefined for a matrix. */
function singleSubscript({ args }: Apply, of: Translated): Expression | undefined {
  if (args.length === 1) return args[0].value;
  if (args.length !== 2 || (of.kind.is === "list" && of.kind.of.is === "list")) return undefined;
  const isOne = ({ value }: Argument) => value.kind === "number" && value.value === 1;
  if (isOne(args[0])) return args[1].value;
  return isOne(args[1]) ? args[0].value : undefined;
}

function element(expression: Apply, of: Translated, place: Expression, scope: Scope, several: boolean): Translated {
  const base = grouped(of, precedence.primary);
  const isText = of.kind.is === "string";
  if (of.kind.is !== "list" && !isText) {
    const first = place.kind === "number" && place.value === 1;
    if (first && of.kind.is !== "other" && of.kind.is !== "empty") return of;
    throw new Inexpressible(expression, "an element of such a value");
  }
  if (place.kind === "colon") return of;
  if (place.kind === "range") return part(place, of, base, scope);
  const kind: Kind = of.kind.is === "list" ? of.kind.of : kinds.string;
  if (expression.brackets === "()" && !several && observedKind(place, scope).is === "list")
    return severalElements(of, base, scope.translate(place), expression);
  const one = place.kind === "end" ? `${base}.at(-1)!` : `${base}[${subscript(place, base, scope)}]`;
  return cast(primary(one, kind), expression, scope);
}

/** `a(truths)` and `a([2 4])` */
function severalElements(of: Translated, base: string, places: Translated, expression: Apply): Translated {
  const by = places.kind.is === "list" ? places.kind.of.is : "other";
  if (of.kind.is !== "list" || !/^[\w.]+$|^\[[^\n]*\]$/.test(places.text))
    throw new Inexpressible(expression, "several elements");
  if (by === "boolean") return primary(`${base}.filter((_, k) => ${places.text}[k])`, of.kind);
  if (by === "number") return primary(`${places.text}.map((k) => ${base}[k - 1])`, of.kind);
  throw new Inexpressible(expression, "several elements");
}

/** `a(i:j)` */
function part(place: Range, of: Translated, base: string, scope: Scope): Translated {
  if (isBackwards(place)) return primary(`${base}.toReversed()`, of.kind);
  if (place.step) throw new Inexpressible(place, "elements with a step");
  const start = subscript(place.start, base, scope);
  if (place.stop.kind === "end") return primary(start === "0" ? base : `${base}.slice(${start})`, of.kind);
  const stop = withEnd(base, scope, () => scope.translate(place.stop));
  const fromEnd = stop.text.startsWith(`${base}.length - `) ? `-${stop.text.slice(base.length + 10)}` : stop.text;
  return primary(`${base}.slice(${start}, ${fromEnd})`, of.kind);
}

/** `end:-1:1` */
function isBackwards({ start, step, stop }: Range): boolean {
  const down = step?.kind === "unary" && step.operator === "-" && step.operand.kind === "number" && step.operand.value === 1;
  return down && start.kind === "end" && stop.kind === "number" && stop.value === 1;
}

/** A subscript, which counts from 1, as an index, which counts from 0. */
export function subscript(place: Expression, list: string, scope: Scope): string {
  const value = withEnd(list, scope, () => scope.translate(place));
  if (value.kind.is !== "number" && value.kind.is !== "unknown") throw new Inexpressible(place, "such a subscript");
  return lessOne(value);
}

/** The expression minus one, as short as it can be said. */
export function lessOne(value: Translated): string {
  if (/^\d+$/.test(value.text)) return String(Number(value.text) - 1);
  const fromEnd = /^([\w.]+\.length) - (\d+)$/.exec(value.text);
  if (fromEnd) return `${fromEnd[1]} - ${Number(fromEnd[2]) + 1}`;
  const plusOne = /^(.+) \+ 1$/.exec(value.text);
  if (plusOne && value.precedence === precedence.sum) return plusOne[1];
  return `${grouped(value, precedence.sum)} - 1`;
}

function withEnd<T>(list: string, scope: Scope, work: () => T): T {
  scope.ends.push(list);
  try {
    return work();
  } finally {
    scope.ends.pop();
  }
}

/** `a(i, j)` of a list of rows. */
function matrixElement(expression: Apply, of: Translated, scope: Scope): Translated {
  const { args } = expression;
  const base = grouped(of, precedence.primary);
  if (of.kind.is !== "list" || of.kind.of.is !== "list" || args.length !== 2)
    throw new Inexpressible(expression, "an element of such an array");
  const [row, column] = args.map(({ value }) => value);
  if (row.kind === "range" || column.kind === "range") throw new Inexpressible(expression, "a part of a matrix");
  if (row.kind === "colon" && column.kind !== "colon")
    return primary(`${base}.map((row) => row[${subscript(column, `${base}[0]`, scope)}])`, of.kind.of);
  if (row.kind === "colon") return of;
  const line = `${base}[${subscript(row, base, scope)}]`;
  if (column.kind === "colon") return primary(line, of.kind.of);
  return cast(primary(`${line}[${subscript(column, `${base}[0]`, scope)}]`, of.kind.of.of), expression, scope);
}
