import { numberOfElements } from "../../data/matValues.ts";
import { concatenated } from "../values/concatenate.ts";
import { cell, logicals, numbers, struct } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { indexed } from "../values/indexing.ts";
import { member } from "../values/members.ts";
import { sizeOf } from "../values/shape.ts";
import { tableOf, tableValue } from "../values/table.ts";
import { isTable, Table } from "../values/tableData.ts";
import { isTimes } from "../values/times.ts";
import type { Builtin, Call, Evaluation, Value } from "../values/value.ts";
import { argument, fail, isOption, numbersAt, refuseType, structAt, textsAt } from "./arguments.ts";
import { gathered } from "./arrays.ts";
import { elementsOf } from "./cells.ts";
import { define, defineWaiting, type Results } from "./define.ts";
import { byKey, keysOf, sortrows } from "./sets.ts";
import { tableOfSize } from "./tableFunctions.ts";

interface Named {
  readonly data: readonly Value[];
  readonly names: readonly string[] | undefined;
  readonly rowNames: readonly string[] | undefined;
}

/** The arguments before `'VariableNames'` and `'RowNames'`, and what those say. */
function namedArguments(call: Call): Named {
  const first = call.args.findIndex(
    (value, i) => isOption(value, "VariableNames") || isOption(value, "RowNames") || (isOption(value, "Size") && i === 0),
  );
  const option = (name: string): readonly string[] | undefined => {
    const at = call.args.findIndex((value) => isOption(value, name));
    return at < 0 ? undefined : textsAt(call, at + 1);
  };
  return {
    data: first < 0 ? call.args : call.args.slice(0, first),
    names: option("VariableNames"),
    rowNames: option("RowNames"),
  };
}

const numbered = (count: number, stem = "Var"): string[] => Array.from({ length: count }, (_, i) => `${stem}${i + 1}`);

function* table(call: Call): Evaluation<Value> {
  if (isOption(call.args[0], "Size")) return yield* tableOfSize(call);
  const { data, names, rowNames } = namedArguments(call);
  return tableValue(names ?? namesOf(call, data.length), data, rowNames);
}

/** The names of the variables that the arguments are; `Var3` for other expressions, and where two would have one name. */
function namesOf(call: Call, count: number): string[] {
  const given = numbered(count).map((usual, i) => call.names?.[i] ?? usual);
  return given.map((name, i) => (given.indexOf(name) === i ? name : `${name}_${i}`));
}

/** `timetable(times, a, b)`: a table whose first variable is the times; its height is that of the others. */
function timetable(call: Call): Value {
  const { data, names, rowNames } = namedArguments(call);
  const own = namesOf(call, data.length);
  const all = names === undefined ? own : [isTimes(data[0]) ? (call.names?.[0] ?? "Time") : own[0], ...names];
  return tableValue(all.slice(0, data.length), data, rowNames);
}

/** A variable for each column of a matrix or of a cell array. */
function fromArray(call: Call): Value {
  const { names, rowNames } = namedArguments(call);
  const value = argument(call, 0);
  const [rows, width] = sizeOf(value);
  const columns = Array.from({ length: width }, (_, j) =>
    gathered(
      value,
      [rows, 1],
      Int32Array.from({ length: rows }, (_, i) => i + rows * j),
    ),
  );
  const simple = value.kind === "cell" && call.name === "cell2table" ? columns.map(uncelled) : columns;
  return tableValue(names ?? numbered(width), simple, rowNames);
}

/** A column of a cell array as an array, where its cells hold one number or logical each. */
function uncelled(column: Value): Value {
  if (column.kind !== "cell") return column;
  const scalars = column.elements.every(
    (each) => (each.kind === "numeric" || each.kind === "logical" || each.kind === "string") && numberOfElements(each.size) === 1,
  );
  return scalars && column.elements.length > 0 ? concatenated(1, column.elements) : column;
}

function struct2table(call: Call): Value {
  const { fields, size } = structAt(call, 0);
  const many = numberOfElements(size) !== 1;
  const columns = [...fields.values()].map((values) => (many ? uncelled(cell(values, [values.length, 1])) : values[0]));
  return tableValue([...fields.keys()], columns);
}

