import { concatenated } from "../values/concatenate.ts";
import { cell, cellOfTexts, numbers } from "../values/construct.ts";
import { isTrue, textOf, textsOf } from "../values/convert.ts";
import { indexed } from "../values/indexing.ts";
import { sizeOf } from "../values/shape.ts";
import { tableValue } from "../values/table.ts";
import { isTable, type Table } from "../values/tableData.ts";
import { isUnknown } from "../values/unknown.ts";
import type { Builtin, Call, Evaluation, HandleValue, Value } from "../values/value.ts";
import { argument, fail, functionAt, namedOptions, scalarAt, textsAt } from "./arguments.ts";
import { define, defineWaiting, type Results, UnknownInside } from "./define.ts";
import { distinct, groupedBy, rowsAt, tableArgument, variablePlaces } from "./tableRows.ts";

type Options = ReadonlyMap<string, Value>;

/** `'table'` (default), `'uniform'` or `'cell'`. */
function outputFormat(call: Call, options: Options): string {
  const given = options.get("OutputFormat");
  const format = given === undefined ? "table" : (textOf(given)?.toLowerCase() ?? "");
  if (["table", "uniform", "cell"].includes(format)) return format;
  return fail(
    call,
    "layergraph:unsupported",
    `${call.name}: OutputFormat '${format}' is not supported; it has 'table', 'uniform' and 'cell'.`,
  );
}

const all = ({ names }: Table): number[] => names.map((_, j) => j);

function inputPlaces(call: Call, table: Table, options: Options, without: readonly number[] = []): number[] {
  const given = options.get("InputVariables");
  return given === undefined ? all(table).filter((j) => !without.includes(j)) : variablePlaces(call, table, given);
}

function nameOf(target: HandleValue | string): string {
  return typeof target === "string" ? target : (target.name ?? "Fun");
}

/** `varfun(f, T, InputVariables=…, GroupingVariables=…, OutputFormat=…)`: the function of each variable. */
function* varfun(call: Call): Evaluation<Results> {
  const [target, table] = [functionAt(call, 0), tableArgument(call, 1)];
  const options = namedOptions(call, 2, ["InputVariables", "GroupingVariables", "OutputFormat"]);
  const format = outputFormat(call, options);
  const by = options.get("GroupingVariables");
  const keys = by === undefined ? [] : variablePlaces(call, table, by);
  const groups =
    by === undefined
      ? undefined
      : groupedBy(
          call,
          keys.map((k) => table.columns[k]),
          table.height,
        ).rows;
  const places = inputPlaces(call, table, options, keys);
  const results: Value[] = [];
  for (const j of places) {
    const parts = groups === undefined ? [table.columns[j]] : groups.map((rows) => rowsAt(table.columns[j], rows));
    const made: Value[] = [];
    for (const part of parts) made.push(yield* one(call, target, [part]));
    if (format === "cell") results.push(...made);
    else results.push(made.length === 1 ? made[0] : concatenated(1, made, call.session.charge));
  }
  if (format === "cell") return cell(results, groups ? [groups.length, places.length] : [1, places.length]);
  if (format === "uniform") return uniform(call, results);
  const names = places.map((j) => `${nameOf(target)}_${table.names[j]}`);
  if (groups === undefined) return tableValue(names, results, sameHeight(table, results));
  const counts = numbers(
    [groups.length, 1],
    groups.map((rows) => rows.length),
  );
  const firsts = groups.map(([row]) => row);
  const labels = keys.map((k) => rowsAt(table.columns[k], firsts));
  return tableValue(distinct([...keys.map((k) => table.names[k]), "GroupCount", ...names]), [...labels, counts, ...results]);
}

/** Names of rows stay where there are as many rows as before. */
function sameHeight({ rowNames, height }: Table, columns: readonly Value[]): readonly string[] | undefined {
  return columns.every((column) => sizeOf(column)[0] === height) ? rowNames : undefined;
}

function* one(call: Call, target: HandleValue | string, args: readonly Value[]): Evaluation<Value> {
  const [made] = yield* call.session.invoke(target, args, 1, call.place);
  return made ?? fail(call, "MATLAB:maxlhs", "Too many output arguments.");
}

function uniform(call: Call, results: readonly Value[]): Value {
  const odd = results.findIndex((value) => value.kind === "cell" || value.kind === "struct" || isTable(value));
  if (odd >= 0)
    fail(
      call,
      `MATLAB:table:${call.name}:NotAUniformOutput`,
      `${call.name}: result ${odd + 1} of the function is no array of numbers, so that 'uniform' cannot hold it; use 'cell'.`,
    );
  return concatenated(2, results, call.session.charge);
}

