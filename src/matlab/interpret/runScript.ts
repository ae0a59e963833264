import { existsSync, readFileSync } from "node:fs";
import { LayerGraphError } from "../../errors.ts";
import { parseExpression, parseProgram } from "../syntax/parseProgram.ts";
import { printProblem } from "../syntax/printProblem.ts";
import { decodeSource, sourceText } from "../syntax/sourceText.ts";
import { statementsIn } from "../syntax/walk.ts";
import type { ScriptError } from "../values/scriptError.ts";
import type { ScriptOptions, ScriptRun, StatementReport } from "../values/scriptRun.ts";
import type { Evaluation, Value } from "../values/value.ts";
import type { CodeFile } from "./code.ts";
import { enter } from "./entry.ts";
import { scriptErrorOf } from "./exceptions.ts";
import { madeGraphs } from "./graphs.ts";
import { codeFile, refuseProblems } from "./library.ts";
import type { Frame, Machine } from "./machine.ts";
import { machineFor } from "./machineFor.ts";
import type { Meter } from "./meter.ts";
import { pinsOf } from "./pins.ts";
import { finished } from "./step.ts";

/**
 * Runs a MATLAB script, function file or class: `port` builds what it builds, with unknown values where data is missing; `run` computes
 * everything and waits for training.
 * @returns what was made and what became of each statement; `error` where the script itself failed, with what was made until then
 * @throws LayerGraphError for a file that is not there or cannot be read as MATLAB (all problems in one), and for unreadable `set` or `call`
 * @example const { graphs } = await runScript({ path: "tcn.m", mode: "port", set: { numClasses: "5" } })
 */
export async function runScript(options: ScriptOptions): Promise<ScriptRun> {
  const file = fileAt(options.path);
  const machine = machineFor(options, file);
  const { frame } = machine;
  let error: ScriptError | undefined;
  try {
    await driven(pinned(machine, frame, options.set ?? {}), machine.meter);
    await driven(enter(machine, frame, file), machine.meter);
  } catch (thrown) {
    const translated = machine.meter.translated(thrown);
    if (translated instanceof LayerGraphError && translated.code.startsWith("matlab-")) throw translated;
    error = scriptErrorOf(translated);
    if (error === undefined) throw translated;
  }
  machine.frame = frame;
  machine.meter.rest();
  return resultOf(machine, frame, file, error);
}

function fileAt(path: string): CodeFile {
  if (!existsSync(path)) throw new LayerGraphError("file-missing", `There is no file '${path}'.`);
  const program = parseProgram(decodeSource(readFileSync(path), path));
  refuseProblems(program);
  return codeFile(path, program);
}

/** Evaluates the values given from outside; those of plain variables are there from the beginning. */
function* pinned(machine: Machine, frame: Frame, given: Readonly<Record<string, string>>): Evaluation<void> {
  const values: [string, Value][] = [];
  for (const [name, text] of Object.entries(given)) {
    const { expression, problems } = parseExpression(sourceText(text, `--set ${name}`));
    const named = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(name);
    if (expression === undefined || !named)
      throw new LayerGraphError(
        "matlab-set",
        `--set ${name}=${text} cannot be read. Write --set name=value, the value as MATLAB has it.\n${problems.map(printProblem).join("\n")}`,
      );
    values.push([name, yield* finished(machine.evaluate(frame, expression))]);
  }
  machine.pins = pinsOf(values);
  for (const [name, value] of values) if (!name.includes(".")) frame.scope.write(name, value);
}

/** Runs an evaluation to its end; what it waits for does not count as its time. */
async function driven<T>(evaluation: Evaluation<T>, meter: Meter): Promise<T> {
  let step = evaluation.next();
  while (!step.done) {
    const began = performance.now();
    const outcome = await Promise.resolve(step.value).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    meter.waited(performance.now() - began);
    step = "error" in outcome ? evaluation.throw(outcome.error) : evaluation.next(outcome.value);
  }
  return step.value;
}

function resultOf(machine: Machine, frame: Frame, file: CodeFile, error: ScriptError | undefined): ScriptRun {
  const { journal, library } = machine;
  const variables =
    machine.entered === undefined || file.program.kind === "script"
      ? frame.scope.variables
      : new Map([...frame.scope.variables, ...machine.entered.scope.variables]);
  return {
    programs: [file.program, ...library.programs.filter((program) => program !== file.program)],
    variables,
    statements: statementsOf(machine, file),
    warnings: journal.warnings,
    graphs: madeGraphs(machine, variables),
    figures: journal.figures,
    observed: journal.observed,
    ...(machine.call && { call: machine.call }),
    ...(error && { error }),
  };
}

/** The statements of the script and of all functions that ran, each file's in the order of its text. */
function statementsOf({ journal, ran }: Machine, { program }: CodeFile): StatementReport[] {
  const all = [...statementsIn(program.statements), ...[...ran].flatMap(({ body }) => [...statementsIn(body)])];
  const reports = journal.report(all);
  const sources = [...new Set([program.source, ...reports.map(({ place }) => place.source)])];
  const rank = new Map(sources.map((source, i) => [source, i]));
  return reports.sort((a, b) => rank.get(a.place.source)! - rank.get(b.place.source)! || a.place.start - b.place.start);
}
