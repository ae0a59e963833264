import type { Argument, ArrayLiteral, Expression } from "../syntax/ast.ts";
import type { Value } from "../values/value.ts";
import { constantValue, type Scope } from "./scope.ts";

/**
 * The arguments of a call with `options{:}` replaced by the elements of the cell array: by those that the script writes where the variable gets
 * its one value, else by the values that they always had.
 */
export function spreadArguments(args: readonly Argument[], scope: Scope): readonly Argument[] {
  return args.flatMap((argument) => {
    const list = wholeCell(argument.value);
    const elements = list && cellElements(list, scope);
    return elements ? elements.map((value) => ({ value, place: argument.place })) : [argument];
  });
}

/** The cell array of `cell{:}`. */
function wholeCell(expression: Expression): Expression | undefined {
  if (expression.kind !== "apply" || expression.brackets !== "{}" || expression.args.length !== 1) return undefined;
  return expression.args[0].value.kind === "colon" ? expression.target : undefined;
}

function cellElements(list: Expression, scope: Scope): readonly Expression[] | undefined {
  const written = list.kind === "name" ? scope.onlyValue(list.name) : undefined;
  if (written?.kind === "array" && written.brackets === "{}") return (written as ArrayLiteral).rows.flat();
  const value = constantValue(list, scope);
  if (value?.kind !== "cell") return undefined;
  const elements = value.elements.map((element) => plainExpression(element, list));
  return elements.includes(undefined) ? undefined : (elements as Expression[]);
}

/** A text, a number or a row of numbers as MATLAB writes it. */
function plainExpression(value: Value, { place }: Expression): Expression | undefined {
  if (value.kind === "char") return { kind: "text", value: value.text, quote: "'", place };
  if (value.kind === "string" && value.values.length === 1)
    return { kind: "text", value: value.values[0] ?? "", quote: '"', place };
  if (value.kind === "logical" && value.data.length === 1) return { kind: "name", name: value.data[0] ? "true" : "false", place };
  if (value.kind !== "numeric" || value.imaginary || value.size.length > 2 || value.data.length > 16) return undefined;
  const numbers = Array.from(value.data as ArrayLike<number>, (each): Expression => numberExpression(Number(each), place));
  if (numbers.length === 1) return numbers[0];
  return value.size.includes(1) ? { kind: "array", brackets: "[]", rows: [numbers], place } : undefined;
}

function numberExpression(value: number, place: Expression["place"]): Expression {
  const magnitude: Expression = {
    kind: "number",
    value: Math.abs(value),
    text: String(Math.abs(value)),
    imaginary: false,
    place,
  };
  return value < 0 ? { kind: "unary", operator: "-", operand: magnitude, place } : magnitude;
}
