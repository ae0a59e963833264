import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { printExpression } from "../syntax/printExpression.ts";
import { concatenated } from "../values/concatenate.ts";
import { cell, cellOfTexts, number, struct, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import { sizeOf } from "../values/shape.ts";
import { isUnknown } from "../values/unknown.ts";
import type { Builtin, Call, Evaluation, HandleValue, Value } from "../values/value.ts";
import { argument, cellAt, fail, functionAt, isOption, refuse, scalarAt, structAt, textAt } from "./arguments.ts";
import { gathered } from "./arrays.ts";
import { elementsOf } from "./cells.ts";
import { define, defineWaiting, type Results } from "./define.ts";
import { wildcard } from "./wildcard.ts";

/** What `cellfun` and its kind are told beside function and arrays. */
interface Mapping {
  readonly arrays: readonly Value[];
  readonly uniform: boolean;
  readonly handler: Value | undefined;
}

function mappingOf(call: Call): Mapping {
  let end = call.args.length;
  let [uniform, handler]: [boolean, Value | undefined] = [true, undefined];
  for (; end > 2; end -= 2) {
    if (isOption(call.args[end - 2], "UniformOutput")) uniform = Boolean(scalarAt(call, end - 1));
    else if (isOption(call.args[end - 2], "ErrorHandler")) handler = call.args[end - 1];
    else break;
  }
  return { arrays: call.args.slice(1, end), uniform, handler };
}

/** The function called with the elements of each place; its results in arrays (uniform) or cells of the same size. */
function* overElements(
  call: Call,
  elements: readonly (readonly Value[])[],
  mapping: Mapping,
  size: MatSize,
): Evaluation<Results> {
  const target = functionAt(call, 0);
  const wanted = Math.max(1, call.nargout);
  const columns: Value[][] = Array.from({ length: wanted }, () => []);
  for (let i = 0; i < numberOfElements(size); i++) {
    const args = elements.map((each) => each[i]);
    const results = yield* guarded(call, target, args, mapping.handler, i);
    if (call.nargout === 0 && results.length === 0) continue;
    if (results.length < wanted) fail(call, "MATLAB:maxlhs", "Too many output arguments.");
    for (let k = 0; k < wanted; k++) columns[k].push(results[k]);
  }
  if (call.nargout === 0 && columns[0].length < numberOfElements(size)) return [];
  return columns.map((values) => (mapping.uniform ? uniform(call, values, size) : cell(values, size)));
}

function* guarded(
  call: Call,
  target: HandleValue | string,
  args: readonly Value[],
  handler: Value | undefined,
  i: number,
): Evaluation<readonly Value[]> {
  try {
    return yield* call.session.invoke(target, args, call.nargout, call.place);
  } catch (error) {
    if (handler === undefined || !(error instanceof ScriptError)) throw error;
    const told = struct({ identifier: text(error.identifier), message: text(error.message), index: number(i + 1) });
    return yield* call.session.invoke(handler, [told, ...args], call.nargout, call.place);
  }
}

function uniform(call: Call, values: readonly Value[], size: MatSize): Value {
  if (values.length === 0) return { kind: "numeric", class: "double", size, data: new Float64Array(0) };
  const unknownOne = values.find(isUnknown);
  if (unknownOne) return unknownOne;
  values.forEach((value, i) => {
    if (value.kind === "cell" || value.kind === "struct" || value.kind === "handle" || numberOfElements(sizeOf(value)) !== 1)
      fail(
        call,
        `MATLAB:${call.name}:NotAScalarOutput`,
        `Error using ${call.name}\nNon-scalar in Uniform output, at index ${i + 1}, output 1.\nSet 'UniformOutput' to false.`,
      );
  });
  return gathered(concatenated(1, values, call.session.charge), size);
}

function sameSizes(call: Call, arrays: readonly Value[]): MatSize {
  const size = sizeOf(arrays[0]);
  for (const each of arrays)
    if (sizeOf(each).join() !== size.join())
      fail(call, `MATLAB:${call.name}:InputSizeMismatch`, "All the input arguments must be of the same size and shape.");
  return size;
}

function* cellfun(call: Call): Evaluation<Results> {
  const mapping = mappingOf(call);
  const lists = mapping.arrays.map((_, i) => cellAt(call, i + 1).elements);
  return yield* overElements(call, lists, mapping, sameSizes(call, mapping.arrays));
}

function* arrayfun(call: Call): Evaluation<Results> {
  const mapping = mappingOf(call);
  const size = sameSizes(call, mapping.arrays);
  const lists = mapping.arrays.map((each) => (each.kind === "cell" ? each.elements.map((one) => cell([one])) : elementsOf(each)));
  return yield* overElements(call, lists, mapping, size);
}

function* structfun(call: Call): Evaluation<Results> {
  const mapping = mappingOf(call);
  const { fields } = structAt(call, 1);
  const values = [...fields.values()].map((list) => list[0]);
  const size = [values.length, 1];
  const results = yield* overElements(call, [values], mapping, size);
  if (mapping.uniform || !Array.isArray(results)) return results;
  return (results as readonly Value[]).map((made) =>
    made.kind === "cell" ? struct(new Map([...fields.keys()].map((name, i) => [name, made.elements[i]]))) : made,
  );
}

function* feval(call: Call): Evaluation<Results> {
  return yield* call.session.invoke(functionAt(call, 0), call.args.slice(1), call.nargout, call.place);
}

function handleText(handle: HandleValue): string {
  if (handle.anonymous === undefined) return handle.name ?? "";
  const written = printExpression(handle.anonymous);
  return written.replace(/"(?:[^"]|"")*"|(?<![\w)\]}'.])'(?:[^']|'')*'|\s+/g, (part) => (part.trim() === "" ? "" : part));
}