const mostResults = 1000;

/** `rowfun(f, T, OutputFormat=…, OutputVariableNames=…, InputVariables=…, SeparateInputs=true, NumOutputs=1)`: the function of each row. */
function* rowfun(call: Call): Evaluation<Results> {
  const [target, table] = [functionAt(call, 0), tableArgument(call, 1)];
  const options = namedOptions(call, 2, [
    "InputVariables",
    "OutputFormat",
    "OutputVariableNames",
    "SeparateInputs",
    "NumOutputs",
    "ExtractCellContents",
  ]);
  const format = outputFormat(call, options);
  const given = options.get("OutputVariableNames");
  const names = given === undefined ? undefined : textsOf(given);
  const asked = options.get("NumOutputs");
  const count = asked === undefined ? (names?.length ?? 1) : scalarAt({ ...call, args: [asked] }, 0);
  if (!(Number.isInteger(count) && count >= 1 && count <= mostResults))
    fail(call, "MATLAB:table:rowfun:InvalidNumOutputs", `rowfun: NumOutputs must be a whole number from 1 to ${mostResults}.`);
  const columns = inputPlaces(call, table, options).map((j) => table.columns[j]);
  const [apart, opens] = ["SeparateInputs", "ExtractCellContents"].map((name, i) => {
    const flag = options.get(name);
    return flag === undefined ? i === 0 : isTrue(flag);
  });
  const made: Value[][] = Array.from({ length: count }, () => []);
  for (let row = 0; row < table.height; row++) {
    const parts = columns.map((column) => rowsAt(column, [row]));
    const args = opens ? parts.map((part) => (part.kind === "cell" ? part.elements[0] : part)) : parts;
    const results = yield* call.session.invoke(target, apart ? args : [concatenated(2, args)], count, call.place);
    for (let k = 0; k < count; k++) made[k].push(results[k] ?? fail(call, "MATLAB:maxlhs", "Too many output arguments."));
  }
  if (format === "cell") return cell(made.flat(), [table.height, count]);
  const joined = made.map((list) => concatenated(1, list, call.session.charge));
  if (format === "uniform") return joined;
  return tableValue(names ?? joined.map((_, k) => `Var${k + 1}`), joined, table.rowNames);
}

/** `convertvars(T, vars, f)`: these variables as the function, or the class, makes them. */
function* convertvars(call: Call): Evaluation<Results> {
  const table = tableArgument(call);
  const places = variablePlaces(call, table, argument(call, 1));
  const target = functionAt(call, 2);
  const columns = [...table.columns];
  for (const j of places) columns[j] = yield* one(call, target, [columns[j]]);
  return tableValue(table.names, columns, table.rowNames);
}

/** `movevars(T, vars, 'Before' | 'After', var)`; to the end without a place. */
function movevars(call: Call): Value {
  const table = tableArgument(call);
  const places = variablePlaces(call, table, argument(call, 1));
  const options = namedOptions(call, 2, ["Before", "After"]);
  const rest = all(table).filter((j) => !places.includes(j));
  const [before, after] = [options.get("Before"), options.get("After")];
  const beside = before ?? after;
  let at = rest.length;
  if (beside !== undefined) {
    const [mark] = variablePlaces(call, table, beside);
    at = rest.indexOf(mark);
    if (at < 0) fail(call, "MATLAB:table:movevars:InvalidLocation", "movevars: a variable cannot be moved beside itself.");
    if (after !== undefined) at++;
  }
  const order = [...rest.slice(0, at), ...places, ...rest.slice(at)];
  return tableValue(
    order.map((j) => table.names[j]),
    order.map((j) => table.columns[j]),
    table.rowNames,
  );
}

/** `mergevars(T, vars, NewVariableName=…)`: variables side by side as one. */
function mergevars(call: Call): Value {
  const table = tableArgument(call);
  const places = variablePlaces(call, table, argument(call, 1));
  const name = namedOptions(call, 2, ["NewVariableName"]).get("NewVariableName");
  const merged = concatenated(
    2,
    places.map((j) => table.columns[j]),
    call.session.charge,
  );
  const first = Math.min(...places);
  const kept = all(table).filter((j) => !places.includes(j) || j === first);
  const label = (name && textOf(name)) ?? `Var${kept.indexOf(first) + 1}`;
  return tableValue(
    kept.map((j) => (j === first ? label : table.names[j])),
    kept.map((j) => (j === first ? merged : table.columns[j])),
    table.rowNames,
  );
}

