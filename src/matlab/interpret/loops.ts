import { numberOfElements } from "../../data/matValues.ts";
import type { ForStatement, Place, Range, Statement, WhileStatement } from "../syntax/ast.ts";
import { lineAndColumn, textAt } from "../syntax/sourceText.ts";
import { number } from "../values/construct.ts";
import { scalarOf } from "../values/convert.ts";
import { columnAt } from "../values/indexing.ts";
import { range } from "../values/range.ts";
import { ScriptError } from "../values/scriptError.ts";
import { sizeOf } from "../values/shape.ts";
import { isUnknown, unknown } from "../values/unknown.ts";
import type { Evaluation, UnknownValue, Value } from "../values/value.ts";
import { buildsIn, trainsIn } from "./building.ts";
import type { Frame, Signal } from "./machine.ts";
import { finished } from "./step.ts";
import { isOnlyTraining, passedOnce } from "./trainingLoops.ts";
import { truth } from "./truth.ts";
import { assignedNames } from "./variables.ts";

/** `for`: one pass for each column of the range's value, computed one by one for a range of numbers. */
export function* runFor(frame: Frame, statement: ForStatement): Evaluation<Signal> {
  const columns = yield* columnsOf(frame, statement);
  if (columns === undefined) return "next";
  if (columns.count > 1 && isOnlyTraining(frame, statement.body)) {
    const once = { count: 1, at: columns.at };
    return yield* passedOnce(frame, statement, () => passes(frame, statement, once));
  }
  return yield* passes(frame, statement, columns);
}

function* passes(frame: Frame, { target, body }: ForStatement, columns: Columns): Evaluation<Signal> {
  for (let i = 0; i < columns.count; i++) {
    frame.machine.meter.step(1);
    const value = columns.at(i);
    if (target.kind === "name") {
      frame.scope.write(target.name, value);
      frame.machine.journal.observe(target, value);
    } else yield* finished(frame.machine.assign(frame, target, value));
    const signal = yield* frame.machine.run(frame, body);
    if (signal === "break") return "next";
    if (signal === "return") return signal;
  }
  if (columns.count === 0 && target.kind === "name" && frame.scope.peek(target.name) === undefined)
    frame.scope.write(target.name, { kind: "numeric", class: "double", size: [1, 0], data: new Float64Array(0) });
  return "next";
}

interface Columns {
  readonly count: number;
  readonly at: (i: number) => Value;
}

function* columnsOf(frame: Frame, statement: ForStatement): Evaluation<Columns | undefined> {
  if (statement.range.kind === "range") {
    const lazy = yield* rangeColumns(frame, statement.range);
    if ("count" in lazy) return lazy;
    return valueColumns(frame, statement, lazy);
  }
  return valueColumns(frame, statement, yield* finished(frame.machine.evaluate(frame, statement.range)));
}

/** A range of doubles, without an array for it; any other range as its value. */
function* rangeColumns(frame: Frame, { start, step, stop }: Range): Evaluation<Columns | Value> {
  const first = yield* finished(frame.machine.evaluate(frame, start));
  const by = step === undefined ? undefined : yield* finished(frame.machine.evaluate(frame, step));
  const last = yield* finished(frame.machine.evaluate(frame, stop));
  const open = [first, by, last].find((value) => value !== undefined && isUnknown(value));
  if (open !== undefined) return open;
  const [from, each, to] = [plain(first), by === undefined ? 1 : plain(by), plain(last)];
  if (from === undefined || each === undefined || to === undefined) return range(first, by, last, frame.machine.session.charge);
  const passes = each === 0 ? 0 : Math.floor(((to - from) / each) * (1 + 2 ** -52) + 2 ** -40);
  const count = Number.isNaN(passes) || each === 0 || passes < 0 ? 0 : passes + 1;
  return { count, at: (i) => number(from + i * each) };
}

function plain(value: Value): number | undefined {
  return value.kind === "numeric" && value.class === "double" && value.data.length === 1 ? scalarOf(value) : undefined;
}

function valueColumns(frame: Frame, statement: ForStatement, value: Value): Columns | undefined {
  if (isUnknown(value)) return unknownPasses(frame, statement, value);
  if (value.kind === "host" || value.kind === "object" || value.kind === "handle") return hostColumns(frame, statement, value);
  const size = sizeOf(value);
  const count = size[0] === 0 && numberOfElements(size) === 0 ? 0 : numberOfElements(size.slice(1));
  return { count, at: (i) => columnAt(value, i + 1) };
}

