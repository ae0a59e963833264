import type { Expression } from "../syntax/ast.ts";
import { type BuiltinForm, form, isListOf, only, receiver, scalarForm } from "./builtinForm.ts";
import { type Kind, kinds, listOf } from "./kind.ts";
import { grouped, Inexpressible, primary, type Scope, type Translated } from "./scope.ts";
import { precedence, quoted } from "./text.ts";
import { concatenated, formatted, joinedTexts, numberAsText, texts } from "./texts.ts";

/** The functions of texts that have a form in TypeScript, by name. */
export const textForms: readonly (readonly [name: string, form: BuiltinForm])[] = [
  ["string", scalarForm(asString)],
  ["num2str", scalarForm((args, scope, call) => numberAsText(only(args, call), scope))],
  ["int2str", scalarForm((args, scope, call) => numberAsText(only(args, call), scope))],
  ["char", scalarForm(asChar)],
  ["sprintf", scalarForm(formatted)],
  ["compose", scalarForm(composed)],
  ["strcat", scalarForm(joinedTexts)],
  ["append", scalarForm((args, scope) => concatenated(texts(args, scope)))],
  ["strcmp", form((args, scope, call) => sameText(args, scope, call, ""))],
  ["strcmpi", form((args, scope, call) => sameText(args, scope, call, ".toLowerCase()"))],
  ["isequal", form((args, scope, call) => sameText(args, scope, call, ""))],
  ["upper", each("toUpperCase()")],
  ["lower", each("toLowerCase()")],
  ["strtrim", each("trim()")],
  ["strip", each("trim()")],
  ["strrep", form(replaced)],
  ["replace", form(replaced)],
  [
    "erase",
    form((args, scope, call) =>
      withTexts(args, scope, call, (x, [part]) => primary(`${x}.replaceAll(${part}, "")`, kinds.string)),
    ),
  ],
  ["strsplit", form((args, scope, call) => split(args, scope, call))],
  ["split", form((args, scope, call) => split(args, scope, call))],
  ["strjoin", form((args, scope, call) => joinedList(args, scope, call))],
  ["join", form((args, scope, call) => joinedList(args, scope, call))],
  ["contains", asked("includes")],
  ["startsWith", asked("startsWith")],
  ["endsWith", asked("endsWith")],
  ["strlength", form((args, scope, call) => withTexts(args, scope, call, (x) => primary(`${x}.length`, kinds.number)))],
];

function asString([x, ...more]: readonly Expression[], scope: Scope): Translated {
  const value = scope.translate(x);
  if (more.length > 0) throw new Inexpressible(x, "such a text");
  if (isListOf(value, "number")) return primary(`${receiver(value)}.map(String)`, listOf(kinds.string));
  return value.kind.is === "list" ? value : numberAsText(x, scope);
}

/** `compose(format, …)` of single values is one text. */
function composed(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const seen = scope.observed(call)?.value;
  if (seen?.kind !== "string" || seen.values.length !== 1) throw new Inexpressible(call, "a list of texts");
  return formatted(args, scope);
}

/** A text stays; a number is the code of a character. */
function asChar(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const argument = only(args, call);
  const value = scope.translate(argument);
  if (value.kind.is === "string" || isListOf(value, "string")) return value;
  if (value.kind.is === "number") return primary(`String.fromCharCode(${value.text})`, kinds.string);
  throw new Inexpressible(call, "such a value");
}

function sameText(args: readonly Expression[], scope: Scope, call: Expression, change: string): Translated {
  const values = args.map((arg) => scope.translate(arg));
  const [a, b] = values;
  const list = values.find((value) => isListOf(value, "string"));
  const other = values.find((value) => value !== list);
  if (list && other?.kind.is === "string")
    return primary(`${receiver(list)}.map((each) => each${change} === ${receiver(other)}${change})`, listOf(kinds.boolean));
  const scalar = values.length === 2 && a.kind.is === b.kind.is && ["string", "number", "boolean"].includes(a.kind.is);
  if (!scalar) throw new Inexpressible(call, "a comparison of such values");
  const side = (value: Translated) => (change === "" ? grouped(value, precedence.equality + 1) : `${receiver(value)}${change}`);
  return { text: `${side(a)} === ${side(b)}`, precedence: precedence.equality, kind: kinds.boolean };
}

/** A method of a text, or of each in a list. */
function each(method: string): BuiltinForm {
  return form((args, scope, call) => {
    const value = scope.translate(only(args, call));
    if (isListOf(value, "string")) return primary(`${receiver(value)}.map((each) => each.${method})`, listOf(kinds.string));
    if (value.kind.is !== "string") throw new Inexpressible(call, "such a value");
    return primary(`${receiver(value)}.${method}`, kinds.string);
  });
}

/** What a call makes of a text, or of each in a list, and of further texts. */
function withTexts(
  args: readonly Expression[],
  scope: Scope,
  call: Expression,
  write: (text: string, more: readonly string[]) => Translated,
): Translated {
  const [value, ...more] = args.map((arg) => scope.translate(arg));
  if (value === undefined || more.some(({ kind }) => kind.is !== "string")) throw new Inexpressible(call, "such texts");
  const further = more.map(({ text }) => text);
  if (value.kind.is === "string") return write(receiver(value), further);
  if (!isListOf(value, "string")) throw new Inexpressible(call, "such texts");
  const { text, kind } = write("each", further);
  return primary(`${receiver(value)}.map((each) => ${text})`, listOf(kind));
}

function replaced(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  if (args.length !== 3) throw new Inexpressible(call, "these arguments");
  return withTexts(args, scope, call, (x, [part, by]) => primary(`${x}.replaceAll(${part}, ${by})`, kinds.string));
}

function split(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const [value, mark] = args.map((arg) => scope.translate(arg));
  if (value?.kind.is !== "string" || (mark && mark.kind.is !== "string")) throw new Inexpressible(call, "such texts");
  return primary(`${receiver(value)}.split(${mark?.text ?? quoted(" ")})`, listOf(kinds.string));
}

function joinedList(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const [list, between] = args;
  const isPlain =
    list?.kind === "array" && list.rows.length === 1 && list.brackets === "[]" && scope.observed(call)?.value.kind === "string";
  if (isPlain && (between === undefined || between.kind === "text")) {
    const elements = list.rows[0].map((each) => texts([each], scope));
    return concatenated(elements.flatMap((parts, k) => (k === 0 ? parts : [between?.value ?? " ", ...parts])));
  }
  const [value, mark] = args.map((arg) => scope.translate(arg));
  if (value === undefined || !isListOf(value, "string") || (mark && mark.kind.is !== "string"))
    throw new Inexpressible(call, "such texts");
  return primary(`${receiver(value)}.join(${mark?.text ?? quoted(" ")})`, kinds.string);
}

/** Whether a text, or each in a list, holds another. */
function asked(method: string): BuiltinForm {
  const kind: Kind = kinds.boolean;
  return form((args, scope, call) => {
    if (args.length !== 2) throw new Inexpressible(call, "these arguments");
    return withTexts(args, scope, call, (x, [part]) => primary(`${x}.${method}(${part})`, kind));
  });
}
