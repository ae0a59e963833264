import type { Binary, Expression, NumberLiteral, Range, TextLiteral, Unary } from "../syntax/ast.ts";
import { arrayLiteral } from "./arrays.ts";
import { application, calledName } from "./calls.ts";
import { memberOf } from "./indexing.ts";
import { kinds, listOf } from "./kind.ts";
import { anonymousFunction, functionHandle } from "./lambdas.ts";
import { powerOf } from "./numberForms.ts";
import { grouped, Inexpressible, observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { numberText, precedence, quoted } from "./text.ts";
import { concatenated, texts } from "./texts.ts";

/**
 * An expression of MATLAB in TypeScript, told by its form and by the values that it was observed to have.
 *
 * @throws Inexpressible where it has no form in TypeScript
 */
export function translated(expression: Expression, scope: Scope): Translated {
  switch (expression.kind) {
    case "number":
      return numberLiteral(expression);
    case "text":
      return textLiteral(expression);
    case "name":
      return calledName(expression, scope);
    case "array":
      return arrayLiteral(expression, scope);
    case "unary":
      return unary(expression, scope);
    case "binary":
      return binary(expression, scope);
    case "range":
      return range(expression, scope);
    case "apply":
      return application(expression, scope);
    case "member":
      return memberOf(expression, scope);
    case "handle":
      return functionHandle(expression, scope);
    case "anonymous":
      return anonymousFunction(expression, scope);
    case "end":
      return end(expression, scope);
    default:
      throw new Inexpressible(expression, `${expression.kind} has no form in TypeScript`);
  }
}

function numberLiteral(expression: NumberLiteral): Translated {
  if (expression.imaginary) throw new Inexpressible(expression, "imaginary numbers");
  const plain = /^(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(expression.text);
  return primary(plain ? expression.text : numberText(expression.value), kinds.number);
}

function textLiteral({ value }: TextLiteral): Translated {
  return { ...primary(quoted(value), kinds.string), parts: [value] };
}

function end(expression: Expression, scope: Scope): Translated {
  const list = scope.ends.at(-1);
  if (list === undefined) throw new Inexpressible(expression, "end outside of subscripts");
  return primary(`${list}.length`, kinds.number);
}

function unary(expression: Unary, scope: Scope): Translated {
  const operand = scope.translate(expression.operand);
  const text = () => grouped(operand, precedence.unary);
  switch (expression.operator) {
    case "-":
    case "+":
      if (!isNumber(operand)) break;
      return { text: `${expression.operator}${text()}`, precedence: precedence.unary, kind: kinds.number };
    case "~":
      if (operand.kind.is === "boolean") return { text: `!${text()}`, precedence: precedence.unary, kind: kinds.boolean };
      if (!isNumber(operand)) break;
      return { text: `${grouped(operand, precedence.equality + 1)} === 0`, precedence: precedence.equality, kind: kinds.boolean };
    default:
      // What is a list here has no direction to turn.
      if (["list", "number", "string", "layer", "boolean"].includes(operand.kind.is) && !isMatrix(operand)) return operand;
  }
  throw new Inexpressible(expression, `${expression.operator} of such a value`);
}

function isMatrix({ kind }: Translated): boolean {
  return kind.is === "list" && kind.of.is === "list";
}

function isNumber({ kind }: Translated): boolean {
  return kind.is === "number" || kind.is === "unknown";
}

type Form = readonly [operator: string, precedence: number];

const arithmetic: Readonly<Record<string, Form>> = {
  "+": ["+", precedence.sum],
  "-": ["-", precedence.sum],
  "*": ["*", precedence.product],
  ".*": ["*", precedence.product],
  "/": ["/", precedence.product],
  "./": ["/", precedence.product],
  "^": ["**", precedence.power],
  ".^": ["**", precedence.power],
};

const comparisons: Readonly<Record<string, Form>> = {
  "==": ["===", precedence.equality],
  "~=": ["!==", precedence.equality],
  "<": ["<", precedence.relation],
  "<=": ["<=", precedence.relation],
  ">": [">", precedence.relation],
  ">=": [">=", precedence.relation],
};

const logic: Readonly<Record<string, Form>> = {
  "&&": ["&&", precedence.and],
  "||": ["||", precedence.or],
  "&": ["&&", precedence.and],
  "|": ["||", precedence.or],
};

function binary(expression: Binary, scope: Scope): Translated {
  const { operator } = expression;
  if (operator === "+" && makesText(expression, scope)) return concatenated(texts([expression.left, expression.right], scope));
  const left = scope.translate(expression.left);
  const right = scope.translate(expression.right);
  if (operator in logic) return joint(logic[operator], truth(left, expression), truth(right, expression), kinds.boolean);
  if (operator in comparisons) return compared(expression, left, right);
  if (!(operator in arithmetic)) throw new Inexpressible(expression, `the operator ${operator}`);
  const codes = [codeOf(left, expression.left), codeOf(right, expression.right)] as const;
  if (codes[0] && codes[1] && isNumber(codes[0]) && isNumber(codes[1]) && codes.some((code, k) => code !== [left, right][k]))
    return computed(arithmetic[operator], codes[0], codes[1]);
  if (isNumber(left) && isNumber(right)) return computed(arithmetic[operator], left, right);
  return elementwise(expression, left, right);
}

/** A character in arithmetic is its code. */
function codeOf(value: Translated, expression: Expression): Translated {
  const isCharacter = expression.kind === "text" && expression.quote === "'" && expression.value.length === 1;
  return isCharacter ? primary(String(expression.value.charCodeAt(0)), kinds.number) : value;
}

function compared(expression: Binary, left: Translated, right: Translated): Translated {
  const scalars = [left, right].every((side) => isNumber(side) || side.kind.is === "string" || side.kind.is === "boolean");
  const alike = left.kind.is === right.kind.is || left.kind.is === "unknown" || right.kind.is === "unknown";
  const words = expression.operator === "==" || expression.operator === "~=";
  if (scalars && alike && (words || left.kind.is !== "string"))
    return joint(comparisons[expression.operator], left, right, kinds.boolean);
  const truths = [left, right].find(({ kind }) => kind.is === "boolean");
  const other = truths === left ? right : left;
  if (!words || truths === undefined || !/^[01]$/.test(other.text))
    throw new Inexpressible(expression, "a comparison of such values");
  const yes = (other.text === "1") === (expression.operator === "==");
  return yes ? truths : { text: `!${grouped(truths, precedence.unary)}`, precedence: precedence.unary, kind: kinds.boolean };
}

function joint([operator, own]: Form, left: Translated, right: Translated, kind: Translated["kind"]): Translated {
  return { text: `${grouped(left, own)} ${operator} ${grouped(right, own + 1)}`, precedence: own, kind };
}

function computed(form: Form, left: Translated, right: Translated): Translated {
  return form[0] === "**" ? powerOf([left, right]) : joint(form, left, right, kinds.number);
}

/** A computation over the elements of a list and a number, or of two lists. */
function elementwise(expression: Binary, left: Translated, right: Translated): Translated {
  const [operator, own] = arithmetic[expression.operator];
  const numbers = ({ kind }: Translated) => kind.is === "list" && kind.of.is === "number";
  const kind = listOf(kinds.number);
  const each = (body: string, list: Translated, index = "") =>
    primary(`${grouped(list, precedence.primary)}.map((value${index}) => ${body})`, kind);
  if (numbers(left) && isNumber(right)) return each(`value ${operator} ${grouped(right, own + 1)}`, left);
  if (isNumber(left) && numbers(right)) return each(`${grouped(left, own)} ${operator} value`, right);
  if (numbers(left) && numbers(right) && ["+", "-", ".*", "./"].includes(expression.operator))
    return each(`value ${operator} ${grouped(right, precedence.primary)}[k]`, left, ", k");
  throw new Inexpressible(expression, `${expression.operator} of such values`);
}

function makesText(expression: Binary, scope: Scope): boolean {
  const string = (side: Expression) => side.kind === "text" && side.quote === '"';
  const seen = observedKind(expression, scope).is;
  if (seen === "string") return true;
  return seen === "other" && (string(expression.left) || string(expression.right) || isText(expression.left, scope));
}

function isText(expression: Expression, scope: Scope): boolean {
  return expression.kind === "binary" && expression.operator === "+" && makesText(expression, scope);
}

/** An expression as a condition. */
export function truth(value: Translated, expression: Expression): Translated {
  if (value.kind.is === "boolean") return value;
  if (value.kind.is === "number" || value.kind.is === "unknown")
    return { text: `${grouped(value, precedence.equality + 1)} !== 0`, precedence: precedence.equality, kind: kinds.boolean };
  throw new Inexpressible(expression, "a condition of such a value");
}

/** `a:b` and `a:s:b` as a list. */
function range(expression: Range, scope: Scope): Translated {
  const [start, stop] = [scope.translate(expression.start), scope.translate(expression.stop)];
  const step = expression.step && scope.translate(expression.step);
  const kind = listOf(kinds.number);
  const ends = [start.text, step?.text ?? "1", stop.text].map(Number);
  if (ends.every(Number.isFinite)) {
    const count = Math.floor((ends[2] - ends[0]) / ends[1] + 1e-10) + 1;
    if (count <= 16)
      return primary(
        `[${Array.from({ length: Math.max(0, count) }, (_, k) => numberText(ends[0] + k * ends[1])).join(", ")}]`,
        kind,
      );
  }
  if (step !== undefined || !isNumber(stop)) throw new Inexpressible(expression, "such a range");
  if (start.text === "1") return primary(`Array.from({ length: ${stop.text} }, (_, k) => k + 1)`, kind);
  const length = `${grouped(stop, precedence.sum)} - ${grouped(start, precedence.sum + 1)} + 1`;
  return primary(`Array.from({ length: ${length} }, (_, k) => ${grouped(start, precedence.sum)} + k)`, kind);
}
