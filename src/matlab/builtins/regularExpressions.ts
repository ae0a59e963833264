import { cell, cellOfTexts, number, numbers, row, strings, struct, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { fail, isOption, textAt } from "./arguments.ts";
import { BoundedRegExp } from "./boundedRegExp.ts";
import { define, type Results } from "./define.ts";
import { likeTexts, patternsAt, textArrayAt } from "./textArrays.ts";

/** A pattern of MATLAB as one of JavaScript. */
function patternOf(call: Call, pattern: string, flags: string): RegExp {
  const written = pattern
    .replace(/\(\?<(\w+)>/g, "(?<$1>")
    .replace(/\[\[:alpha:\]\]/g, "[A-Za-z]")
    .replace(/\\<|\\>/g, "\\b")
    .replace(/\\a/g, "\\x07")
    .replace(/\\o\{?([0-7]+)\}?/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
  try {
    return new BoundedRegExp(written, flags, call.session.charge);
  } catch (error) {
    return fail(
      call,
      "MATLAB:regexp:parseError",
      `The regular expression '${pattern}' is not understood: ${(error as Error).message}.`,
    );
  }
}

const outputs = ["start", "end", "tokenExtents", "match", "tokens", "names", "split"];
const optionFlags: Readonly<Record<string, string>> = {
  ignorecase: "i",
  lineanchors: "m",
  dotexceptnewline: "",
  dotall: "s",
  matchcase: "",
};

interface Asked {
  readonly order: readonly string[];
  readonly once: boolean;
  readonly flags: string;
}

/** The options behind text and pattern: which results are wanted first, and how is matched. */
function askedFor(call: Call, caseless: boolean): Asked {
  const words = call.args.slice(2).map((_, i) => textAt(call, i + 2));
  const first = words.filter((word) => outputs.some((each) => each.toLowerCase() === word.toLowerCase()));
  const named = first.map((word) => outputs.find((each) => each.toLowerCase() === word.toLowerCase())!);
  const flags = new Set(["g", "s", "d", ...(caseless ? ["i"] : [])]);
  for (const word of words) if (optionFlags[word.toLowerCase()]) flags.add(optionFlags[word.toLowerCase()]);
  if (words.some((word) => word.toLowerCase() === "dotexceptnewline")) flags.delete("s");
  return {
    order: [...named, ...outputs.filter((each) => !named.includes(each))],
    once: words.some((word) => word.toLowerCase() === "once"),
    flags: [...flags].join(""),
  };
}

type Match = RegExpExecArray & { readonly indices?: (readonly [number, number] | undefined)[] };

function matched(call: Call, given: string, { once, order, flags }: Asked, asString: boolean): Value[] {
  const pattern = patternOf(call, textAt(call, 1), flags);
  const found = [...given.matchAll(pattern)] as Match[];
  const used = once ? found.slice(0, 1) : found;
  return order.map((name) => (once ? onceResult(name, used[0], given, asString) : allResults(name, used, given, asString)));
}

const written = (asString: boolean, each: string): Value => (asString ? strings([each]) : text(each));
const list = (asString: boolean, all: readonly string[]): Value => (asString ? strings(all) : cellOfTexts(all, [1, all.length]));

function tokensOf(match: Match, asString: boolean): Value {
  const tokens =
    match.length === 1 ? [match[0]] : match.slice(1).filter((each, i) => each !== undefined || match.length === 2 || i >= 0);
  return list(
    asString,
    tokens.map((each) => each ?? ""),
  );
}

function namesOf(matches: readonly Match[]): Value {
  const groups = matches[0]?.groups;
  if (groups === undefined) return { kind: "struct", size: [1, 1], fields: new Map() };
  if (matches.length === 1)
    return struct(Object.fromEntries(Object.entries(groups).map(([name, each]) => [name, text(each ?? "")])));
  const fields = Object.keys(groups).map((name) => [name, matches.map((match) => text(match.groups?.[name] ?? ""))] as const);
  return { kind: "struct", size: [1, matches.length], fields: new Map(fields) };
}

function splitAt(matches: readonly Match[], given: string): string[] {
  let from = 0;
  const parts = matches.map((match) => {
    const part = given.slice(from, match.index);
    from = match.index + match[0].length;
    return part;
  });
  return [...parts, given.slice(from)];
}

function extents(match: Match): Value {
  const spans = (match.indices ?? []).slice(match.length > 1 ? 1 : 0).map((span) => span ?? [0, 0]);
  return numbers([spans.length, 2], [...spans.map(([from]) => from + 1), ...spans.map(([, to]) => to)]);
}

function allResults(name: string, matches: readonly Match[], given: string, asString: boolean): Value {
  if (name === "start") return matches.length === 0 ? numbers([1, 0], []) : row(matches.map((match) => match.index + 1));
  if (name === "end")
    return matches.length === 0 ? numbers([1, 0], []) : row(matches.map((match) => match.index + match[0].length));
  if (name === "tokenExtents") return cell(matches.map(extents), [1, matches.length]);
  if (name === "match")
    return list(
      asString,
      matches.map((match) => match[0]),
    );
  if (name === "tokens")
    return cell(
      matches.map((match) => tokensOf(match, asString)),
      [1, matches.length],
    );
  return name === "names" ? namesOf(matches) : list(asString, splitAt(matches, given));
}

function onceResult(name: string, match: Match | undefined, given: string, asString: boolean): Value {
  if (name === "split") return list(asString, splitAt(match ? [match] : [], given));
  if (name === "names") return namesOf(match ? [match] : []);
  if (match === undefined) {
    if (name === "match") return asString ? strings([]) : text("");
    return name === "tokens" ? cell([], [0, 0]) : numbers([0, 0], []);
  }
  if (name === "start") return number(match.index + 1);
  if (name === "end") return number(match.index + match[0].length);
  if (name === "tokenExtents") return extents(match);
  return name === "match" ? written(asString, match[0]) : tokensOf(match, asString);
}

function regexp(call: Call, caseless: boolean): Results {
  const given = textArrayAt(call, 0);
  const asked = askedFor(call, caseless);
  if (given.kind !== "cell") return matched(call, given.texts[0] ?? "", asked, given.kind === "string");
  const all = given.texts.map((each) => matched(call, each ?? "", asked, false));
  return asked.order.map((_, i) =>
    cell(
      all.map((results) => results[i]),
      given.size,
    ),
  );
}

/** A replacement of MATLAB (`$1`, `$0`, `\$`) for one match. */
function replacement(pattern: string, match: RegExpMatchArray): string {
  return pattern.replace(/\\([$\\nt])|\$(\d)|\$<(\w+)>/g, (_, escaped?: string, number?: string, name?: string) => {
    if (escaped !== undefined) return escaped === "n" ? "\n" : escaped === "t" ? "\t" : escaped;
    return (number !== undefined ? match[Number(number)] : match.groups?.[name ?? ""]) ?? "";
  });
}

function regexprep(call: Call): Value {
  const given = textArrayAt(call, 0);
  const [patterns, fresh] = [patternsAt(call, 1), patternsAt(call, 2)];
  const options = call.args.slice(3);
  const once = options.some((each) => isOption(each, "once"));
  const flags = `${once ? "" : "g"}s${options.some((each) => isOption(each, "ignorecase")) ? "i" : ""}`;
  const changed = given.texts.map((each) =>
    patterns.reduce((done, pattern, i) => {
      const how = fresh[fresh.length === 1 ? 0 : i] ?? "";
      return done.replace(patternOf(call, pattern, flags), (...match) => {
        const groups = typeof match.at(-1) === "object" ? (match.at(-1) as Record<string, string>) : undefined;
        const parts = match.filter((part): part is string | undefined => typeof part === "string" || part === undefined);
        return replacement(how, Object.assign(parts.slice(0, -1) as RegExpMatchArray, { groups }));
      });
    }, each ?? ""),
  );
  return likeTexts(given, changed);
}

function regexptranslate(call: Call): Value {
  const given = textAt(call, 1);
  if (textOf(call.args[0]) === "escape") return text(given.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return text(given.replace(/\./g, "\\.").replace(/\*/g, ".*").replace(/\?/g, "."));
}

/** Functions of regular expressions. */
export const patterns: readonly Builtin[] = [
  define("regexp", (call) => regexp(call, false), { least: 2 }),
  define("regexpi", (call) => regexp(call, true), { least: 2 }),
  define("regexprep", regexprep, { least: 3 }),
  define("regexptranslate", regexptranslate, { least: 2, most: 2 }),
];
