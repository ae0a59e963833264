import type { Expression } from "../syntax/ast.ts";
import { typeText } from "./kind.ts";
import type { Scope, Translated } from "./scope.ts";
import { grouped } from "./scope.ts";
import { precedence } from "./text.ts";

/**
 * A list of numbers where an option wants so and so many: a variable is declared so, where each of its values is written out; else the text says so.
 * Undefined where the option takes any list, or none of this length.
 *
 * @param type the TypeScript type of what the option takes
 */
export function asTuple(written: Translated, value: Expression, type: string, scope: Scope): string | undefined {
  const { text, kind } = written;
  if (kind.is !== "list" || kind.of.is !== "number" || /^\[[^[\].]*\]$/.test(text) || type.includes("(number)[]"))
    return undefined;
  const seen = scope.observed(value)?.value;
  const count = seen?.kind === "numeric" ? seen.data.length : 0;
  if (!type.includes(tupleType(count))) return undefined;
  if (value.kind === "name" && isDeclaredSo(value.name, count, scope)) {
    scope.tuples.set(value.name, count);
    return text;
  }
  return `${grouped(written, precedence.relation)} as ${tupleType(count)}`;
}

/** The TypeScript type of a variable. */
export function variableType(name: string, scope: Scope): string {
  const count = scope.tuples.get(name);
  return count === undefined ? typeText(scope.kindOfVariable(name), scope.imports) : tupleType(count);
}

function tupleType(count: number): string {
  return `[${Array.from({ length: count }, () => "number").join(", ")}]`;
}

/** Whether all values of a variable are written out as so many numbers, and no part of it changes. */
function isDeclaredSo(name: string, count: number, scope: Scope): boolean {
  const values = scope.isVariable(name) && !scope.isChanged(name) ? scope.valuesOf(name) : [];
  const isOne = (element: Expression): boolean => {
    const seen = scope.observed(element)?.value;
    return seen === undefined
      ? element.kind === "number"
      : seen.kind === "unknown" || ("size" in seen && seen.size.every((n) => n === 1));
  };
  return (
    values.length > 0 &&
    values.every((each) => {
      const elements = each?.kind === "array" && each.brackets === "[]" ? each.rows.flat() : [];
      return elements.length === count && elements.every(isOne);
    })
  );
}
