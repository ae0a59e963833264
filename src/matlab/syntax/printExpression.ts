import type { Argument, Expression } from "./ast.ts";

/** How strongly each operator binds, as in the parser; what binds less strongly than its surroundings needs parentheses. */
const strengths: Readonly<Record<string, number>> = {
  ...{ "||": 1, "&&": 2, "|": 3, "&": 4, "==": 5, "~=": 5, "<": 5, "<=": 5, ">": 5, ">=": 5 },
  ...{ "+": 7, "-": 7, "*": 8, ".*": 8, "/": 8, "./": 8, "\\": 8, ".\\": 8, "^": 10, ".^": 10 },
};
const [weakest, range, sign, power, postfix, primary] = [0, 6, 9, 10, 11, 12];

/**
 * The MATLAB text of an expression, in one canonical form: blanks around operators, commas between elements, parentheses only where they are needed.
 * Reading the text gives the same expression.
 * @example printExpression(parseExpression(sourceText("[a,2 *(b+ 1)]", "")).expression!) // "[a, 2 * (b + 1)]"
 */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return expression.text;
    case "text":
      return expression.quote + expression.value.replaceAll(expression.quote, expression.quote.repeat(2)) + expression.quote;
    case "name":
      return expression.name;
    case "colon":
      return ":";
    case "end":
      return "end";
    case "handle":
      return `@${expression.name}`;
    case "metaclass":
      return `?${expression.name}`;
    case "array":
      return printArray(expression);
    case "range":
      return [expression.start, ...(expression.step ? [expression.step] : []), expression.stop]
        .map((part) => printed(part, range + 1))
        .join(":");
    case "anonymous":
      return `@(${expression.parameters.map((name) => name ?? "~").join(", ")}) ${printExpression(expression.body)}`;
    default:
      return printOperation(expression);
  }
}

function printOperation(
  expression: Extract<Expression, { kind: "unary" | "binary" | "apply" | "member" | "superclass" }>,
): string {
  switch (expression.kind) {
    case "unary":
      if (expression.operator.endsWith("'")) return printed(expression.operand, power) + expression.operator;
      return expression.operator + printed(expression.operand, sign);
    case "binary":
      return printBinary(expression);
    case "apply": {
      const [open, close] = expression.brackets;
      return printTarget(expression.target) + open + expression.args.map(printArgument).join(", ") + close;
    }
    case "member": {
      const name = typeof expression.name === "string" ? expression.name : `(${printExpression(expression.name)})`;
      return `${printTarget(expression.target)}.${name}`;
    }
    case "superclass":
      return `${expression.name}@${expression.superclass}(${expression.args.map(printArgument).join(", ")})`;
  }
}

function printBinary(expression: Extract<Expression, { kind: "binary" }>): string {
  const strength = strengths[expression.operator];
  const right = printed(expression.right, strength + 1);
  if (strength === power) return printed(expression.left, power) + expression.operator + right;
  return `${printed(expression.left, strength)} ${expression.operator} ${right}`;
}

function printArray({ brackets, rows }: Extract<Expression, { kind: "array" }>): string {
  const [open, close] = brackets;
  return open + rows.map((row) => row.map(printExpression).join(", ")).join("; ") + close;
}

function printArgument({ name, value }: Argument): string {
  return name === undefined ? printExpression(value) : `${name}=${printExpression(value)}`;
}

/** What is indexed or whose member is meant. */
function printTarget(target: Expression): string {
  const text = printExpression(target);
  return ["name", "apply", "member", "superclass"].includes(target.kind) ? text : `(${text})`;
}

/** With parentheses where the expression binds less strongly than what surrounds it. */
function printed(expression: Expression, least: number): string {
  const text = printExpression(expression);
  return strengthOf(expression, least) < least ? `(${text})` : text;
}

function strengthOf(expression: Expression, least: number): number {
  switch (expression.kind) {
    case "binary":
      return strengths[expression.operator];
    case "range":
      return range;
    case "unary":
      return expression.operator.endsWith("'") ? power : sign;
    case "anonymous":
      return weakest;
    case "number": // the point of `1.` would become that of `.'` or `.^`
      return least >= power && expression.text.endsWith(".") ? weakest : primary;
    case "text": // a quote after a quote would stand inside the text
    case "handle":
    case "metaclass":
      return least >= power ? weakest : primary;
    case "superclass":
    case "apply":
    case "member":
      return postfix;
    default:
      return primary;
  }
}
