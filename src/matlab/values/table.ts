import { withIndexed } from "./assignment.ts";
import { concatenated } from "./concatenate.ts";
import { cell, cellOfTexts, emptyMatrix, numbers, struct, text } from "./construct.ts";
import { textsOf } from "./convert.ts";
import { isPlainEmpty } from "./convertElements.ts";
import { indexed } from "./indexing.ts";
import { member } from "./members.ts";
import { ScriptError } from "./scriptError.ts";
import { resolve } from "./subscripts.ts";
import { heightOf, isTable, Table } from "./tableData.ts";
import { displayTable } from "./tableDisplay.ts";
import { firstUnknown, shortName, unknownFrom } from "./unknown.ts";
import type { CellValue, HostValue, Subscript, Value, ValueOperations } from "./value.ts";

/** What every table can do. */
const operations: ValueOperations = {
  className: "table",
  size: (value) => [tableIn(value).height, tableIn(value).columns.length],
  member: tableMember,
  memberNames: (value) => [...tableIn(value).names, "Properties"],
  withMember: withTableMember,
  index: (value, subscripts) => firstUnknownOf(value, subscripts) ?? part(tableIn(value), subscripts),
  braceIndex: (value, subscripts) => [firstUnknownOf(value, subscripts) ?? contents(part(tableIn(value), subscripts).content)],
  withIndex: withTablePart,
  concatenate: (dimension, values) => (dimension === 1 ? stacked(values) : beside(values)),
  display: (value) => displayTable(tableIn(value)),
};

/**
 * A table of variables.
 *
 * @throws ScriptError where the variables have different heights, or two have one name
 * @example tableValue(["Source", "Destination"], [sources, destinations])
 */
