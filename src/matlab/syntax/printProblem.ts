import type { Place, SyntaxProblem } from "./ast.ts";
import { lineAndColumn } from "./sourceText.ts";

const widest = 120;

/**
 * A problem as a person reads it: file, line and column with the message, the line, and a mark under what is meant.
 *
 * ```text
 * tcn.m:12:9: Invalid expression. Check for missing operators or unbalanced delimiters.
 *   layers = [a b
 *           ^
 * ```
 */
export function printProblem({ message, place }: SyntaxProblem): string {
  const { line, column } = lineAndColumn(place);
  return `${place.source.name}:${line}:${column}: ${message}\n${markedLine(place)}`;
}

/** The line of a place with a mark under it: two lines, indented by two spaces; of a very long line only the part around the mark. */
export function markedLine(place: Place): string {
  const { line, column } = lineAndColumn(place);
  const { text, lineStarts } = place.source;
  const start = lineStarts[line - 1];
  const whole = text.slice(start, lineStarts[line] ?? text.length).replace(/[\r\n]+$/, "");
  const from = Math.max(0, Math.min(column - 1 - widest / 2, whole.length - widest));
  const shown = whole.slice(from, from + widest);
  const before = shown.slice(0, column - 1 - from);
  const marks = Math.max(1, Math.min(place.end - place.start, shown.length - before.length));
  return `  ${shown.replaceAll("\t", " ")}\n  ${Array.from(before, blank).join("")}${"^".repeat(marks)}`;
}

/** A blank as wide as a character: the characters of East Asia fill two columns. */
function blank(character: string): string {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(character)
    ? "\u3000"
    : " ";
}
