import type { Expression } from "../syntax/ast.ts";
import { constantValue, type Scope } from "./scope.ts";

/** The option of ours that MATLAB's name means, in whatever case it is written. */
export function optionName(name: string, known: readonly string[]): string | undefined {
  const camel = name.charAt(0).toLowerCase() + name.slice(1);
  return (
    known.find((option) => option === camel || option === name) ??
    known.find((option) => option.toLowerCase() === name.toLowerCase())
  );
}

/** The text that an expression always is, if it is one. */
export function textConstant(expression: Expression, scope: Scope): string | undefined {
  if (expression.kind === "text") return expression.value;
  const value = constantValue(expression, scope);
  if (value?.kind === "char" && value.size[0] === 1) return value.text;
  return value?.kind === "string" && value.values.length === 1 ? value.values[0] : undefined;
}
