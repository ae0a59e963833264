import { textsOf } from "../values/convert.ts";
import type { Call, Value } from "../values/value.ts";
import { argument, fail, isOption, refuse, scalarAt } from "./arguments.ts";
import { BoundedRegExp } from "./boundedRegExp.ts";

/** MATLAB's `pattern`: what texts are searched for, as the source of a regular expression. */
export class Pattern {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** A text as the source of an expression that is that text. */
export const escaped = (given: string): string => given.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll("-", "\\x2d");

/** The source of a pattern, or of one or several texts; undefined for other values. */
export function sourceOf(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "host" && value.content instanceof Pattern) return value.content.source;
  const texts = value.kind === "string" || value.kind === "char" || value.kind === "cell" ? textsOf(value) : undefined;
  if (texts === undefined || texts.length === 0) return undefined;
  return texts.length === 1 ? escaped(texts[0]) : `(?:${texts.map(escaped).join("|")})`;
}

/** The source of an argument that is a pattern, or one or several texts. */
export function sourceAt(call: Call, i: number): string {
  argument(call, i);
  return (
    sourceOf(call.args[i]) ?? refuse(call, i, "a pattern, string array, character vector, or cell array of character vectors")
  );
}

/** The expression for an argument, and whether letters of either case are meant. */
export function expressionAt(call: Call, i: number, around = (source: string): string => source): RegExp {
  const at = call.args.findIndex((value, k) => k > i && isOption(value, "IgnoreCase"));
  const ignores = at > 0 && scalarAt(call, at + 1) !== 0;
  try {
    return new BoundedRegExp(around(sourceAt(call, i)), ignores ? "gimu" : "gmu", call.session.charge);
  } catch {
    return fail(call, "layergraph:unsupported", `${call.name}: the pattern is too large to be searched for here.`);
  }
}
