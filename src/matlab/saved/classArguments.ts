import { LayerGraphError } from "../../errors.ts";
import type { FunctionDefinition } from "../syntax/ast.ts";
import { declaredNames } from "../syntax/classConstructor.ts";
import { emptyMatrix, logical, logicals, number, row, string, strings, text } from "../values/construct.ts";
import type { Value } from "../values/value.ts";

/**
 * The arguments of a call in TypeScript as MATLAB's: numbers, texts (as char vectors), booleans, and lists of one of these as rows. A plain object at the end
 * gives name-value arguments; undefined leaves one out.
 *
 * @param call what is called, for messages
 * @throws LayerGraphError `layer-class` for a value that has no form in MATLAB here
 */
export function classArguments(args: readonly unknown[], maker: FunctionDefinition | undefined, call: string): readonly Value[] {
  const last = args.at(-1);
  const named = isPlainObject(last) ? last : undefined;
  const positional = named ? args.slice(0, -1) : args;
  const known = maker ? declaredNames(maker) : [];
  return [
    ...positional.map((value, k) => matlabValue(value, `argument ${k + 1}`, call)),
    ...Object.entries(named ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [string(matlabName(name, known)), matlabValue(value, `'${name}'`, call)],
    ),
  ];
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** MATLAB's spelling of a name: as the class declares it, in whatever case; else with a capital. */
export function matlabName(name: string, known: readonly string[]): string {
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return (
    known.find((each) => each === name) ??
    known.find((each) => each === capital) ??
    known.find((each) => each.toLowerCase() === name.toLowerCase()) ??
    capital
  );
}

/** A value of TypeScript as MATLAB has it. */
export function matlabValue(value: unknown, which: string, call: string): Value {
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return text(value);
  if (typeof value === "boolean") return logical(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return emptyMatrix;
    if (isListOf(value, "number")) return row(value as number[]);
    if (isListOf(value, "string")) return strings(value as string[]);
    if (isListOf(value, "boolean")) return logicals([1, value.length], value as boolean[]);
  }
  const received = Array.isArray(value) ? "a list of mixed or other values" : kindOf(value);
  const expected = "a number, a text, a boolean, or a list of one of these (and, at the end, an object of name-value arguments)";
  throw new LayerGraphError("layer-class", `${call}: ${which} is ${received}, expected ${expected}.`, { received, expected });
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object" ? "an object" : `a value of type ${typeof value}`;
}

function isListOf(value: readonly unknown[], type: string): boolean {
  return value.every((each) => typeof each === type);
}
