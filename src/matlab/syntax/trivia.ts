import type { Comment, Place, SourceText, SyntaxProblem } from "./ast.ts";
import { lookalike } from "./tokens.ts";

/** What stands between the tokens of a text: blanks, comments and continuations, which are passed over; comments are kept. */
export class Trivia {
  readonly source: SourceText;
  /** By their starts: a stretch that is read twice adds nothing. */
  readonly comments = new Map<number, Comment>();
  readonly problems = new Map<number, SyntaxProblem>();
  private readonly text: string;

  constructor(source: SourceText) {
    this.source = source;
    this.text = source.text;
  }

  place(start: number, end: number): Place {
    return { source: this.source, start, end };
  }

  /** Keeps a problem; the first at a position counts. */
  report(start: number, end: number, message: string): void {
    if (!this.problems.has(start)) this.problems.set(start, { message, place: this.place(start, end) });
  }

  /** The position of the next token. A line end is one, but not after `...`, nor on comment lines that follow `...` inside brackets. */
  skip(from: number, inBrackets: boolean): number {
    let position = from;
    for (;;) {
      const code = this.text.charCodeAt(position);
      if (isBlank(code)) position++;
      else if (code === 37) position = this.skipComment(position);
      else if (code === 46 && this.text.startsWith("...", position)) position = this.skipContinuation(position, 3, inBrackets);
      else if (code > 127) {
        const meant = this.meantAt(position);
        if (meant === " ") position++;
        else if (meant === "%") position = this.skipLineComment(position);
        else if (meant === "...") position = this.skipContinuation(position, 1, inBrackets);
        else return position;
      } else return position;
    }
  }

  /** Where the line ends that a position is on: at its LF, CR or the end of the text. */
  lineEnd(from: number): number {
    let position = from;
    while (position < this.text.length && !isLineBreak(this.text.charCodeAt(position))) position++;
    return position;
  }

  /** The position after a line break, where there is one. */
  afterLineBreak(position: number): number {
    if (this.text.charCodeAt(position) === 13 && this.text.charCodeAt(position + 1) === 10) return position + 2;
    return Math.min(position + 1, this.text.length);
  }

  /** The ASCII text that a character beyond ASCII stands for, reported. */
  meantAt(position: number): string | undefined {
    const character = this.text.charAt(position);
    const meant = lookalike(character);
    if (meant === undefined || (character === "\ufeff" && position === 0)) return meant;
    const advice = meant === " " ? "a blank" : meant;
    this.report(position, position + 1, `Invalid text character ${named(character)}. Write ${advice} (ASCII) instead.`);
    return meant;
  }

  private skipComment(position: number): number {
    const end = this.isAloneOnLine(position, "{") ? this.blockEnd(position) : undefined;
    if (end === undefined) return this.skipLineComment(position);
    const text = this.text.slice(position, end);
    const inner = text.replace(/^%\{[^\r\n]*(\r\n|\r|\n)?/, "").replace(/[ \t]*%\}[ \t]*$/, "");
    this.comments.set(position, { text: inner, block: true, ownLine: true, place: this.place(position, end) });
    return end;
  }

  private skipLineComment(position: number): number {
    const end = this.lineEnd(position);
    this.keepComment(position, 1, end);
    return end;
  }

  private skipContinuation(position: number, marks: number, inBrackets: boolean): number {
    const end = this.lineEnd(position);
    if (this.text.slice(position + marks, end).trim() !== "") this.keepComment(position, marks, end);
    let next = this.afterLineBreak(end);
    while (inBrackets && next < this.text.length) {
      const first = this.pastBlanks(next);
      const comment = this.text.charCodeAt(first) === 37;
      if (!comment && !isLineBreak(this.text.charCodeAt(first))) break;
      next = this.afterLineBreak(comment ? this.skipComment(first) : first);
    }
    return next;
  }

  private keepComment(start: number, marks: number, end: number): void {
    const text = this.text
      .slice(start + marks, end)
      .replace(/^%+/, "")
      .trim();
    this.comments.set(start, { text, block: false, ownLine: this.beginsLine(start), place: this.place(start, end) });
  }

  /** Where a block comment ends that begins at a position: after the `%}` that stands alone on its line, inner blocks counted. */
  private blockEnd(position: number): number {
    let depth = 1;
    for (let start = this.nextLine(position); start < this.text.length; start = this.nextLine(start)) {
      const first = this.pastBlanks(start);
      if (this.text.charCodeAt(first) !== 37) continue;
      if (this.isAloneOnLine(first, "{")) depth++;
      if (this.isAloneOnLine(first, "}")) depth--;
      if (depth === 0) return first + 2;
    }
    return this.text.length;
  }

  private nextLine(position: number): number {
    return this.afterLineBreak(this.lineEnd(position));
  }

  /** Whether `%` and this brace are all that is on the line. */
  private isAloneOnLine(position: number, brace: string): boolean {
    if (this.text.charAt(position + 1) !== brace || !this.beginsLine(position)) return false;
    const after = this.pastBlanks(position + 2);
    return after >= this.text.length || isLineBreak(this.text.charCodeAt(after));
  }

  private beginsLine(position: number): boolean {
    let before = position - 1;
    while (before >= 0 && isBlank(this.text.charCodeAt(before))) before--;
    return before < 0 || isLineBreak(this.text.charCodeAt(before));
  }

  private pastBlanks(from: number): number {
    let position = from;
    while (isBlank(this.text.charCodeAt(position))) position++;
    return position;
  }
}

/** A blank within a line. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 11 || code === 12;
}

export function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

/** A character so that it can be found even where it cannot be seen. */
export function named(character: string): string {
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  return /[\p{C}\p{Z}]/u.test(character) ? `U+${code}` : `'${character}' (U+${code})`;
}
