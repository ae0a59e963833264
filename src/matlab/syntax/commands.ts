import type { Command } from "./ast.ts";
import type { Reader } from "./reader.ts";
import { symbolAt } from "./tokens.ts";
import { isBlank, isLineBreak } from "./trivia.ts";

/**
 * Whether the name at hand begins a command (`hold on`, `close all`), decided as MATLAB decides it without running: a name that is no variable,
 * then a blank, then neither `=` nor `(`, nor an operator with a blank after it. `x -1` is an expression: no command takes a number with a sign.
 */
export function beginsCommand(reader: Reader): boolean {
  const { token } = reader;
  const { text } = reader.source;
  if (token.kind !== "name" || reader.variables.has(token.text) || !isBlank(text.charCodeAt(token.end))) return false;
  const start = pastBlanks(text, token.end);
  const code = text.charCodeAt(start);
  if (Number.isNaN(code) || isLineBreak(code) || text.startsWith("...", start)) return false;
  if (";,%({=)]}".includes(text.charAt(start))) return false;
  const operator = symbolAt(text, start);
  if (!/^[-+*/\\^<>&|=~!.:]/.test(operator)) return true;
  const after = text.charAt(start + operator.length);
  if (after === "=" && /[\s\w(]/.test(text.charAt(start + operator.length + 1))) return false; // `x += 1`, which MATLAB does not have
  if ((operator === "-" || operator === "+") && /[\d.]/.test(after)) return false;
  return !/^[\s;,]?$/.test(after);
}

/** Reads a command: its words are separated by blanks, up to a comma, a semicolon, a comment or the end of the line; quotes hold words together. */
export function parseCommand(reader: Reader): Command {
  const { token } = reader;
  const { words, end } = wordsAfter(reader.source.text, token.end);
  reader.lastEnd = end;
  reader.moveTo(end);
  return { kind: "command", name: token.text, words, place: reader.place(token.start) };
}

/** Reads `!program arguments`, which MATLAB hands to the operating system: the command `system`. */
export function parseSystemCommand(reader: Reader): Command {
  const { token } = reader;
  const end = reader.lexer.trivia.lineEnd(token.end);
  reader.lastEnd = end;
  reader.moveTo(end);
  return {
    kind: "command",
    name: "system",
    words: [reader.source.text.slice(token.end, end).trim()],
    place: reader.place(token.start),
  };
}

function wordsAfter(text: string, from: number): { words: string[]; end: number } {
  const words: string[] = [];
  let position = from;
  for (;;) {
    position = pastBlanks(text, position);
    if (endsCommand(text, position)) return { words, end: position };
    const { word, end } = wordAt(text, position);
    words.push(word);
    position = end;
  }
}

function endsCommand(text: string, position: number): boolean {
  const character = text.charAt(position);
  return character === "" || ";,%\r\n".includes(character) || text.startsWith("...", position);
}

/** One word; what stands in quotes or brackets belongs to it whole. */
function wordAt(text: string, from: number): { word: string; end: number } {
  let word = "";
  let open = 0;
  let position = from;
  for (; position < text.length; position++) {
    const character = text.charAt(position);
    if (isLineBreak(text.charCodeAt(position))) break;
    if (open === 0 && (isBlank(text.charCodeAt(position)) || ";,%".includes(character))) break;
    if (character === "'" || character === '"') {
      const quoted = quotedAt(text, position, character);
      word += quoted.word;
      position = quoted.end - 1;
      continue;
    }
    if ("([{".includes(character)) open++;
    else if (")]}".includes(character) && open > 0) open--;
    word += character;
  }
  return { word, end: position };
}

/** What stands between quotes; an open one reaches to the end of the line. */
function quotedAt(text: string, from: number, quote: string): { word: string; end: number } {
  let word = "";
  for (let position = from + 1; ; position++) {
    const character = text.charAt(position);
    if (character === "" || isLineBreak(text.charCodeAt(position))) return { word, end: position };
    if (character === quote) {
      if (text.charAt(position + 1) !== quote) return { word, end: position + 1 };
      position++;
    }
    word += character;
  }
}

function pastBlanks(text: string, from: number): number {
  let position = from;
  while (isBlank(text.charCodeAt(position))) position++;
  return position;
}
