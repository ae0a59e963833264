import { type MatCategorical, numberOfElements } from "../../data/matValues.ts";
import { describeValue } from "../values/describe.ts";
import { stringOfNumber } from "../values/numberText.ts";
import { sizeOf } from "../values/shape.ts";
import { isTable } from "../values/tableData.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, refuseType } from "./arguments.ts";
import { numbersIn } from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { medianOf } from "./reductions.ts";

/** `summary`: how often each category is there; of a table what its variables are. Networks have one of their own. */
function summary(call: Call): Results {
  const value = argument(call, 0);
  const told = value.kind === "categorical" ? countsOf(value) : isTable(value) ? variablesOf(value.content) : undefined;
  if (told === undefined) return refuseType(call, value);
  if (call.session.mode === "run") call.session.print(`${told.join("\n")}\n\n`);
  return [];
}

function countsOf({ codes, categories }: MatCategorical): string[] {
  const counts = new Array<number>(categories.length + 1).fill(0);
  for (const code of codes) counts[code]++;
  const [undefinedOnes, ...each] = counts;
  const rows: [name: string, count: number][] = categories.map((name, k) => [name, each[k]]);
  if (undefinedOnes > 0) rows.push(["<undefined>", undefinedOnes]);
  return columns(rows.map(([name, count]) => [name, String(count)]));
}

function variablesOf({ names, columns: values }: { readonly names: readonly string[]; readonly columns: readonly Value[] }) {
  return [
    "Variables:",
    "",
    ...names.flatMap((name, k) => [`    ${name}: ${describeValue(values[k])}`, "", ...factsOf(values[k])]),
  ];
}

function factsOf(value: Value): string[] {
  if (value.kind === "categorical") return [...countsOf(value), ""];
  const numbers = numbersIn(value);
  if (numbers === undefined || numberOfElements(sizeOf(value)) === 0) return [];
  const line = Float64Array.from(numbers.data as ArrayLike<number>);
  const facts: readonly (readonly [string, number])[] = [
    ["Min", line.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY)],
    ["Median", medianOf(line)],
    ["Max", line.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY)],
  ];
  return [...columns(facts.map(([name, x]) => [name, stringOfNumber(x)])), ""];
}

/** Names and figures below each other, the figures at the right. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const [first, second] = [0, 1].map((k) => Math.max(0, ...rows.map((row) => row[k].length)));
  return rows.map(([name, figure]) => `     ${name.padEnd(first)}      ${figure.padStart(second)} `);
}

/** What tells of data. */
export const summaries: readonly Builtin[] = [{ ...define("summary", summary, { least: 1, most: 1 }), role: "prints" }];
