import { concatenated } from "../values/concatenate.ts";
import { cell, number, numbers, text } from "../values/construct.ts";
import { textOf, textsOf } from "../values/convert.ts";
import { sizeOf } from "../values/shape.ts";
import { tableOf, tableValue } from "../values/table.ts";
import { isTable, Table } from "../values/tableData.ts";
import { isTimes } from "../values/times.ts";
import type { Builtin, Call, Evaluation, HandleValue, Value } from "../values/value.ts";
import { argument, fail, functionAt, isOption, namedOptions, numbersFrom, refuse } from "./arguments.ts";
import { gathered } from "./arrays.ts";
import { define, defineWaiting, type Results } from "./define.ts";
import { meanOf, medianOf, modeOf, sumOf, varianceOf } from "./reductions.ts";
import { keysOf } from "./sets.ts";
import { distinct, type Groups, groupedBy, rowsAt, tableArgument, variablePlaces } from "./tableRows.ts";

/** How many elements a row vector has, or else how many rows. */
function heightOf(value: Value): number {
  const size = sizeOf(value);
  return size[0] === 1 ? (size[1] ?? 1) : size[0];
}

/** `[G, ID…] = findgroups(A…)`, or of a table: `[G, TID]`. */
function findgroups(call: Call): Results {
  const first = argument(call, 0);
  const whole = isTable(first);
  const columns = whole ? first.content.columns : call.args;
  const height = whole ? first.content.height : heightOf(first);
  const odd = columns.find((column) => heightOf(column) !== height && !whole);
  if (odd !== undefined)
    fail(
      call,
      "MATLAB:findgroups:InputSizeMismatch",
      "findgroups: all grouping variables must have the same number of elements.",
    );
  const groups = groupedBy(call, columns, height);
  const numbersOfGroups = Float64Array.from(groups.of, (k) => (k < groups.whole ? k + 1 : Number.NaN));
  const ids = columns.map((column) => firstRows(column, groups));
  const size = whole || sizeOf(first)[0] !== 1 ? [height, 1] : [1, height];
  return [numbers(size, numbersOfGroups), ...(whole ? [tableValue(first.content.names, ids)] : ids)];
}

/** What a variable says in each group that has nothing missing. */
function firstRows(column: Value, { rows, whole }: Groups): Value {
  const places = rows.slice(0, whole).map(([row]) => row);
  return sizeOf(column)[0] === 1 ? gathered(column, [1, places.length], places) : rowsAt(column, places);
}

/** `[Y…] = splitapply(f, X…, G)`: the function of the rows of each group, the results one below the other. */
function* splitapply(call: Call): Evaluation<Results> {
  const target = functionAt(call, 0);
  const of = numbersFrom(call, call.args[call.args.length - 1]).data;
  const given = call.args.slice(1, -1);
  const data = given.flatMap((each) => (isTable(each) ? [...each.content.columns] : [each]));
  const count = Array.from(of).reduce((most, k) => (Number.isNaN(k) ? most : Math.max(most, k)), 0);
  const rows: number[][] = Array.from({ length: count }, () => []);
  Array.from(of).forEach((k, row) => {
    if (Number.isNaN(k)) return;
    if (!Number.isInteger(k) || k < 1)
      fail(call, "MATLAB:splitapply:InvalidGroupNums", "splitapply: group numbers must be positive whole numbers or NaN.");
    rows[k - 1].push(row);
  });
  if (rows.some((group) => group.length === 0))
    fail(call, "MATLAB:splitapply:MissingGroupNums", `splitapply: every group from 1 to ${count} must have a row.`);
  if (data.some((each) => heightOf(each) !== of.length))
    fail(
      call,
      "MATLAB:splitapply:RowMismatch",
      `splitapply: the data must have ${of.length} rows, as many as there are group numbers.`,
    );
  const wanted = Math.max(1, call.nargout);
  const results: Value[][] = Array.from({ length: wanted }, () => []);
  for (const group of rows) {
    const args = data.map((each) =>
      sizeOf(each)[0] === of.length ? rowsAt(each, group) : gathered(each, [1, group.length], group),
    );
    const made = yield* call.session.invoke(target, args, wanted, call.place);
    for (let k = 0; k < wanted; k++) results[k].push(made[k] ?? fail(call, "MATLAB:maxlhs", "Too many output arguments."));
  }
  return results.map((list) => concatenated(1, list, call.session.charge));
}

