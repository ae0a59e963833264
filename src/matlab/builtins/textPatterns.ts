import { logical } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, HostValue, Value, ValueOperations } from "../values/value.ts";
import { fail, refuse, scalarAt, textAt, wholeAt } from "./arguments.ts";
import { define } from "./define.ts";
import { patternMethods } from "./patternSearches.ts";
import { escaped, Pattern, sourceAt, sourceOf } from "./patternSource.ts";

/** The most characters of a pattern. */
const longest = 100_000;

function patternValue(source: string): HostValue<Pattern> {
  if (source.length > longest)
    throw new ScriptError("layergraph:unsupported", `A pattern of more than ${longest} characters is not supported.`);
  return { kind: "host", operations, content: new Pattern(source) };
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
  method: (name) => (Object.hasOwn(patternMethods, name) ? patternMethods[name] : undefined),
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
];
