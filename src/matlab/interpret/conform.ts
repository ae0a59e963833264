import { numberOfElements, sizeText } from "../../data/matValues.ts";
import type { Declaration, Place } from "../syntax/ast.ts";
import { classOf, isNumericClass } from "../values/classes.ts";
import { logicals, number, string, text } from "../values/construct.ts";
import { numbersOf, textOf, toNumeric, toStrings } from "../values/convert.ts";
import { indexed } from "../values/indexing.ts";
import { unary } from "../values/operators.ts";
import { ScriptError } from "../values/scriptError.ts";
import { type Charge, chargeArray, sizeOf } from "../values/shape.ts";
import type { Evaluation, Value } from "../values/value.ts";
import type { Frame } from "./machine.ts";
import { finished } from "./step.ts";

/**
 * A value as a declaration wants it: converted to its class, brought to its size, looked at by its validators. Unknown values pass.
 * @param label how messages begin: `Invalid argument at position 1.`
 * @param hold called with the converted value before the validators are, which may mention its variable
 */
export function* conformed(
  frame: Frame,
  declaration: Declaration,
  value: Value,
  label: string,
  place: Place,
  hold?: (value: Value) => void,
): Evaluation<Value> {
  if (value.kind === "unknown") return value;
  const { className, size, validators } = declaration;
  const typed = className === undefined ? value : yield* inClass(frame, value, className, label, place);
  const sized = size === undefined ? typed : inSize(frame, typed, size, label, place);
  hold?.(sized);
  for (const validator of validators) {
    try {
      if (validator.kind === "name") yield* finished(frame.machine.callNamed(frame, validator.name, [sized], 0, place));
      else if (validator.kind === "handle") yield* finished(frame.machine.callNamed(frame, validator.name, [sized], 0, place));
      else yield* finished(frame.machine.evaluateAll(frame, validator, 0));
    } catch (error) {
      if (!(error instanceof ScriptError) || error.identifier.startsWith("layergraph:budget")) throw error;
      throw new ScriptError("MATLAB:functionValidation:ValidationFailed", `${label} ${error.message}`, place);
    }
  }
  return sized;
}

function* inClass(frame: Frame, value: Value, className: string, label: string, place: Place): Evaluation<Value> {
  if (className === classOf(value) || ancestorsOf(value).includes(className)) return value;
  const converted = convertedTo(value, className, frame.machine.session.charge);
  if (converted !== undefined) return converted;
  const type = frame.machine.library.find(className);
  if (type?.kind === "class" && value.kind !== "object") {
    const { enumerations } = type.definition;
    const name = textOf(value);
    if (name !== undefined && enumerations.some((each) => each.name === name))
      return yield* finished(frame.machine.constant(frame, type, name, place));
  }
  const what = type?.kind === "class" ? `of type ${className}` : `of type ${className} or be convertible to ${className}`;
  throw new ScriptError("MATLAB:functionValidation:ClassConversionFailed", `${label} Value must be ${what}.`, place);
}

function ancestorsOf(value: Value): readonly string[] {
  if (value.kind === "object") return value.definition.ancestors;
  if (value.kind === "host") return value.operations.ancestors ?? [];
  if (value.kind !== "numeric") return [];
  return value.class === "double" || value.class === "single" ? ["float", "numeric"] : ["integer", "numeric"];
}

function convertedTo(value: Value, className: string, charge: Charge): Value | undefined {
  const simple = value.kind === "numeric" || value.kind === "logical" || value.kind === "char";
  if (isNumericClass(className)) return simple || value.kind === "string" ? toNumeric(value, className, charge) : undefined;
  switch (className) {
    case "logical": {
      const bits = value.kind === "numeric" ? numbersOf(value) : undefined;
      return bits === undefined ? undefined : logicals(sizeOf(value), bits);
    }
    case "string":
      return simple || value.kind === "cell" ? toStrings(value) : undefined;
    case "char": {
      const characters = textOf(value);
      return characters === undefined ? undefined : text(characters);
    }
    case "cell":
      return value.kind === "string"
        ? { kind: "cell", size: value.size, elements: value.values.map((each) => string(each)) }
        : undefined;
    default:
      return undefined;
  }
}

function inSize(frame: Frame, value: Value, wanted: readonly (number | undefined)[], label: string, place: Place): Value {
  const size = sizeOf(value);
  const dims = Math.max(size.length, wanted.length);
  const fits = Array.from({ length: dims }, (_, i) => (i < wanted.length ? wanted[i] : 1)).every(
    (length, i) => length === undefined || length === (size[i] ?? 1),
  );
  if (fits) return value;
  const elements = numberOfElements(size);
  if (elements === 1 && wanted.every((length) => length !== undefined))
    return expanded(frame, value, wanted as readonly number[]);
  const isVector = size.length === 2 && wanted.length === 2 && (size[0] === 1 || size[1] === 1);
  const turned = isVector && (wanted[0] ?? size[1]) === size[1] && (wanted[1] ?? size[0]) === size[0];
  if (turned && (wanted[0] === 1 || wanted[1] === 1)) return unary(".'", value);
  throw new ScriptError("MATLAB:functionValidation:IncompatibleSize", `${label} Value must be ${sizeWords(wanted)}.`, place);
}

function expanded(frame: Frame, value: Value, size: readonly number[]): Value {
  const { charge } = frame.machine.session;
  for (const length of size) chargeArray([1, length], 8, charge); // the subscripts
  chargeArray(size, 8, charge);
  const ones = (length: number): Value => ({
    kind: "numeric",
    class: "double",
    size: [1, length],
    data: new Float64Array(length).fill(1),
  });
  return numberOfElements(size) === 0 ? indexed(value, [number(1)]) : indexed(value, size.map(ones));
}

function sizeWords(wanted: readonly (number | undefined)[]): string {
  if (wanted.length === 2 && wanted.every((length) => length === 1)) return "a scalar";
  if (wanted.length === 2 && wanted[0] === 1 && wanted[1] === undefined) return "a row vector";
  if (wanted.length === 2 && wanted[1] === 1 && wanted[0] === undefined) return "a column vector";
  if (wanted.every((length) => length !== undefined)) return `of size ${sizeText(wanted as readonly number[])}`;
  return `an array of size ${wanted.map((length) => length ?? ":").join("-by-")}`;
}
