import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runScript } from "../../src/matlab/interpret/runScript.ts";
import type { Expression, Program } from "../../src/matlab/syntax/ast.ts";
import { parseExpression, parseProgram } from "../../src/matlab/syntax/parseProgram.ts";
import { printExpression } from "../../src/matlab/syntax/printExpression.ts";
import { printProblem } from "../../src/matlab/syntax/printProblem.ts";
import { decodeSource, sourceText } from "../../src/matlab/syntax/sourceText.ts";
import type { ScriptRun } from "../../src/matlab/values/scriptRun.ts";
import { validate } from "../../src/network/validate.ts";
import { callingScript, functionNames, randomCalls } from "./anyCalls.ts";
import { changedScript } from "./changedScript.ts";
import { packageFolder } from "./commandLine.ts";
import { damagedScript } from "./damagedScript.ts";
import type { FuzzCase, FuzzSection } from "./fuzzSection.ts";

/** Damaged MATLAB scripts: read, and run for their networks. The runs are in two sections, so that two threads share them. */
export function scriptSections(seed: number): Readonly<Record<string, () => FuzzSection>> {
  return {
    "matlab-runs-1": () => runsSection("matlab-runs-1", seed),
    "matlab-runs-2": () => runsSection("matlab-runs-2", seed + 1),
    "matlab-calls": () => callsSection(seed),
    "matlab-syntax": () => ({ name: "matlab-syntax", count: 15_000, cases: syntaxCases(seed), isDeep: () => true }),
  };
}

function runsSection(name: string, seed: number): FuzzSection {
  return { name, count: 25_000, cases: runCases(seed), isDeep: ({ code }) => code !== "matlab-syntax" };
}

/** Scripts that call one function of MATLAB's with whatever there is. */
function callsSection(seed: number): FuzzSection {
  const cases = function* (): Generator<FuzzCase, undefined> {
    const path = scriptFile();
    for (let index = 0; ; index++) {
      const name = functionNames[index % functionNames.length];
      const text = callingScript(name, randomCalls(name, seed + index, 10));
      yield { label: `calls of ${name}`, attempt: () => judgeText(path, text) };
    }
  };
  return { name: "matlab-calls", count: 10_000, cases: cases(), isDeep: () => true };
}

/** What a damaged script may use up: what it needs more for ends in one clear error. */
const budgets = { steps: 2_000_000, depth: 64, milliseconds: 500, bytes: 2 ** 27 };

function* runCases(seed: number): Generator<FuzzCase, undefined> {
  const texts = scriptTexts();
  const path = scriptFile();
  for (let index = 0; ; index++) {
    const which = index % texts.length;
    const { kind, text } = (index % 3 === 0 ? damagedScript : changedScript)(texts[which], seed, index);
    yield { label: `script ${which}: ${kind}`, attempt: () => judgeText(path, text) };
  }
}

/** Where a script of a case is written. */
function scriptFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-scripts-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "damaged.m");
}

async function judgeText(path: string, text: string): Promise<void> {
  writeFileSync(path, text);
  judgeRun(await runScript({ path, mode: "port", budgets }));
}

/** A run ends in graphs, in an error with a sentence, or in both; graphs can be validated. */
function judgeRun({ error, warnings, graphs }: ScriptRun): void {
  const fault = [error, ...warnings].find((problem) => problem?.message.includes("fault of layergraph"));
  if (fault) throw new Error(fault.message);
  if (error && (error.message === "" || /undefined is not|\[object|internal:/.test(error.message)))
    throw new Error(`says '${error.message}'`);
  for (const { graph } of graphs.slice(0, 3)) validate(graph);
}

/** The MATLAB files of the examples and tests, as text. */
export function scriptTexts(): readonly string[] {
  const folders = [join(packageFolder, "examples", "matlab"), join(packageFolder, "test", "matlab", "scripts")];
  const paths = folders
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)));
  return paths
    .filter((path) => path.endsWith(".m"))
    .sort()
    .map((path) => decodeSource(readFileSync(path), path).text);
}

function* syntaxCases(seed: number): Generator<FuzzCase, undefined> {
  const texts = scriptTexts();
  for (let index = 0; ; index++) {
    const which = index % texts.length;
    const { kind, text } = damagedScript(texts[which], seed, index);
    yield { label: `script ${which}: ${kind}`, attempt: () => judge(text) };
  }
}

/** Reads a text, prints its problems, and prints its expressions in a form that is read as the same text again. */
function judge(text: string): void {
  const program = parseProgram(sourceText(text, "damaged.m"));
  for (const problem of program.problems.slice(0, 50)) {
    const { start, end } = problem.place;
    if (start < 0 || end < start || end > text.length)
      throw new Error(`a problem stands at ${start} to ${end} of ${text.length}`);
    if (/undefined|NaN|\[object/.test(problem.message) || printProblem(problem).split("\n").length !== 3)
      throw new Error(problem.message);
  }
  if (program.problems.length > 0) return;
  for (const expression of expressionsIn(program)) {
    const printed = printExpression(expression);
    const again = parseExpression(sourceText(printed, "printed"));
    if (again.expression && printExpression(again.expression) === printed) continue;
    throw new Error(`'${printed.slice(0, 300)}' is not read as it was printed: ${again.problems.map(printProblem).join()}`);
  }
}

/** What is assigned at the top of a script, where neither `end` nor `:` stands outside of subscripts. */
function expressionsIn(program: Program): Expression[] {
  return program.statements.flatMap((statement) => {
    if (statement.kind === "expression") return [statement.expression];
    return statement.kind === "assign" ? [statement.value] : [];
  });
}
