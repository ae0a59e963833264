import type { Assignment, Command, DeclarationStatement, Expression, ExpressionStatement, Statement } from "../syntax/ast.ts";
import { emptyMatrix, text } from "../values/construct.ts";
import { displayValue } from "../values/display.ts";
import { ScriptError } from "../values/scriptError.ts";
import { unknown } from "../values/unknown.ts";
import type { Evaluation, Role, Value } from "../values/value.ts";
import { chainOf } from "./chains.ts";
import { runIf, runSwitch } from "./conditions.ts";
import { located, scriptErrorOf } from "./exceptions.ts";
import { callableIn } from "./lookup.ts";
import { runFor, runWhile } from "./loops.ts";
import type { Frame, Signal } from "./machine.ts";
import { isSpent } from "./meter.ts";
import { after, each, finished, type Step, Waiting } from "./step.ts";
import { targetCounts } from "./targets.ts";
import { isNotHere, isOpen } from "./tolerance.ts";
import { runTry } from "./trying.ts";
import { assignedNames } from "./variables.ts";

/** Runs statements in order until one of them leaves the block. */
export function* run(frame: Frame, statements: readonly Statement[]): Evaluation<Signal> {
  const { meter } = frame.machine;
  for (const statement of statements) {
    meter.step(1);
    const step = reported(frame, statement);
    const signal = step instanceof Waiting ? yield* step.evaluation : step;
    if (signal !== "next") return signal;
  }
  return "next";
}

/** Runs a statement and writes down what became of it. */
function reported(frame: Frame, statement: Statement): Step<Signal> {
  const { journal } = frame.machine;
  const before = journal.begin();
  const ends = frame.ends.length;
  try {
    const step = execute(frame, statement);
    if (step instanceof Waiting) return new Waiting(waited(frame, statement, before, step.evaluation));
    journal.end(statement, before, outermost(frame, statement));
    return step;
  } catch (error) {
    frame.ends.length = ends;
    return failed(frame, statement, before, error);
  }
}

function* waited(frame: Frame, statement: Statement, before: number, evaluation: Evaluation<Signal>): Evaluation<Signal> {
  const ends = frame.ends.length;
  try {
    const signal = yield* evaluation;
    frame.machine.journal.end(statement, before, outermost(frame, statement));
    return signal;
  } catch (error) {
    frame.ends.length = Math.min(ends, frame.ends.length);
    return failed(frame, statement, before, error);
  }
}

/** What is not supported here leaves its targets unknown in `port` mode, and the run goes on; all else goes up. */
function failed(frame: Frame, statement: Statement, before: number, thrown: unknown): Signal {
  const { machine } = frame;
  const error = located(machine.meter.translated(thrown), statement.place);
  const known = scriptErrorOf(error);
  const intoOpen = machine.tries === 0 && openTargets(frame, statement).length > 0;
  const unsupported = known !== undefined && (isNotHere(known) || intoOpen) && machine.options.mode === "port";
  if (!unsupported || isSpent(known) || !isSimple(statement)) {
    machine.journal.end(statement, before, undefined);
    throw error;
  }
  machine.journal.unsupported(known.message);
  machine.journal.warn("unsupported", known.message, known.place);
  for (const name of assignedNames([statement]).filter((each) => !intoOpen || !openTargets(frame, statement).includes(each)))
    frame.scope.write(name, unknown(name, known.message, statement.place, true));
  machine.journal.end(statement, before, undefined);
  return "next";
}

/** The variables whose parts a statement sets and that hold what is not wholly known here, such as tables, times and axes. */
function openTargets(frame: Frame, statement: Statement): string[] {
  if (statement.kind !== "assign") return [];
  return statement.targets.flatMap((target) => {
    if (target === undefined || target.kind === "name") return [];
    const { base } = chainOf(target);
    return base.kind === "name" && isOpen(frame.scope.peek(base.name)) ? [base.name] : [];
  });
}

function isSimple({ kind }: Statement): boolean {
  return kind === "assign" || kind === "expression" || kind === "command";
}

/** The role of the built-in function whose result, or effect, a statement is. */
function outermost(frame: Frame, statement: Statement): Role | undefined {
  if (statement.kind === "command") return roleOf(frame, statement.name);
  if (statement.kind !== "expression" && statement.kind !== "assign") return undefined;
  const expression = statement.kind === "expression" ? statement.expression : statement.value;
  if (expression.kind !== "apply" && expression.kind !== "name") return undefined;
  const { base } = chainOf(expression);
  return base.kind === "name" ? roleOf(frame, base.name) : undefined;
}

function roleOf(frame: Frame, name: string): Role | undefined {
  if (frame.scope.peek(name) !== undefined) return undefined;
  const callable = callableIn(frame, name);
  return callable?.kind === "builtin" ? callable.builtin.role : undefined;
}

