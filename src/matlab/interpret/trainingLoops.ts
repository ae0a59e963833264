import type { ForStatement, Statement, WhileStatement } from "../syntax/ast.ts";
import { lineAndColumn } from "../syntax/sourceText.ts";
import { unknown } from "../values/unknown.ts";
import type { Evaluation, Value } from "../values/value.ts";
import { buildsIn, trainsIn } from "./building.ts";
import type { Frame, Signal } from "./machine.ts";
import { assignedNames } from "./variables.ts";

/**
 * Whether a loop is the script's own training, of which one pass tells all that a port needs: its statements take steps of a training, and
 * build nothing.
 */
export function isOnlyTraining(frame: Frame, body: readonly Statement[]): boolean {
  if (frame.machine.options.mode === "run") return false;
  return trainsIn(frame, body, "step") > 0 && buildsIn(frame, body) === 0;
}

/** Passes through a loop once; what it would have changed pass by pass is unknown after it, graphs and networks excepted. */
export function* passedOnce(
  frame: Frame,
  statement: ForStatement | WhileStatement,
  pass: () => Evaluation<Signal>,
): Evaluation<Signal> {
  const names = assignedNames([statement]);
  const before = new Map(names.map((name) => [name, frame.scope.peek(name)]));
  const signal = yield* pass();
  const { line } = lineAndColumn(statement.place);
  const reason = `the loop in line ${line} trains, and was passed through once`;
  for (const name of names) {
    const value = frame.scope.peek(name);
    const own = statement.kind === "for" && statement.target.kind === "name" && statement.target.name === name;
    if (value === undefined || value.kind === "unknown" || value.kind === "host" || holdsHosts(value)) continue;
    if (own || (before.get(name) !== undefined && before.get(name) !== value))
      frame.scope.write(name, unknown(name, reason, statement.place, true));
  }
  return signal;
}

/** Whether networks may be kept in a cell array, struct or object. */
function holdsHosts(value: Value): boolean {
  if (value.kind === "object") return true;
  if (value.kind === "cell") return value.elements.some(({ kind }) => kind === "host");
  return value.kind === "struct" && [...value.fields.values()].some((list) => list.some(({ kind }) => kind === "host"));
}
