import { type Reader, SyntaxFault } from "./reader.ts";

/** The line begins like a statement that cannot be a row of an array or an argument. */
const statementLine =
  /[ \t]*(?:(?:if|for|while|switch|try|function|classdef|return|break|continue|global|persistent|parfor|else|elseif|case|otherwise|catch)\b(?!\s*[=.(]?=)|end[ \t]*[;,]?[ \t]*(?:[%\r\n]|$)|[A-Za-z]\w*(?:\.\w+)*[ \t]*=[^=]|\[[^\]\r\n]*\][ \t]*=[^=])/y;

/** What a reading gives; after a mistake undefined, the mistake reported and the statement passed over. */
export function recovered<T>(reader: Reader, read: () => T): T | undefined {
  const { depth, token, variables } = reader;
  try {
    return read();
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    reader.lexer.trivia.report(fault.start, fault.end, fault.message);
    reader.depth = depth;
    reader.subscripts = 0;
    reader.variables = variables;
    skipStatement(reader, token.start);
    return undefined;
  }
}

/** Goes on to where the next statement seems to begin: never back to where this one began. */
function skipStatement(reader: Reader, begun: number): void {
  const { lexer } = reader;
  const line = lineStart(reader.source.text, reader.token.start);
  if (lexer.brackets.length > 0 && line > begun && beginsStatement(reader, line)) {
    reader.moveTo(line);
    return;
  }
  let joined = /[-+*/&|=,(]/.test(reader.source.text.charAt(reader.lastEnd - 1));
  for (; reader.token.kind !== "file end"; joined = reader.isSymbol(",", "+", "-", "&&", "||", "=", "("), reader.advance()) {
    if (reader.token.kind === "newline") {
      const inMatrix = lexer.brackets.includes("[") || lexer.brackets.includes("{");
      if (lexer.brackets.length === 0 || !(inMatrix || joined) || beginsStatement(reader, reader.token.end)) {
        reader.moveTo(reader.token.end);
        return;
      }
    }
    const separate = reader.isSymbol(";", ",") || reader.isKeyword("end");
    if (lexer.brackets.length === 0 && separate && reader.token.start > begun) return;
  }
}

function beginsStatement(reader: Reader, position: number): boolean {
  statementLine.lastIndex = position;
  return statementLine.test(reader.source.text);
}

function lineStart(text: string, position: number): number {
  let start = position;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  return start;
}
