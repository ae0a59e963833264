import { concatenated } from "../values/concatenate.ts";
import { cell, logicals, numbers, strings, text } from "../values/construct.ts";
import { describeValue } from "../values/describe.ts";
import { indexed } from "../values/indexing.ts";
import { canonicalSize, sizeOf } from "../values/shape.ts";
import { isTable, type Table } from "../values/tableData.ts";
import { isTimes, timesValue } from "../values/times.ts";
import { isUnknown } from "../values/unknown.ts";
import type { Call, Subscript, Value } from "../values/value.ts";
import { argument, fail, refuseType, textsAt } from "./arguments.ts";
import { UnknownInside } from "./define.ts";
import { byKey, keysOf } from "./sets.ts";

/** The table that an argument is; what is computed from one with an unknown variable is unknown. */
export function tableArgument(call: Call, i = 0): Table {
  const value = argument(call, i);
  if (!isTable(value)) return refuseType(call, value);
  const open = value.content.columns.find(isUnknown);
  if (open !== undefined) throw new UnknownInside(open);
  return value.content;
}

/** The places (from 0) of variables that a value names or counts; refused by name where the table has none such. */
export function variablePlaces(call: Call, { names }: Table, value: Value): number[] {
  const asked = { ...call, args: [value] };
  const all = names.map((_, i) => i);
  if (value.kind === "logical") return all.filter((i) => value.data[i]);
  const places =
    value.kind === "numeric"
      ? Array.from(value.data as Float64Array, (x) => Number(x) - 1)
      : textsAt(asked, 0).map((name) => names.indexOf(name));
  const odd = places.findIndex((place) => !(place >= 0 && place < names.length));
  if (odd < 0) return places;
  const wanted = value.kind === "numeric" ? String(value.data[odd]) : `'${textsAt(asked, 0)[odd]}'`;
  return fail(
    call,
    "MATLAB:table:UnrecognizedVarName",
    `${call.name}: Unrecognized table variable name ${wanted}. The table has ${names.join(", ")}.`,
  );
}

/** The rows of a variable at these places (from 0). */
export function rowsAt(column: Value, places: ArrayLike<number>): Value {
  const wanted = numbers(
    [1, places.length],
    Float64Array.from(places, (place) => place + 1),
  );
  const others = Array.from({ length: Math.max(1, sizeOf(column).length - 1) }, (): Subscript => ":");
  return indexed(column, [wanted, ...others]);
}

/** As `rowsAt`, with a row of what MATLAB takes for missing where a place is −1. */
export function rowsOrMissing(call: Call, column: Value, places: Int32Array): Value {
  if (!places.includes(-1)) return rowsAt(column, places);
  const [height] = sizeOf(column);
  const longer = concatenated(1, [column, missingRow(call, column)], call.session.charge);
  return rowsAt(
    longer,
    places.map((place) => (place < 0 ? height : place)),
  );
}

/** A row of missing values, as wide as a variable. */
function missingRow(call: Call, column: Value): Value {
  const size = canonicalSize([1, ...sizeOf(column).slice(1)]);
  const count = size.reduce((product, length) => product * length, 1);
  if (isTimes(column))
    return timesValue(column.content.kind, numbers(size, new Float64Array(count).fill(Number.NaN)), column.content.format);
  switch (column.kind) {
    case "numeric": {
      const floats = column.class === "double" || column.class === "single";
      return numbers(size, new Float64Array(count).fill(floats ? Number.NaN : 0), column.class);
    }
    case "logical":
      return logicals(size, new Uint8Array(count));
    case "char":
      return { kind: "char", size, text: " ".repeat(count) };
    case "string":
      return strings(new Array<undefined>(count).fill(undefined), size);
    case "categorical":
      return { ...column, size, codes: new Uint32Array(count) };
    case "cell":
      return cell(new Array<Value>(count).fill(text("")), size);
    default:
      return fail(
        call,
        "layergraph:unsupported",
        `${call.name} would have to fill a variable that is ${describeValue(column)} with missing values, which is not supported.`,
      );
  }
}

/** Rows put into groups by what stands in some variables. */
export interface Groups {
  /** The group of each row, from 0, in ascending order of what they are grouped by; those with something missing stand behind. */
  readonly of: Int32Array;
  /** The rows of each group, in order. */
  readonly rows: readonly (readonly number[])[];
  /** How many groups have nothing missing; they come first. */
  readonly whole: number;
}

/** Groups rows by variables of one height. Work is that of sorting. */
export function groupedBy(call: Call, columns: readonly Value[], height: number): Groups {
  call.session.charge({ steps: Math.ceil((columns.length * height) / 8) });
  const ranks = columns.map((column) => ranksOf(call, column, height));
  const groups = new Map<string, number[]>();
  for (let row = 0; row < height; row++) {
    const key = ranks.map((each) => each[row]).join(",");
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  const lost = ([row]: readonly number[]): boolean => ranks.some((each) => each[row] === missingRank);
  const ordered = [...groups.values()].sort(([a], [b]) => {
    for (const each of ranks) if (each[a] !== each[b]) return each[a] - each[b];
    return 0;
  });
  const rows = [...ordered.filter((group) => !lost(group)), ...ordered.filter(lost)];
  const of = new Int32Array(height);
  for (const [k, group] of rows.entries()) for (const row of group) of[row] = k;
  return { of, rows, whole: ordered.filter((group) => !lost(group)).length };
}

const missingRank = Number.MAX_SAFE_INTEGER;

/** For every row how many different values of the variable are less; equal values share a rank. */
function ranksOf(call: Call, column: Value, height: number): Float64Array {
  const array = isTimes(column) ? column.content.array : column;
  const keys = keysOf(call, array);
  const isLost = (key: (typeof keys)[number]): boolean =>
    key === undefined || Number.isNaN(key) || (key === "" && column.kind === "cell");
  if (keys.length !== height)
    fail(call, "MATLAB:table:GroupingVariable", `${call.name}: a variable to group by must have one column and ${height} rows.`);
  const different = [...new Set(keys.filter((key) => !isLost(key)))].sort(byKey);
  const places = new Map(different.map((key, i) => [key, i]));
  return Float64Array.from(keys, (key) => (isLost(key) ? missingRank : places.get(key)!));
}

/** Names, each only once: later ones that are there already are numbered. */
export function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const last = new Map<string, number>();
  return names.map((name) => {
    let fresh = name;
    for (let i = last.get(name) ?? 1; taken.has(fresh); i++) {
      fresh = `${name}_${i}`;
      last.set(name, i + 1);
    }
    taken.add(fresh);
    return fresh;
  });
}