function execute(frame: Frame, statement: Statement): Step<Signal> {
  switch (statement.kind) {
    case "expression":
      return expressionStatement(frame, statement);
    case "assign":
      return assignment(frame, statement);
    case "command":
      return command(frame, statement);
    case "if":
      return runIf(frame, statement);
    case "switch":
      return runSwitch(frame, statement);
    case "for":
      return new Waiting(runFor(frame, statement));
    case "while":
      return new Waiting(runWhile(frame, statement));
    case "try":
      return new Waiting(runTry(frame, statement));
    case "break":
    case "continue":
    case "return":
      return statement.kind;
    case "global":
    case "persistent":
      return declare(frame, statement);
    case "import":
      for (const name of statement.names) {
        const last = name.slice(name.lastIndexOf(".") + 1);
        if (last === "*") frame.file.importedPackages.add(name.slice(0, -2));
        else frame.file.imports.set(last, name);
      }
      return "next";
  }
}

function expressionStatement(frame: Frame, { expression, printed }: ExpressionStatement): Step<Signal> {
  const variable = expression.kind === "name" ? frame.scope.peek(expression.name) : undefined;
  return after(frame.machine.evaluateAll(frame, expression, 0), (values) => {
    if (values.length === 0 || expression.kind === "superclass") return "next";
    if (variable === undefined) frame.scope.write("ans", values[0]);
    if (printed) show(frame, variable === undefined ? "ans" : (expression as { name: string }).name, values[0]);
    return "next";
  });
}

function show({ machine }: Frame, name: string, value: Value): void {
  if (machine.options.mode === "run") machine.session.print(displayValue(name, value));
}

function assignment(frame: Frame, statement: Assignment): Step<Signal> {
  const { targets, value, printed } = statement;
  if (targets.length === 1 && !(statement.bracketed && targets[0]?.kind !== "name")) {
    const [target] = targets;
    const given = frame.machine.evaluate(frame, value);
    if (given instanceof Waiting) return after(given, (result) => assigned(frame, target, result, printed));
    return assigned(frame, target, given, printed);
  }
  return new Waiting(several(frame, statement));
}

function assigned(frame: Frame, target: Expression | undefined, value: Value, printed: boolean): Step<Signal> {
  if (target === undefined) return "next";
  return after(frame.machine.assign(frame, target, value), () => {
    if (printed) showTarget(frame, target);
    return "next" as const;
  });
}

function showTarget(frame: Frame, target: Expression): void {
  const { base } = chainOf(target);
  if (base.kind !== "name" || frame.machine.options.mode !== "run") return;
  const value = frame.scope.read(base.name);
  if (value !== undefined) show(frame, base.name, value);
}

/** `[a, ~, c.d{:}] = …`: as many results as there are targets. */
function* several(frame: Frame, { targets, value, printed, place }: Assignment): Evaluation<Signal> {
  const counts = yield* finished(each(targets, (target) => targetCounts(frame, target)));
  const wanted = counts.reduce((sum, count) => sum + count, 0);
  const values = yield* finished(frame.machine.evaluateAll(frame, value, wanted));
  if (values.length < wanted && !onlyIgnored(targets, values.length)) throw tooFew(value, values.length, place);
  let next = 0;
  for (const [i, target] of targets.entries()) {
    const given = values.slice(next, next + counts[i]);
    next += counts[i];
    if (target === undefined) continue;
    if (counts[i] === 1) yield* finished(frame.machine.assign(frame, target, given[0]));
    else yield* finished(frame.machine.assignList(frame, target, given));
    if (printed) showTarget(frame, target);
  }
  return "next";
}

function onlyIgnored(targets: readonly (Expression | undefined)[], from: number): boolean {
  return targets.slice(from).every((target) => target === undefined);
}

function tooFew(value: Expression, count: number, place: Statement["place"]): ScriptError {
  const { base } = chainOf(value);
  if (count > 0 || base.kind !== "name")
    return new ScriptError(
      "MATLAB:needMoreRhsOutputs",
      "Insufficient number of outputs from right hand side of equal sign to satisfy assignment.",
      place,
    );
  return new ScriptError("MATLAB:maxlhs", `Error using ${base.name}\nToo many output arguments.`, place);
}

function command(frame: Frame, { name, words, place }: Command): Step<Signal> {
  const { machine } = frame;
  if (callableIn(frame, name) === undefined)
    throw new ScriptError("MATLAB:UndefinedFunction", `Unrecognized function or variable '${name}'.`, place);
  const args = words.map((word) => text(word));
  return after(machine.callNamed(frame, name, args, 0, place), (values) => {
    if (values.length > 0) frame.scope.write("ans", values[0]);
    return "next" as const;
  });
}

function declare(frame: Frame, { kind, names }: DeclarationStatement): Signal {
  const store = kind === "global" ? frame.machine.globals : persistentOf(frame);
  for (const name of names) {
    if (!store.has(name)) store.set(name, emptyMatrix);
    frame.scope.link(name, store);
  }
  return "next";
}

function persistentOf({ machine, called }: Frame): Map<string, Value> {
  if (called === undefined) throw new ScriptError("MATLAB:persistent", "A PERSISTENT declaration is only allowed in a function.");
  const known = machine.persistent.get(called.definition);
  if (known !== undefined) return known;
  const store = new Map<string, Value>();
  machine.persistent.set(called.definition, store);
  return store;
}
