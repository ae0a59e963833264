import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Expression, Program } from "../../src/matlab/syntax/ast.ts";
import { parseExpression, parseProgram } from "../../src/matlab/syntax/parseProgram.ts";
import { printExpression } from "../../src/matlab/syntax/printExpression.ts";
import { printProblem } from "../../src/matlab/syntax/printProblem.ts";
import { decodeSource, sourceText } from "../../src/matlab/syntax/sourceText.ts";
import { packageFolder } from "./commandLine.ts";
import { damagedScript } from "./damagedScript.ts";
import type { FuzzCase, FuzzSection } from "./fuzzSection.ts";

/** Damaged MATLAB scripts. */
export function scriptSections(seed: number): Readonly<Record<string, () => FuzzSection>> {
  return { "matlab-syntax": () => ({ name: "matlab-syntax", count: 15_000, cases: syntaxCases(seed), isDeep: () => true }) };
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