type Statistic = (call: Call, column: Value, rows: readonly number[]) => number;

/** A statistic of the numbers of a group, those that are NaN left out. */
const ofNumbers =
  (of: (line: Float64Array) => number): Statistic =>
  (call, column, rows) => {
    const { data } = numbersFrom(call, column);
    return of(Float64Array.from(rows, (row) => data[row]).filter((x) => !Number.isNaN(x)));
  };

const lowest = (line: Float64Array): number => line.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const highest = (line: Float64Array): number => line.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
const orNaN =
  (of: (line: Float64Array) => number) =>
  (line: Float64Array): number =>
    line.length === 0 ? Number.NaN : of(line);

const missingIn: Statistic = (call, column, rows) => {
  const keys = keysOf(call, isTimes(column) ? column.content.array : column);
  return rows.filter((row) => keys[row] === undefined || Number.isNaN(keys[row])).length;
};

const statistics: Readonly<Record<string, Statistic>> = {
  sum: ofNumbers(sumOf),
  mean: ofNumbers(meanOf),
  median: ofNumbers(medianOf),
  mode: ofNumbers(modeOf),
  var: ofNumbers(orNaN((line) => varianceOf(line))),
  std: ofNumbers(orNaN((line) => Math.sqrt(varianceOf(line)))),
  min: ofNumbers(orNaN(lowest)),
  max: ofNumbers(orNaN(highest)),
  range: ofNumbers(orNaN((line) => highest(line) - lowest(line))),
  nnz: ofNumbers((line) => line.filter((x) => x !== 0).length),
  nummissing: missingIn,
  numunique: (call, column, rows) => {
    const keys = keysOf(call, isTimes(column) ? column.content.array : column);
    return new Set(rows.map((row) => keys[row]).filter((key) => key !== undefined && !Number.isNaN(key))).size;
  },
};

/** How `groupsummary` computes: names of statistics, and functions of the script. */
function methodsAt(call: Call, value: Value): (string | HandleValue)[] {
  const list =
    value.kind === "cell" ? value.elements : value.kind === "string" ? value.values.map((each) => each ?? "") : [value];
  return list.map((each) => {
    if (typeof each !== "string" && each.kind === "handle") return each;
    const name = (typeof each === "string" ? each : textOf(each))?.toLowerCase();
    if (name !== undefined && Object.hasOwn(statistics, name)) return name;
    return fail(
      call,
      "MATLAB:groupsummary:InvalidMethod",
      `groupsummary: '${name ?? each}' is no method here; there are ${Object.keys(statistics).join(", ")}, and function handles.`,
    );
  });
}

/** `groupsummary(T, groupvars)`, `(T, groupvars, method)`, `(T, groupvars, method, datavars)`: a row for each group. */
function* groupsummary(call: Call): Evaluation<Results> {
  const { args: all } = call;
  const end = all.findIndex(
    (value, i) => i > 1 && (isOption(value, "IncludeMissingGroups") || isOption(value, "IncludeEmptyGroups")),
  );
  const options = namedOptions(call, end < 0 ? all.length : end, ["IncludeMissingGroups"]);
  const table = tableArgument(call);
  const args = end < 0 ? all : all.slice(0, end);
  const keys = variablePlaces(call, table, argument(call, 1));
  const lost = options.get("IncludeMissingGroups");
  const groups = groupedBy(
    call,
    keys.map((k) => table.columns[k]),
    table.height,
  );
  const rows = lost === undefined || numbersFrom(call, lost).data[0] ? groups.rows : groups.rows.slice(0, groups.whole);
  const names = [...keys.map((k) => table.names[k]), "GroupCount"];
  const columns = [
    ...keys.map((k) =>
      rowsAt(
        table.columns[k],
        rows.map(([row]) => row),
      ),
    ),
    counts(rows),
  ];
  const methods = args[2] === undefined ? [] : methodsAt(call, args[2]);
  const data = args[3] === undefined ? numericPlaces(table, keys) : variablePlaces(call, table, args[3]);
  let functions = 0;
  for (const method of methods) {
    if (typeof method !== "string") functions++;
    const label = typeof method === "string" ? method : `fun${functions}`;
    for (const j of data) {
      names.push(`${label}_${table.names[j]}`);
      columns.push(yield* summarized(call, table.columns[j], rows, method));
    }
  }
  return tableValue(distinct(names), columns);
}