export function tableValue(names: readonly string[], columns: readonly Value[], rowNames?: readonly string[]): HostValue<Table> {
  const heights = columns.map(heightOf);
  const odd = heights.findIndex((height) => height !== heights[0]);
  if (odd >= 0) {
    throw new ScriptError(
      "MATLAB:table:UnequalVarLengths",
      `All table variables must have the same number of rows: '${names[0]}' has ${heights[0]}, '${names[odd]}' has ${heights[odd]}.`,
    );
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new ScriptError("MATLAB:table:DuplicateVarNames", `Duplicate table variable name: '${twice}'.`);
  return tableOf(new Table(names, columns, heights[0] ?? rowNames?.length ?? 0, rowNames));
}

/** The value of a table whose parts fit together. */
export function tableOf(content: Table): HostValue<Table> {
  return { kind: "host", operations, content };
}

function tableIn(value: Value): Table {
  return (value as HostValue<Table>).content;
}

function firstUnknownOf(value: Value, subscripts: readonly Subscript[]): Value | undefined {
  const origin = firstUnknown(subscripts);
  return origin && unknownFrom(origin, `${shortName(value)}(${subscripts.map(shortName).join(", ")})`);
}

function tableMember(value: Value, name: string): Value | undefined {
  const table = tableIn(value);
  const at = table.names.indexOf(name);
  if (at >= 0) return table.columns[at];
  if (name === "Variables") return contents(table);
  if (name !== "Properties") return undefined;
  return struct({
    VariableNames: cellOfTexts(table.names),
    RowNames: table.rowNames ? cellOfTexts(table.rowNames, [table.rowNames.length, 1]) : cell([], [0, 0]),
    DimensionNames: cellOfTexts(["Row", "Variables"]),
    Description: text(""),
  });
}

/** The variables side by side, as one array. */
function contents({ columns }: Table): Value {
  return columns.length === 0 ? emptyMatrix : concatenated(2, columns);
}

/** A variable set, added or (given `[]`) taken out; or other names of variables or rows. */
function withTableMember(value: Value, name: string, given: Value): Value {
  const table = tableIn(value);
  if (name === "Properties") return renamedTable(table, given);
  const at = table.names.indexOf(name);
  if (isPlainEmpty(given) && table.height !== 0 && at >= 0) return withoutColumns(table, [at]);
  if (given.kind !== "unknown" && table.columns.length > 0 && heightOf(given) !== table.height) {
    throw new ScriptError(
      "MATLAB:table:RowDimensionMismatch",
      `To assign to or create a variable in a table, the number of rows must match the height of the table: ${table.height}, received ${heightOf(given)}.`,
    );
  }
  if (at >= 0) return tableOf(new Table(table.names, table.columns.with(at, given), table.height, table.rowNames));
  const height = table.columns.length > 0 ? table.height : heightOf(given);
  return tableOf(new Table([...table.names, name], [...table.columns, given], height, table.rowNames));
}

function renamedTable(table: Table, properties: Value): Value {
  const names = textsOf(member(properties, "VariableNames"));
  const rows = textsOf(member(properties, "RowNames"));
  if (names?.length !== table.names.length) {
    throw new ScriptError(
      "MATLAB:table:IncorrectNumberOfVarNames",
      `The VariableNames property must contain one name for each of the ${table.names.length} variables in the table.`,
    );
  }
  return tableOf(new Table(names, table.columns, table.height, rows && rows.length > 0 ? rows : undefined));
}

/** `T(rows, columns)`: rows by number, mask or name, columns by number, mask or names. */
function part(table: Table, subscripts: readonly Subscript[]): HostValue<Table> {
  const [wanted, variables] = twoOf(subscripts);
  const columns = placesOf(variables, table.names, "variable", table.columns.length);
  const rows = wanted === ":" ? undefined : placesOf(wanted, table.rowNames ?? [], "row", table.height);
  const names = columns.map((at) => table.names[at]);
  const chosen = columns.map((at) => (rows ? rowsOf(table.columns[at], rows) : table.columns[at]));
  const rowNames = rows && table.rowNames ? rows.map((at) => table.rowNames![at]) : table.rowNames;
  return tableOf(new Table(names, chosen, rows?.length ?? table.height, rowNames));
}

function rowsOf(column: Value, rows: readonly number[]): Value {
  if (column.kind === "unknown") return column;
  const places = numbers(
    [1, rows.length],
    rows.map((row) => row + 1),
  );
  return indexed(column, [places, ":"]);
}

function placesOf(subscript: Subscript, names: readonly string[], what: string, count: number): number[] {
  const wanted = subscript !== ":" && ["char", "string", "cell"].includes(subscript.kind) ? textsOf(subscript) : undefined;
  if (wanted && !(wanted.length === 1 && wanted[0] === ":")) {
    return wanted.map((name) => {
      const at = names.indexOf(name);
      if (at >= 0) return at;
      throw new ScriptError(
        "MATLAB:table:UnrecognizedName",
        `Unrecognized table ${what} name '${name}'.${names.length > 0 ? ` There are ${names.join(", ")}.` : ""}`,
      );
    });
  }
  const { positions, reach } = resolve(wanted ? ":" : subscript, count);
  if (reach > count)
    throw new ScriptError("MATLAB:table:RowIndexOutOfRange", `Index exceeds table dimensions: the table has ${count} ${what}s.`);
  return Array.from(positions);
}

function twoOf(subscripts: readonly Subscript[]): readonly Subscript[] {
  if (subscripts.length === 2) return subscripts;
  throw new ScriptError(
    "MATLAB:table:NDSubscript",
    "Subscripting into a table using one subscript (as in t(i)) is not supported. Specify a row subscript and a variable subscript, as in t(rows,vars).",
  );
}

/** `T(rows, columns) = given`: `[]` takes rows or columns out; a table, a cell array or an array is put in. */
function withTablePart(value: Value, subscripts: readonly Subscript[], given: Value): Value {
  const table = tableIn(value);
  const [rows, columns] = twoOf(subscripts);
  if (isPlainEmpty(given)) {
    if (rows === ":") return withoutColumns(table, placesOf(columns, table.names, "variable", table.columns.length));
    const gone = new Set(placesOf(rows, table.rowNames ?? [], "row", table.height));
    const left = Array.from({ length: table.height }, (_, i) => i).filter((i) => !gone.has(i));
    return tableOf(
      new Table(
        table.names,
        table.columns.map((column) => rowsOf(column, left)),
        left.length,
        table.rowNames && left.map((i) => table.rowNames![i]),
      ),
    );
  }
  const places = placesOf(columns, table.names, "variable", table.columns.length);
  const parts = partsOf(given, places.length);
  if (parts.length !== places.length)
    throw new ScriptError(
      "MATLAB:table:assignmentDimensionMismatch",
      `The right side has ${parts.length} variables, the left side ${places.length}.`,
    );
  const changed = [...table.columns];
  for (const [i, at] of places.entries()) changed[at] = withIndexed(changed[at], [rows, ":"], parts[i]);
  return tableValue(table.names, changed, changed[0] && heightOf(changed[0]) === table.height ? table.rowNames : undefined);
}

/** What each variable is given: the variables of a table, the columns of a cell array, or of an array. */
function partsOf(given: Value, count: number): Value[] {
  if (isTable(given)) return [...given.content.columns];
  const columns = Array.from({ length: count }, (_, i) => indexed(given, [":", numbers([1, 1], [i + 1])]));
  return given.kind !== "cell" ? columns : columns.map((column) => unwrapped(column as CellValue));
}

/** Cells of numbers or the like become an array where they can; texts stay cells. */
function unwrapped(column: CellValue): Value {
  const plain = column.elements.every(
    ({ kind }) => kind === "numeric" || kind === "logical" || kind === "string" || kind === "categorical",
  );
  return plain ? concatenated(1, column.elements) : column;
}

function withoutColumns(table: Table, gone: readonly number[]): Value {
  const kept = <T>(list: readonly T[]): T[] => list.filter((_, i) => !gone.includes(i));
  return tableOf(new Table(kept(table.names), kept(table.columns), table.height, table.rowNames));
}

/** `[a; b]`: the same variables in any order, those of the first one's. */
function stacked(values: readonly Value[]): Value {
  const tables = tablesIn(values).filter(({ columns }) => columns.length > 0);
  if (tables.length === 0) return values[0];
  const [first] = tables;
  for (const { names } of tables) {
    if (names.length === first.names.length && names.every((name) => first.names.includes(name))) continue;
    throw new ScriptError(
      "MATLAB:table:vertcat:UnequalVarNames",
      `All tables being vertically concatenated must have the same variable names: ${first.names.join(", ")} and ${names.join(", ")}.`,
    );
  }
  const columns = first.names.map((name) =>
    concatenated(
      1,
      tables.map((table) => table.columns[table.names.indexOf(name)]),
    ),
  );
  const rowNames = tables.every((table) => table.rowNames) ? tables.flatMap((table) => table.rowNames ?? []) : undefined;
  return tableValue(first.names, columns, rowNames);
}

/** `[a, b]`: the variables of all. */
function beside(values: readonly Value[]): Value {
  const tables = tablesIn(values);
  return tableValue(
    tables.flatMap(({ names }) => names),
    tables.flatMap(({ columns }) => columns),
    tables[0]?.rowNames,
  );
}

function tablesIn(values: readonly Value[]): Table[] {
  return values.flatMap((value) => {
    if (isTable(value)) return [value.content];
    if (isPlainEmpty(value)) return [];
    throw new ScriptError(
      "MATLAB:table:concat:InvalidInput",
      `A table cannot be joined with ${shortName(value)}: all must be tables.`,
    );
  });
}
