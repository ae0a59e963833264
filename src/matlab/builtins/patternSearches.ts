import { cellOfTexts, strings } from "../values/construct.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { fail, textAt, wholeAt } from "./arguments.ts";
import { BoundedRegExp } from "./boundedRegExp.ts";
import { define } from "./define.ts";
import { expressionAt } from "./patternSource.ts";
import { changedTexts, judgedTexts, measuredTexts, textArrayAt } from "./textArrays.ts";

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
  const found = new BoundedRegExp(expression.source, expression.flags.replace("g", "")).exec(given);
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
export const patternMethods: Readonly<Record<string, Builtin>> = Object.fromEntries(
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

/** Functions that search texts for patterns, or for texts. */
export const patternSearches: readonly Builtin[] = [
  define("extract", extract, { least: 2, most: 2 }),
  between("replaceBetween", (call) => textAt(call, 3)),
  between("eraseBetween", () => ""),
];
