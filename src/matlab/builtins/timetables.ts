import { numbers } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { tableOf } from "../values/table.ts";
import { isTable, Table } from "../values/tableData.ts";
import { isTimes, type Times, timesValue } from "../values/times.ts";
import { datePart, milliseconds } from "../values/timeTexts.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, fail, isOption, namedOptions, numbersFrom, refuse } from "./arguments.ts";
import { numbersIn } from "./arrays.ts";
import { define } from "./define.ts";
import { meanOf, medianOf, modeOf, sumOf } from "./reductions.ts";
import { distinct, rowsOrMissing, tableArgument } from "./tableRows.ts";

/** A table whose first variable is times, in ascending order. */
interface Timetable {
  readonly table: Table;
  readonly times: Times;
  readonly at: Float64Array;
}

function timetableAt(call: Call, i: number): Timetable {
  const value = argument(call, i);
  const first = isTable(value) ? tableArgument(call, i).columns[0] : undefined;
  if (!isTable(value) || !isTimes(first)) return refuse(call, i, "a timetable");
  const raw = Float64Array.from(first.content.array.data as Float64Array);
  if (raw.some((time) => !Number.isFinite(time)))
    fail(call, "MATLAB:timetable:MissingTime", `${call.name}: every row of the timetable must have a time.`);
  const order = Int32Array.from(raw.keys()).sort((a, b) => raw[a] - raw[b] || a - b);
  const { names, columns } = value.content;
  const sorted = columns.map((column) => rowsOrMissing(call, column, order));
  return { table: new Table(names, sorted, order.length), times: first.content, at: Float64Array.from(order, (row) => raw[row]) };
}

type Step = (time: number) => number;

const day = milliseconds.days;
const fixed = (length: number): readonly [Step, Step] => [(t) => Math.floor(t / length) * length, (t) => t + length];
const month = (t: number, by: number): number => Date.UTC(datePart(t, "year"), datePart(t, "month") - 1 + by, 1);

/** For each word the beginning of the step around a time, and the next step after one. */
const steps: Readonly<Record<string, readonly [Step, Step]>> = {
  secondly: fixed(1000),
  minutely: fixed(milliseconds.minutes),
  hourly: fixed(milliseconds.hours),
  daily: fixed(day),
  weekly: [(t) => Math.floor(t / day) * day - (datePart(t, "weekday") - 1) * day, (t) => t + 7 * day],
  monthly: [(t) => month(t, 0), (t) => month(t, 1)],
  quarterly: [(t) => month(t, -((datePart(t, "month") - 1) % 3)), (t) => month(t, 3)],
  yearly: [(t) => Date.UTC(datePart(t, "year"), 0, 1), (t) => Date.UTC(datePart(t, "year") + 1, 0, 1)],
};

/** Times from the step around the first on: to the first step that is not before the last, or, for bins, to the step around the last. */
function regular(
  call: Call,
  [begin, next]: readonly [Step, Step],
  [first, last]: readonly [number, number],
  forBins: boolean,
): Float64Array {
  const found: number[] = [];
  for (let t = begin(first); ; t = next(t)) {
    call.session.charge({ steps: 1, bytes: 8 });
    found.push(t);
    if (forBins ? next(t) > last : t >= last) return Float64Array.from(found);
  }
}

/** How values at new times are found. */
interface Retiming {
  readonly method: string;
  readonly constant: number;
}

const aggregates: Readonly<Record<string, (line: Float64Array) => number>> = {
  sum: sumOf,
  mean: meanOf,
  median: medianOf,
  mode: modeOf,
  prod: (line) => line.reduce((a, b) => a * b, 1),
  min: (line) => (line.length === 0 ? Number.NaN : line.reduce((a, b) => Math.min(a, b))),
  max: (line) => (line.length === 0 ? Number.NaN : line.reduce((a, b) => Math.max(a, b))),
  count: (line) => line.length,
};
const takers = ["previous", "next", "nearest", "linear", "fillwithmissing", "fillwithconstant", "firstvalue", "lastvalue"];