function hostColumns(frame: Frame, { range: { place } }: ForStatement, value: Value): Columns {
  const size = sizeOf(value);
  if (size.every((length) => length === 1)) return { count: 1, at: () => value };
  const at = (i: number): Value => {
    const column = frame.machine.indexed(frame, value, [":", number(i + 1)], place);
    return column as Value;
  };
  return { count: numberOfElements(size.slice(1)), at };
}

/** A loop over what is not known: passed through once where it trains, left out where it builds nothing; else the script cannot be read without the value. */
function unknownPasses(frame: Frame, statement: ForStatement, value: UnknownValue): Columns | undefined {
  const what = `the number of passes of this loop is not known: it depends on '${value.name}' (${value.reason})`;
  if (trainsIn(frame, statement.body) > 0) {
    warnOnce(frame, statement.range.place, what);
    const name = statement.target.kind === "name" ? statement.target.name : "column";
    return { count: 1, at: () => unknown(name, value.reason, value.place, statement.target.kind === "name") };
  }
  if (buildsIn(frame, statement.body) > 0)
    throw new ScriptError("layergraph:unknownLoop", `${capital(what)}. ${giving(value)}`, statement.range.place);
  leaveOut(frame, statement, what, value);
  if (statement.target.kind === "name") {
    const { name } = statement.target;
    frame.scope.write(name, unknown(name, value.reason, value.place, true));
  }
  return undefined;
}

/** How a value can be given that a script cannot compute. */
export function giving(value: UnknownValue): string {
  const name = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.exec(value.name)?.[0];
  return name === undefined
    ? "Give the data with --data file.mat, or the variable that it is computed from with --set name=value."
    : `Give it with --set ${name}=4, or the data with --data file.mat.`;
}

function leaveOut(frame: Frame, statement: ForStatement | WhileStatement, what: string, value: UnknownValue): void {
  const { journal } = frame.machine;
  const line = lineAndColumn(statement.place).line;
  for (const name of assignedNames(statement.body))
    frame.omitted.set(name, `the loop in line ${line} was left out, as ${value.reason}`);
  journal.decide(statement, "skipped", `${capital(what)}, and it builds nothing.`);
  journal.warn("unknown-loop", `${capital(what)}; it builds nothing and was left out.`, statement.place);
}

/** Says that a loop which trains is passed through once. */
function warnOnce({ machine }: Frame, place: Place, what: string): void {
  machine.journal.warn("unknown-loop", `${capital(what)}; it trains, and was passed through once.`, place);
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

/** `while`: as long as the condition holds. */
export function* runWhile(frame: Frame, statement: WhileStatement): Evaluation<Signal> {
  const { condition, body } = statement;
  for (;;) {
    frame.machine.meter.step(1);
    const value = yield* finished(frame.machine.evaluate(frame, condition));
    const holds = truth(value, condition.place);
    if (holds === undefined) return yield* unknownCondition(frame, statement, value as UnknownValue);
    if (!holds) return "next";
    if (isOnlyTraining(frame, body)) return yield* passedOnce(frame, statement, () => onePass(frame, body));
    const signal = yield* frame.machine.run(frame, body);
    if (signal === "break") return "next";
    if (signal === "return") return signal;
  }
}

function* onePass(frame: Frame, body: readonly Statement[]): Evaluation<Signal> {
  const signal = yield* frame.machine.run(frame, body);
  return signal === "return" ? signal : "next";
}

function* unknownCondition(frame: Frame, statement: WhileStatement, value: UnknownValue): Evaluation<Signal> {
  const written = textAt(statement.condition.place);
  const what = `the condition '${written}' of this loop is not known: it depends on '${value.name}' (${value.reason})`;
  if (trainsIn(frame, statement.body) > 0) {
    warnOnce(frame, statement.condition.place, what);
    return yield* passedOnce(frame, statement, () => onePass(frame, statement.body));
  }
  if (buildsIn(frame, statement.body) > 0)
    throw new ScriptError("layergraph:unknownLoop", `${capital(what)}. ${giving(value)}`, statement.condition.place);
  leaveOut(frame, statement, what, value);
  return "next";
}
