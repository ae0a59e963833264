import type { Place } from "../syntax/ast.ts";
import type { UnknownValue, Value } from "./value.ts";

/** Names longer than this are cut. */
const longest = 80;

/**
 * A value that depends on data that is not there.
 * @param name the variable's name (then `named`), or the expression over such names
 * @param reason a clause: `load('data.mat') was not read`
 */
export function unknown(name: string, reason: string, place?: Place, named = false): UnknownValue {
  return { kind: "unknown", name: name.length > longest ? `${name.slice(0, longest - 1)}…` : name, named, reason, place };
}

/** Whether a value is unknown. */
export function isUnknown(value: Value): value is UnknownValue {
  return value.kind === "unknown";
}

/** The first unknown among values. */
export function firstUnknown(values: readonly (Value | ":")[]): UnknownValue | undefined {
  return values.find((value): value is UnknownValue => value !== ":" && value.kind === "unknown");
}

/** The unknown that an operation gives whose operand `origin` is: it keeps the reason and the place. */
export function unknownFrom(origin: UnknownValue, name: string): UnknownValue {
  return unknown(name, origin.reason, origin.place);
}

/** The same unknown as the variable it was assigned to; one that has a variable's name keeps it. */
export function renamed(value: UnknownValue, variable: string): UnknownValue {
  return value.named ? value : { ...value, name: variable, named: true };
}

/** The unknown that calling a function gives with an unknown argument: `size(XTrain, 1)`. */
export function unknownCall(name: string, args: readonly Value[], place?: Place): UnknownValue {
  const origin = firstUnknown(args);
  const result = unknown(`${name}(${args.map(shortName).join(", ")})`, origin?.reason ?? `${name} was not called`, place);
  return origin?.place === undefined ? result : { ...result, place: origin.place };
}

/** A value in an expression's text: an unknown's name, a number or text as it is written, else what it is. */
export function shortName(value: Value | ":"): string {
  if (value === ":") return ":";
  switch (value.kind) {
    case "unknown":
      return value.name;
    case "numeric":
      return value.data.length === 1 && value.imaginary === undefined
        ? String(value.data[0])
        : bracketed(value.class, value.size);
    case "logical":
      return value.data.length === 1 ? (value.data[0] ? "true" : "false") : bracketed("logical", value.size);
    case "char":
      return value.size[0] <= 1 && value.text.length <= 30 ? `'${value.text}'` : bracketed("char", value.size);
    case "string":
      return value.values.length === 1 ? `"${value.values[0] ?? ""}"` : bracketed("string", value.size);
    case "handle":
      return value.name === undefined ? "@(…)" : `@${value.name}`;
    case "cell":
      return value.elements.length <= 4 ? `{${value.elements.map(shortName).join(", ")}}` : bracketed("cell", value.size);
    case "host":
      return value.operations.className;
    case "object":
      return value.className;
    default:
      return bracketed(value.kind, value.size);
  }
}

function bracketed(name: string, size: readonly number[]): string {
  return `[${size.join("×")} ${name}]`;
}

/** The name as an operand of an operator: in parentheses where it has operators itself. */
export function operandName(value: Value): string {
  const name = shortName(value);
  return value.kind === "unknown" && hasOperator(name) ? `(${name})` : name;
}

/** Whether an operator stands outside all brackets. */
function hasOperator(name: string): boolean {
  let depth = 0;
  for (const character of name) {
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (depth === 0 && "+-*/\\^<>=~&|:'".includes(character)) return true;
  }
  return false;
}