function tableAt(call: Call): Table {
  const value = argument(call, 0);
  return isTable(value) ? value.content : refuseType(call, value);
}

function table2array(call: Call): Value {
  return member(argument(call, 0), "Variables");
}

function table2cell(call: Call): Value {
  const { columns, height } = tableAt(call);
  const lists = columns.map((column) => (column.kind === "cell" ? column.elements : elementsOf(column)));
  return cell(lists.flat(), [height, columns.length]);
}

function table2struct(call: Call): Value {
  const { names, columns, height } = tableAt(call);
  if (isOption(call.args[1], "ToScalar")) return struct(new Map(names.map((name, j) => [name, columns[j]])));
  const fields = names.map(
    (name, j) => [name, columns[j].kind === "cell" ? columns[j].elements : elementsOf(columns[j])] as const,
  );
  return { kind: "struct", size: [height, 1], fields: new Map(fields) };
}

/** The first or last rows of a table or matrix. */
function ends(name: string, last: boolean): Builtin {
  return define(
    name,
    (call) => {
      const value = argument(call, 0);
      const [rows] = sizeOf(value);
      const count = Math.min(rows, call.args[1] === undefined ? 8 : numbersAt(call, 1).data[0]);
      const first = last ? rows - count : 0;
      return indexed(value, [
        numbers(
          [1, count],
          Array.from({ length: count }, (_, i) => first + i + 1),
        ),
        ":",
      ]);
    },
    { least: 1, most: 2 },
  );
}

function chosen(call: Call, from: number): { table: Table; places: number[] } {
  const own = tableAt(call);
  const value = argument(call, from);
  const places =
    value.kind === "numeric"
      ? Array.from(numbersAt(call, from).data, (x) => x - 1)
      : textsAt(call, from).map((name) => own.names.indexOf(name));
  if (places.some((place) => !(place >= 0 && place < own.names.length)))
    fail(call, "MATLAB:table:UnrecognizedVarName", "One or more table variable names or numbers are not in the table.");
  return { table: own, places };
}

function removevars(call: Call): Value {
  const { table: own, places } = chosen(call, 1);
  const keep = <T>(list: readonly T[]): T[] => list.filter((_, j) => !places.includes(j));
  return tableOf(new Table(keep(own.names), keep(own.columns), own.height, own.rowNames));
}

function renamevars(call: Call): Value {
  const { table: own, places } = chosen(call, 1);
  const fresh = textsAt(call, 2);
  return tableOf(
    new Table(
      own.names.map((name, j) => fresh[places.indexOf(j)] ?? name),
      own.columns,
      own.height,
      own.rowNames,
    ),
  );
}

function addvars(call: Call): Value {
  const own = tableAt(call);
  const { data, names } = namedArguments({
    ...call,
    args: call.args.map((value) =>
      isOption(value, "NewVariableNames") ? { kind: "char", size: [1, 13], text: "VariableNames" } : value,
    ),
  });
  const added = data.slice(1);
  const fresh = names ?? numbered(own.names.length + added.length).slice(own.names.length);
  return tableValue([...own.names, ...fresh], [...own.columns, ...added], own.rowNames);
}

/** The rows of a table in the order of the variables that argument 1 names. */
function sortTable(call: Call): Results {
  const { table: own, places } = chosen(call, 1);
  const descending = isOption(call.args[2], "descend");
  const keys = places.map((place) => keysOf(call, own.columns[place]));
  const order = Array.from({ length: own.height }, (_, i) => i).sort((a, b) => {
    const difference = keys.map((column) => byKey(column[a], column[b])).find((each) => each !== 0) ?? 0;
    return (descending ? -difference : difference) || a - b;
  });
  const rows = numbers(
    [order.length, 1],
    order.map((i) => i + 1),
  );
  return [indexed(argument(call, 0), [rows, ":"]), rows];
}

