import { posix } from "node:path";
import { writeMat } from "../../data/matWrite.ts";
import { cellOfTexts, logical, number, text } from "../values/construct.ts";
import { textOf, toStrings } from "../values/convert.ts";
import { isTable } from "../values/tableData.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, fail, numbersAt, textAt } from "./arguments.ts";
import { numbersIn } from "./arrays.ts";
import { elementsOf } from "./cells.ts";
import { define, type Results } from "./define.ts";
import { withoutData } from "./missingData.ts";
import { floatText } from "./printf.ts";
import { storable } from "./storable.ts";
import { textArrayAt } from "./textArrays.ts";
import { wildcard } from "./wildcard.ts";

/** `fullfile('a', 'b', 'c.m')`: parts with one slash between them. */
function fullfile(call: Call): Value {
  const arrays = call.args.map((_, i) => textArrayAt(call, i));
  const many = arrays.find((each) => each.kind === "cell" || each.texts.length > 1);
  const joined = Array.from({ length: many?.texts.length ?? 1 }, (_, k) => {
    const parts = arrays.map(({ texts }) => texts[texts.length === 1 ? 0 : k] ?? "").filter((part) => part !== "");
    return parts.join("/").replace(/\/{2,}/g, "/");
  });
  if (arrays.some((each) => each.kind === "string")) return { kind: "string", size: many?.size ?? [1, 1], values: joined };
  return many === undefined ? text(joined[0]) : cellOfTexts(joined, many.size);
}

function fileparts(call: Call): Results {
  const given = textAt(call, 0).replaceAll("\\", "/");
  const extension = /\.[^./]*$/.exec(given)?.[0] ?? "";
  const folder = given.includes("/") ? posix.dirname(given) : "";
  const name = given.slice(given.lastIndexOf("/") + 1, given.length - extension.length);
  const made = [folder, name, extension];
  return call.args[0].kind === "string"
    ? made.map((part) => ({ kind: "string", size: [1, 1], values: [part] }))
    : made.map((part) => text(part));
}

function isfile(call: Call): Value {
  return logical(call.session.files.read(textAt(call, 0)) !== undefined);
}

/** `save name`, `save(name, 'x', 'y')`: a MAT-file in the output folder; nothing in `port`. */
function save(call: Call): Results {
  if (call.session.mode === "port") return [];
  const words = call.args.map((value) => textOf(value) ?? "").filter((word) => !word.startsWith("-"));
  const name = words[0] ?? "matlab.mat";
  const wanted = words.slice(1);
  const variables = new Map<string, Value>();
  for (const [variable, value] of call.session.variables)
    if (wanted.length === 0 || wanted.some((word) => wildcard(word).test(variable))) variables.set(variable, value);
  const missing = wanted.find((word) => !word.includes("*") && !variables.has(word));
  if (missing !== undefined) fail(call, "MATLAB:save:couldNotFindVariable", `Variable '${missing}' not found.`);
  const { stored, left } = storable(variables);
  if (left.length > 0)
    call.session.note({
      kind: "warning",
      code: "not-saved",
      message: `save: ${left.join(", ")} ${left.length === 1 ? "is" : "are"} not written to '${name}': MAT-files are written with arrays, cells and structs only.`,
      place: call.place,
    });
  call.session.files.write(/\.[^./]+$/.test(name) ? name : `${name}.mat`, writeMat(stored));
  return [];
}

/** Rows of numbers or texts as lines. */
function linesOf(call: Call, value: Value): string {
  if (isTable(value)) {
    const columns = value.content.columns.map((column) =>
      (column.kind === "cell" ? column.elements : elementsOf(column)).map(word),
    );
    const rows = Array.from({ length: value.content.height }, (_, i) => columns.map((column) => column[i]).join(","));
    return [value.content.names.join(","), ...rows, ""].join("\n");
  }
  const list =
    value.kind === "cell" || value.kind === "string" || value.kind === "categorical" ? elementsOf(value).map(word) : undefined;
  const { size, data } =
    list === undefined ? numbersAt({ ...call, args: [value] }, 0) : { size: "size" in value ? value.size : [1, 1], data: [] };
  const at = (i: number): string => list?.[i] ?? floatText(data[i], "g", 15);
  const rows = Array.from({ length: size[0] }, (_, i) =>
    Array.from({ length: size[1] }, (_, j) => at(i + size[0] * j)).join(","),
  );
  return [...rows, ""].join("\n");
}

