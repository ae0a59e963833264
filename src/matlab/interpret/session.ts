import type { Place, SyntaxProblem } from "../syntax/ast.ts";
import { parseExpression, parseProgram } from "../syntax/parseProgram.ts";
import { printProblem } from "../syntax/printProblem.ts";
import { lineAndColumn, sourceText } from "../syntax/sourceText.ts";
import { randomStreams } from "../values/randomStreams.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { ScriptOptions } from "../values/scriptRun.ts";
import type { Evaluation, FileAccess, Session, Value } from "../values/value.ts";
import { scriptErrorOf } from "./exceptions.ts";
import { callableIn } from "./lookup.ts";
import type { Machine } from "./machine.ts";
import { finished } from "./step.ts";

/** What built-in functions may ask of the machine that runs the script. */
export function sessionOf(options: ScriptOptions, machine: () => Machine, files: FileAccess): Session {
  const memories = new Map<symbol, unknown>();
  return {
    mode: options.mode,
    release: options.release ?? "R2024a",
    ...(options.signal && { signal: options.signal }),
    ...(options.plots && { plots: options.plots }),
    invoke: (target, args, nargout, place) => invoke(machine(), target, args, nargout, place),
    get variables() {
      return machine().frame.scope.variables;
    },
    exist: (name) => exist(machine(), name),
    evaluateText: (text, nargout, place) => evaluateText(machine(), text, nargout, place),
    files,
    random: randomStreams(),
    print: (text) => options.print?.(text),
    note: (note) => machine().journal.note(note),
    charge: ({ steps, bytes }) => {
      const { meter } = machine();
      if (bytes !== undefined) meter.make(bytes);
      if (steps !== undefined) meter.step(steps);
    },
    memory: <T>(key: symbol, make: () => T): T => {
      if (!memories.has(key)) memories.set(key, make());
      return memories.get(key) as T;
    },
  };
}

function* invoke(
  machine: Machine,
  target: Value | string,
  args: readonly Value[],
  nargout: number,
  place: Place,
): Evaluation<readonly Value[]> {
  const { frame, meter } = machine;
  const woken = meter.wake();
  try {
    const call = typeof target === "string" ? machine.callNamed : machine.callHandle;
    return yield* finished((call as typeof machine.callHandle)(frame, target as Value, args, nargout, place));
  } finally {
    machine.frame = frame;
    if (woken) meter.rest();
  }
}

function exist({ frame }: Machine, name: string): number {
  if (frame.scope.peek(name) !== undefined) return 1;
  const callable = callableIn(frame, name);
  switch (callable?.kind) {
    case "builtin":
      return 5;
    case "class":
      return 8;
    case undefined:
      return 0;
    default:
      return 2;
  }
}

/** Runs MATLAB text in the running function's variables. Errors are placed at the call, as no file has the text. */
function* evaluateText(machine: Machine, text: string, nargout: number, place: Place): Evaluation<readonly Value[]> {
  const { frame, journal, meter } = machine;
  meter.enter(++machine.evalDepth + frame.depth);
  meter.step(text.length);
  journal.silent++;
  const source = sourceText(text, `eval in ${place.source.name}`);
  try {
    if (nargout > 0) {
      const { expression, problems } = parseExpression(source);
      if (expression === undefined) throw unreadable(problems, place);
      return yield* finished(machine.evaluateAll(frame, expression, nargout));
    }
    const { statements, problems } = parseProgram(source);
    if (problems.length > 0) throw unreadable(problems, place);
    yield* machine.run(frame, statements);
    return [];
  } catch (error) {
    const known = scriptErrorOf(error);
    if (known === undefined || known.place?.source !== source) throw error;
    throw new ScriptError(known.identifier, known.message, place);
  } finally {
    journal.silent--;
    machine.evalDepth--;
    machine.frame = frame;
  }
}

function unreadable(problems: readonly SyntaxProblem[], place: Place): ScriptError {
  const { line } = lineAndColumn(place);
  const text = problems.map(printProblem).join("\n");
  return new ScriptError("MATLAB:m_invalid", `The text that line ${line} evaluates cannot be read:\n${text}`, place);
}
