import type { ClassDefinition, Expression, FunctionDefinition, Program, SourceText, Statement, SyntaxProblem } from "./ast.ts";
import { parseClass } from "./classes.ts";
import { parseExpression as parse } from "./expressions.ts";
import { functionsAreClosed, parseFunction } from "./functions.ts";
import { Reader } from "./reader.ts";
import { recovered } from "./recovery.ts";
import { endStatement, parseBlock } from "./statements.ts";

/**
 * Reads a file of MATLAB code: a script, a function file or a class. Never throws: what cannot be read is in `problems`, all of it in the order of the
 * text, and the rest is read around it. Takes time in proportion to the text.
 * @example parseProgram(sourceText("x = 1;", "script.m")).statements[0].kind // "assign"
 */
export function parseProgram(source: SourceText): Program {
  const reader = new Reader(source);
  const closed = source.text.includes("function") && functionsAreClosed(source);
  const statements: Statement[] = [];
  const functions: FunctionDefinition[] = [];
  const classes: ClassDefinition[] = [];
  let first: string | undefined;
  for (;;) {
    statements.push(...parseBlock(reader, []));
    if (statements.length > 0) first ??= "script";
    if (reader.isKeyword("function")) {
      first ??= "function";
      const definition = recovered(reader, () => parseFunction(reader, closed));
      if (definition) functions.push(definition);
    } else if (reader.isKeyword("classdef")) {
      if (first !== undefined) reader.lexer.trivia.report(reader.token.start, reader.token.end, misplacedClass);
      first ??= "class";
      const definition = recovered(reader, () => parseClass(reader));
      if (definition) classes.push(definition);
    } else break;
  }
  const kind = first === "class" ? "class" : first === "function" && statements.length === 0 ? "function" : "script";
  return { source, kind, statements, functions, classes, ...kept(reader) };
}

const misplacedClass =
  'Illegal use of reserved keyword "classdef". A class stands at the beginning of a file of its own, which has its name.';

function kept(reader: Reader): Pick<Program, "comments" | "problems"> {
  const { comments, problems } = reader.lexer.trivia;
  const ordered = <T>(found: ReadonlyMap<number, T>): T[] => [...found].sort(([a], [b]) => a - b).map(([, each]) => each);
  return { comments: ordered(comments), problems: ordered(problems) };
}

/** Reads one expression, as given by `--set`; the expression where there are no problems. */
export function parseExpression(source: SourceText): {
  readonly expression?: Expression;
  readonly problems: readonly SyntaxProblem[];
} {
  const reader = new Reader(source);
  const expression = recovered(reader, () => {
    const whole = parse(reader);
    endStatement(reader);
    if (reader.token.kind !== "file end") reader.fail("There is more than one expression here.");
    return whole;
  });
  const { problems } = kept(reader);
  return expression && problems.length === 0 ? { expression, problems } : { problems };
}
