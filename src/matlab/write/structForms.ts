import type { ArrayLiteral, Expression } from "../syntax/ast.ts";
import { type BuiltinForm, form, receiver, scalarForm } from "./builtinForm.ts";
import { isPlainKey } from "./identifiers.ts";
import { joined, type Kind, kinds, listOf } from "./kind.ts";
import { grouped, Inexpressible, primary, type Scope, type Translated } from "./scope.ts";
import { settled } from "./settled.ts";
import { enclosed, precedence, quoted } from "./text.ts";

/** The functions of structs that have a form in TypeScript, by name. */
export const structForms: readonly (readonly [name: string, form: BuiltinForm])[] = [
  ["struct", scalarForm(structCall)],
  ["isfield", form(isField)],
  ["fieldnames", form(fieldNames)],
];

/** `struct("a", 1, "b", 2)`; values in cells make a struct array, one element for each. */
function structCall(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const columns: Column[] = [];
  for (let at = 0; at < args.length; at += 2) columns.push(column(args[at], args[at + 1], scope, call));
  if (columns.some(({ isComputed }) => isComputed)) return computedStructs(columns, scope, call);
  const lengths = columns.flatMap(({ values, isCell }) => (isCell ? [values.length] : []));
  const count = lengths.find((each) => each !== 1) ?? 1;
  if (lengths.some((each) => each !== 1 && each !== count)) throw new Inexpressible(call, "such a struct");
  const rows = Array.from({ length: count }, (_, k) => columns.map(({ values }) => values[values.length === 1 ? 0 : k].text));
  const entries = (row: readonly string[]) => columns.map(({ name }, k) => entry(name, row[k]));
  const fields = new Map(
    columns.map(({ name, values }) => [name, values.map(({ kind }) => kind).reduce(joined, kinds.empty as Kind)]),
  );
  if (count === 0) return primary("[]", kinds.empty);
  const record: Kind = { is: "record", fields };
  const broken = rows.some((row) => row.some((text) => text.includes("\n")));
  if (count === 1) return primary(enclosed("{", entries(rows[0]), "}", broken), record);
  return primary(
    enclosed(
      "[",
      rows.map((row) => enclosed("{", entries(row), "}")),
      "]",
      true,
    ),
    listOf(record),
  );
}

function entry(name: string, text: string): string {
  return name === text ? text : `${isPlainKey(name) ? name : quoted(name)}: ${text}`;
}

interface Column {
  readonly name: string;
  readonly values: readonly Translated[];
  readonly isCell: boolean;
  /** Whether its one value is a list that is computed, of which each struct gets an element. */
  readonly isComputed?: boolean;
}

/** `struct("a", num2cell(list))`: an object for each element of a list. */
function computedStructs(columns: readonly Column[], scope: Scope, call: Expression): Translated {
  const [first, ...others] = columns.filter(({ isComputed }) => isComputed);
  if (columns.some(({ isCell, isComputed, values }) => isCell && !isComputed && values.length !== 1))
    throw new Inexpressible(call, "such a struct");
  const taken = (name: string) => scope.isVariable(name) || !isPlainKey(name);
  const element = [first.name, "value", "each"].find((name) => !taken(name) && scope.identifier(name) === name) ?? "element";
  const texts = new Map(others.map(({ name, values: [list] }) => [name, `${receiver(list)}[k]`]));
  texts.set(first.name, element);
  const items = columns.map(({ name, values: [value] }) => entry(name, texts.get(name) ?? value.text));
  const parameters = others.length > 0 ? `(${element}, k)` : `(${element})`;
  const fields = columns.map(
    ({ name, values: [{ kind }], isComputed }) => [name, isComputed && kind.is === "list" ? kind.of : kind] as const,
  );
  const [list] = first.values;
  return primary(
    `${receiver(list)}.map(${parameters} => (${enclosed("{", items, "}")}))`,
    listOf({ is: "record", fields: new Map(fields) }),
  );
}

function column(name: Expression, given: Expression | undefined, scope: Scope, call: Expression): Column {
  if (name.kind !== "text" || given === undefined) throw new Inexpressible(call, "such a struct");
  const seen = scope.observed(given)?.value;
  if (!isCell(given) && seen?.kind === "cell") {
    const list = scope.translate(given);
    if (list.kind.is !== "list" && seen.elements.length !== 1) throw new Inexpressible(call, "such a struct");
    return { name: name.value, values: [list], isCell: true, isComputed: list.kind.is === "list" };
  }
  if (!isCell(given)) return { name: name.value, values: [settled(given, scope)], isCell: false };
  return { name: name.value, values: given.rows.flat().map((each) => settled(each, scope)), isCell: true };
}

function isCell(expression: Expression): expression is ArrayLiteral {
  return expression.kind === "array" && expression.brackets === "{}";
}

function isField(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const [value, name] = args;
  const of = scope.translate(value);
  const key = name && scope.translate(name);
  if (of.kind.is !== "record" || key?.kind.is !== "string") throw new Inexpressible(call, "such a question");
  const text = `${grouped(key, precedence.relation)} in ${grouped(of, precedence.relation)}`;
  return { text, precedence: precedence.relation, kind: kinds.boolean };
}

function fieldNames(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const of = scope.translate(args[0]);
  if (of.kind.is !== "record" || args.length !== 1) throw new Inexpressible(call, "such a value");
  return primary(`Object.keys(${receiver(of)})`, listOf(kinds.string));
}
