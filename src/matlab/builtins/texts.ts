import { cell, cellOfTexts, logical, logicals, numbers, row, string, text } from "../values/construct.ts";
import { textOf, toStrings } from "../values/convert.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, fail, isOption, refuse, reserve, scalarAt, textAt, textsAt, wholeAt } from "./arguments.ts";
import { define, defineAll, UnknownInside } from "./define.ts";
import {
  changedTexts,
  charMatrix,
  judgedTexts,
  likeTexts,
  measuredTexts,
  patternsAt,
  textArrayAt,
  textArrayOf,
} from "./textArrays.ts";

/** `strcat`: char vectors lose the blanks at their ends; strings and cells keep them. */
function strcat(call: Call): Value {
  const arrays = call.args.map((_, i) => textArrayAt(call, i));
  const kind = arrays.some((each) => each.kind === "string")
    ? "string"
    : arrays.some((each) => each.kind === "cell")
      ? "cell"
      : "char";
  const { size } = arrays.find((each) => each.texts.length !== 1) ?? arrays.find((each) => each.kind === kind) ?? arrays[0];
  const many = Math.max(...arrays.map((each) => each.texts.length));
  for (const each of arrays)
    if (each.texts.length !== 1 && each.texts.length !== many)
      fail(call, "MATLAB:strcat:InvalidInputSize", "All the inputs must be the same size or scalars.");
  const joined = Array.from({ length: many }, (_, k) =>
    arrays
      .map(({ texts }) => texts[texts.length === 1 ? 0 : k] ?? "")
      .map((each) => (kind === "char" ? each.replace(/[ \t\r\n\v\f]+$/, "") : each))
      .join(""),
  );
  return likeTexts({ kind, size }, joined);
}

/** `append`: as `strcat`, but blanks stay. */
function append(call: Call): Value {
  const arrays = call.args.map((_, i) => textArrayAt(call, i));
  if (arrays.every((each) => each.kind === "char")) return text(arrays.map((each) => each.texts[0]).join(""));
  return strcat({ ...call, args: call.args.map((each) => (each.kind === "char" ? string(textOf(each)) : each)) });
}

function compare(name: string, same: (a: string, b: string, n: number) => boolean, counted: boolean): Builtin {
  return define(
    name,
    (call) => {
      const n = counted ? scalarAt(call, 2) : 0;
      const [a, b] = [comparable(call.args[0]), comparable(call.args[1])];
      const equal = (x?: string, y?: string): boolean => x !== undefined && y !== undefined && same(x, y, n);
      if (a.texts.length === 1 && b.texts.length === 1 && a.single && b.single) return logical(equal(a.texts[0], b.texts[0]));
      const [many, one] = a.texts.length === 1 ? [b, a] : [a, b];
      if (one.texts.length === 1)
        return logicals(
          many.size,
          many.texts.map((each) => equal(each, one.texts[0])),
        );
      if (a.size.join() !== b.size.join())
        return a.single || b.single
          ? logical(false)
          : fail(call, `MATLAB:${name}:InputsSizeMismatch`, "Inputs must be the same size or either one can be a scalar.");
      return logicals(
        a.size,
        a.texts.map((each, i) => equal(each, b.texts[i])),
      );
    },
    { least: counted ? 3 : 2, most: counted ? 3 : 2 },
  );
}

/** What `strcmp` compares: texts; anything else is equal to nothing. */
function comparable(value: Value): { size: readonly number[]; texts: readonly (string | undefined)[]; single: boolean } {
  if (value.kind === "unknown") throw new UnknownInside(value);
  if (value.kind === "cell") {
    for (const each of value.elements) if (each.kind === "unknown") throw new UnknownInside(each);
    return { size: value.size, texts: value.elements.map(textOf), single: false };
  }
  if (value.kind === "string") return { size: value.size, texts: value.values, single: value.values.length === 1 };
  return { size: [1, 1], texts: [textOf(value)], single: true };
}

const blanks = /^[\s\0]+|[\s\0]+$/g;

