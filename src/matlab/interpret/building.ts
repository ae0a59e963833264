import type { Expression, FunctionDefinition, Statement } from "../syntax/ast.ts";
import { expressionsIn, expressionsOf, statementsIn } from "../syntax/walk.ts";
import type { Builtin } from "../values/value.ts";
import type { Callable } from "./code.ts";
import { callableIn } from "./lookup.ts";
import type { Frame } from "./machine.ts";

/** What is counted of the calls in some statements. */
interface Counted {
  readonly builtin: (builtin: Builtin) => boolean;
  /** Whether instances of classes that derive from one of the library's count. */
  readonly classes: boolean;
}

/** How many calls in some statements build layers, graphs or networks, functions of the script that they call included. */
export function buildsIn(frame: Frame, statements: readonly Statement[]): number {
  return count(frame, statements, { builtin: ({ role }) => role === "network", classes: true }, new Set());
}

/** How many calls in some statements train networks: all, or only those that are one step of a loop. */
export function trainsIn(frame: Frame, statements: readonly Statement[], by?: "step"): number {
  const builtin = ({ trains }: Builtin): boolean => trains !== undefined && (by === undefined || trains === by);
  return count(frame, statements, { builtin, classes: false }, new Set());
}

function count(frame: Frame, statements: readonly Statement[], what: Counted, within: Set<FunctionDefinition>): number {
  let found = 0;
  const see = (part: Expression): void => {
    const name = calledName(part);
    if (name === undefined || frame.scope.peek(name) !== undefined) return;
    const callable = callableIn(frame, name);
    if (callable !== undefined) found += countOf(frame, callable, what, within);
  };
  for (const statement of statementsIn(statements)) {
    for (const expression of expressionsOf(statement)) for (const part of expressionsIn(expression)) see(part);
  }
  return found;
}

/** A name that may be called: alone, or as a method behind a dot. */
function calledName(part: Expression): string | undefined {
  if (part.kind === "name" || part.kind === "handle") return part.name;
  return part.kind === "member" && typeof part.name === "string" ? part.name : undefined;
}

function countOf(frame: Frame, callable: Callable, what: Counted, within: Set<FunctionDefinition>): number {
  if (callable.kind === "builtin") return Number(what.builtin(callable.builtin));
  if (callable.kind === "class") return Number(what.classes && callable.bases.length > 0);
  if (callable.kind !== "function" || within.has(callable.definition)) return 0;
  within.add(callable.definition);
  const found = count({ ...frame, file: callable.file, called: callable }, callable.definition.body, what, within);
  within.delete(callable.definition);
  return found;
}
