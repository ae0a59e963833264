import type { ArrayLiteral, Expression, Statement } from "../syntax/ast.ts";
import { expressionsIn } from "../syntax/walk.ts";

/** Where the head of a statement ends: before its first block. */
export function headEnd(statement: Statement, body: readonly Statement[]): number {
  if (statement.kind === "for") return statement.range.place.end;
  if (statement.kind === "while") return statement.condition.place.end;
  if (statement.kind === "if")
    return (
      statement.branches.find((branch) => branch.body === body)?.condition.place.end ??
      body[0]?.place.start ??
      statement.place.start
    );
  return body[0]?.place.start ?? statement.place.start;
}

/** What `variable.name = value` and `variable.name.inner = value` say. */
export function fieldOf(
  statement: Statement,
): { readonly variable: string; readonly path: readonly string[]; readonly reads: boolean } | undefined {
  if (statement.kind !== "assign" || statement.targets.length !== 1) return undefined;
  const path: string[] = [];
  let [target] = statement.targets;
  while (target?.kind === "member" && typeof target.name === "string") {
    path.unshift(target.name);
    target = target.target;
  }
  if (target?.kind !== "name" || path.length === 0) return undefined;
  return { variable: target.name, path, reads: mentions(statement.value, target.name) };
}

/** Whether a value is `[name; more]`, where `more` does not read the variable. */
export function isGrowth(name: string, value: Expression): value is ArrayLiteral {
  if (value.kind !== "array" || value.brackets !== "[]") return false;
  const [first, ...more] = value.rows.flat();
  if (first?.kind !== "name" || first.name !== name || more.length === 0) return false;
  return !more.some((each) => mentions(each, name)) && (value.rows.length === 1 || value.rows.every((row) => row.length === 1));
}

function mentions(expression: Expression, variable: string): boolean {
  return [...expressionsIn(expression)].some((part) => part.kind === "name" && part.name === variable);
}

/** The variable of `variable = struct()`. */
export function structOf(statement: Statement): string | undefined {
  if (statement.kind !== "assign" || statement.targets.length !== 1 || statement.targets[0]?.kind !== "name") return undefined;
  const { value } = statement;
  const call =
    value.kind === "name"
      ? value.name
      : value.kind === "apply" && value.args.length === 0 && value.target.kind === "name"
        ? value.target.name
        : undefined;
  return call === "struct" ? statement.targets[0].name : undefined;
}
