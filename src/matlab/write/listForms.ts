import type { Expression } from "../syntax/ast.ts";
import { listInBrackets } from "./arrays.ts";
import { type BuiltinForm, form, isListOf, isNumber, only, receiver, scalarForm } from "./builtinForm.ts";
import { type Kind, kinds, listOf } from "./kind.ts";
import { grouped, Inexpressible, isUnknown, observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { asList } from "./settled.ts";
import { precedence } from "./text.ts";

/** The functions of lists that have a form in TypeScript, by name. */
export const listForms: readonly (readonly [name: string, form: BuiltinForm])[] = [
  ...["double", "single", "logical", "categorical", "cellstr", "cell2mat", "num2cell", "squeeze", "gather"].map(
    (name) => [name, same()] as const,
  ),
  ["numel", form(length)],
  ["length", form(length)],
  ["height", form(length)],
  ["width", form(length)],
  ["size", form(sizeCall)],
  ["isempty", form(isEmpty)],
  ["fliplr", form(reversed)],
  ["flipud", form(reversed)],
  ["flip", form(reversed)],
  ["zeros", scalarForm((args, scope, call) => filled(args, scope, call, "0", kinds.number))],
  ["ones", scalarForm((args, scope, call) => filled(args, scope, call, "1", kinds.number))],
  ["strings", scalarForm((args, scope, call) => filled(args, scope, call, '""', kinds.string))],
  ["true", scalarForm((args, scope, call) => filled(args, scope, call, "true", kinds.boolean))],
  ["false", scalarForm((args, scope, call) => filled(args, scope, call, "false", kinds.boolean))],
  ["cell", scalarForm(cells)],
  ["repmat", form(repeated)],
  ["ismember", form(isMember)],
  ["find", form(found)],
  ["unique", form((args, scope, call) => unique(args, scope, call))],
  ["vertcat", form((args, scope, call) => listInBrackets(args, call, scope))],
  ["horzcat", form((args, scope, call) => listInBrackets(args, call, scope))],
  ["cat", form((args, scope, call) => listInBrackets(args.slice(1), call, scope))],
];

function same(): BuiltinForm {
  return scalarForm((args, scope, call) => {
    const value = scope.translate(only(args, call));
    if (value.kind.is === "other") throw new Inexpressible(call, "such a value");
    return value;
  });
}

function length(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const value = scope.translate(only(args, call));
  if (value.kind.is === "map") return primary(`${receiver(value)}.size`, kinds.number);
  if (value.kind.is === "table") {
    const [column] = value.kind.columns.keys();
    return primary(`${receiver(value)}.${column}.length`, kinds.number);
  }
  const isRow = value.kind.is === "list" && (value.kind.of.is !== "list" || scope.observed(args[0])?.value.kind === "cell");
  if (value.kind.is === "connections" || isRow) return primary(`${receiver(value)}.length`, kinds.number);
  if (value.kind.is === "string" && scope.observed(args[0])?.value.kind === "char")
    return primary(`${receiver(value)}.length`, kinds.number);
  if (["number", "boolean", "layer", "record"].includes(value.kind.is)) return primary("1", kinds.number);
  throw new Inexpressible(call, "the length of such a value");
}

/** `size(x, 1)` of a column, `size(x, 2)` of a row; both of rows of rows. */
function sizeCall(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const [value, dimension] = args;
  const seen = scope.observed(value)?.value;
  const size = seen?.kind === "host" ? seen.operations.size(seen) : seen && "size" in seen ? seen.size : undefined;
  const along = dimension?.kind === "number" ? dimension.value - 1 : -1;
  const of = scope.translate(value);
  if (
    of.kind.is === "list" &&
    of.kind.of.is === "list" &&
    size !== undefined &&
    Math.min(...size) > 1 &&
    (along === 0 || along === 1)
  )
    return primary(along === 0 ? `${receiver(of)}.length` : `${receiver(of)}[0].length`, kinds.number);
  if (of.kind.is === "table" && along === 0) return length([value], scope, call);
  const isList = size?.length === 2 && size[1 - along] === 1;
  if (!isList) throw new Inexpressible(call, "the size of such a value");
  return length([value], scope, call);
}

function isEmpty(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const value = scope.translate(only(args, call));
  if (value.kind.is === "map")
    return { text: `${receiver(value)}.size === 0`, precedence: precedence.equality, kind: kinds.boolean };
  if (["list", "string", "empty"].includes(value.kind.is))
    return { text: `${receiver(value)}.length === 0`, precedence: precedence.equality, kind: kinds.boolean };
  throw new Inexpressible(call, "isempty of such a value");
}

function reversed(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const value = scope.translate(only(args, call));
  if (value.kind.is !== "list" || value.kind.of.is === "list") throw new Inexpressible(call, "such a value");
  return primary(`${asList(value)}.toReversed()`, value.kind);
}

/** How many elements `zeros(1, n)` has: one of the two sizes is 1. */
function countOf(args: readonly Expression[], scope: Scope, call: Expression): string | undefined {
  const values = args.map((arg) => scope.translate(arg));
  const counts = values.filter(({ text }) => text !== "1");
  if (values.length !== 2 || counts.length > 1 || !values.every(isNumber))
    throw new Inexpressible(call, "an array of such a size");
  return counts[0]?.text;
}

/** `zeros(1, n)` as a list. */
function filled(args: readonly Expression[], scope: Scope, call: Expression, element: string, of: Kind): Translated {
  const count = countOf(args, scope, call);
  return count === undefined ? primary(element, of) : primary(`Array.from({ length: ${count} }, () => ${element})`, listOf(of));
}

/** `cell(1, n)`: a list that is filled later. */
function cells(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  if (countOf(args, scope, call) === "") throw new Inexpressible(call, "such a cell array");
  return primary("[]", kinds.empty);
}

/** `repmat(x, 1, n)` of one value. */
function repeated([value, ...sizes]: readonly Expression[], scope: Scope, call: Expression): Translated {
  const of = scope.translate(value);
  const count = countOf(sizes, scope, call);
  if (count === undefined) return of;
  if (of.kind.is === "list" || of.kind.is === "empty" || of.kind.is === "other") throw new Inexpressible(call, "such a value");
  return primary(`Array.from({ length: ${count} }, () => ${of.text})`, listOf(of.kind));
}

function isMember(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const [value, within] = args.map((arg) => scope.translate(arg));
  if (within?.kind.is !== "list" || value.kind.is === "list" || value.kind.is !== within.kind.of.is)
    throw new Inexpressible(call, "such values");
  return primary(`${receiver(within)}.includes(${value.text})`, kinds.boolean);
}

/** `find(truths)`: the places, counted from 1. */
function found(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const value = scope.translate(only(args, call));
  if (!isListOf(value, "boolean")) throw new Inexpressible(call, "such a value");
  if (observedKind(call, scope).is === "number") {
    const index = `${receiver(value)}.indexOf(true) + 1`;
    return { text: index, precedence: precedence.sum, kind: kinds.number };
  }
  return primary(`${receiver(value)}.flatMap((each, k) => (each ? [k + 1] : []))`, listOf(kinds.number));
}

/** The different values of a list, of texts in order. */
function unique(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const argument = only(args, call);
  const value = scope.translate(argument);
  if (isUnknown(argument, scope) || !isListOf(value, "string")) throw new Inexpressible(call, "such values");
  return primary(`[...new Set(${value.text})].toSorted()`, value.kind);
}

/** The text of a list with the elements that a list of truths picks. */
export function picked(list: Translated, truths: Translated): Translated {
  const condition = `${grouped(truths, precedence.primary)}[k]`;
  return primary(`${receiver(list)}.filter((_, k) => ${condition})`, list.kind);
}