function strrep(call: Call): Value {
  const [old, fresh] = [textAt(call, 1), textAt(call, 2)];
  return changedTexts(call, 0, (given) => (old === "" ? given : given.replaceAll(old, () => fresh)));
}

function replace(call: Call): Value {
  const [old, fresh] = [patternsAt(call, 1), patternsAt(call, 2)];
  return changedTexts(call, 0, (given) =>
    old.reduce((done, each, i) => (each === "" ? done : done.replaceAll(each, () => fresh[fresh.length === 1 ? 0 : i])), given),
  );
}

function searching(name: string, holds: (given: string, pattern: string) => boolean): Builtin {
  return define(
    name,
    (call) => {
      const patterns = patternsAt(call, 1);
      const ignores = isOption(call.args[2], "IgnoreCase") && scalarAt(call, 3) !== 0;
      const fold = (each: string): string => (ignores ? each.toLowerCase() : each);
      return judgedTexts(call, 0, (given) => patterns.some((each) => holds(fold(given), fold(each))));
    },
    { least: 2, most: 4 },
  );
}

function strfind(call: Call): Value {
  const pattern = textAt(call, 1);
  const places = (given: string): Value => {
    const found: number[] = [];
    for (let at = given.indexOf(pattern); at >= 0 && pattern !== ""; at = given.indexOf(pattern, at + 1)) found.push(at + 1);
    return found.length === 0 ? numbers([0, 0], []) : row(found);
  };
  const given = textArrayAt(call, 0);
  if (given.texts.length === 1 && given.kind !== "cell") return places(given.texts[0] ?? "");
  return cell(
    given.texts.map((each) => places(each ?? "")),
    given.size,
  );
}

function pad(call: Call): Value {
  const given = textArrayAt(call, 0);
  const width = call.args[1]?.kind === "numeric" ? scalarAt(call, 1) : Math.max(...given.texts.map((each) => each?.length ?? 0));
  const left = call.args.slice(1).some((each) => isOption(each, "left"));
  return changedTexts(call, 0, (each) => (left ? each.padStart(width) : each.padEnd(width)));
}

function strip(call: Call): Value {
  const side = call.args[1] === undefined ? "both" : textAt(call, 1);
  return changedTexts(call, 0, (each) => (side === "left" ? each.trimStart() : side === "right" ? each.trimEnd() : each.trim()));
}

function characters(name: string, pattern: RegExp): Builtin {
  return define(
    name,
    ({ args: [value] }) =>
      value.kind === "char"
        ? logicals(
            value.size,
            [...value.text].map((each) => pattern.test(each)),
          )
        : logical(false),
    { least: 1, most: 1 },
  );
}

