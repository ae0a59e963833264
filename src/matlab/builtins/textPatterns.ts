import { cellOfTexts, logical, strings } from "../values/construct.ts";
import { textOf, textsOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, HostValue, Value, ValueOperations } from "../values/value.ts";
import { argument, fail, isOption, refuse, scalarAt, textAt, wholeAt } from "./arguments.ts";
import { define } from "./define.ts";
import { changedTexts, judgedTexts, measuredTexts, textArrayAt } from "./textArrays.ts";

/** MATLAB's `pattern`: what texts are searched for, as the source of a regular expression. */
class Pattern {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

const longest = 100_000;

function patternValue(source: string): HostValue<Pattern> {
  if (source.length > longest)
    throw new ScriptError("layergraph:unsupported", `A pattern of more than ${longest} characters is not supported.`);
  return { kind: "host", operations, content: new Pattern(source) };
}

const escaped = (given: string): string => given.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll("-", "\\x2d");

/** The source of a pattern, or of one or several texts; undefined for other values. */
function sourceOf(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "host" && value.content instanceof Pattern) return value.content.source;
  const texts = value.kind === "string" || value.kind === "char" || value.kind === "cell" ? textsOf(value) : undefined;
  if (texts === undefined || texts.length === 0) return undefined;
  return texts.length === 1 ? escaped(texts[0]) : `(?:${texts.map(escaped).join("|")})`;
}

function sourceAt(call: Call, i: number): string {
  argument(call, i);
  return (
    sourceOf(call.args[i]) ?? refuse(call, i, "a pattern, string array, character vector, or cell array of character vectors")
  );
}

/** The expression for an argument, and whether letters of either case are meant. */
function expressionAt(call: Call, i: number, around = (source: string): string => source): RegExp {
  const at = call.args.findIndex((value, k) => k > i && isOption(value, "IgnoreCase"));
  const ignores = at > 0 && scalarAt(call, at + 1) !== 0;
  try {
    return new RegExp(around(sourceAt(call, i)), ignores ? "gimu" : "gmu");
  } catch {
    return fail(call, "layergraph:unsupported", `${call.name}: the pattern is too large to be searched for here.`);
  }
}

/** How often something may stand one after the other: `()`, `(n)`, `(least, most)`. */
function times(call: Call, from: number): string {
  if (call.args[from] === undefined) return "+";
  const least = wholeAt(call, from);
  const most = call.args[from + 1] === undefined ? undefined : scalarAt(call, from + 1);
  if (!(least >= 0) || (most !== undefined && !(most >= least)))
    fail(
      call,
      `MATLAB:string:pattern:${call.name}`,
      `${call.name}: the numbers must be whole and not negative, the lower one first.`,
    );
  if (most === undefined) return `{${least}}`;
  return most === Number.POSITIVE_INFINITY ? `{${least},}` : `{${least},${most}}`;
}

function ofClass(name: string, characters: string): Builtin {
  return define(name, (call) => patternValue(`${characters}${times(call, 0)}`), { most: 2 });
}

/** `textBoundary('start' | 'end')` and the like; either where nothing is said. */
function boundary(name: string, start: string, end: string): Builtin {
  return define(
    name,
    (call) => {
      const sides: Readonly<Record<string, string>> = { start, end, either: `(?:${start}|${end})` };
      const side = call.args[0] === undefined ? "either" : textAt(call, 0).toLowerCase();
      return Object.hasOwn(sides, side) ? patternValue(sides[side]) : refuse(call, 0, "'start', 'end' or 'either'");
    },
    { most: 1 },
  );
}

function around(name: string, of: (source: string) => string): Builtin {
  return define(name, (call) => patternValue(of(sourceAt(call, 0))), { least: 1, most: 1 });
}

/** `characterListPattern("aeiou")`, `characterListPattern('a', 'z')`. */
function characterListPattern(call: Call): Value {
  const ranged = call.args[1] !== undefined && textOf(call.args[1]) !== undefined;
  const listed = ranged ? `${escaped(textAt(call, 0))}-${escaped(textAt(call, 1))}` : [...textAt(call, 0)].map(escaped).join("");
  return patternValue(`[${listed}]${call.args[ranged ? 2 : 1] === undefined ? "" : times(call, ranged ? 2 : 1)}`);
}

function repeated(name: string, lazy: string): Builtin {
  return define(
    name,
    (call) => patternValue(`(?:${sourceAt(call, 0)})${call.args[1] === undefined ? "*" : least(call)}${lazy}`),
    { least: 1, most: 3 },
  );
}

