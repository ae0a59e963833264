import type { FunctionDefinition, Statement } from "../syntax/ast.ts";
import { expressionsIn, expressionsOf, statementsIn, targetName } from "../syntax/walk.ts";

/** The names that a function's text mentions, those of nested functions left out: its variables are among them. */
export function mentionedNames({ inputs, outputs, body }: FunctionDefinition): ReadonlySet<string> {
  const names = new Set<string>([...inputs.filter((name) => name !== undefined), ...outputs]);
  for (const statement of statementsIn(body)) {
    for (const expression of expressionsOf(statement)) {
      for (const part of expressionsIn(expression)) if (part.kind === "name") names.add(part.name);
    }
  }
  return names;
}

/** The variables that statements would set. */
export function assignedNames(statements: readonly Statement[]): string[] {
  const targets = [...statementsIn(statements)].flatMap((statement) =>
    statement.kind === "assign" ? statement.targets : statement.kind === "for" ? [statement.target] : [],
  );
  return [...new Set(targets.flatMap((target) => (target === undefined ? [] : (targetName(target) ?? []))))];
}
