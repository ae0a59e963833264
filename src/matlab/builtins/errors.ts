import { struct, text } from "../values/construct.ts";
import { isTrue, textOf } from "../values/convert.ts";
import { ScriptError } from "../values/scriptError.ts";
import { isUnknown } from "../values/unknown.ts";
import type { Builtin, Call } from "../values/value.ts";
import { argument, fail, isOption, structAt, textAt } from "./arguments.ts";
import { define, type Results } from "./define.ts";
import { formattedArguments } from "./numberTexts.ts";

/** An identifier and a message: `f(message)`, `f(format, values…)`, `f(identifier, format, values…)`. */
function told(call: Call, from = 0): { identifier: string; message: string } {
  const first = textAt(call, from);
  const more = call.args.length - from > 1;
  const identified = more && /^[A-Za-z][\w-]*(:[\w-]+)+$/.test(first);
  const at = identified ? from + 1 : from;
  const known = call.args.map((value) => (isUnknown(value) ? text(`<${value.name}>`) : value));
  const message = more ? formattedArguments({ ...call, args: known }, at) : first;
  return { identifier: identified ? first : "", message };
}

function error(call: Call): Results {
  const first = argument(call, 0);
  if (first.kind === "struct") {
    const { fields } = structAt(call, 0);
    const part = (name: string): string => textOf(fields.get(name)?.[0] ?? text("")) ?? "";
    if (part("message") === "") return [];
    throw new ScriptError(part("identifier"), part("message"), call.place);
  }
  const { identifier, message } = told(call);
  if (message === "") return [];
  throw new ScriptError(identifier, message, call.place);
}

/** `warning off …` and the like change what MATLAB shows, nothing that we show. */
function warning(call: Call): Results {
  if (call.args.length === 0) return [];
  const switches = ["on", "off", "query", "error"];
  if (call.args[0].kind === "struct" || switches.some((each) => isOption(call.args[0], each)))
    return call.nargout > 0 ? struct({ identifier: text("all"), state: text("on") }) : [];
  const { identifier, message } = told(call);
  call.session.memory(lastWarning, () => ({ message: "", identifier: "" })).message = message;
  call.session.note({ kind: "warning", code: identifier || "script-warning", message, place: call.place });
  if (call.session.mode === "run") call.session.print(`Warning: ${message}\n`);
  return [];
}

const lastWarning = Symbol("last warning");

function lastwarn(call: Call): Results {
  const last = call.session.memory(lastWarning, () => ({ message: "", identifier: "" }));
  if (call.args.length > 0) last.message = textAt(call, 0);
  return [text(last.message), text(last.identifier)];
}

function assert(call: Call): Results {
  const condition = argument(call, 0);
  if (isUnknown(condition) || isTrue(condition)) return [];
  if (call.args.length === 1) return fail(call, "MATLAB:assertion:failed", "Assertion failed.");
  const { identifier, message } = told(call, 1);
  return fail(call, identifier || "MATLAB:assertion:failed", message);
}

function inputname(call: Call): Results {
  return fail(call, "layergraph:unsupported", `${call.name} is not supported: how an argument was written is not kept.`);
}

/** Functions that raise errors and warnings. */
export const errors: readonly Builtin[] = [
  define("error", error, { least: 1, unknowns: "accept", raises: true }),
  define("warning", warning, { unknowns: "accept", role: "prints" }),
  define("lastwarn", lastwarn, { most: 2 }),
  define("assert", assert, { least: 1, unknowns: "accept", raises: true }),
  define("inputname", inputname, { least: 1 }),
  define("beep", () => [], { role: "prints" }),
];
