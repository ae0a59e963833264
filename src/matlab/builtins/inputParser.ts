import { cell, cellOfTexts, logical, struct, text } from "../values/construct.ts";
import { isTrue, textOf } from "../values/convert.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, Evaluation, HostValue, Value, ValueOperations } from "../values/value.ts";
import { fail, textAt } from "./arguments.ts";
import { define, defineWaiting, type Results } from "./define.ts";

type Kind = "required" | "optional" | "parameter" | "switch";

interface Expected {
  readonly kind: Kind;
  readonly name: string;
  readonly fallback: Value;
  readonly validator: Value | undefined;
}

/** An input parser is a handle: what is added to it and what it has parsed is seen by all who hold it. */
interface Parser {
  readonly expected: Expected[];
  readonly settings: Map<string, Value>;
  results: Map<string, Value>;
  unmatched: Map<string, Value>;
  defaults: string[];
}

const settingNames = ["CaseSensitive", "FunctionName", "KeepUnmatched", "PartialMatching", "StructExpand"];

function parserOf(value: Value): Parser {
  return (value as HostValue<Parser>).content;
}

const operations: ValueOperations = {
  className: "inputParser",
  complete: true,
  ancestors: ["handle"],
  size: () => [1, 1],
  member: (value, name) => {
    const parser = parserOf(value);
    if (name === "Results")
      return struct(new Map([...parser.results].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))));
    if (name === "Unmatched") return struct(parser.unmatched);
    if (name === "UsingDefaults") return cellOfTexts(parser.defaults);
    if (name === "Parameters") return cell(parser.expected.map((each) => text(each.name)));
    return parser.settings.get(name);
  },
  memberNames: () => [...settingNames, "Parameters", "Results", "Unmatched", "UsingDefaults"],
  withMember: (value, name, given) => {
    if (!settingNames.includes(name))
      throw new ScriptError("MATLAB:noPublicFieldForClass", `Unrecognized property '${name}' for class 'inputParser'.`);
    parserOf(value).settings.set(name, given);
    return value;
  },
  method: (name) => (Object.hasOwn(methods, name) ? methods[name] : undefined),
};

function adding(name: string, kind: Kind): Builtin {
  return define(
    name,
    (call): Results => {
      const at = kind === "required" ? 2 : 3;
      const fallback = kind === "required" ? text("") : kind === "switch" ? logical(false) : call.args[2];
      const validator = kind === "switch" ? undefined : call.args[at];
      parserOf(call.args[0]).expected.push({ kind, name: textAt(call, 1), fallback, validator });
      return [];
    },
    { least: 2, unknowns: "accept" },
  );
}

/** Holds a value against its validator: one that gives false or raises an error refuses it. */
function* valid(call: Call, { validator }: Expected, value: Value): Evaluation<boolean> {
  if (validator === undefined || value.kind === "unknown") return true;
  try {
    const wanted = validator.kind === "handle" && validator.anonymous !== undefined && !isStatement(validator) ? 1 : 0;
    const [answer] = yield* call.session.invoke(validator, [value], wanted, call.place);
    return answer === undefined || answer.kind === "unknown" || isTrue(answer);
  } catch (error) {
    if (error instanceof ScriptError) return false;
    throw error;
  }
}

/** Whether an anonymous validator calls something that gives nothing: `@(x) validateattributes(x, …)`. */
function isStatement({ anonymous }: Extract<Value, { kind: "handle" }>): boolean {
  const body = anonymous?.body;
  return (
    body?.kind === "apply" && body.target.kind === "name" && /^(validateattributes|mustBe\w+|assert)$/.test(body.target.name)
  );
}

function* parse(call: Call): Evaluation<Results> {
  const parser = parserOf(call.args[0]);
  const rest = call.args.slice(1);
  parser.results = new Map();
  parser.unmatched = new Map();
  const parameters = parser.expected.filter(({ kind }) => kind === "parameter" || kind === "switch");
  for (const each of parser.expected.filter(({ kind }) => kind === "required")) {
    if (rest.length === 0) fail(call, "MATLAB:InputParser:notEnoughInputs", "Not enough input arguments.");
    yield* take(call, each, rest.shift()!, parser);
  }
  for (const each of parser.expected.filter(({ kind }) => kind === "optional")) {
    if (rest.length === 0) break;
    const given = textOf(rest[0]);
    if (given !== undefined && parameters.some(({ name }) => name.toLowerCase() === given.toLowerCase())) break;
    if (given !== undefined && !(each.validator && (yield* valid(call, each, rest[0])))) break;
    yield* take(call, each, rest.shift()!, parser);
  }
  yield* takeNamed(call, parameters, rest, parser);
  parser.defaults = parser.expected.filter(({ name }) => !parser.results.has(name)).map(({ name }) => name);
  for (const { name, fallback } of parser.expected) if (!parser.results.has(name)) parser.results.set(name, fallback);
  return [];
}

function* takeNamed(call: Call, parameters: readonly Expected[], rest: Value[], parser: Parser): Evaluation<void> {
  const exact = parser.settings.get("CaseSensitive");
  const caseless = exact === undefined || exact.kind === "unknown" || !isTrue(exact);
  const fold = (name: string): string => (caseless ? name.toLowerCase() : name);
  const pairs = rest.flatMap((value): Value[] =>
    value.kind === "struct" ? [...value.fields].flatMap(([name, [first]]) => [text(name), first]) : [value],
  );
  while (pairs.length > 0) {
    const name = textOf(pairs.shift()!);
    if (name === undefined)
      return fail(
        call,
        "MATLAB:InputParser:ParamMustBeChar",
        "Expected a string scalar or character vector for the parameter name.",
      );
    const found =
      parameters.find((each) => fold(each.name) === fold(name)) ??
      parameters.find((each) => fold(each.name).startsWith(fold(name)));
    if (found?.kind === "switch") {
      parser.results.set(found.name, logical(true));
      continue;
    }
    const value =
      pairs.shift() ?? fail(call, "MATLAB:InputParser:ParamMissingValue", `The value for parameter '${name}' is missing.`);
    if (found !== undefined) yield* take(call, found, value, parser);
    else if (parser.settings.get("KeepUnmatched") && isTrue(parser.settings.get("KeepUnmatched")!))
      parser.unmatched.set(name, value);
    else
      fail(
        call,
        "MATLAB:InputParser:UnmatchedParameter",
        `'${name}' is not a recognized parameter. For a list of valid name-value pair arguments, see the documentation for this function.`,
      );
  }
}

function* take(call: Call, each: Expected, value: Value, parser: Parser): Evaluation<void> {
  if (!(yield* valid(call, each, value)))
    fail(
      call,
      "MATLAB:InputParser:ArgumentFailedValidation",
      `The value of '${each.name}' is invalid. It must satisfy the function: ${each.validator?.kind === "handle" ? (each.validator.name ?? "the one it was added with") : "the one it was added with"}.`,
    );
  parser.results.set(each.name, value);
}

const methods: Readonly<Record<string, Builtin>> = Object.fromEntries(
  [
    adding("addRequired", "required"),
    adding("addOptional", "optional"),
    adding("addParameter", "parameter"),
    adding("addParamValue", "parameter"),
    adding("addSwitch", "switch"),
    defineWaiting("parse", parse, { unknowns: "accept" }),
  ].map((each) => [each.name, each]),
);

/** `inputParser`: checks the arguments of a function. */
export const parsers: readonly Builtin[] = [
  define("inputParser", () => {
    const content: Parser = { expected: [], settings: new Map(), results: new Map(), unmatched: new Map(), defaults: [] };
    return { kind: "host", operations, content };
  }),
];
