import { number, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { displayValue, dispText } from "../values/display.ts";
import { isUnknown } from "../values/unknown.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, fail, textAt } from "./arguments.ts";
import { define, type Results } from "./define.ts";
import { formattedArguments } from "./numberTexts.ts";

interface OpenFile {
  readonly name: string;
  readonly parts: string[];
}

const openFiles = Symbol("open files");

function filesOf(call: Call): Map<number, OpenFile> {
  return call.session.memory(openFiles, () => new Map<number, OpenFile>());
}

/** Unknown values in what is printed appear as their names. */
function known(args: readonly Value[]): Value[] {
  return args.map((value) => (isUnknown(value) ? text(`<${value.name}>`) : value));
}

function fprintf(call: Call): Results {
  const first = argument(call, 0);
  const numbered = first.kind === "numeric" && first.data.length === 1 && call.args.length > 1;
  if (call.session.mode === "port") return call.nargout > 0 ? number(0) : [];
  const made = formattedArguments({ ...call, args: known(call.args) }, numbered ? 1 : 0);
  const file = numbered ? Number(first.data[0]) : 1;
  if (file === 1 || file === 2) call.session.print(made);
  else openFile(call, file).parts.push(made);
  return call.nargout > 0 ? number(new TextEncoder().encode(made).length) : [];
}

function openFile(call: Call, id: number): OpenFile {
  return (
    filesOf(call).get(id) ??
    fail(call, "MATLAB:FileIO:InvalidFid", "Invalid file identifier. Use fopen to generate a valid file identifier.")
  );
}

/** `fopen(name, 'w')`: what is printed is written when the file is closed, to the output folder. */
function fopen(call: Call): Results {
  const name = textAt(call, 0);
  const mode = call.args[1] === undefined ? "r" : textAt(call, 1);
  if (call.session.mode === "port") return number(-1);
  if (!/^[wa]/.test(mode))
    return fail(
      call,
      "layergraph:unsupported",
      `fopen of '${name}' for reading is not supported; load, readmatrix, readtable and fileread read files.`,
    );
  const files = filesOf(call);
  const id = 3 + files.size;
  files.set(id, { name, parts: [] });
  return number(id);
}

function fclose(call: Call): Results {
  const files = filesOf(call);
  const ids = textOf(argument(call, 0)) === "all" ? [...files.keys()] : [Number(textlessNumber(call))];
  for (const id of ids) {
    const file = files.get(id);
    if (file !== undefined) call.session.files.write(file.name, new TextEncoder().encode(file.parts.join("")));
    files.delete(id);
  }
  return call.nargout > 0 ? number(0) : [];
}

function textlessNumber(call: Call): number {
  const value = argument(call, 0);
  return value.kind === "numeric" ? Number(value.data[0]) : Number.NaN;
}

function shows(name: string, show: (value: Value) => string): Builtin {
  return define(
    name,
    (call): Results => {
      if (call.session.mode === "run") call.session.print(show(argument(call, 0)));
      return [];
    },
    { least: 1, role: "prints", unknowns: "accept" },
  );
}

/** Functions that print. */
export const printing: readonly Builtin[] = [
  shows("disp", dispText),
  shows("display", (value) => displayValue("ans", value)),
  define("fprintf", fprintf, { least: 1, role: "prints", unknowns: "accept" }),
  define("fopen", fopen, { least: 1, most: 4, role: "environment" }),
  define("fclose", fclose, { least: 1, most: 1, role: "environment", unknowns: "accept" }),
  ...[
    "format",
    "more",
    "echo",
    "clc",
    "home",
    "commandwindow",
    "diary",
    "dbstop",
    "dbclear",
    "dbquit",
    "profile",
    "doc",
    "help",
  ].map((name) => define(name, () => [], { role: "environment", unknowns: "accept" })),
];
