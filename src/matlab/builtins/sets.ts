import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { logicals, numbers } from "../values/construct.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, chargeWork, isOption, numbersAt, refuseType, scalarAt, withoutFlags } from "./arguments.ts";
import { arrayOf, firstDimension, gathered, linesAlong, numbersIn } from "./arrays.ts";
import { define, type Results, UnknownInside } from "./define.ts";
import { alongWhat } from "./reductions.ts";
import { byCode } from "./structs.ts";
import { textArrayOf } from "./textArrays.ts";

/** What elements are compared by: numbers, or texts (undefined ones last). */
export type Key = number | string | undefined;

/** The keys of an array's elements, in order. */
export function keysOf(call: Call, value: Value): readonly Key[] {
  if (value.kind === "unknown") throw new UnknownInside(value);
  if (value.kind === "categorical") return Array.from(value.codes, (code) => (code === 0 ? Number.NaN : code));
  if (value.kind === "char") return Array.from(numbersIn(value)!.data);
  const texts = textArrayOf(value);
  if (texts !== undefined) return texts.texts;
  const found = numbersIn(value);
  return found === undefined ? refuseType(call, value) : Array.from(found.data);
}

/** Ascending order; NaN and missing at the end. */
export function byKey(a: Key, b: Key): number {
  const [lostA, lostB] = [isLost(a), isLost(b)];
  if (lostA || lostB) return Number(lostA) - Number(lostB);
  return typeof a === "number" && typeof b === "number" ? a - b : byCode(String(a), String(b));
}

function isLost(key: Key): boolean {
  return key === undefined || Number.isNaN(key);
}

/** Positions in ascending or descending order, equal ones as they were. */
export function ordered(keys: readonly Key[], descending: boolean): number[] {
  const order = keys.map((_, i) => i);
  return order.sort((i, j) => (descending ? byKey(keys[j], keys[i]) : byKey(keys[i], keys[j])) || i - j);
}

function sort(call: Call): Results {
  const { call: plain, flags } = withoutFlags(call, ["ascend", "descend"]);
  const value = argument(plain, 0);
  const size = sizeOf(value);
  const descending = flags.has("descend");
  const dimension = plain.args[1] === undefined ? firstDimension(size) : scalarAt(plain, 1) - 1;
  const keys = keysOf(call, value.kind === "char" ? arrayOf(size, numbersAt(call, 0).data) : value);
  chargeWork(call, [...size, 4]);
  const { stride, length, starts } = linesAlong(size, dimension);
  const at = new Int32Array(keys.length);
  const places = new Float64Array(keys.length);
  for (const start of starts) {
    const order = ordered(
      Array.from({ length }, (_, k) => keys[start + stride * k]),
      descending,
    );
    order.forEach((k, i) => {
      at[start + stride * i] = start + stride * k;
      places[start + stride * i] = k + 1;
    });
  }
  return [gathered(value, size, at), numbers(size, places)];
}

/** The rows of a matrix in order, judged by columns; a negative column descends. */
export function sortrows(call: Call): Results {
  const value = argument(call, 0);
  const [rows, width] = sizeOf(value);
  const keys = keysOf(call, value.kind === "char" ? arrayOf([rows, width], numbersAt(call, 0).data) : value);
  const { flags } = withoutFlags(call, ["descend"]);
  const columns =
    call.args[1]?.kind === "numeric" ? Array.from(numbersAt(call, 1).data) : Array.from({ length: width }, (_, j) => j + 1);
  const signed = flags.has("descend") ? columns.map((column) => -column) : columns;
  const order = Array.from({ length: rows }, (_, i) => i).sort((a, b) => {
    for (const column of signed) {
      const j = Math.abs(column) - 1;
      const difference = byKey(keys[a + rows * j], keys[b + rows * j]);
      if (difference !== 0) return column < 0 ? -difference : difference;
    }
    return a - b;
  });
  const at = Int32Array.from({ length: rows * width }, (_, i) => order[i % rows] + rows * Math.floor(i / rows));
  return [
    gathered(value, [rows, width], at),
    numbers(
      [rows, 1],
      order.map((i) => i + 1),
    ),
  ];
}

/** Groups of equal elements: for each the places in it; in order of keys, or as they come (`stable`). */
export function groupsOf(keys: readonly Key[], stable: boolean): number[][] {
  const groups = new Map<Key | symbol, number[]>();
  keys.forEach((key, i) => {
    const group = isLost(key) ? Symbol("not equal to itself") : key;
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [i]);
    else known.push(i);
  });
  const all = [...groups.values()];
  return stable ? all : all.sort((a, b) => byKey(keys[a[0]], keys[b[0]]));
}

function unique(call: Call): Results {
  const { call: plain, flags } = withoutFlags(call, ["stable", "sorted", "rows", "first", "last", "legacy"]);
  const value = argument(plain, 0);
  const size = sizeOf(value);
  chargeWork(call, [...size, 4]);
  const byRows = flags.has("rows") && size[0] > 0;
  const keys = byRows ? rowKeys(call, value, size) : keysOf(call, value);
  const groups = groupsOf(keys, flags.has("stable"));
  const firsts = groups.map((places) => (flags.has("last") ? places[places.length - 1] : places[0]));
  const member = new Float64Array(keys.length);
  groups.forEach((places, k) => {
    for (const i of places) member[i] = k + 1;
  });
  const places = [firsts.map((i) => i + 1), member].map((each) => numbers([each.length, 1], each));
  if (!byRows) return [gathered(value, listSize(value, size, firsts.length), firsts), ...places];
  const at = Int32Array.from(
    { length: firsts.length * size[1] },
    (_, i) => firsts[i % firsts.length] + size[0] * Math.floor(i / firsts.length),
  );
  return [gathered(value, [firsts.length, size[1]], at), ...places];
}

