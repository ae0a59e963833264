import { cell, logical, number, row, struct, text } from "../values/construct.ts";
import { isTimes } from "../values/times.ts";
import { unknown } from "../values/unknown.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { fail, scalarAt, textAt } from "./arguments.ts";
import { define, type Results, unknownResults } from "./define.ts";

/** Functions that have no effect here; a number where a result is wanted. */
function without(names: string, result: () => Value = () => number(0)): Builtin[] {
  return names
    .split(" ")
    .map((name) =>
      define(name, (call): Results => (call.nargout > 0 ? result() : []), { role: "environment", unknowns: "accept" }),
    );
}

/** What a clock tells: known in `run` only. */
function timed(name: string, tell: (call: Call) => Results): Builtin {
  return define(name, (call) => (call.session.mode === "port" ? unknownTime(call) : tell(call)), {
    role: "environment",
    unknowns: "accept",
  });
}

function unknownTime(call: Call): Results {
  return call.nargout === 0 ? [] : [unknown(call.name, "the time is only known when the script runs", call.place)];
}

/** MATLAB's serial date number: days since year 0. */
function serialDate(milliseconds: number): number {
  const local = milliseconds - new Date(milliseconds).getTimezoneOffset() * 60_000;
  return local / 86_400_000 + 719_529;
}

const started = Symbol("tic");

function tic(call: Call): Results {
  const now = Date.now();
  if (call.nargout > 0) return { kind: "numeric", class: "uint64", size: [1, 1], data: BigUint64Array.of(BigInt(now) * 1000n) };
  call.session.memory(started, () => ({ at: now })).at = now;
  return [];
}

function toc(call: Call): Results {
  const [given] = call.args;
  const from =
    given?.kind === "numeric" ? Number(given.data[0]) / 1000 : call.session.memory(started, () => ({ at: Date.now() })).at;
  const seconds = (Date.now() - from) / 1000;
  if (call.nargout > 0) return number(seconds);
  call.session.print(`Elapsed time is ${seconds.toFixed(6)} seconds.\n`);
  return [];
}