const properties: Readonly<Record<string, RegExp>> = {
  alpha: /\p{L}/u,
  digit: /\d/,
  upper: /\p{Lu}/u,
  lower: /\p{Ll}/u,
  alphanum: /[\p{L}\d]/u,
  wspace: /\s/,
  punct: /[!-/:-@[-`{-~]/,
};

function isstrprop(call: Call): Value {
  const pattern = properties[textAt(call, 1)];
  if (pattern === undefined) return refuse(call, 1, `one of ${Object.keys(properties).join(", ")}`);
  return logicals(
    [1, textAt(call, 0).length],
    [...textAt(call, 0)].map((each) => pattern.test(each)),
  );
}

function blankText(call: Call): Value {
  const length = Math.max(0, wholeAt(call, 0));
  reserve(call, [1, length], 2);
  return { kind: "char", size: [1, length], text: " ".repeat(length) };
}

/** Strings become char vectors, in cells and fields too. */
function charsOf(value: Value): Value {
  if (value.kind === "string") {
    const all = value.values.map((each) => text(each ?? ""));
    return all.length === 1 ? all[0] : cell(all, value.size);
  }
  return value.kind === "cell" ? { ...value, elements: value.elements.map(charsOf) } : value;
}

function stringsOf(value: Value): Value {
  const texts = value.kind === "unknown" ? undefined : textArrayOf(value);
  return texts === undefined ? value : toStrings(value);
}

function cellstr(call: Call): Value {
  const value = argument(call, 0);
  if (value.kind === "cell") return textArrayOf(value) ? value : refuse(call, 0, "a cell array of character vectors");
  const { size, values } = toStrings(value);
  return cellOfTexts(
    values.map((each) => (value.kind === "char" ? (each ?? "").trimEnd() : (each ?? ""))),
    size,
  );
}

function reverse(call: Call): Value {
  return changedTexts(call, 0, (given) => [...given].reverse().join(""));
}

function erase(call: Call): Value {
  const patterns = patternsAt(call, 1);
  return changedTexts(call, 0, (given) =>
    patterns.reduce((done, each) => (each === "" ? done : done.replaceAll(each, "")), given),
  );
}

function iscellstr({ args: [value] }: Call): Value {
  return logical(value.kind === "cell" && value.elements.every((each) => each.kind === "char"));
}

/** Functions of texts: char vectors, strings, and cell arrays of them. */
export const texts: readonly Builtin[] = [
  define("strcat", strcat, { least: 1 }),
  define("append", append, { least: 1 }),
  compare("strcmp", (a, b) => a === b, false),
  compare("strcmpi", (a, b) => a.toLowerCase() === b.toLowerCase(), false),
  compare("strncmp", (a, b, n) => a.length >= n && b.length >= n && a.slice(0, n) === b.slice(0, n), true),
  compare(
    "strncmpi",
    (a, b, n) => a.length >= n && b.length >= n && a.slice(0, n).toLowerCase() === b.slice(0, n).toLowerCase(),
    true,
  ),
  ...defineAll(["upper", "toupper"], (call) => changedTexts(call, 0, (given) => given.toUpperCase()), { least: 1, most: 1 }),
  ...defineAll(["lower", "tolower"], (call) => changedTexts(call, 0, (given) => given.toLowerCase()), { least: 1, most: 1 }),
  define("strtrim", (call) => changedTexts(call, 0, (given) => given.replace(blanks, "")), { least: 1, most: 1 }),
  define("deblank", (call) => changedTexts(call, 0, (given) => given.replace(/[\s\0]+$/, "")), { least: 1, most: 1 }),
  define("strip", strip, { least: 1, most: 2 }),
  define("pad", pad, { least: 1, most: 3 }),
  define("strrep", strrep, { least: 3, most: 3 }),
  define("replace", replace, { least: 3, most: 3 }),
  define("erase", erase, { least: 2, most: 2 }),
  define("reverse", reverse, { least: 1, most: 1 }),
  searching("contains", (given, pattern) => given.includes(pattern)),
  searching("startsWith", (given, pattern) => given.startsWith(pattern)),
  searching("endsWith", (given, pattern) => given.endsWith(pattern)),
  searching("matches", (given, pattern) => given === pattern),
  define("strfind", strfind, { least: 2, most: 2 }),
  define("count", (call) => measuredTexts(call, 0, (given) => given.split(textAt(call, 1)).length - 1), { least: 2, most: 2 }),
  define("strlength", (call) => measuredTexts(call, 0, (given) => given.length), { least: 1, most: 1 }),
  define("strvcat", (call) => charMatrix(call.args.flatMap((_, i) => textsAt(call, i)).filter((each) => each !== "")), {
    least: 1,
  }),
  define("blanks", blankText, { least: 1, most: 1 }),
  define("newline", () => text("\n"), { most: 0 }),
  characters("isspace", /\s/),
  characters("isletter", /\p{L}/u),
  define("isstrprop", isstrprop, { least: 2, most: 2 }),
  define("cellstr", cellstr, { least: 1, most: 1 }),
  define("iscellstr", iscellstr, { least: 1, most: 1 }),
  define("convertStringsToChars", ({ args }) => args.map(charsOf), { least: 1, unknowns: "accept" }),
  define("convertContainedStringsToChars", ({ args }) => args.map(charsOf), { least: 1, unknowns: "accept" }),
  define("convertCharsToStrings", ({ args }) => args.map(stringsOf), { least: 1, unknowns: "accept" }),
];
