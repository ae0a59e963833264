import type { Expression, Place, SourceText } from "./ast.ts";
import { Lexer } from "./lexer.ts";
import type { Token } from "./tokens.ts";

/** How deep brackets and blocks may stand in each other, and operators and indices in a row. */
const deepest = 200;
const tallest = 500;

/**
 * What ends the reading of a statement: it is reported, and reading goes on with the next statement. It never leaves the parser and is no `Error`:
 * a text may have very many, and recording where in the parser each arose would take most of the time.
 */
export class SyntaxFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    this.message = message;
    this.start = start;
    this.end = end;
  }
}

/** The parser's view of a text: the token at hand, what was read before it, and what of it is known so far. */
export class Reader {
  readonly source: SourceText;
  readonly lexer: Lexer;
  token: Token;
  /** Where the last token that was read ends. */
  lastEnd = 0;
  /** How many subscripts are open, in which `end` and `:` have a meaning. */
  subscripts = 0;
  /** How many brackets and blocks are open. */
  depth = 0;
  /** Names that are variables: they are never commands. */
  variables = new Set<string>();
  /** A `~` among the elements of an array, which only the left side of an assignment may have. */
  ignored: Token | undefined;
  private readonly heights = new Map<Expression, number>();

  constructor(source: SourceText) {
    this.source = source;
    this.lexer = new Lexer(source);
    this.token = this.lexer.next();
  }

  /** Reads the token at hand. */
  advance(): Token {
    const { token } = this;
    this.lastEnd = token.end;
    this.token = this.lexer.next();
    return token;
  }

  /** Goes to a position where a statement begins. */
  moveTo(position: number): void {
    this.lexer.moveTo(position);
    this.token = this.lexer.next();
  }

  isSymbol(...symbols: readonly string[]): boolean {
    return this.token.kind === "symbol" && symbols.includes(this.token.text);
  }

  isKeyword(...words: readonly string[]): boolean {
    return this.token.kind === "keyword" && words.includes(this.token.text);
  }

  /** Reads the token at hand if it is this symbol. */
  accept(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.advance();
    return true;
  }

  expect(symbol: string, message: string): Token {
    return this.isSymbol(symbol) ? this.advance() : this.fail(message);
  }

  /** Reads a name. */
  name(message: string): string {
    return this.token.kind === "name" ? this.advance().text : this.fail(message);
  }

  /** The place from a position to the end of what was read last. */
  place(start: number): Place {
    return { source: this.source, start, end: Math.max(start, this.lastEnd) };
  }

  /** Ends the reading of this statement; what is invalid by itself says so. */
  fail(message: string, at: { readonly start: number; readonly end: number } = this.token): never {
    if (at === this.token && this.token.kind === "invalid") throw new SyntaxFault(this.token.text, at.start, at.end);
    throw new SyntaxFault(message, at.start, at.end);
  }

  /** Counts one more bracket or block around what is read next; `leave` counts it back. */
  enter(): void {
    if (++this.depth > deepest)
      this.fail(`Brackets and blocks stand in each other more than ${deepest} deep. Use variables for the inner parts.`);
  }

  leave(): void {
    this.depth--;
  }

  /** A node that is made of others, unless too many stand on each other. */
  made<E extends Expression>(expression: E, parts: readonly Expression[]): E {
    let height = 0;
    for (const part of parts) height = Math.max(height, this.heights.get(part) ?? 0);
    if (height >= tallest)
      this.fail(`An expression has more than ${tallest} operations in a row. Use variables for parts of it.`, expression.place);
    this.heights.set(expression, height + 1);
    return expression;
  }
}
