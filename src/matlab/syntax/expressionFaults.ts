import type { Reader } from "./reader.ts";

/** What is said of an expression that cannot go on as it does. */
export const unreadable =
  "Invalid expression. Check for a missing operator, a missing comma or newline, or unbalanced brackets; to call a function or index a variable, use parentheses.";

/** What to do about a bracket that is not closed where the token at hand stands. */
export function unclosed(reader: Reader, opening: string, closing: string): string {
  if (reader.token.kind === "newline") {
    return `'${opening}' is not closed on this line. Add '${closing}', or end the line with ... to go on in the next one.`;
  }
  if (reader.token.kind === "file end" || reader.isSymbol(";", "=")) return `'${opening}' is not closed here. Add '${closing}'.`;
  return unreadable;
}

/** Refuses an expression that ends too early. */
export function failAtLineEnd(reader: Reader): never {
  const innermost = reader.lexer.brackets.at(-1);
  if (reader.token.kind === "newline" && innermost === "(") reader.fail(unclosed(reader, "(", ")"));
  return reader.fail("The expression is incomplete: something must follow here.");
}

/** Refuses `=` in an expression, `x += 1` by its own name. */
export function failAtEquals(reader: Reader): never {
  const operator = reader.source.text.charAt(reader.token.start - 1);
  if ("+-*/".includes(operator) && reader.lastEnd === reader.token.start) {
    reader.fail(`MATLAB has no operator '${operator}='. Write x = x ${operator} y.`);
  }
  return reader.fail(
    "Incorrect use of '=' operator. Assign a value to a variable using '=' and compare values for equality using '=='.",
  );
}
