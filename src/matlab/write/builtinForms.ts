import type { Expression } from "../syntax/ast.ts";
import { type Kind, kinds, listOf } from "./kind.ts";
import { grouped, Inexpressible, primary, type Scope, type Translated } from "./scope.ts";
import { asList } from "./settled.ts";
import { precedence, quoted } from "./text.ts";
import { formatted, joinedTexts, numberAsText } from "./texts.ts";

/** How a call of a built-in function is written. */
export interface BuiltinForm {
  /** Whether it computes with one number at a time, so that it can be written for numbers that are not known yet. */
  readonly scalar: boolean;
  readonly write: (args: readonly Expression[], scope: Scope, call: Expression) => Translated;
}

/** Names without arguments that are values. */
export const constants: Readonly<Record<string, Translated>> = {
  true: primary("true", kinds.boolean),
  false: primary("false", kinds.boolean),
  pi: primary("Math.PI", kinds.number),
  Inf: primary("Infinity", kinds.number),
  inf: primary("Infinity", kinds.number),
  NaN: primary("NaN", kinds.number),
  nan: primary("NaN", kinds.number),
  eps: primary("Number.EPSILON", kinds.number),
  cell: primary("[]", kinds.empty),
};

/** The built-in functions that have a form in TypeScript, by name. */
export const builtinForms: ReadonlyMap<string, BuiltinForm> = new Map<string, BuiltinForm>([
  ...["floor", "ceil", "abs", "sqrt", "exp", "log2", "log10", "sign"].map((name) => [name, math(name)] as [string, BuiltinForm]),
  ["round", math("round")],
  ["fix", math("trunc")],
  ["log", math("log")],
  ["max", extreme("max")],
  ["min", extreme("min")],
  ["mod", { scalar: true, write: modulo }],
  ["rem", { scalar: true, write: remainder }],
  ["double", same()],
  ["single", same()],
  ["logical", same()],
  ["char", same()],
  ["categorical", same()],
  ["cellstr", same()],
  ["cell2mat", same()],
  ["string", { scalar: true, write: ([x], scope) => (isList(x, scope) ? scope.translate(x) : numberAsText(x, scope)) }],
  ["num2str", { scalar: true, write: (args, scope, call) => numberAsText(only(args, call), scope) }],
  ["int2str", { scalar: true, write: (args, scope, call) => numberAsText(only(args, call), scope) }],
  ["sprintf", { scalar: true, write: formatted }],
  ["strcat", { scalar: true, write: joinedTexts }],
  ["numel", { scalar: false, write: length }],
  ["length", { scalar: false, write: length }],
  ["height", { scalar: false, write: length }],
  ["size", { scalar: false, write: sizeCall }],
  ["isempty", { scalar: false, write: isEmpty }],
  ["strcmp", { scalar: false, write: (args, scope, call) => sameText(args, scope, call, "") }],
  ["strcmpi", { scalar: false, write: (args, scope, call) => sameText(args, scope, call, ".toLowerCase()") }],
  ["isequal", { scalar: false, write: (args, scope, call) => sameText(args, scope, call, "") }],
  ["upper", textMethod("toUpperCase()")],
  ["lower", textMethod("toLowerCase()")],
  ["strtrim", textMethod("trim()")],
  ["sum", fold("(total, value) => total + value, 0")],
  ["prod", fold("(product, value) => product * value, 1")],
  ["any", { scalar: false, write: (args, scope, call) => list(args, scope, call, (x) => `${x}.some(Boolean)`, kinds.boolean) }],
  ["all", { scalar: false, write: (args, scope, call) => list(args, scope, call, (x) => `${x}.every(Boolean)`, kinds.boolean) }],
  ["fliplr", { scalar: false, write: (args, scope, call) => reversed(args, scope, call) }],
  ["flip", { scalar: false, write: (args, scope, call) => reversed(args, scope, call) }],
  ["zeros", { scalar: true, write: (args, scope, call) => filled(args, scope, call, "0") }],
  ["ones", { scalar: true, write: (args, scope, call) => filled(args, scope, call, "1") }],
  ["ismember", { scalar: false, write: isMember }],
  ["struct", { scalar: true, write: structCall }],
  ["strings", { scalar: true, write: (args, scope, call) => filled(args, scope, call, '""') }],
  ["isfield", { scalar: false, write: isField }],
]);