function least(call: Call): string {
  const counted = times(call, 1);
  return call.args[2] === undefined ? counted.replace("}", ",}") : counted;
}

function regexpPattern(call: Call): Value {
  const source = textAt(call, 0);
  try {
    new RegExp(source, "u");
  } catch (error) {
    return fail(
      call,
      "layergraph:unsupported",
      `regexpPattern: the expression '${source}' is not supported here: ${(error as Error).message}`,
    );
  }
  return patternValue(`(?:${source})`);
}

/** The matches of each text: a column for one text; for a column of texts a row each, which must have as many. */
function listed(call: Call, of: (given: string) => readonly string[]): Value {
  const { kind, size, texts } = textArrayAt(call, 0);
  const rows = texts.map((each) => (each === undefined ? [] : of(each)));
  const make = (all: readonly string[], shape: readonly number[]): Value =>
    kind === "string" ? strings(all, shape) : cellOfTexts(all, shape);
  if (rows.length === 1) return make(rows[0], [rows[0].length, 1]);
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width) || size[1] !== 1)
    return fail(
      call,
      "MATLAB:string:ExtractMismatch",
      `${call.name}: of several texts, in one column, each must have the same number of matches.`,
    );
  return make(Array.from({ length: width }, (_, j) => rows.map((row) => row[j])).flat(), [rows.length, width]);
}

/** `extract(str, pattern)`, and the character at a position. */
function extract(call: Call): Value {
  if (call.args[1].kind === "numeric") {
    const at = wholeAt(call, 1);
    return changedTexts(call, 0, (given) => {
      if (at >= 1 && at <= given.length) return given[at - 1];
      return fail(
        call,
        "MATLAB:string:PositionOutOfRange",
        `extract: position ${at} is outside of a text of ${given.length} characters.`,
      );
    });
  }
  const expression = expressionAt(call, 1);
  return listed(call, (given) => given.match(expression)?.filter((each) => each !== "") ?? []);
}

/** Where the first match begins and ends. */
function firstMatch(call: Call, given: string, expression: RegExp): readonly [number, number] {
  const found = new RegExp(expression.source, expression.flags.replace("g", "")).exec(given);
  if (found === null) return fail(call, "MATLAB:string:NoMatch", `${call.name}: the pattern does not occur in '${given}'.`);
  return [found.index, found.index + found[0].length];
}

/** The stretches between two marks: positions (both ends belong) or texts and patterns (they stay outside). */
function stretches(call: Call, given: string): [number, number][] {
  if (call.args[1].kind === "numeric") return [[wholeAt(call, 1) - 1, wholeAt(call, 2)]];
  const [begin, end] = [expressionAt(call, 1), expressionAt(call, 2)];
  const found: [number, number][] = [];
  for (let at = 0; at <= given.length; ) {
    begin.lastIndex = at;
    const first = begin.exec(given);
    if (first === null) break;
    const from = first.index + first[0].length;
    end.lastIndex = from;
    const last = end.exec(given);
    if (last === null) break;
    found.push([from, last.index]);
    at = Math.max(last.index + last[0].length, at + 1);
  }
  return found;
}

/** What stands between the marks put in place by something else. */
function between(name: string, fresh: (call: Call) => string): Builtin {
  return define(
    name,
    (call) => {
      const put = fresh(call);
      return changedTexts(call, 0, (given) => {
        let [made, at] = ["", 0];
        for (const [from, to] of stretches(call, given)) {
          made += given.slice(at, from) + put;
          at = to;
        }
        return made + given.slice(at);
      });
    },
    { least: name === "replaceBetween" ? 4 : 3, most: name === "replaceBetween" ? 4 : 3 },
  );
}

function parts(call: Call): Value {
  const { kind, texts } = textArrayAt(call, 0);
  if (texts.length !== 1) fail(call, "layergraph:unsupported", "split of several texts by a pattern is not supported.");
  const found = (texts[0] ?? "").split(expressionAt(call, 1));
  return kind === "string" ? strings(found, [found.length, 1]) : cellOfTexts(found, [found.length, 1]);
}