function func2str(call: Call): Value {
  const value = argument(call, 0);
  return value.kind === "handle" ? text(handleText(value)) : refuse(call, 0, "a function handle");
}

function* str2func(call: Call): Evaluation<Results> {
  const given = textAt(call, 0).trim();
  if (!given.startsWith("@") && !/^[A-Za-z][\w.]*$/.test(given))
    fail(call, "MATLAB:str2func:invalidFunctionName", `'${given}' is not a valid function name.`);
  return yield* call.session.evaluateText(given.startsWith("@") ? given : `@${given}`, 1, call.place);
}

/** `eval(text)`, and `eval(text, otherwise)`, which is run where the first fails. */
function* evaluate(call: Call): Evaluation<Results> {
  const [code, otherwise] = [textAt(call, 0), call.args[1] && textAt(call, 1)];
  if (otherwise === undefined) return yield* call.session.evaluateText(code, call.nargout, call.place);
  try {
    return yield* call.session.evaluateText(code, call.nargout, call.place);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    return yield* call.session.evaluateText(otherwise, call.nargout, call.place);
  }
}

function* evalin(call: Call): Evaluation<Results> {
  textAt(call, 0);
  return yield* evaluate({ ...call, args: call.args.slice(1) });
}

function assignin(call: Call): Results {
  call.session.variables.set(textAt(call, 1), argument(call, 2));
  return [];
}

function functions(call: Call): Value {
  const value = argument(call, 0);
  if (value.kind !== "handle") return refuse(call, 0, "a function handle");
  const anonymous = value.anonymous !== undefined;
  return struct({
    function: text(handleText(value)),
    type: text(anonymous ? "anonymous" : "simple"),
    file: text(""),
    workspace: cell(anonymous ? [struct(value.captured ?? new Map())] : []),
  });
}

/** `exist(name)`, `exist(name, "var" | "file" | "dir" | "builtin" | "class")`. */
function exist(call: Call): Value {
  const name = textAt(call, 0);
  const found = call.session.exist(name);
  const file = (): number => (call.session.files.read(name) === undefined ? 0 : 2);
  const kind = call.args[1] === undefined ? undefined : textAt(call, 1);
  if (kind === undefined) return number(found !== 0 ? found : file());
  if (kind === "var") return number(call.session.variables.has(name) ? 1 : 0);
  if (kind === "file") return number(found === 2 ? 2 : file());
  if (kind === "builtin") return number(found === 5 ? 5 : 0);
  if (kind === "class") return number(found === 8 ? 8 : 0);
  return kind === "dir"
    ? number(0)
    : fail(call, "MATLAB:exist:secondArgument", "Second argument to exist must be 'var', 'builtin', 'class', 'dir' or 'file'.");
}

function who(call: Call): Results {
  const names = [...call.session.variables.keys()].sort();
  if (call.nargout > 0) return cellOfTexts(names, [names.length, 1]);
  const told = names.map((name) => `${name}  ${describeValue(call.session.variables.get(name)!)}`);
  call.session.print(`\nYour variables are:\n\n${told.join("\n")}\n\n`);
  return [];
}

/** `clear`, `clear x y*`, `clearvars -except x`. */
function clear(call: Call): Results {
  const words = call.args.map((value) => textOf(value) ?? "");
  const except = words.findIndex((word) => /^-except$/i.test(word));
  const kept = except < 0 ? [] : words.slice(except + 1);
  const named = (except < 0 ? words : words.slice(0, except)).filter(
    (word) => !/^(-?all|variables|-?classes|-?functions|-?global)$/i.test(word),
  );
  const among = (words: readonly string[], name: string): boolean => words.some((word) => wildcard(word).test(name));
  for (const name of [...call.session.variables.keys()]) {
    if (among(kept, name)) continue;
    if (named.length === 0 || among(named, name)) call.session.variables.delete(name);
  }
  return [];
}

/** Functions of functions, of variables and of text that is run. */
export const handles: readonly Builtin[] = [
  defineWaiting("cellfun", cellfun, { least: 2 }),
  defineWaiting("arrayfun", arrayfun, { least: 2 }),
  defineWaiting("structfun", structfun, { least: 2 }),
  defineWaiting("feval", feval, { least: 1, unknowns: "accept" }),
  defineWaiting("builtin", feval, { least: 1, unknowns: "accept" }),
  define("func2str", func2str, { least: 1, most: 1 }),
  defineWaiting("str2func", str2func, { least: 1, most: 2 }),
  define("functions", functions, { least: 1, most: 1 }),
  defineWaiting("eval", evaluate, { least: 1, most: 2, raises: true }),
  defineWaiting("evalin", evalin, { least: 2, most: 3 }),
  define("assignin", assignin, { least: 3, most: 3, unknowns: "accept" }),
  define("exist", exist, { least: 1, most: 2 }),
  define("who", who, { role: "prints" }),
  define("whos", who, { role: "prints" }),
  define("clear", clear, { role: "environment" }),
  define("clearvars", clear, { role: "environment" }),
  define("clearAllMemoizedCaches", () => [], { role: "environment" }),
];