/** Rows without missing values, of matrices and tables. */
function rmmissing(call: Call): Value {
  const value = argument(call, 0);
  const columns = isTable(value) ? value.content.columns : [value];
  const [rows, width] = isTable(value) ? [value.content.height, 1] : sizeOf(value);
  const vector = !isTable(value) && (rows === 1 || width === 1);
  const length = vector ? rows * width : rows;
  const lost = new Uint8Array(length);
  for (const column of columns)
    keysOf(call, column).forEach((key, i) => {
      if (key === undefined || Number.isNaN(key) || (key === "" && column.kind === "cell")) lost[i % length] = 1;
    });
  const kept = logicals(
    [length, 1],
    lost.map((bit) => 1 - bit),
  );
  return vector ? indexed(value, [kept]) : indexed(value, [kept, ":"]);
}

/** `fillmissing(x, 'constant', v)` or by the numbers around: down each column of a matrix, and in each numeric variable of a table. */
function fillmissing(call: Call): Value {
  const value = argument(call, 0);
  if (isTable(value)) {
    const { names, columns, height, rowNames } = value.content;
    const filled = columns.map((column) =>
      column.kind === "numeric" ? fillmissing({ ...call, args: [column, ...call.args.slice(1)] }) : column,
    );
    return tableOf(new Table(names, filled, height, rowNames));
  }
  const { size, data } = numbersAt(call, 0);
  const way = textOf(argument(call, 1));
  const constant = way === "constant" ? numbersAt(call, 2).data[0] : Number.NaN;
  const length = size[0] === 1 ? data.length : size[0];
  const ways = ["constant", "previous", "next", "nearest", "linear"];
  if (way === undefined || !ways.includes(way))
    return fail(call, "layergraph:unsupported", `fillmissing is supported with '${ways.join("', '")}'.`);
  if (way === "constant")
    return numbers(
      size,
      Array.from(data, (x) => (Number.isNaN(x) ? constant : x)),
    );
  const all = Array.from(data);
  const columns = Array.from({ length: length === 0 ? 0 : data.length / length }, (_, column) =>
    filledColumn(all.slice(column * length, (column + 1) * length), way),
  );
  return numbers(size, columns.flat());
}

/** A column whose missing numbers follow from the nearest known ones before and behind them. */
function filledColumn(column: readonly number[], way: string): number[] {
  const known = [...column.keys()].filter((k) => !Number.isNaN(column[k]));
  let passed = 0; // so many known ones are before
  return column.map((x, at) => {
    if (!Number.isNaN(x)) {
      passed++;
      return x;
    }
    return between(column, at, known, passed, way);
  });
}

/** What stands for a missing number, of whose column so many known places are before it. */
function between(column: readonly number[], at: number, known: readonly number[], passed: number, way: string): number {
  const [before, behind]: readonly (number | undefined)[] = [known[passed - 1], known[passed]];
  const valueAt = (place: number | undefined): number => (place === undefined ? Number.NaN : column[place]);
  if (way === "previous") return valueAt(before);
  if (way === "next") return valueAt(behind);
  if (way === "nearest") {
    const earlier = behind === undefined || (before !== undefined && at - before < behind - at);
    return valueAt(earlier ? before : behind);
  }
  const [a, b] = before === undefined ? known : behind === undefined ? known.slice(-2) : [before, behind];
  if (a === undefined || b === undefined) return valueAt(a);
  return column[a] + ((column[b] - column[a]) * (at - a)) / (b - a);
}

/** Functions of tables. */
export const tables: readonly Builtin[] = [
  defineWaiting("table", table, { unknowns: "accept" }),
  define("timetable", timetable, { least: 1, unknowns: "accept" }),
  define("array2table", fromArray, { least: 1 }),
  define("cell2table", fromArray, { least: 1 }),
  define("struct2table", struct2table, { least: 1 }),
  define("table2array", table2array, { least: 1, most: 1 }),
  define("table2cell", table2cell, { least: 1, most: 1 }),
  define("table2struct", table2struct, { least: 1, most: 3 }),
  ends("head", false),
  ends("tail", true),
  define("removevars", removevars, { least: 2, most: 2 }),
  define("renamevars", renamevars, { least: 3, most: 3 }),
  define("addvars", addvars, { least: 2 }),
  define("sortrows", (call) => (isTable(call.args[0]) ? sortTable(call) : sortrows(call)), { least: 1, most: 3 }),
  define("rmmissing", rmmissing, { least: 1, most: 1 }),
  define("fillmissing", fillmissing, { least: 2 }),
];
