import type { Expression } from "./ast.ts";
import type { Reader } from "./reader.ts";
import { lineAndColumn } from "./sourceText.ts";
import type { Token } from "./tokens.ts";

/**
 * Reads `[…]` or `{…}`. Elements are separated by commas or blanks, rows by semicolons or line ends; empty rows count for nothing.
 * An element that is a lone `~`, as in `[~, i] = max(x)`, is read as the name `~`.
 */
export function parseArray(reader: Reader, parseExpression: (reader: Reader) => Expression): Expression {
  const opening = reader.advance();
  const brackets = opening.text === "[" ? "[]" : "{}";
  const closing = brackets.charAt(1);
  const rows: Expression[][] = [];
  let row: Expression[] = [];
  for (;;) {
    if (reader.token.kind === "newline" || reader.isSymbol(";")) {
      if (row.length > 0) rows.push(row);
      row = [];
      reader.advance();
    } else if (reader.isSymbol(closing)) break;
    else if (reader.token.kind === "file end") reader.fail(`'${opening.text}' is not closed. Add '${closing}'.`, opening);
    else {
      if (reader.token.kind === "keyword" && reader.token.text !== "end")
        reader.fail(`${unclosedSince(reader, opening)} Add '${closing}'.`);
      row.push(ignored(reader) ?? parseExpression(reader));
      endElement(reader, opening, closing);
    }
  }
  if (row.length > 0) rows.push(row);
  reader.advance();
  return reader.made({ kind: "array", brackets, rows, place: reader.place(opening.start) }, rows.flat());
}

/** A `~` that nothing follows which it could negate. */
function ignored(reader: Reader): Expression | undefined {
  const { token } = reader;
  if (!reader.isSymbol("~") || !/^[ \t]*[,\]]/.test(reader.source.text.slice(token.end, token.end + 40))) return undefined;
  reader.advance();
  reader.ignored = token;
  return { kind: "name", name: "~", place: reader.place(token.start) };
}

/** After an element: a comma, which is read, a row's end, the bracket, or a blank before the next element. */
function endElement(reader: Reader, opening: Token, closing: string): void {
  const { token } = reader;
  if (reader.accept(",")) {
    if (reader.isSymbol(",")) reader.fail("An element is missing between two commas.");
    return;
  }
  if (token.kind === "newline" || token.kind === "file end" || reader.isSymbol(";", closing)) return;
  if (reader.isSymbol(")", "]", "}"))
    reader.fail(`'${opening.text}' is closed with '${token.text}'. Write '${closing}', or check for a missing bracket before.`);
  if (reader.isSymbol("=")) {
    reader.fail(
      `Incorrect use of '=' operator. ${unclosedSince(reader, opening)} Add '${closing}', or compare values with '=='.`,
    );
  }
  if (!token.spaceBefore && token.kind !== "text")
    reader.fail("Separate the elements of an array with blanks, commas or semicolons.");
}

function unclosedSince(reader: Reader, { text, start, end }: Token): string {
  const { line } = lineAndColumn({ source: reader.source, start, end });
  return `The '${text}' of line ${line} is not closed before.`;
}
