import { type MatCategorical, type MatSize, numberOfElements } from "../../data/matValues.ts";
import { cellOfTexts, logicals, numbers, row } from "../values/construct.ts";
import { namesOf, textsOf } from "../values/convert.ts";
import { stringOfNumber } from "../values/numberText.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import {
  argument,
  fail,
  isOption,
  numbersAt,
  refuse,
  refuseType,
  reserve,
  scalarAt,
  textsAt,
  withoutFlags,
} from "./arguments.ts";
import { numbersIn } from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { byCode } from "./structs.ts";
import { textArrayOf } from "./textArrays.ts";

/** The names of the elements of an array, undefined ones where it has none, and the order of its categories. */
function labelled(call: Call, value: Value): { names: (string | undefined)[]; order: (used: Set<string>) => string[] } {
  if (value.kind === "categorical") return { names: namesOf(value), order: () => [...value.categories] };
  if (value.kind === "logical")
    return {
      names: Array.from(value.data, (bit) => (bit ? "true" : "false")),
      order: (used) => ["false", "true"].filter((each) => used.has(each)),
    };
  if (value.kind === "numeric") {
    const names = Array.from(numbersAt({ ...call, args: [value] }, 0).data, (x) =>
      Number.isNaN(x) ? undefined : stringOfNumber(x),
    );
    return { names, order: (used) => [...used].sort((a, b) => Number(a) - Number(b)) };
  }
  const texts = textArrayOf(value)?.texts ?? (value.kind === "char" ? textsOf(value) : undefined) ?? refuseType(call, value);
  return { names: texts.map((each) => trimmedName(each)), order: (used) => [...used].sort(byCode) };
}

function trimmedName(given: string | undefined): string | undefined {
  const trimmed = given?.trim();
  return trimmed === "" ? undefined : trimmed;
}

function coded(size: MatSize, names: readonly (string | undefined)[], categories: readonly string[]): MatCategorical {
  const places = new Map(categories.map((name, i) => [name, i + 1]));
  return {
    kind: "categorical",
    size,
    codes: Uint32Array.from(names, (name) => (name === undefined ? 0 : (places.get(name) ?? 0))),
    categories,
  };
}

/** An array as a categorical one: its values, in order, are the categories. */
export function categoricalOf(call: Call, value: Value): MatCategorical {
  if (value.kind === "categorical") return value;
  const { names, order } = labelled(call, value);
  const used = new Set(names.filter((each) => each !== undefined));
  const size = value.kind === "char" ? [names.length, 1] : sizeOf(value);
  return coded(size, names, order(used));
}

/** `categorical(A)`, `categorical(A, valueset)`, `categorical(A, valueset, names)`. */
function categorical(call: Call): Value {
  const option = call.args.findIndex((value, i) => i > 0 && (isOption(value, "Ordinal") || isOption(value, "Protected")));
  const args = option < 0 ? call.args : call.args.slice(0, option);
  if (option >= 0 && isOption(call.args[option], "Ordinal") && scalarAt(call, option + 1) !== 0)
    fail(
      call,
      "layergraph:unsupported",
      "Ordinal categorical arrays are not supported; leave out 'Ordinal', or compare codes: double(x).",
    );
  const value = argument(call, 0);
  const plain = categoricalOf(call, value);
  if (args.length === 1) return plain;
  const values = labelled(call, args[1]).names.map((each) => each ?? "");
  const found = coded(plain.size, namesOf(plain), values);
  if (args.length === 2) return found;
  const names = textsAt(call, 2);
  if (names.length !== values.length)
    fail(
      call,
      "MATLAB:categorical:InvalidNumberOfNames",
      "The number of category names must be equal to the number of values in VALUESET.",
    );
  const merged = [...new Set(names)];
  return coded(
    plain.size,
    namesOf(found).map((each) => (each === undefined ? undefined : names[values.indexOf(each)])),
    merged,
  );
}

function categoricalAt(call: Call, i: number): MatCategorical {
  const value = argument(call, i);
  return value.kind === "categorical" ? value : refuseType(call, value);
}