/** How many of the ascending times are not after this one. */
function upTo(at: Float64Array, time: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The bins that begin at the new times: for each the first row in it and the one behind its last. The last bin has no end. */
function bins(at: Float64Array, times: Float64Array): [number, number][] {
  const from = (time: number): number => {
    let k = upTo(at, time);
    while (k > 0 && at[k - 1] === time) k--;
    return k;
  };
  return Array.from(times, (time, i) => [from(time), i + 1 < times.length ? from(times[i + 1]) : at.length]);
}

/** The row that stands for a new time; −1 where none does. */
function placeFor(at: Float64Array, time: number, method: string): number {
  const before = upTo(at, time) - 1;
  if (before >= 0 && at[before] === time) return before;
  if (method === "previous") return before;
  const behind = before + 1 < at.length ? before + 1 : -1;
  if (method === "next") return behind;
  if (method !== "nearest") return -1;
  if (before < 0 || behind < 0) return Math.max(before, behind);
  return time - at[before] < at[behind] - time ? before : behind;
}

function retimed(call: Call, column: Value, at: Float64Array, times: Float64Array, how: Retiming): Value {
  call.session.charge({ steps: Math.ceil((at.length + times.length) / 4), bytes: 8 * times.length });
  const { method } = how;
  if (Object.hasOwn(aggregates, method)) {
    const data = columnNumbers(call, column, method);
    const lines = bins(at, times).map(([from, to]) => data.slice(from, to).filter((x) => !Number.isNaN(x)));
    return numbers([times.length, 1], lines.map(aggregates[method]));
  }
  if (method === "firstvalue" || method === "lastvalue") {
    const rows = bins(at, times).map(([from, to]) => (from === to ? -1 : method === "firstvalue" ? from : to - 1));
    return rowsOrMissing(call, column, Int32Array.from(rows));
  }
  if (method === "linear") return interpolated(columnNumbers(call, column, method), at, times);
  const rows = Int32Array.from(times, (time) => placeFor(at, time, method));
  if (method !== "fillwithconstant") return rowsOrMissing(call, column, rows);
  const data = columnNumbers(call, column, method);
  return numbers(
    [times.length, 1],
    Float64Array.from(rows, (row) => (row < 0 ? how.constant : data[row])),
  );
}

function columnNumbers(call: Call, column: Value, method: string): Float64Array {
  const found = numbersIn(column);
  if (found !== undefined && found.size[1] === 1) return Float64Array.from(found.data);
  return fail(
    call,
    `MATLAB:timetable:${call.name}:NotNumeric`,
    `${call.name}: the method '${method}' is for variables that are columns of numbers; one is ${describeValue(column)}.`,
  );
}

/** On the straight line between the neighbours, beyond the ends on that of the first or last two. */
function interpolated(data: Float64Array, at: Float64Array, times: Float64Array): Value {
  const made = Float64Array.from(times, (time) => {
    const k = Math.min(Math.max(upTo(at, time) - 1, 0), at.length - 2);
    if (at.length < 2) return at[0] === time ? data[0] : Number.NaN;
    return data[k] + ((time - at[k]) / (at[k + 1] - at[k])) * (data[k + 1] - data[k]);
  });
  return numbers([times.length, 1], made);
}

/** The arguments behind the timetables: new times or a step, the method, and options. */
function retimingAt(call: Call, from: number, ends: readonly [number, number]): { times: Float64Array; how: Retiming } {
  const given = argument(call, from);
  const word = textOf(given)?.toLowerCase();
  const isName = ["Constant", "TimeStep", "SampleRate"].some((name) => isOption(call.args[from + 1], name));
  const method =
    call.args[from + 1] === undefined || isName ? "fillwithmissing" : (textOf(call.args[from + 1])?.toLowerCase() ?? "");
  if (!Object.hasOwn(aggregates, method) && !takers.includes(method))
    fail(
      call,
      "MATLAB:timetable:UnknownMethod",
      `${call.name}: '${method}' is no method here; there are ${[...Object.keys(aggregates), ...takers].join(", ")}.`,
    );
  const options = namedOptions(call, from + (isName ? 1 : 2), ["Constant", "TimeStep"]);
  const constant = options.get("Constant");
  const how = { method, constant: constant === undefined ? 0 : Number(numbersFrom(call, constant).data[0]) };
  if (isTimes(given)) return { times: Float64Array.from(given.content.array.data as Float64Array), how };
  const step = word === "regular" ? stepOf(call, options.get("TimeStep")) : word === undefined ? undefined : steps[word];
  if (step === undefined)
    return fail(
      call,
      "MATLAB:timetable:InvalidTimes",
      `${call.name}: new times are given as times, as 'regular' with TimeStep, or as one of ${Object.keys(steps).join(", ")}.`,
    );
  return {
    times: regular(call, step, ends, Object.hasOwn(aggregates, method) || method === "firstvalue" || method === "lastvalue"),
    how,
  };
}

function stepOf(call: Call, value: Value | undefined): readonly [Step, Step] {
  const length = isTimes(value) && value.content.kind === "duration" ? Number(value.content.array.data[0]) : Number.NaN;
  if (!(length > 0)) return fail(call, "MATLAB:timetable:TimeStep", `${call.name}: TimeStep must be a positive duration.`);
  return fixed(length);
}

function timesOf({ times }: Timetable, at: Float64Array): Value {
  return timesValue(times.kind, numbers([at.length, 1], at), times.format);
}

function others(call: Call, { table, at }: Timetable, times: Float64Array, how: Retiming): Value[] {
  return table.columns.slice(1).map((column) => retimed(call, column, at, times, how));
}

/** `retime(TT, 'daily', 'mean')`, `retime(TT, times, method)`, `retime(TT, 'regular', method, TimeStep=…)`. */
function retime(call: Call): Value {
  const own = timetableAt(call, 0);
  if (own.at.length === 0) fail(call, "MATLAB:timetable:Empty", "retime: the timetable has no rows.");
  const { times, how } = retimingAt(call, 1, [own.at[0], own.at[own.at.length - 1]]);
  return tableOf(new Table(own.table.names, [timesOf(own, times), ...others(call, own, times, how)], times.length));
}

const sorted = (times: Iterable<number>): Float64Array => Float64Array.from(new Set(times)).sort();

/** The times that a word of `synchronize` chooses from those of all timetables; undefined for other words. */
function chosenTimes(word: string | undefined, all: readonly Timetable[]): Float64Array | undefined {
  if (word === "first") return all[0].at;
  if (word === "last") return all[all.length - 1].at;
  const union = sorted(all.flatMap(({ at }) => Array.from(at)));
  if (word === "union") return union;
  if (word === "intersection") {
    const sets = all.map(({ at }) => new Set(at));
    return union.filter((time) => sets.every((set) => set.has(time)));
  }
  if (word !== "commonrange") return undefined;
  const from = Math.max(...all.map(({ at }) => at[0]));
  const to = Math.min(...all.map(({ at }) => at[at.length - 1]));
  return union.filter((time) => time >= from && time <= to);
}

/** `synchronize(TT1, TT2, …)`, with `'union'` (default), `'intersection'`, `'first'` …, a step or times, and a method. */
function synchronize(call: Call): Value {
  const found = call.args.findIndex((value) => !isTable(value));
  const count = found < 0 ? call.args.length : found;
  const all = Array.from({ length: count }, (_, i) => timetableAt(call, i));
  if (all.length === 0 || all.some(({ at }) => at.length === 0))
    fail(call, "MATLAB:timetable:Empty", "synchronize: each timetable must have a row at least.");
  const words = call.args.length === count ? [{ kind: "char" as const, size: [1, 5], text: "union" }] : call.args.slice(count);
  const word = textOf(words[0])?.toLowerCase();
  const ofWord = chosenTimes(word, all);
  const known = ofWord && timesValue(all[0].times.kind, numbers([ofWord.length, 1], ofWord));
  const asked = { ...call, args: known ? [known, ...words.slice(1)] : words };
  const ends = [Math.min(...all.map(({ at }) => at[0])), Math.max(...all.map(({ at }) => at[at.length - 1]))] as const;
  const { times, how } = retimingAt(asked, 0, ends);
  const columns = all.flatMap((each) => others(call, each, times, how));
  const clash = new Map<string, number>();
  for (const { table } of all) for (const name of table.names.slice(1)) clash.set(name, (clash.get(name) ?? 0) + 1);
  const names = all.flatMap(({ table }, i) =>
    table.names.slice(1).map((name) => (clash.get(name)! > 1 ? `${name}_${call.names?.[i] ?? i + 1}` : name)),
  );
  return tableOf(new Table(distinct([all[0].table.names[0], ...names]), [timesOf(all[0], times), ...columns], times.length));
}

/** `table2timetable(T, RowTimes=…)`, `timetable2table(TT)`: the first variable that is times comes first. */
function timesFirst(call: Call): Value {
  const value = argument(call, 0);
  if (!isTable(value)) return refuse(call, 0, "a table");
  const { names, columns, height } = value.content;
  const given = namedOptions(call, 1, ["RowTimes"]).get("RowTimes");
  if (isTimes(given)) return tableOf(new Table(distinct(["Time", ...names]), [given, ...columns], height));
  const named = given === undefined ? undefined : textOf(given);
  const at = named === undefined ? columns.findIndex((column) => isTimes(column)) : names.indexOf(named);
  if (at < 0 || !isTimes(columns[at]))
    return fail(
      call,
      "MATLAB:table2timetable:NoTimeVariable",
      "table2timetable: no variable holds times. Give them as RowTimes.",
    );
  const order = [at, ...names.map((_, j) => j).filter((j) => j !== at)];
  return tableOf(
    new Table(
      order.map((j) => names[j]),
      order.map((j) => columns[j]),
      height,
    ),
  );
}

/** `isbetween(t, low, high)` of times and numbers; both ends count. */
function isbetween(call: Call): Value {
  const [values, low, high] = call.args
    .map((value) => (isTimes(value) ? value.content.array : value))
    .map((value) => numbersFrom(call, value));
  const bound = ({ data }: { readonly data: ArrayLike<number> }, i: number): number => data[data.length === 1 ? 0 : i];
  if ([low, high].some(({ data }) => data.length !== 1 && data.length !== values.data.length))
    fail(call, "MATLAB:isbetween:Sizes", "isbetween: the bounds must be scalars, or arrays as large as the values.");
  const bits = Uint8Array.from(values.data, (x, i) => Number(x >= bound(low, i) && x <= bound(high, i)));
  return { kind: "logical", size: values.size, data: bits };
}

/** Functions of timetables: tables whose first variable is times. */
export const timetables: readonly Builtin[] = [
  define("retime", retime, { least: 2 }),
  define("synchronize", synchronize, { least: 1 }),
  define("table2timetable", timesFirst, { least: 1, most: 3 }),
  define("timetable2table", (call) => tableOf(timetableAt(call, 0).table), { least: 1, most: 1 }),
  define("isbetween", isbetween, { least: 3, most: 3 }),
];