/** `splitvars(T, vars)`: the columns of variables as variables. */
function splitvars(call: Call): Value {
  const table = tableArgument(call);
  const wide = (j: number): boolean => sizeOf(table.columns[j])[1] > 1 && table.columns[j].kind !== "char";
  const places = call.args[1] === undefined ? all(table).filter(wide) : variablePlaces(call, table, call.args[1]);
  const parts = table.columns.flatMap((column, j): [string, Value][] => {
    if (!places.includes(j) || !wide(j)) return [[table.names[j], column]];
    return Array.from({ length: sizeOf(column)[1] }, (_, k) => [
      `${table.names[j]}_${k + 1}`,
      indexed(column, [":", numbers([1, 1], [k + 1])]),
    ]);
  });
  return tableValue(
    distinct(parts.map(([name]) => name)),
    parts.map(([, column]) => column),
    table.rowNames,
  );
}

const emptyOf: Readonly<Record<string, (rows: number) => Value>> = {
  cell: (rows) => cell(new Array<Value>(rows).fill(numbers([0, 0], [])), [rows, 1]),
  cellstr: (rows) => cellOfTexts(new Array<string>(rows).fill(""), [rows, 1]),
  string: (rows) => ({ kind: "string", size: [rows, 1], values: new Array<undefined>(rows).fill(undefined) }),
  logical: (rows) => ({ kind: "logical", size: [rows, 1], data: new Uint8Array(rows) }),
  categorical: (rows) => ({ kind: "categorical", size: [rows, 1], codes: new Uint32Array(rows), categories: [] }),
};

/** `table('Size', [m n], 'VariableTypes', …, 'VariableNames', …)`: variables of these classes, filled with what MATLAB fills them with. */
export function* tableOfSize(call: Call): Evaluation<Value> {
  const options = namedOptions(call, 0, ["Size", "VariableTypes", "VariableNames", "RowNames"]);
  const size = options.get("Size")!;
  for (const each of options.values()) if (isUnknown(each)) throw new UnknownInside(each);
  const [rows, width] = size.kind === "numeric" ? Array.from(size.data as Float64Array) : [];
  const types = textsOf(options.get("VariableTypes") ?? cell([])) ?? [];
  if (!(Number.isInteger(rows) && rows >= 0) || types.length !== width)
    return fail(
      call,
      "MATLAB:table:VariableTypesAndSizeMismatch",
      `table: Size must be [rows variables], with a type for each variable in VariableTypes; there are ${types.length} types.`,
    );
  const columns: Value[] = [];
  for (const type of types) columns.push(yield* emptyColumn(call, type, rows));
  const named = options.get("VariableNames");
  const names = named === undefined ? types.map((_, j) => `Var${j + 1}`) : textsAt({ ...call, args: [named] }, 0);
  const labels = options.get("RowNames");
  return tableValue(names, columns, labels && textsOf(labels));
}

function* emptyColumn(call: Call, type: string, rows: number): Evaluation<Value> {
  call.session.charge({ bytes: 8 * rows });
  if (Object.hasOwn(emptyOf, type)) return emptyOf[type](rows);
  const { session, place } = call;
  const height = numbers([1, 2], [rows, 1]);
  if (type === "datetime") return (yield* session.invoke("NaT", [height], 1, place))[0];
  const zeros = (yield* session.invoke("zeros", [height], 1, place))[0];
  const maker = type === "duration" ? "seconds" : type === "doublenan" ? "double" : type;
  if (!["double", "single", "seconds"].includes(maker) && !/^u?int(8|16|32|64)$/.test(maker))
    return fail(call, "layergraph:unsupported", `table: the variable type '${type}' is not supported.`);
  const made = (yield* session.invoke(maker, [zeros], 1, place))[0];
  return type === "doublenan" ? numbers([rows, 1], new Float64Array(rows).fill(Number.NaN)) : made;
}

/** Functions that compute with whole variables or rows of tables. */
export const tableFunctions: readonly Builtin[] = [
  defineWaiting("varfun", varfun, { least: 2 }),
  defineWaiting("rowfun", rowfun, { least: 2 }),
  defineWaiting("convertvars", convertvars, { least: 3, most: 3 }),
  define("movevars", movevars, { least: 2, most: 4 }),
  define("mergevars", mergevars, { least: 2, most: 4 }),
  define("splitvars", splitvars, { least: 1, most: 2 }),
];