function categories(call: Call): Value {
  const { categories: names } = categoricalAt(call, 0);
  return cellOfTexts(names, [names.length, 1]);
}

function countcats(call: Call): Value {
  const { codes, categories: names, size } = categoricalAt(call, 0);
  const counts = names.map((_, k) => codes.filter((code: number) => code === k + 1).length);
  return numbers(size[0] === 1 ? [1, counts.length] : [counts.length, 1], counts);
}

/** `removecats(A)` takes unused ones out, `removecats(A, names)` these. */
function removecats(call: Call): Value {
  const value = categoricalAt(call, 0);
  const used = new Set(namesOf(value));
  const gone = call.args[1] === undefined ? value.categories.filter((name) => !used.has(name)) : textsAt(call, 1);
  return coded(
    value.size,
    namesOf(value),
    value.categories.filter((name) => !gone.includes(name)),
  );
}

function addcats(call: Call): Value {
  const value = categoricalAt(call, 0);
  return coded(value.size, namesOf(value), [...new Set([...value.categories, ...textsAt(call, 1)])]);
}

function setcats(call: Call): Value {
  const value = categoricalAt(call, 0);
  return coded(value.size, namesOf(value), textsAt(call, 1));
}

function reordercats(call: Call): Value {
  const value = categoricalAt(call, 0);
  const given = call.args[1];
  const order =
    given === undefined
      ? [...value.categories].sort(byCode)
      : given.kind === "numeric"
        ? Array.from(numbersAt(call, 1).data, (i) => value.categories[i - 1])
        : textsAt(call, 1);
  if ([...order].sort().join("\0") !== [...value.categories].sort().join("\0"))
    fail(call, "MATLAB:categorical:reordercats:InvalidNewOrder", "NEWORDER must be a permutation of the existing categories.");
  return coded(value.size, namesOf(value), order);
}

function renamecats(call: Call): Value {
  const value = categoricalAt(call, 0);
  const last = textsAt(call, call.args.length - 1);
  const old = call.args.length > 2 ? textsAt(call, 1) : value.categories;
  if (old.length !== last.length)
    fail(call, "MATLAB:categorical:renamecats:IncorrectNumNames", "The number of new names must match the number of categories.");
  return { ...value, categories: value.categories.map((name) => last[old.indexOf(name)] ?? name) };
}

function mergecats(call: Call): Value {
  const value = categoricalAt(call, 0);
  const old = textsAt(call, 1);
  const into = call.args[2] === undefined ? old[0] : textsAt(call, 2)[0];
  const renamed = (name: string): string => (old.includes(name) ? into : name);
  return coded(
    value.size,
    namesOf(value).map((each) => each && renamed(each)),
    [...new Set(value.categories.map(renamed))],
  );
}

function isundefined(call: Call): Value {
  const { size, codes } = categoricalAt(call, 0);
  return logicals(
    size,
    Array.from(codes, (code) => code === 0),
  );
}

function iscategory(call: Call): Value {
  const { categories: names } = categoricalAt(call, 0);
  const asked = textsAt(call, 1);
  return logicals(
    [1, asked.length],
    asked.map((name) => names.includes(name)),
  );
}

/** `[g, names] = grp2idx(x)`. */
function grp2idx(call: Call): Results {
  const { codes, categories: names } = categoricalOf(call, argument(call, 0));
  const indices = Array.from(codes, (code) => (code === 0 ? Number.NaN : code));
  return [numbers([indices.length, 1], indices), cellOfTexts(names, [names.length, 1])];
}

