import type { SourceText } from "./ast.ts";
import { keywords, spelled, symbolAt, type Token } from "./tokens.ts";
import { isBlank, isLineBreak, named, Trivia } from "./trivia.ts";

const numberPattern =
  /0[xX][0-9a-fA-F]+(?:[us](?:8|16|32|64))?|0[bB][01]+(?:[us](?:8|16|32|64))?|(?:\d+(?:\.(?![*/\\^']|\.\.)\d*)?|\.\d+)(?:[eEdD][+-]?\d+)?[ij]?/y;
const wordPattern = /[A-Za-z]\w*/y;

/**
 * The tokens of a text, one at a time. What a quote or a brace means depends on the brackets it is in and on the token before it; the lexer knows
 * both. The parser can move it (after a command's words, and to the next statement after a mistake).
 */
export class Lexer {
  readonly trivia: Trivia;
  /** The position after the last token. */
  position = 0;
  /** The brackets that are open, an indexing `{` as `<`. */
  brackets: string[] = [];
  private readonly text: string;
  /** Whether the last token ends something that a transpose or an index can follow. */
  private afterOperand = false;
  private afterDot = false;

  constructor(source: SourceText) {
    this.text = source.text;
    this.trivia = new Trivia(source);
  }

  /** Goes to a position where a statement begins: no bracket is open there. */
  moveTo(position: number): void {
    this.position = position;
    this.brackets = [];
    this.afterOperand = false;
    this.afterDot = false;
  }

  next(): Token {
    const start = this.trivia.skip(this.position, this.brackets.length > 0);
    const spaceBefore = start > this.position;
    const matrix = this.inMatrix();
    const { kind, text, end } = this.read(start, spaceBefore && matrix, spaceBefore);
    this.position = end;
    const code = this.text.charCodeAt(end);
    const spaceAfter = isBlank(code) || isLineBreak(code) || Number.isNaN(code) || this.text.startsWith("...", end);
    this.afterDot = kind === "symbol" && text === ".";
    this.afterOperand = endsOperand(kind, text, this.brackets.length > 0);
    return { kind, text, start, end, spaceBefore, spaceAfter, matrix };
  }

  /** Says that what was read last cannot be transposed: a quote that follows at once begins a text. */
  expectOperand(): void {
    this.afterOperand = false;
  }

  /** Whether blanks and line ends separate elements here. */
  inMatrix(): boolean {
    const innermost = this.brackets.at(-1);
    return innermost === "[" || innermost === "{";
  }

  private read(start: number, separated: boolean, spaceBefore: boolean): Read {
    const code = this.text.charCodeAt(start);
    if (Number.isNaN(code)) return { kind: "file end", text: "", end: start };
    if (isLineBreak(code)) return { kind: "newline", text: "", end: this.trivia.afterLineBreak(start) };
    if ((code | 32) >= 97 && (code | 32) <= 122) return this.readWord(start);
    if (isDigit(code) || (code === 46 && isDigit(this.text.charCodeAt(start + 1)) && (!this.afterOperand || spaceBefore))) {
      return { kind: "number", ...this.matched(numberPattern, start) };
    }
    const character = code > 127 ? this.trivia.meantAt(start) : this.text.charAt(start);
    const quote = character === '"' || (character === "'" && (!this.afterOperand || separated));
    if (quote) return this.readText(start, character);
    if (code > 127 && character !== undefined) return this.readSymbol(spelled(character), start + 1, separated);
    const symbol = symbolAt(this.text, start);
    return symbol === "" ? this.readInvalid(start) : this.readSymbol(spelled(symbol), start + symbol.length, separated);
  }

  private readWord(start: number): Read {
    const word = this.matched(wordPattern, start);
    return { kind: keywords.has(word.text) && !this.afterDot ? "keyword" : "name", ...word };
  }

  private matched(pattern: RegExp, start: number): { text: string; end: number } {
    pattern.lastIndex = start;
    const text = pattern.exec(this.text)![0];
    return { text, end: start + text.length };
  }

  private readSymbol(symbol: string, end: number, separated: boolean): Read {
    if (symbol === "(" || symbol === "[") this.brackets.push(symbol);
    else if (symbol === "{") this.brackets.push(this.afterOperand && !separated ? "<" : "{");
    else if (symbol === ")" || symbol === "]" || symbol === "}") this.brackets.pop();
    return { kind: "symbol", text: symbol, end };
  }

  /** A text up to its closing quote, doubled quotes undone. */
  private readText(start: number, quote: string): Read {
    const closing = quote === "'" ? /['‘’＇]/ : /["“”＂]/;
    const typographic = this.text.charAt(start) !== quote;
    const pieces: string[] = [];
    let from = start + 1;
    for (let position = from; ; position++) {
      const character = this.text.charAt(position);
      if (character === "" || character === "\n" || character === "\r") {
        const what = quote === "'" ? "A character vector" : "A string";
        const message = `${what} is not terminated properly. Close it with ${quote} before the line ends; a quote inside it is written twice.`;
        this.trivia.report(start, position, message);
        pieces.push(this.text.slice(from, position));
        return { kind: "text", text: pieces.join(""), end: position };
      }
      if (!(typographic ? closing.test(character) : character === quote)) continue;
      pieces.push(this.text.slice(from, position));
      if (this.text.charAt(position + 1) !== quote || typographic)
        return { kind: "text", text: pieces.join(""), end: position + 1 };
      pieces.push(quote);
      from = ++position + 1;
    }
  }

  /** A run of letters beyond ASCII, or one other character. */
  private readInvalid(start: number): Read {
    const letters = /[\p{L}\p{M}\p{N}_]+/uy;
    letters.lastIndex = start;
    const found = letters.exec(this.text)?.[0];
    const character = String.fromCodePoint(this.text.codePointAt(start)!);
    const text = found
      ? `Invalid text '${found.slice(0, 40)}'. Names are made of the letters A to Z, digits and underscores, and begin with a letter; other text stands in quotes or after %.`
      : `Invalid text character ${named(character)}. Delete it; text stands in quotes or after %.`;
    return { kind: "invalid", text, end: start + (found ?? character).length };
  }
}

type Read = Pick<Token, "kind" | "text" | "end">;

/** Whether a quote or a brace that follows at once belongs to what this token ends. */
function endsOperand(kind: Token["kind"], text: string, inBrackets: boolean): boolean {
  if (kind === "name" || kind === "number" || kind === "text") return true;
  if (kind === "keyword") return text === "end" && inBrackets;
  return kind === "symbol" && [")", "]", "}", "'", ".'"].includes(text);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
