import type { Expression } from "../syntax/ast.ts";
import { type BuiltinForm, form, isListOf, isNumber, only, receiver, scalarForm } from "./builtinForm.ts";
import { type Kind, kinds } from "./kind.ts";
import { grouped, Inexpressible, primary, type Scope, type Translated } from "./scope.ts";
import { precedence } from "./text.ts";

/** The functions of numbers and of lists of numbers that have a form in TypeScript, by name. */
export const numberForms: readonly (readonly [name: string, form: BuiltinForm])[] = [
  ...["floor", "ceil", "abs", "sqrt", "exp", "log2", "log10", "sign", "hypot"].map((name) => [name, math(name)] as const),
  ["round", math("round")],
  ["fix", math("trunc")],
  ["log", math("log")],
  ["max", extreme("max")],
  ["min", extreme("min")],
  ["mod", scalarForm(modulo)],
  ["rem", scalarForm(remainder)],
  ["plus", operation("+", precedence.sum)],
  ["minus", operation("-", precedence.sum)],
  ["times", operation("*", precedence.product)],
  ["mtimes", operation("*", precedence.product)],
  ["rdivide", operation("/", precedence.product)],
  ["power", scalarForm((args, scope, call) => powerOf(numbers(args, scope, call, 2)))],
  ["mpower", scalarForm((args, scope, call) => powerOf(numbers(args, scope, call, 2)))],
  ["bitshift", scalarForm(shifted)],
  ["sum", fold("(total, value) => total + value, 0")],
  ["prod", fold("(product, value) => product * value, 1")],
  ["mean", form((args, scope, call) => average(args, scope, call))],
  ["any", test("some")],
  ["all", test("every")],
  ["nnz", form((args, scope, call) => overList(args, scope, call, (x) => `${x}.filter(Boolean).length`, kinds.number))],
];

function numbers(args: readonly Expression[], scope: Scope, call: Expression, count: number): readonly Translated[] {
  const values = args.map((arg) => scope.translate(arg));
  if (values.length !== count || !values.every(isNumber)) throw new Inexpressible(call, "such values");
  return values;
}

function math(name: string): BuiltinForm {
  return scalarForm((args, scope, call) => {
    const values = numbers(args, scope, call, name === "hypot" ? 2 : 1);
    return primary(`Math.${name}(${values.map(({ text }) => text).join(", ")})`, kinds.number);
  });
}

function extreme(name: "max" | "min"): BuiltinForm {
  return scalarForm((args, scope, call) => {
    const values = args.map((arg) => scope.translate(arg));
    const [first] = values;
    if (values.length === 1 && isListOf(first, "number")) return primary(`Math.${name}(...${first.text})`, kinds.number);
    if (values.length !== 2 || !values.every(isNumber)) throw new Inexpressible(call, `${name} of such values`);
    return primary(`Math.${name}(${values.map(({ text }) => text).join(", ")})`, kinds.number);
  });
}

function operation(operator: string, own: number): BuiltinForm {
  return scalarForm((args, scope, call) => {
    const [left, right] = numbers(args, scope, call, 2);
    return { text: `${grouped(left, own)} ${operator} ${grouped(right, own + 1)}`, precedence: own, kind: kinds.number };
  });
}

/** `**` binds to the right in TypeScript and takes no sign before it. */
export function powerOf([base, exponent]: readonly Translated[]): Translated {
  const left = base.text.startsWith("-") ? `(${base.text})` : grouped(base, precedence.power + 1);
  return { text: `${left} ** ${grouped(exponent, precedence.power)}`, precedence: precedence.power, kind: kinds.number };
}

/** `bitshift(n, k)`; to the right bits are lost. */
function shifted(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const [value, by] = numbers(args, scope, call, 2);
  const isRight = by.text.startsWith("-");
  const right = isRight ? primary(by.text.slice(1), kinds.number) : by;
  if (!/^\d+$/.test(right.text)) throw new Inexpressible(call, "a shift by such a number");
  const factor = String(2 ** Number(right.text));
  const left = grouped(value, precedence.product);
  if (isRight) return primary(`Math.floor(${left} / ${factor})`, kinds.number);
  return { text: `${left} * ${factor}`, precedence: precedence.product, kind: kinds.number };
}

/** The result has the sign of the divisor, as in MATLAB; for whole numbers of one sign `%` says the same. */
function modulo(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const seen = scope.observed(args[0])?.value;
  if (seen?.kind === "numeric" && Number(seen.data[0]) < 0) throw new Inexpressible(call, "mod of a negative number");
  return remainder(args, scope, call);
}

function remainder(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const [x, y] = numbers(args, scope, call, 2);
  const text = `${grouped(x, precedence.product)} % ${grouped(y, precedence.product + 1)}`;
  return { text, precedence: precedence.product, kind: kinds.number };
}

function fold(body: string): BuiltinForm {
  return form((args, scope, call) => {
    const value = scope.translate(only(args, call));
    if (isNumber(value)) return value;
    return overList(args, scope, call, (x) => `${x}.reduce(${body})`, kinds.number);
  });
}

function average(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const write = (x: string) => `${x}.reduce((total, value) => total + value, 0) / ${x}.length`;
  return { ...overList(args, scope, call, write, kinds.number), precedence: precedence.product };
}

function test(method: "some" | "every"): BuiltinForm {
  return form((args, scope, call) => {
    const value = scope.translate(only(args, call));
    if (value.kind.is === "boolean") return value;
    const isTruth = isListOf(value, "boolean");
    return overList(args, scope, call, (x) => `${x}.${method}(${isTruth ? "(each) => each" : "Boolean"})`, kinds.boolean);
  });
}

function overList(
  args: readonly Expression[],
  scope: Scope,
  call: Expression,
  write: (list: string) => string,
  kind: Kind,
): Translated {
  const value = scope.translate(only(args, call));
  if (!isListOf(value, "number", "boolean")) throw new Inexpressible(call, "such a value");
  return primary(write(receiver(value)), kind);
}