function clock(): Value {
  const now = new Date();
  return row([
    now.getFullYear(),
    now.getMonth() + 1,
    now.getDate(),
    now.getHours(),
    now.getMinutes(),
    now.getSeconds() + now.getMilliseconds() / 1000,
  ]);
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A date in a pattern of `datestr` or `datetime`. */
export function dateText(date: Date, pattern: string): string {
  const two = (x: number): string => String(x).padStart(2, "0");
  const [hour, minute] = [two(date.getHours()), two(date.getMinutes())];
  const parts: Readonly<Record<string, string>> = {
    yyyy: String(date.getFullYear()),
    yy: two(date.getFullYear() % 100),
    mmm: months[date.getMonth()],
    MMM: months[date.getMonth()],
    mm: pattern.includes("HH:mm") || pattern.includes("HHmm") ? minute : two(date.getMonth() + 1),
    MM: /MMM|HH:mm|HHmm|yyyy-MM|yyyyMM|dd-MM|dd\/MM/.test(pattern) ? two(date.getMonth() + 1) : minute,
    dd: two(date.getDate()),
    HH: hour,
    hh: hour,
    SS: two(date.getSeconds()),
    ss: two(date.getSeconds()),
    FFF: String(date.getMilliseconds()).padStart(3, "0"),
  };
  return pattern.replace(/yyyy|yy|mmm|MMM|mm|MM|dd|HH|hh|SS|ss|FFF/g, (part) => parts[part]);
}

function dateOf(value: Value | undefined): Date {
  if (isTimes(value)) {
    const [time] = value.content.array.data as Float64Array;
    return new Date(time + new Date(time).getTimezoneOffset() * 60_000);
  }
  if (value?.kind !== "numeric" || value.data.length !== 1) return new Date();
  const local = (Number(value.data[0]) - 719_529) * 86_400_000;
  return new Date(local + new Date(local).getTimezoneOffset() * 60_000);
}

function datestr(call: Call): Value {
  const [date, format] = call.args;
  if (date === undefined && call.session.mode === "port") return unknownTime(call) as Value;
  const numbered: Readonly<Record<number, string>> = {
    0: "dd-mmm-yyyy HH:MM:SS",
    1: "dd-mmm-yyyy",
    13: "HH:MM:SS",
    29: "yyyy-mm-dd",
    30: "yyyymmddTHHMMSS",
    31: "yyyy-mm-dd HH:MM:SS",
  };
  if (format?.kind !== "numeric") return text(dateText(dateOf(date), format === undefined ? numbered[0] : textAt(call, 1)));
  const pattern = numbered[scalarAt(call, 1)];
  return pattern === undefined
    ? fail(
        call,
        "layergraph:unsupported",
        `datestr: format ${scalarAt(call, 1)} is not supported; write the pattern: datestr(now, 'yyyy-mm-dd').`,
      )
    : text(dateText(dateOf(date), pattern));
}

/** What a person would be asked, or what the machine would tell. */
function asked(name: string, reason: string): Builtin {
  return define(
    name,
    (call): Results => {
      if (call.session.mode === "run")
        fail(
          call,
          "layergraph:unsupported",
          `${name} is not supported: ${reason}. Give the value with --set, or as a variable of the script.`,
        );
      return call.nargout === 0 ? [] : Array.from({ length: call.nargout }, () => unknown(name, reason, call.place));
    },
    { role: "environment", unknowns: "accept" },
  );
}

/** What a script may not do: skipped with a warning in `port`, an error in `run`. */
function refused(name: string, what: string): Builtin {
  return define(
    name,
    (call): Results => {
      const message = `${name} is not carried out: scripts may not ${what}.`;
      if (call.session.mode === "run") fail(call, "layergraph:refused", message);
      call.session.note({ kind: "warning", code: "refused", message, place: call.place });
      return call.nargout === 0 ? [] : unknownResults(call);
    },
    { role: "environment", unknowns: "accept" },
  );
}

function gather(call: Call): Results {
  return call.args;
}

function version(call: Call): Value {
  const { release } = call.session;
  return text(`layergraph (as MATLAB ${release})`);
}

/** `verLessThan`, `isMATLABReleaseOlderThan`: asked of the release that is meant. */
function olderThan(call: Call): Value {
  const wanted = textAt(call, 0);
  return logical(call.session.release.toLowerCase() < wanted.toLowerCase());
}

function quit(call: Call): Results {
  return fail(call, "layergraph:quit", `${call.name} ends MATLAB; here the script ends.`);
}

function isFalse(names: string): Builtin[] {
  return without(names, () => logical(false));
}

/** Functions of the machine, its clock and its windows. */
export const machine: readonly Builtin[] = [
  timed("tic", tic),
  timed("toc", toc),
  timed("clock", clock),
  timed("now", () => number(serialDate(Date.now()))),
  timed("cputime", () => number(performance.now() / 1000)),
  timed("date", () => text(dateText(new Date(), "dd-mmm-yyyy"))),
  define("datestr", datestr, { role: "environment" }),
  asked("input", "it asks a person"),
  asked("keyboard", "it asks a person"),
  asked("inputdlg", "it asks a person"),
  asked("questdlg", "it asks a person"),
  asked("menu", "it asks a person"),
  asked("listdlg", "it asks a person"),
  asked("uigetfile", "it asks a person for a file"),
  asked("uiputfile", "it asks a person for a file"),
  asked("uigetdir", "it asks a person for a folder"),
  asked("getenv", "the environment of the machine is not shown to scripts"),
  refused("system", "start programs"),
  refused("dos", "start programs"),
  refused("unix", "start programs"),
  refused("shell", "start programs"),
  refused("winopen", "start programs"),
  refused("open", "start programs"),
  refused("web", "reach the network"),
  refused("webread", "reach the network"),
  refused("webwrite", "reach the network"),
  refused("websave", "reach the network"),
  refused("urlread", "reach the network"),
  refused("urlwrite", "reach the network"),
  refused("ftp", "reach the network"),
  refused("sendmail", "reach the network"),
  refused("setenv", "change the environment"),
  refused("mex", "compile programs"),
  refused("loadlibrary", "load libraries"),
  refused("py", "run Python"),
  refused("pyenv", "run Python"),
  refused("javaaddpath", "run Java"),
  define("quit", quit, { role: "environment" }),
  define("exit", quit, { role: "environment" }),
  define("gather", gather, { least: 1, unknowns: "accept" }),
  define("gpuArray", gather, { least: 1, unknowns: "accept" }),
  define("distributed", gather, { least: 1, unknowns: "accept" }),
  define("full", gather, { least: 1, most: 1, unknowns: "accept" }),
  define("sparse", gather, { least: 1, most: 1, unknowns: "accept" }),
  define("version", version),
  define("computer", () => text("GLNXA64")),
  define("isMATLABReleaseOlderThan", olderThan, { least: 1 }),
  define("ispc", () => logical(false)),
  define("ismac", () => logical(false)),
  define("isunix", () => logical(true)),
  define("filesep", () => text("/")),
  define("pathsep", () => text(":")),
  define("ver", () => cell([], [0, 0]), { role: "environment" }),
  ...isFalse("canUseGPU canUseParallelPool isdeployed verLessThan usejava ismcc isstudent existsOnGPU isdistributed"),
  ...without("gpuDeviceCount"),
  ...without("gpuDevice parpool gcp parcluster matlabpool", () => struct({})),
  ...without("license", () => logical(true)),
  ...without(
    "pause wait waitfor msgbox warndlg errordlg helpdlg commandhistory desktop maxNumCompThreads memory pack reset onCleanup",
  ),
];