function word(value: Value): string {
  const found = numbersIn(value);
  if (found !== undefined && value.kind !== "char") return floatText(found.data[0], "g", 15);
  const written = textOf(value) ?? (value.kind === "categorical" ? (toStrings(value).values[0] ?? "") : "");
  return /[",\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}

/** Writers of text files: the file, then the data, or the other way round. */
function writer(name: string, fileFirst: boolean): Builtin {
  return define(
    name,
    (call): Results => {
      if (call.session.mode === "port") return [];
      const file = textAt(call, fileFirst ? 0 : 1);
      if (/\.xlsx?$/i.test(file))
        return fail(call, "layergraph:unsupported", `${name}: spreadsheets are not written; write a .csv file.`);
      call.session.files.write(file, new TextEncoder().encode(linesOf(call, argument(call, fileFirst ? 1 : 0))));
      return [];
    },
    { least: 2, role: "environment", unknowns: "accept" },
  );
}

/** Folders are made when a file is written in them. */
function mkdir(call: Call): Results {
  return call.nargout > 0 ? [logical(true), text(""), text("")].slice(0, call.nargout) : [];
}

function skipped(name: string, why: string): Builtin {
  return define(
    name,
    (call): Results => {
      if (call.session.mode === "run")
        call.session.note({
          kind: "warning",
          code: "skipped",
          message: `${name} is not carried out: ${why}.`,
          place: call.place,
        });
      return call.nargout > 0 ? Array.from({ length: call.nargout }, () => number(0)) : [];
    },
    { role: "environment", unknowns: "accept" },
  );
}

function listing(name: string): Builtin {
  return define(
    name,
    (call): Results => {
      const given = call.args[0] === undefined ? "the folder" : `'${textAt(call, 0)}'`;
      return withoutData(call, `the files of ${given} are not listed for scripts`);
    },
    { role: "data" },
  );
}

/** Functions of files and folders. */
export const files: readonly Builtin[] = [
  define("fullfile", fullfile, { least: 1 }),
  define("fileparts", fileparts, { least: 1, most: 1 }),
  define("isfile", isfile, { least: 1, most: 1 }),
  define("isfolder", () => logical(false), { least: 1, most: 1 }),
  define("isdir", () => logical(false), { least: 1, most: 1 }),
  define("pwd", () => text("."), { role: "environment" }),
  define("tempdir", () => text("tmp"), { role: "environment" }),
  define("tempname", () => text("tmp/tp0"), { role: "environment" }),
  define("userpath", () => text("."), { role: "environment" }),
  define("matlabroot", () => text("/matlab"), { role: "environment" }),
  define("toolboxdir", (call) => text(`/matlab/toolbox/${textAt(call, 0)}`), { role: "environment" }),
  define("save", save, { role: "environment", unknowns: "accept" }),
  define("mkdir", mkdir, { role: "environment", unknowns: "accept" }),
  writer("writematrix", false),
  writer("writetable", false),
  writer("writecell", false),
  writer("csvwrite", true),
  writer("dlmwrite", true),
  writer("xlswrite", true),
  listing("dir"),
  listing("ls"),
  listing("what"),
  skipped("cd", "files are looked for beside the script"),
  ...["delete", "rmdir", "recycle"].map((name) => skipped(name, "scripts may not delete files")),
  ...["copyfile", "movefile", "fileattrib"].map((name) => skipped(name, "scripts may not touch other files")),
  ...["imwrite", "audiowrite", "exportONNXNetwork"].map((name) =>
    skipped(name, "such files are not written; use layergraph export for networks"),
  ),
  ...["path", "savepath", "rehash", "which", "edit"].map((name) => skipped(name, "it belongs to MATLAB's own windows and path")),
];