function math(name: string): BuiltinForm {
  return {
    scalar: true,
    write: (args, scope, call) => {
      const value = scope.translate(only(args, call));
      if (value.kind.is !== "number" && value.kind.is !== "unknown") throw new Inexpressible(call, `${name} of such a value`);
      return primary(`Math.${name}(${value.text})`, kinds.number);
    },
  };
}

function same(): BuiltinForm {
  return {
    scalar: true,
    write: (args, scope, call) => {
      const value = scope.translate(only(args, call));
      if (value.kind.is === "other") throw new Inexpressible(call, "such a value");
      return value;
    },
  };
}

function only(args: readonly Expression[], call: Expression): Expression {
  if (args.length !== 1) throw new Inexpressible(call, "these arguments");
  return args[0];
}

function isList(expression: Expression, scope: Scope): boolean {
  return scope.translate(expression).kind.is === "list";
}

function extreme(name: "max" | "min"): BuiltinForm {
  return {
    scalar: true,
    write: (args, scope, call) => {
      const values = args.map((arg) => scope.translate(arg));
      const [first] = values;
      if (values.length === 1 && first.kind.is === "list" && first.kind.of.is === "number")
        return primary(`Math.${name}(...${first.text})`, kinds.number);
      if (values.length !== 2 || values.some(({ kind }) => kind.is !== "number" && kind.is !== "unknown"))
        throw new Inexpressible(call, `${name} of such values`);
      return primary(`Math.${name}(${values.map(({ text }) => text).join(", ")})`, kinds.number);
    },
  };
}

/** The result has the sign of the divisor, as in MATLAB; for whole numbers of one sign `%` says the same. */
function modulo(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const seen = scope.observed(args[0])?.value;
  if (seen?.kind === "numeric" && Number(seen.data[0]) < 0) throw new Inexpressible(call, "mod of a negative number");
  return remainder(args, scope, call);
}

function remainder(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const values = args.map((arg) => scope.translate(arg));
  if (values.length !== 2 || values.some(({ kind }) => kind.is !== "number" && kind.is !== "unknown"))
    throw new Inexpressible(call, "such values");
  const [x, y] = values;
  const text = `${grouped(x, precedence.product)} % ${grouped(y, precedence.product + 1)}`;
  return { text, precedence: precedence.product, kind: kinds.number };
}

function length(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const value = scope.translate(only(args, call));
  if (value.kind.is === "connections" || (value.kind.is === "list" && value.kind.of.is !== "list"))
    return primary(`${grouped(value, precedence.primary)}.length`, kinds.number);
  if (value.kind.is === "string" && scope.observed(args[0])?.value.kind === "char")
    return primary(`${grouped(value, precedence.primary)}.length`, kinds.number);
  if (["number", "boolean", "layer", "record"].includes(value.kind.is)) return primary("1", kinds.number);
  throw new Inexpressible(call, "the length of such a value");
}

/** `size(x, 1)` of a column, `size(x, 2)` of a row. */
function sizeCall(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const [value, dimension] = args;
  const seen = scope.observed(value)?.value;
  const size = seen?.kind === "host" ? seen.operations.size(seen) : seen && "size" in seen ? seen.size : undefined;
  const along = dimension?.kind === "number" ? dimension.value - 1 : -1;
  const isList = size?.length === 2 && size[1 - along] === 1;
  if (!isList) throw new Inexpressible(call, "the size of such a value");
  return length([value], scope, call);
}

