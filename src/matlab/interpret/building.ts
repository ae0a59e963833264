import type { Expression, FunctionDefinition, Statement } from "../syntax/ast.ts";
import { expressionsIn, expressionsOf, statementsIn } from "../syntax/walk.ts";
import { callableIn } from "./lookup.ts";
import type { Frame } from "./machine.ts";

/** How many calls in some statements build layers, graphs or networks, functions of the script that they call included. */
export function buildsIn(frame: Frame, statements: readonly Statement[]): number {
  return count(frame, statements, new Set());
}

function count(frame: Frame, statements: readonly Statement[], within: Set<FunctionDefinition>): number {
  let builds = 0;
  const see = (part: Expression): void => {
    const name = calledName(part);
    if (name !== undefined && frame.scope.peek(name) === undefined) builds += buildsOf(frame, name, within);
  };
  for (const statement of statementsIn(statements)) {
    for (const expression of expressionsOf(statement)) for (const part of expressionsIn(expression)) see(part);
  }
  return builds;
}

/** A name that may be called: alone, or as a method behind a dot. */
function calledName(part: Expression): string | undefined {
  if (part.kind === "name" || part.kind === "handle") return part.name;
  return part.kind === "member" && typeof part.name === "string" ? part.name : undefined;
}

function buildsOf(frame: Frame, name: string, within: Set<FunctionDefinition>): number {
  const callable = callableIn(frame, name);
  if (callable?.kind === "builtin") return callable.builtin.role === "network" ? 1 : 0;
  if (callable?.kind === "class") return callable.bases.length > 0 ? 1 : 0;
  if (callable?.kind !== "function" || within.has(callable.definition)) return 0;
  within.add(callable.definition);
  const builds = count({ ...frame, file: callable.file, called: callable }, callable.definition.body, within);
  within.delete(callable.definition);
  return builds;
}
