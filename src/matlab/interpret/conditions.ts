import type { Expression, IfStatement, Statement, SwitchStatement } from "../syntax/ast.ts";
import { lineAndColumn, textAt } from "../syntax/sourceText.ts";
import { scalarOf, textOf } from "../values/convert.ts";
import type { Evaluation, UnknownValue, Value } from "../values/value.ts";
import { buildsIn, trainsIn } from "./building.ts";
import { giving } from "./loops.ts";
import type { Frame, Signal } from "./machine.ts";
import { finished, type Step, Waiting } from "./step.ts";
import { truth } from "./truth.ts";
import { assignedNames } from "./variables.ts";

/** One way that an `if` or `switch` can go. */
interface Way {
  readonly body: readonly Statement[];
  /** Its line, for messages; that of the condition. */
  readonly line: number;
}

/** `if`: the first branch whose condition holds. */
export function runIf(frame: Frame, statement: IfStatement): Step<Signal> {
  const { branches, otherwise } = statement;
  for (const [i, { condition, body }] of branches.entries()) {
    const value = frame.machine.evaluate(frame, condition);
    if (value instanceof Waiting) return new Waiting(fromBranch(frame, statement, i, value.evaluation));
    const holds = truth(value, condition.place);
    if (holds === undefined) return unknownIf(frame, statement, i, value as UnknownValue);
    if (holds) return new Waiting(frame.machine.run(frame, body));
  }
  return otherwise === undefined ? "next" : new Waiting(frame.machine.run(frame, otherwise));
}

function* fromBranch(frame: Frame, statement: IfStatement, at: number, first: Evaluation<Value>): Evaluation<Signal> {
  const { branches, otherwise } = statement;
  for (let i = at; i < branches.length; i++) {
    const { condition, body } = branches[i];
    const value = i === at ? yield* first : yield* finished(frame.machine.evaluate(frame, condition));
    const holds = truth(value, condition.place);
    if (holds === undefined) return yield* finished(unknownIf(frame, statement, i, value as UnknownValue));
    if (holds) return yield* frame.machine.run(frame, body);
  }
  return otherwise === undefined ? "next" : yield* frame.machine.run(frame, otherwise);
}

function unknownIf(frame: Frame, statement: IfStatement, at: number, value: UnknownValue): Step<Signal> {
  const { branches, otherwise } = statement;
  const ways = branches.slice(at).map(({ condition, body }): Way => ({ body, line: lineOf(condition) }));
  return takeBuilding(frame, statement, withElse(ways, otherwise), branches[at].condition, value);
}

function withElse(ways: Way[], otherwise: readonly Statement[] | undefined): Way[] {
  if (otherwise === undefined || otherwise.length === 0) return ways;
  return [...ways, { body: otherwise, line: lineAndColumn(otherwise[0].place).line }];
}

function lineOf({ place }: Expression): number {
  return lineAndColumn(place).line;
}

/** Takes the way that builds and trains most, the first of several; none where none does. Says so. */
function takeBuilding(
  frame: Frame,
  statement: IfStatement | SwitchStatement,
  ways: readonly Way[],
  condition: Expression,
  value: UnknownValue,
): Step<Signal> {
  const { journal } = frame.machine;
  const builds = ways.map(({ body }) => buildsIn(frame, body) + trainsIn(frame, body));
  const most = Math.max(0, ...builds);
  const taken = most === 0 ? undefined : ways[builds.indexOf(most)];
  const even = builds.filter((count) => count === most).length > 1;
  const what = `'${textAt(condition.place)}' is not known: it depends on '${value.name}' (${value.reason})`;
  const choice =
    taken === undefined
      ? "No branch was taken, as none builds anything."
      : `The branch in line ${taken.line} was taken, ${even ? "the first of those that build as much" : "which builds more"}. ${giving(value)}`;
  journal.warn("unknown-condition", `${what}. ${choice}`, condition.place);
  for (const { body } of ways) {
    if (body === taken?.body) continue;
    for (const name of assignedNames(body))
      frame.omitted.set(name, `the condition in line ${lineOf(condition)} is not known, as ${value.reason}`);
  }
  if (taken !== undefined) return new Waiting(frame.machine.run(frame, taken.body));
  journal.decide(statement, "skipped", `${what}. ${choice}`);
  return "next";
}

/** `switch`: the first case that the subject equals, or that holds it among its cells. */
export function runSwitch(frame: Frame, statement: SwitchStatement): Step<Signal> {
  return new Waiting(switching(frame, statement));
}

function* switching(frame: Frame, statement: SwitchStatement): Evaluation<Signal> {
  const { subject, cases, otherwise } = statement;
  const value = yield* finished(frame.machine.evaluate(frame, subject));
  for (const [i, { value: expression, body }] of cases.entries()) {
    const choice = value.kind === "unknown" ? value : yield* finished(frame.machine.evaluate(frame, expression));
    if (choice.kind === "unknown") {
      const ways = cases.slice(i).map((each): Way => ({ body: each.body, line: lineOf(each.value) }));
      return yield* finished(takeBuilding(frame, statement, withElse(ways, otherwise), subject, choice));
    }
    if (matches(value, choice)) return yield* frame.machine.run(frame, body);
  }
  return otherwise === undefined ? "next" : yield* frame.machine.run(frame, otherwise);
}

function matches(value: Value, choice: Value): boolean {
  if (choice.kind === "cell") return choice.elements.some((each) => matches(value, each));
  const [a, b] = [textOf(value), textOf(choice)];
  if (value.kind === "char" || value.kind === "string" || choice.kind === "char" || choice.kind === "string")
    return a !== undefined && a === b;
  if (value.kind === "object" || choice.kind === "object") return value === choice;
  const [x, y] = [scalarOf(value), scalarOf(choice)];
  return x !== undefined && x === y;
}
