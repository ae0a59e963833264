import type { Comment, Place, Program } from "../syntax/ast.ts";

/** The comments of a file, by where they stand. */
export interface Comments {
  /** Comments on lines of their own between two offsets, as lines of TypeScript; a section's heading is told apart. */
  readonly between: (start: number, end: number) => readonly CommentLine[];
  /** The comment behind what stands on the line of an offset, or an empty text; with `touching`, only if nothing but separators stands between. */
  readonly behind: (offset: number, touching?: boolean) => string;
  /** The number of the line of an offset, from 0. */
  readonly line: (offset: number) => number;
}

/** A comment on a line of its own. */
export interface CommentLine {
  readonly text: string;
  readonly heading: boolean;
  readonly place: Place;
}

/** The comments of a program. */
export function commentsOf({ comments, source }: Program): Comments {
  const { lineStarts } = source;
  const line = (offset: number): number => {
    let [low, high] = [0, lineStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lineStarts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const told = comments.filter(({ text }) => !/^\s*#(ok|codegen)/.test(text));
  const own = told.filter(({ ownLine }) => ownLine);
  const behind = new Map(told.filter(({ ownLine }) => !ownLine).map((comment) => [line(comment.place.start), comment]));
  return {
    line,
    behind: (offset, touching = false) => {
      const comment = behind.get(line(offset));
      if (touching && comment && !/^[\s,;.]*$/.test(source.text.slice(offset, comment.place.start))) return "";
      return comment && comment.place.start >= offset - 1 ? comment.text.replace(/^[%\s]+/, "").trimEnd() : "";
    },
    between: (start, end) => linesIn(own, start, end),
  };
}

function linesIn(own: readonly Comment[], start: number, end: number): CommentLine[] {
  const result: CommentLine[] = [];
  for (let at = firstFrom(own, start); at < own.length && own[at].place.start < end; at++) {
    const { text, block, place } = own[at];
    const heading = !block && text.startsWith("%");
    const lines = block ? text.split(/\r\n|\r|\n/).filter((each) => each.trim() !== "") : [text];
    for (const each of lines) result.push({ text: each.replace(/^%+/, "").trim(), heading, place });
  }
  return result;
}

function firstFrom(own: readonly Comment[], start: number): number {
  let [low, high] = [0, own.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (own[middle].place.start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