/** A row stays a row; everything else becomes a column. */
function listSize(value: Value, size: MatSize, length: number): MatSize {
  const row = size[0] === 1 && size.length === 2 && (size[1] !== 1 || value.kind === "char");
  if (numberOfElements(size) === 0) return size[0] === 0 && size[1] === 0 ? [0, 0] : row ? [1, 0] : [0, 1];
  return row ? [1, length] : [length, 1];
}

function rowKeys(call: Call, value: Value, [rows, columns]: MatSize): string[] {
  const keys = keysOf(call, value);
  const width = 24;
  const word = (key: Key): string => (typeof key === "number" ? sortable(key).padStart(width, "0") : `${key}\0`);
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => word(keys[i + rows * j])).join(""));
}

/** A number as a text that is ordered as the number is. */
function sortable(x: number): string {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x || 0);
  const raw = bits.getBigUint64(0);
  return (raw >> 63n === 1n ? ~raw & 0xffffffffffffffffn : raw | (1n << 63n)).toString(16).padStart(16, "0");
}

/** Two arrays' keys in one kind: categoricals and cells by their texts. */
export function commonKeys(call: Call, a: Value, b: Value): readonly [readonly Key[], readonly Key[]] {
  const named = a.kind === "categorical" || b.kind === "categorical";
  const asText = [a, b].some((each) => each.kind === "cell" || each.kind === "string");
  const keys = (value: Value): readonly Key[] => {
    if (named && value.kind === "categorical") return Array.from(value.codes, (code) => value.categories[code - 1]);
    if (value.kind === "char" && (asText || named)) return textArrayOf(value)?.texts ?? refuseType(call, value);
    return keysOf(call, value);
  };
  return [keys(a), keys(b)];
}

function ismember(call: Call): Results {
  const [value, among] = [argument(call, 0), argument(call, 1)];
  if (isOption(call.args[2], "rows")) return rowsAmong(call);
  const [keys, known] = commonKeys(call, value, among);
  const first = new Map<Key, number>();
  known.forEach((key, i) => {
    if (!first.has(key) && !isLost(key)) first.set(key, i + 1);
  });
  const places = keys.map((key) => first.get(key) ?? 0);
  const texts = value.kind === "char" && (among.kind === "cell" || among.kind === "string" || among.kind === "categorical");
  const size = texts ? [1, 1] : sizeOf(value);
  return [logicals(size, places), numbers(size, places)];
}

function rowsAmong(call: Call): Results {
  const [a, b] = [argument(call, 0), argument(call, 1)];
  const known = rowKeys(call, b, sizeOf(b));
  const places = rowKeys(call, a, sizeOf(a)).map((key) => known.indexOf(key) + 1);
  return [logicals([places.length, 1], places), numbers([places.length, 1], places)];
}

function find(call: Call): Results {
  const { size, data } = numbersAt(call, 0);
  const most = call.args[1] === undefined ? Number.POSITIVE_INFINITY : scalarAt(call, 1);
  let places = Array.from(data, (x, i) => (x !== 0 ? i : -1)).filter((i) => i >= 0);
  places = isOption(call.args[2], "last") ? places.slice(Math.max(0, places.length - most)) : places.slice(0, most);
  const row = size[0] === 1 && size.length === 2 && size[1] !== 1;
  const shape: MatSize =
    data.length === 0 && size[0] === 0 ? [0, size[1] === 0 ? 0 : 1] : row ? [1, places.length] : [places.length, 1];
  const list = (of: (i: number) => number): Value => numbers(shape, places.map(of));
  if (call.nargout < 2) return list((i) => i + 1);
  return [list((i) => (i % size[0]) + 1), list((i) => Math.floor(i / size[0]) + 1), list((i) => data[i])];
}

function issorted(call: Call): Value {
  const keys = keysOf(call, argument(call, 0));
  return logicals([1, 1], [keys.every((key, i) => i === 0 || byKey(keys[i - 1], key) <= 0)]);
}

/** `maxk` and `mink`: the k largest or smallest along a dimension, in order. */
function most(name: string, descending: boolean): Builtin {
  return define(
    name,
    (call) => {
      const [array, dimension] = alongWhat(call, 2);
      const [sorted, places] = sort({
        ...call,
        args: [call.args[0], numbers([1, 1], [dimension + 1]), ...(descending ? [descend] : [])],
      }) as readonly Value[];
      const kept = Math.min(scalarAt(call, 1), array.size[dimension]);
      const size = array.size.map((length, d) => (d === dimension ? kept : length));
      const [whole, part] = [linesAlong(array.size, dimension), linesAlong(size, dimension)];
      const at = new Int32Array(numberOfElements(size));
      part.starts.forEach((start, i) => {
        for (let k = 0; k < kept; k++) at[start + part.stride * k] = whole.starts[i] + whole.stride * k;
      });
      return [gathered(sorted, size, at), gathered(places, size, at)];
    },
    { least: 2, most: 3 },
  );
}

const descend: Value = { kind: "char", size: [1, 7], text: "descend" };

/** Functions that order, search and compare elements. */
export const sets: readonly Builtin[] = [
  define("sort", sort, { least: 1 }),
  define("unique", unique, { least: 1 }),
  define("ismember", ismember, { least: 2, most: 3 }),
  define("find", find, { least: 1, most: 3 }),
  define("issorted", issorted, { least: 1, most: 1 }),
  most("maxk", true),
  most("mink", false),
];