function numericPlaces({ columns }: Table, keys: readonly number[]): number[] {
  return columns
    .map((_, j) => j)
    .filter((j) => !keys.includes(j) && (columns[j].kind === "numeric" || columns[j].kind === "logical"));
}

function counts(rows: readonly (readonly number[])[]): Value {
  return numbers(
    [rows.length, 1],
    rows.map((group) => group.length),
  );
}

function* summarized(
  call: Call,
  column: Value,
  rows: readonly (readonly number[])[],
  method: string | HandleValue,
): Evaluation<Value> {
  call.session.charge({ steps: Math.ceil(heightOf(column) / 8) });
  if (typeof method === "string")
    return numbers(
      [rows.length, 1],
      rows.map((group) => statistics[method](call, column, group)),
    );
  const made: Value[] = [];
  for (const group of rows) made.push(...(yield* call.session.invoke(method, [rowsAt(column, group)], 1, call.place)));
  return concatenated(1, made, call.session.charge);
}

/** `groupcounts(T, groupvars)`: a table; `[counts, groups, percent] = groupcounts(A)` of one array. */
function groupcounts(call: Call): Results {
  const value = argument(call, 0);
  const table = isTable(value) ? value.content : new Table(["A"], [value], heightOf(value));
  const keys = isTable(value) ? variablePlaces(call, table, argument(call, 1)) : [0];
  if (!isTable(value) && call.args.length > 1) refuse(call, 1, "left out where an array is counted");
  const { rows } = groupedBy(
    call,
    keys.map((k) => table.columns[k]),
    table.height,
  );
  const ids = keys.map((k) =>
    rowsAt(
      table.columns[k],
      rows.map(([row]) => row),
    ),
  );
  const percent = numbers(
    [rows.length, 1],
    rows.map((group) => (100 * group.length) / table.height),
  );
  if (!isTable(value)) return [counts(rows), ids[0], percent];
  return tableOf(
    new Table(
      distinct([...keys.map((k) => table.names[k]), "GroupCount", "Percent"]),
      [...ids, counts(rows), percent],
      rows.length,
    ),
  );
}

/** `tabulate(x)`: each value, how often it is there, and its share in percent; of numbers a matrix, else a cell array. */
function tabulate(call: Call): Value {
  const value = argument(call, 0);
  const { rows, whole } = groupedBy(call, [value], heightOf(value));
  const groups = rows.slice(0, whole);
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  const share = groups.map((group) => (100 * group.length) / total);
  if (value.kind === "numeric" || value.kind === "logical") {
    const { data } = numbersFrom(call, value);
    return numbers([groups.length, 3], [...groups.map(([row]) => data[row]), ...groups.map((group) => group.length), ...share]);
  }
  const names = textsOf(value) ?? [];
  const ids = groups.map(([row]) => names[row] ?? "");
  return cell(
    [...ids.map((each): Value => text(each)), ...groups.map((group) => number(group.length)), ...share.map(number)],
    [groups.length, 3],
  );
}

/** Functions that put rows into groups. */
export const grouping: readonly Builtin[] = [
  define("findgroups", findgroups, { least: 1 }),
  defineWaiting("splitapply", splitapply, { least: 3 }),
  defineWaiting("groupsummary", groupsummary, { least: 2 }),
  define("groupcounts", groupcounts, { least: 1, most: 2 }),
  define("tabulate", tabulate, { least: 1, most: 1 }),
];