/** Functions that search for patterns where the ordinary ones search for texts. */
const methods: Readonly<Record<string, Builtin>> = Object.fromEntries(
  [
    define("contains", (call) => judged(call, (source) => source), { least: 2, most: 4 }),
    define("startsWith", (call) => judged(call, (source) => `(?<![^])(?:${source})`), { least: 2, most: 4 }),
    define("endsWith", (call) => judged(call, (source) => `(?:${source})(?![^])`), { least: 2, most: 4 }),
    define("matches", (call) => judged(call, (source) => `(?<![^])(?:${source})(?![^])`), { least: 2, most: 4 }),
    define("count", (call) => measuredTexts(call, 0, (given) => given.match(expressionAt(call, 1))?.length ?? 0), {
      least: 2,
      most: 4,
    }),
    define("extractAfter", (call) =>
      changedTexts(call, 0, (given) => given.slice(firstMatch(call, given, expressionAt(call, 1))[1])),
    ),
    define("extractBefore", (call) =>
      changedTexts(call, 0, (given) => given.slice(0, firstMatch(call, given, expressionAt(call, 1))[0])),
    ),
    define("extractBetween", (call) =>
      listed(call, (given) => stretches(call, given).map(([from, to]) => given.slice(from, to))),
    ),
    define("replace", (call) => changedTexts(call, 0, (given) => given.replace(expressionAt(call, 1), () => textAt(call, 2)))),
    define("erase", (call) => changedTexts(call, 0, (given) => given.replace(expressionAt(call, 1), ""))),
    ...["insertAfter", "insertBefore"].map((name) =>
      define(name, (call) => {
        const fresh = textAt(call, 2);
        const placed = (each: string): string => (name === "insertAfter" ? each + fresh : fresh + each);
        return changedTexts(call, 0, (given) => given.replace(expressionAt(call, 1), placed));
      }),
    ),
    define("split", parts, { least: 2, most: 2 }),
  ].map((each) => [each.name, each]),
);

function judged(call: Call, whole: (source: string) => string): Value {
  const expression = expressionAt(call, 1, whole);
  return judgedTexts(call, 0, (given) => {
    expression.lastIndex = 0;
    return expression.test(given);
  });
}

const operations: ValueOperations = {
  className: "pattern",
  complete: true,
  size: () => [1, 1],
  binary: (operator, left, right) => {
    const [a, b] = [sourceOf(left), sourceOf(right)];
    if (a !== undefined && b !== undefined && operator === "+") return patternValue(`${grouped(a)}${grouped(b)}`);
    if (a !== undefined && b !== undefined && operator === "|") return patternValue(`(?:${a}|${b})`);
    throw new ScriptError(
      "MATLAB:UndefinedFunction",
      `Operator '${operator}' is not supported for ${describeValue(left)} and ${describeValue(right)}.`,
    );
  },
  method: (name) => (Object.hasOwn(methods, name) ? methods[name] : undefined),
  display: (value) => `  pattern\n\n    Matching: /${(value as HostValue<Pattern>).content.source}/\n`,
};

/** A source that can stand beside another one: alternatives in a group. */
function grouped(source: string): string {
  return source.includes("|") ? `(?:${source})` : source;
}

/** MATLAB's patterns, and the functions of texts that stand only with them. */
export const textPatterns: readonly Builtin[] = [
  ofClass("digitsPattern", "\\d"),
  ofClass("lettersPattern", "\\p{L}"),
  ofClass("alphanumericsPattern", "[\\p{L}\\p{Nd}]"),
  ofClass("whitespacePattern", "\\s"),
  define("wildcardPattern", (call) => patternValue(call.args[0] === undefined ? "[^]*?" : `[^]${times(call, 0)}`), { most: 2 }),
  define("characterListPattern", characterListPattern, { least: 1, most: 4 }),
  define("pattern", (call) => patternValue(sourceAt(call, 0)), { least: 1, most: 1 }),
  define("regexpPattern", regexpPattern, { least: 1, most: 1 }),
  around("optionalPattern", (source) => `(?:${source})?`),
  around("namedPattern", (source) => `(?:${source})`),
  around("lookAheadBoundary", (source) => `(?=${source})`),
  around("lookBehindBoundary", (source) => `(?<=${source})`),
  repeated("asManyOfPattern", ""),
  repeated("asFewOfPattern", "?"),
  boundary("textBoundary", "(?<![^])", "(?![^])"),
  boundary("lineBoundary", "^", "$"),
  boundary("letterBoundary", "(?<!\\p{L})(?=\\p{L})", "(?<=\\p{L})(?!\\p{L})"),
  boundary("digitBoundary", "(?<!\\d)(?=\\d)", "(?<=\\d)(?!\\d)"),
  define("ispattern", ({ args }) => logical(args[0].kind === "host" && args[0].content instanceof Pattern), {
    least: 1,
    most: 1,
  }),
  define("extract", extract, { least: 2, most: 2 }),
  between("replaceBetween", (call) => textAt(call, 3)),
  between("eraseBetween", () => ""),
];
