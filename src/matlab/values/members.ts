import { numberOfElements } from "../../data/matValues.ts";
import { withIndexed } from "./assignment.ts";
import { classOf } from "./classes.ts";
import { emptyMatrix, struct } from "./construct.ts";
import { isPlainEmpty } from "./convertElements.ts";
import { operationsOf } from "./hosts.ts";
import { indexed } from "./indexing.ts";
import { ScriptError } from "./scriptError.ts";
import type { Charge } from "./shape.ts";
import { isUnknown, operandName, unknownFrom } from "./unknown.ts";
import type { StructValue, Subscript, Value } from "./value.ts";

/**
 * `value.name`, as MATLAB's comma list: one value for a scalar, one per element for a struct array or an array of layers.
 * Property access methods of classes are the interpreter's business.
 * @throws ScriptError where there is no such field or property
 */
export function membersOf(value: Value, name: string): readonly Value[] {
  if (isUnknown(value)) return [unknownFrom(value, `${operandName(value)}.${name}`)];
  if (value.kind === "struct") {
    const list = value.fields.get(name);
    if (list) return list;
    throw new ScriptError("MATLAB:nonExistentField", `Unrecognized field name "${name}".`);
  }
  const found = ownMember(value, name);
  if (found) return found;
  if (value.kind !== "host" && value.kind !== "object") {
    throw new ScriptError("MATLAB:structRefFromNonStruct", "Dot indexing is not supported for variables of this type.");
  }
  throw new ScriptError(
    "MATLAB:noSuchMethodOrField",
    `Unrecognized method, property, or field '${name}' for class '${classOf(value)}'.`,
  );
}

function ownMember(value: Value, name: string): readonly Value[] | undefined {
  if (value.kind === "object") {
    const property = (value.box?.properties ?? value.properties).get(name);
    if (property) return [property];
  }
  const operations = operationsOf(value);
  const list = operations?.memberList?.(value, name);
  if (list) return list;
  const one = operations?.member?.(value, name);
  return one && [one];
}

/**
 * `value.name` where it must be one value.
 * @throws ScriptError where it is none or several
 */
export function member(value: Value, name: string): Value {
  const list = membersOf(value, name);
  if (list.length === 1) return list[0];
  throw new ScriptError(
    "MATLAB:index:expected_one_output_from_expression",
    `Expected one output from a curly brace or dot indexing expression, but there were ${list.length} results.`,
  );
}

/** The names of fields or properties, in order. */
export function memberNames(value: Value): readonly string[] {
  if (value.kind === "struct") return [...value.fields.keys()];
  if (value.kind === "object") return [...(value.box?.properties ?? value.properties).keys()];
  return operationsOf(value)?.memberNames?.(value) ?? [];
}

/**
 * The value with `value.name = given`. An undefined or empty variable becomes a struct. An instance of a handle class is changed where it is
 * kept; any other value is not changed.
 * @throws ScriptError for struct arrays, unknown properties, and classes without fields
 */
export function withMember(value: Value | undefined, name: string, given: Value): Value {
  if (value === undefined || isPlainEmpty(value)) return struct({ [name]: given });
  if (isUnknown(value)) return value;
  if (value.kind === "struct") return withField(value, name, given);
  if (value.kind === "object") return withProperty(value, name, given);
  const own = operationsOf(value)?.withMember;
  if (own) return own(value, name, given);
  throw new ScriptError(
    "MATLAB:structAssToNonStruct",
    "Unable to perform assignment because dot indexing is not supported for variables of this type.",
  );
}

function withField(value: StructValue, name: string, given: Value): Value {
  const count = numberOfElements(value.size);
  if (count > 1) throw new ScriptError("MATLAB:scalarStructRequired", "Scalar structure required for this assignment.");
  const fields = new Map([...value.fields].map(([key, list]) => [key, count === 0 ? [emptyMatrix] : list] as const));
  return { kind: "struct", size: [1, 1], fields: fields.set(name, [given]) };
}

function withProperty(value: Value & { kind: "object" }, name: string, given: Value): Value {
  const properties = value.box?.properties ?? value.properties;
  if (!properties.has(name)) {
    const own = value.definition.operations?.withMember;
    if (own) return own(value, name, given);
    throw new ScriptError("MATLAB:noPublicFieldForClass", `Unrecognized property '${name}' for class '${value.className}'.`);
  }
  const changed = new Map(properties).set(name, given);
  if (value.box === undefined) return { ...value, properties: changed };
  value.box.properties = changed;
  return value;
}

/**
 * The value with `value(subscripts).name = given`: the struct array grows, and all its elements get the field, where they must.
 * Other arrays are asked for their element, which is changed and put back.
 */
export function withMemberAt(
  value: Value | undefined,
  subscripts: readonly Subscript[],
  name: string,
  given: Value,
  charge?: Charge,
): Value {
  if (value !== undefined && value.kind !== "struct" && !isPlainEmpty(value)) {
    return withIndexed(value, subscripts, withMember(indexed(value, subscripts, charge), name, given), charge);
  }
  const target: StructValue = value?.kind === "struct" ? value : { kind: "struct", size: [0, 0], fields: new Map() };
  const wide = withAllFields(target, name);
  const old = elementOf(wide, subscripts);
  return withIndexed(wide, subscripts, withMember(old, name, given), charge);
}

/** The struct array with a field of this name; `[]` where it was missing. */
export function withAllFields(value: StructValue, name: string): StructValue {
  if (value.fields.has(name)) return value;
  const list = new Array<Value>(numberOfElements(value.size)).fill(emptyMatrix);
  return { ...value, fields: new Map(value.fields).set(name, list) };
}

/** The element that subscripts name, or a new one with the same fields. */
function elementOf(value: StructValue, subscripts: readonly Subscript[]): Value {
  try {
    const found = indexed(value, subscripts);
    if (found.kind !== "struct" || numberOfElements(found.size) === 1) return found;
  } catch (error) {
    if (!(error instanceof ScriptError && error.identifier === "MATLAB:badsubscript")) throw error;
    return struct(new Map([...value.fields.keys()].map((each) => [each, emptyMatrix] as const)));
  }
  throw new ScriptError("MATLAB:scalarStructRequired", "Scalar structure required for this assignment.");
}
