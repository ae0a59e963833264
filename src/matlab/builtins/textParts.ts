import { cellOfTexts, strings } from "../values/construct.ts";
import { isTable } from "../values/tableData.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, fail, isOption, scalarAt, textAt, textsAt, wholeAt } from "./arguments.ts";
import { define, type Results } from "./define.ts";
import { joinTables } from "./joins.ts";
import { unescaped } from "./printf.ts";
import { changedTexts, likeTexts, sameTextKind, textArrayAt } from "./textArrays.ts";

function strjoin(call: Call): Value {
  const parts = textsAt(call, 0);
  const between = call.args[1] === undefined ? " " : unescaped(textAt(call, 1));
  return sameTextKind(call.args[0], parts.join(between));
}

/** `join(strings, delimiter)`: the rows of a string array. */
function join(call: Call): Value {
  const { kind, size, texts } = textArrayAt(call, 0);
  const between = call.args[1] === undefined ? " " : textAt(call, 1);
  const [rows, columns] = size[0] > 1 && size[1] === 1 ? [1, size[0]] : [size[0], size[1]];
  const joined = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => texts[i + rows * j] ?? "").join(between),
  );
  return likeTexts({ kind, size: [rows, 1] }, joined);
}

/** The parts of a text between any of the delimiters. */
function splitText(given: string, delimiters: readonly string[], collapse: boolean): string[] {
  const longestFirst = [...delimiters].filter((each) => each !== "").sort((a, b) => b.length - a.length);
  const alternatives = longestFirst.map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return given.split(new RegExp(`(?:${alternatives})${collapse ? "+" : ""}`));
}

function strsplit(call: Call): Value {
  const given = textAt(call, 0);
  const options = call.args.slice(1);
  const at = options.findIndex((each) => isOption(each, "CollapseDelimiters"));
  const collapse = at < 0 || Boolean(scalarAt(call, at + 2));
  const delimiters = options.length === 0 || at === 0 ? [" "] : textsAt(call, 1).map(unescaped);
  const parts = splitText(given, delimiters, collapse);
  return call.args[0].kind === "string" ? strings(parts) : cellOfTexts(parts);
}

function split(call: Call): Value {
  const { kind, texts } = textArrayAt(call, 0);
  const delimiters = call.args[1] === undefined ? [" ", "\t", "\n", "\r"] : textsAt(call, 1);
  const rows = texts.map((each) => splitText(each ?? "", delimiters, call.args[1] === undefined));
  if (rows.length === 0) return kind === "string" ? strings([], [0, 0]) : cellOfTexts([], [0, 0]);
  if (rows.some((each) => each.length !== rows[0].length))
    fail(call, "MATLAB:string:SplitMismatch", "Elements of the text array do not all split into the same number of parts.");
  const parts = rows.length === 1 ? rows[0] : rows[0].flatMap((_, j) => rows.map((each) => each[j]));
  const size = rows.length === 1 ? [parts.length, 1] : [rows.length, rows[0].length];
  return kind === "string" ? strings(parts, size) : cellOfTexts(parts, size);
}

/** A part of each text that a position (number) or a text marks. */
function extracting(name: string, part: (given: string, from: number, to: number) => string): Builtin {
  return define(
    name,
    (call) => {
      const mark = call.args[1];
      const position = mark.kind === "numeric" ? scalarAt(call, 1) : undefined;
      const word = position === undefined ? textAt(call, 1) : "";
      return changedTexts(call, 0, (given) => {
        const at = position === undefined ? given.indexOf(word) : position - 1;
        if (at < 0) return fail(call, "MATLAB:string:NoMatch", `'${word}' does not occur in '${given}'.`);
        return part(given, at, at + (position === undefined ? word.length : 1));
      });
    },
    { least: 2, most: 2 },
  );
}

function extractBetween(call: Call): Value {
  const [first, last] = [textAt(call, 1), textAt(call, 2)];
  return changedTexts(call, 0, (given) => {
    const from = given.indexOf(first);
    const to = from < 0 ? -1 : given.indexOf(last, from + first.length);
    return to < 0 ? "" : given.slice(from + first.length, to);
  });
}

function inserting(name: string, after: boolean): Builtin {
  return define(
    name,
    (call) => {
      const [mark, fresh] = [call.args[1], textAt(call, 2)];
      if (mark.kind !== "numeric") {
        const word = textAt(call, 1);
        return changedTexts(call, 0, (each) => each.replaceAll(word, () => (after ? word + fresh : fresh + word)));
      }
      const at = wholeAt(call, 1) - (after ? 0 : 1);
      return changedTexts(call, 0, (each) => each.slice(0, at) + fresh + each.slice(at));
    },
    { least: 3, most: 3 },
  );
}

function strtok(call: Call): Results {
  const given = textAt(call, 0);
  const marks = call.args[1] === undefined ? " \t\n\v\f\r" : textAt(call, 1);
  let from = 0;
  while (from < given.length && marks.includes(given[from])) from++;
  let to = from;
  while (to < given.length && !marks.includes(given[to])) to++;
  return [given.slice(from, to), given.slice(to)].map((each) => sameTextKind(call.args[0], each));
}

/** The lines of a text: a column of strings, or of cells for a char vector. */
function splitlines(call: Call): Value {
  const lines = textAt(call, 0).split(/\r\n|\r|\n/);
  const given = argument(call, 0);
  return given.kind === "string" ? strings(lines, [lines.length, 1]) : cellOfTexts(lines, [lines.length, 1]);
}

/** Functions that take texts apart and put them together. */
export const textParts: readonly Builtin[] = [
  define("strjoin", strjoin, { least: 1, most: 2 }),
  define("join", (call) => (isTable(call.args[0]) ? joinTables(call) : join(call)), { least: 1 }),
  define("strsplit", strsplit, { least: 1, most: 4 }),
  define("splitlines", splitlines, { least: 1, most: 1 }),
  define("split", split, { least: 1, most: 2 }),
  extracting("extractAfter", (given, _from, to) => given.slice(to)),
  extracting("extractBefore", (given, from) => given.slice(0, from)),
  define("extractBetween", extractBetween, { least: 3, most: 3 }),
  inserting("insertAfter", true),
  inserting("insertBefore", false),
  define("strtok", strtok, { least: 1, most: 2 }),
];