function isEmpty(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const value = scope.translate(only(args, call));
  const text = `${grouped(value, precedence.primary)}.length === 0`;
  if (value.kind.is === "list" || value.kind.is === "string" || value.kind.is === "empty")
    return { text, precedence: precedence.equality, kind: kinds.boolean };
  throw new Inexpressible(call, "isempty of such a value");
}

function sameText(args: readonly Expression[], scope: Scope, call: Expression, change: string): Translated {
  const values = args.map((arg) => scope.translate(arg));
  const [a, b] = values;
  const scalar = values.length === 2 && a.kind.is === b.kind.is && ["string", "number", "boolean"].includes(a.kind.is);
  if (!scalar) throw new Inexpressible(call, "a comparison of such values");
  const side = (value: Translated) =>
    change === "" ? grouped(value, precedence.equality + 1) : `${grouped(value, precedence.primary)}${change}`;
  return { text: `${side(a)} === ${side(b)}`, precedence: precedence.equality, kind: kinds.boolean };
}

function textMethod(method: string): BuiltinForm {
  return {
    scalar: true,
    write: (args, scope, call) => {
      const value = scope.translate(only(args, call));
      if (value.kind.is !== "string") throw new Inexpressible(call, "such a value");
      return primary(`${grouped(value, precedence.primary)}.${method}`, kinds.string);
    },
  };
}

function fold(body: string): BuiltinForm {
  return { scalar: false, write: (args, scope, call) => list(args, scope, call, (x) => `${x}.reduce(${body})`, kinds.number) };
}

function list(
  args: readonly Expression[],
  scope: Scope,
  call: Expression,
  write: (list: string) => string,
  kind: Kind,
): Translated {
  const value = scope.translate(only(args, call));
  const numbers = value.kind.is === "list" && (value.kind.of.is === "number" || value.kind.of.is === "boolean");
  if (!numbers) throw new Inexpressible(call, "such a value");
  return primary(write(grouped(value, precedence.primary)), kind);
}

function reversed(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const value = scope.translate(only(args, call));
  if (value.kind.is !== "list" || value.kind.of.is === "list") throw new Inexpressible(call, "such a value");
  return primary(`${asList(value)}.toReversed()`, value.kind);
}

/** `zeros(1, n)` as a list. */
function filled(args: readonly Expression[], scope: Scope, call: Expression, element: string): Translated {
  const values = args.map((arg) => scope.translate(arg));
  const counts = values.filter(({ text }) => text !== "1");
  if (values.length !== 2 || counts.length > 1) throw new Inexpressible(call, "an array of such a size");
  const of = element.startsWith('"') ? kinds.string : kinds.number;
  if (counts.length === 0) return primary(element, of);
  return primary(`Array.from({ length: ${counts[0].text} }, () => ${element})`, listOf(of));
}

function isMember(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const [value, within] = args.map((arg) => scope.translate(arg));
  if (within?.kind.is !== "list" || value.kind.is === "list" || value.kind.is !== within.kind.of.is)
    throw new Inexpressible(call, "such values");
  return primary(`${grouped(within, precedence.primary)}.includes(${value.text})`, kinds.boolean);
}

/** `struct("a", 1, "b", 2)` */
function structCall(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const fields = new Map<string, Kind>();
  const entries: string[] = [];
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at];
    const given = args[at + 1];
    if (name.kind !== "text" || given === undefined || given.kind === "array") throw new Inexpressible(call, "such a struct");
    const value = scope.translate(given);
    fields.set(name.value, value.kind);
    entries.push(value.text === name.value ? value.text : `${name.value}: ${value.text}`);
  }
  return primary(entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`, { is: "record", fields });
}

function isField(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const [value, name] = args;
  const of = scope.translate(value);
  if (of.kind.is !== "record" || name?.kind !== "text") throw new Inexpressible(call, "such a question");
  const text = `${quoted(name.value)} in ${grouped(of, precedence.relation)}`;
  return { text, precedence: precedence.relation, kind: kinds.boolean };
}
