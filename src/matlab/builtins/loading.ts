import { basename, extname } from "node:path";
import { isVersion73, readMat } from "../../data/mat.ts";
import { readMat73 } from "../../data/mat73.ts";
import type { MatValue } from "../../data/matValues.ts";
import { savedValue } from "../network/savedValue.ts";
import { numbers, struct, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { waitFor } from "../values/evaluation.ts";
import { fromMat } from "../values/fromMat.ts";
import { tableValue } from "../values/table.ts";
import type { Builtin, Call, Evaluation, Value } from "../values/value.ts";
import { fail, isOption, scalarAt, textAt } from "./arguments.ts";
import { define, defineWaiting, type Results } from "./define.ts";
import { columnsOf, numericRows, rowsOfText, type TextTable } from "./delimitedText.ts";
import { withoutData } from "./missingData.ts";
import { wildcard } from "./wildcard.ts";

interface Found {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The file that argument 0 names, with one of these endings where it has none. */
function fileAt(call: Call, endings: readonly string[] = []): Found | undefined {
  const name = textAt(call, 0);
  const names =
    extname(basename(name)) === ""
      ? [...endings.map((ending) => name + ending), name]
      : [name, ...endings.map((ending) => name + ending)];
  for (const each of names) {
    const found = call.session.files.read(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

function notFound(call: Call): Results {
  return withoutData(call, `'${textAt(call, 0)}' was not found`);
}

function decoded({ bytes }: Found): string {
  return new TextDecoder().decode(bytes).replace(/^\uFEFF/, "");
}

function* variablesOf({ path, bytes }: Found, wanted: readonly string[] | undefined): Evaluation<Map<string, MatValue>> {
  const options = wanted === undefined ? {} : { variables: wanted };
  return isVersion73(bytes) ? yield* waitFor(readMat73(path, options)) : readMat(bytes, options);
}

/** `load name`, `load(name, 'x', 'y')`, `s = load(name)`; text files give one array. */
function* load(call: Call): Evaluation<Results> {
  const flagged = call.args.filter((value) => /^-/.test(textOf(value) ?? ""));
  const ascii = flagged.some((value) => isOption(value, "-ascii"));
  const args = call.args.filter((value) => !flagged.includes(value));
  const plain = { ...call, args };
  const file = fileAt(plain, ascii ? [] : [".mat"]);
  if (file === undefined) return notFound(plain);
  if (ascii || !/\.mat$/i.test(file.path)) return loadText(plain, file);
  const names = args.slice(1).map((_, i) => textAt(plain, i + 1));
  const patterns = names.map(wildcard);
  const stored = yield* variablesOf(file, names.some((name) => name.includes("*")) || names.length === 0 ? undefined : names);
  const values = new Map<string, Value>();
  for (const [name, value] of stored)
    if (patterns.length === 0 || patterns.some((pattern) => pattern.test(name)))
      values.set(
        name,
        fromMat(value, name, { place: call.place, charge: call.session.charge, object: (saved) => savedValue(saved, call) }),
      );
  if (call.nargout > 0) return struct(values);
  for (const [name, value] of values) call.session.variables.set(name, value);
  return [];
}

function loadText(call: Call, file: Found): Results {
  const value = matrixOf(call, rowsOfText(decoded(file)));
  if (call.nargout > 0) return value;
  call.session.variables.set(
    basename(file.path)
      .replace(/\.[^.]*$/, "")
      .replace(/\W/g, "_"),
    value,
  );
  return [];
}

function matrixOf(call: Call, rows: readonly (readonly string[])[]): Value {
  const found = numericRows(rows);
  if (found.length === 0) return numbers([0, 0], []);
  const width = Math.max(...found.map((row) => row.length));
  call.session.charge({ bytes: 8 * width * found.length });
  const data = new Float64Array(width * found.length).fill(Number.NaN);
  found.forEach((row, i) => {
    row.forEach((x, j) => {
      data[i + found.length * j] = x;
    });
  });
  return numbers([found.length, width], data);
}

/** Readers of numbers in delimited text. */
function matrixReader(name: string): Builtin {
  return define(
    name,
    (call): Results => {
      const file = fileAt(call, [".csv", ".txt"]);
      if (file === undefined) return notFound(call);
      const rows = rowsOfText(readable(call, file));
      const skipped = name === "csvread" && call.args[1] !== undefined ? scalarAt(call, 1) : 0;
      return matrixOf(call, rows.slice(skipped));
    },
    { least: 1, role: "data" },
  );
}

/** The text of a file; spreadsheets and other binary files are refused. */
function readable(call: Call, file: Found): string {
  if (/\.(xlsx?|xlsm|ods|parquet)$/i.test(file.path))
    return fail(
      call,
      "layergraph:unsupported",
      `${call.name}: '${basename(file.path)}' is a spreadsheet, which is not read; save it as .csv.`,
    );
  return decoded(file);
}

function readtable(call: Call): Results {
  const file = fileAt(call, [".csv", ".txt"]);
  if (file === undefined) return notFound(call);
  const option = call.args.findIndex((value) => isOption(value, "ReadVariableNames"));
  const named = option < 0 ? undefined : scalarAt(call, option + 1) !== 0;
  const table: TextTable = columnsOf(rowsOfText(readable(call, file)), named);
  return tableValue(table.names, table.columns);
}

function fileread(call: Call): Results {
  const file = fileAt(call);
  return file === undefined ? notFound(call) : text(decoded(file));
}

function readlines(call: Call): Results {
  const file = fileAt(call);
  if (file === undefined) return notFound(call);
  const lines = decoded(file).split(/\r\n|\r|\n/);
  return { kind: "string", size: [lines.length, 1], values: lines };
}

/** Readers of what is not read here: the file is named in the reason. */
function unread(name: string): Builtin {
  return define(
    name,
    (call): Results => {
      const given = call.args[0] === undefined ? undefined : textOf(call.args[0]);
      return withoutData(call, given === undefined ? `${name} is not supported` : `${name} of '${given}' is not supported`);
    },
    { role: "data", unknowns: "accept" },
  );
}

/** Functions that read data. */
export const loading: readonly Builtin[] = [
  defineWaiting("load", load, { least: 1, role: "data" }),
  ...["readmatrix", "csvread", "dlmread", "importdata", "xlsread"].map(matrixReader),
  define("readtable", readtable, { least: 1, role: "data" }),
  define("fileread", fileread, { least: 1, most: 1, role: "data" }),
  define("readlines", readlines, { least: 1, most: 1, role: "data" }),
  ...[
    "readcell",
    "readvars",
    "readstruct",
    "readtimetable",
    "textscan",
    "textread",
    "fscanf",
    "fread",
    "fgetl",
    "fgets",
    "h5read",
    "ncread",
  ].map(unread),
  ...[
    "audioread",
    "imread",
    "imfinfo",
    "dicomread",
    "niftiread",
    "VideoReader",
    "matfile",
    "webcam",
    "jsondecode",
    "unzip",
    "untar",
  ].map(unread),
];