/** Ones where an element is of a class; the classes stand along dimension `featureDimension`. */
function onehotencode(call: Call): Value {
  const { call: plain } = withoutFlags(call, ["single", "double"]);
  const value = categoricalOf(plain, argument(plain, 0));
  const dimension = scalarAt(plain, 1);
  if (dimension !== 1 && dimension !== 2) return refuse(call, 1, "1 or 2");
  const classes = isOption(plain.args[2], "ClassNames") ? labelled(call, plain.args[3]).names : value.categories;
  const [count, n] = [classes.length, numberOfElements(value.size)];
  const data = new Float64Array(reserve(call, [count, n]));
  const names = namesOf(value);
  names.forEach((name, i) => {
    const k = name === undefined ? -1 : classes.indexOf(name);
    for (let c = 0; c < count; c++) data[dimension === 1 ? c + count * i : i + n * c] = k < 0 ? Number.NaN : Number(c === k);
  });
  return numbers(
    dimension === 1 ? [count, n] : [n, count],
    data,
    call.args.some((each) => isOption(each, "single")) ? "single" : "double",
  );
}

function onehotdecode(call: Call): Value {
  const { data, size } = numbersAt(call, 0);
  const classes = labelled(call, argument(call, 1)).names.map((each) => each ?? "");
  const along = scalarAt(call, 2);
  const n = along === 1 ? size[1] : size[0];
  const best = Array.from({ length: n }, (_, i) => {
    const score = (c: number): number => data[along === 1 ? c + size[0] * i : i + size[0] * c];
    return classes.reduce((top, _, c) => (score(c) > score(top) ? c : top), 0);
  });
  return coded(
    along === 1 ? [1, n] : [n, 1],
    best.map((c) => classes[c]),
    classes,
  );
}

function ind2vec(call: Call): Value {
  const { data } = numbersAt(call, 0);
  const rows = scalarAt(call, 1, Math.max(0, ...Array.from(data)));
  const made = new Float64Array(reserve(call, [rows, data.length]));
  for (let i = 0; i < data.length; i++) made[data[i] - 1 + rows * i] = 1;
  return numbers([rows, data.length], made);
}

function vec2ind(call: Call): Value {
  const { data, size } = numbersAt(call, 0);
  const best = Array.from({ length: size[1] }, (_, j) => {
    let top = 0;
    for (let i = 1; i < size[0]; i++) if (data[i + size[0] * j] > data[top + size[0] * j]) top = i;
    return top + 1;
  });
  return row(best);
}

/** `dummyvar(g)`: a column for each group. */
function dummyvar(call: Call): Value {
  const value = argument(call, 0);
  const codes =
    value.kind === "categorical" ? Array.from(value.codes) : Array.from(numbersIn(value)?.data ?? refuseType(call, value));
  const count = value.kind === "categorical" ? value.categories.length : Math.max(0, ...codes);
  const data = new Float64Array(reserve(call, [codes.length, count]));
  codes.forEach((code, i) => {
    data[i + codes.length * (code - 1)] = 1;
  });
  return numbers([codes.length, count], data);
}

/** Functions of categorical arrays and class codes. */
export const categoricals: readonly Builtin[] = [
  define("categorical", categorical, { least: 1 }),
  define("nominal", categorical, { least: 1 }),
  define("categories", categories, { least: 1, most: 1 }),
  define("countcats", countcats, { least: 1, most: 1 }),
  define("removecats", removecats, { least: 1, most: 2 }),
  define("addcats", addcats, { least: 2, most: 2 }),
  define("setcats", setcats, { least: 2, most: 2 }),
  define("reordercats", reordercats, { least: 1, most: 2 }),
  define("renamecats", renamecats, { least: 2, most: 3 }),
  define("mergecats", mergecats, { least: 2, most: 3 }),
  define("isundefined", isundefined, { least: 1, most: 1 }),
  define("iscategory", iscategory, { least: 2, most: 2 }),
  define("isordinal", () => logicals([1, 1], [0]), { least: 1, most: 1 }),
  define("grp2idx", grp2idx, { least: 1, most: 1 }),
  define("onehotencode", onehotencode, { least: 2 }),
  define("onehotdecode", onehotdecode, { least: 3, most: 4 }),
  define("ind2vec", ind2vec, { least: 1, most: 2 }),
  define("vec2ind", vec2ind, { least: 1, most: 1 }),
  define("dummyvar", dummyvar, { least: 1, most: 1 }),
];
