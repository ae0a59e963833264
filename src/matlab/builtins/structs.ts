import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { cell, cellOfTexts, logical, logicals, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { member, withMember } from "../values/members.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, cellAt, dimensionAt, fail, refuseType, structAt, textAt, textsAt } from "./arguments.ts";
import { linesAlong, withLength } from "./arrays.ts";
import { define } from "./define.ts";

/** `struct('a', 1, 'b', {…})`: a cell gives each element of a struct array its value. */
function makeStruct(call: Call): Value {
  const [first] = call.args;
  if (call.args.length === 1) return fromObject(call, first);
  if (call.args.length % 2) fail(call, "MATLAB:struct:BadInput", "Field and value input arguments must come in pairs.");
  let size: MatSize = [1, 1];
  for (let i = 1; i < call.args.length; i += 2) {
    const value = call.args[i];
    if (value.kind !== "cell" || value.elements.length === 1) continue;
    if (numberOfElements(size) !== 1 && size.join() !== value.size.join())
      fail(call, "MATLAB:struct:DimensionMismatch", "Array dimensions of inputs must match or be scalar.");
    size = value.size;
  }
  const length = numberOfElements(size);
  const fields = new Map<string, readonly Value[]>();
  for (let i = 0; i < call.args.length; i += 2) fields.set(fieldName(call, i), valuesFor(call.args[i + 1], length));
  return { kind: "struct", size, fields };
}

function fromObject(call: Call, value: Value): Value {
  if (value.kind === "struct") return value;
  if (value.kind === "object")
    return { kind: "struct", size: [1, 1], fields: new Map([...value.properties].map(([name, each]) => [name, [each]])) };
  if (value.kind === "numeric" && value.data.length === 0) return { kind: "struct", size: [0, 0], fields: new Map() };
  return fail(call, "MATLAB:struct:BadInput", "Field and value input arguments must come in pairs.");
}

function fieldName(call: Call, i: number): string {
  const name = textOf(call.args[i]);
  if (name === undefined) return fail(call, "MATLAB:struct:BadInput", "Field names must be string scalars or character vectors.");
  if (!/^[A-Za-z]\w*$/.test(name)) fail(call, "MATLAB:AddField:InvalidFieldName", `Invalid field name "${name}".`);
  return name;
}

function valuesFor(value: Value, length: number): readonly Value[] {
  if (value.kind !== "cell") return new Array<Value>(length).fill(value);
  return value.elements.length === 1 ? new Array<Value>(length).fill(value.elements[0]) : value.elements;
}

/** The names of a value's fields, properties or variables. */
export function namesIn(value: Value): readonly string[] | undefined {
  if (value.kind === "struct") return [...value.fields.keys()];
  if (value.kind === "object") return [...(value.box ?? value).properties.keys()];
  return value.kind === "host" ? value.operations.memberNames?.(value) : undefined;
}

function fieldnames(call: Call): Value {
  const names = namesIn(argument(call, 0)) ?? refuseType(call, call.args[0]);
  return cellOfTexts(names, [names.length, 1]);
}

function isfield(call: Call): Value {
  const [value, names] = call.args;
  const known = value.kind === "struct" ? new Set(value.fields.keys()) : new Set<string>();
  if (names.kind === "cell")
    return logicals(
      names.size,
      names.elements.map((each) => known.has(textOf(each) ?? "")),
    );
  if (names.kind === "string")
    return logicals(
      names.size,
      names.values.map((each) => known.has(each ?? "")),
    );
  return logical(known.has(textOf(names) ?? ""));
}

function isprop(call: Call): Value {
  return logical((namesIn(call.args[0]) ?? []).includes(textAt(call, 1)) && call.args[0].kind !== "struct");
}

function rmfield(call: Call): Value {
  const value = structAt(call, 0);
  const fields = new Map(value.fields);
  for (const name of textsAt(call, 1))
    if (!fields.delete(name)) fail(call, "MATLAB:rmfield:InvalidFieldname", `A field named '${name}' doesn't exist.`);
  return { ...value, fields };
}

function setfield(call: Call): Value {
  const names = call.args.slice(1, -1).map((_, i) => textAt(call, i + 1));
  const given = call.args[call.args.length - 1];
  const put = (value: Value | undefined, at: number): Value => {
    if (at === names.length) return given;
    const inner = value?.kind === "struct" ? value.fields.get(names[at])?.[0] : undefined;
    return withMember(value, names[at], put(inner, at + 1));
  };
  return put(call.args[0], 0);
}

function getfield(call: Call): Value {
  return call.args.slice(1).reduce<Value>((value, _, i) => {
    const found = member(value, textAt(call, i + 1));
    return Array.isArray(found) ? (found as readonly Value[])[0] : (found as Value);
  }, call.args[0]);
}

function orderfields(call: Call): Value {
  const value = structAt(call, 0);
  const model = call.args[1];
  const order =
    model === undefined
      ? [...value.fields.keys()].sort(byCode)
      : model.kind === "struct"
        ? [...model.fields.keys()]
        : textsAt(call, 1);
  if (order.length !== value.fields.size || order.some((name) => !value.fields.has(name)))
    fail(call, "MATLAB:orderfields:InvalidFieldList", "The second argument must list the same fields as the structure has.");
  return { ...value, fields: new Map(order.map((name) => [name, value.fields.get(name)!])) };
}

/** Texts in the order of their character codes, as MATLAB sorts them. */
export function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function struct2cell(call: Call): Value {
  const { size, fields } = structAt(call, 0);
  const lists = [...fields.values()];
  const elements = Array.from({ length: numberOfElements(size) }, (_, i) => lists.map((list) => list[i])).flat();
  return cell(elements, numberOfElements(size) === 1 ? [lists.length, 1] : [lists.length, ...size]);
}

function cell2struct(call: Call): Value {
  const { size, elements } = cellAt(call, 0);
  const names = textsAt(call, 1).map((name) => name.trimEnd());
  const dimension = call.args[2] === undefined ? 0 : dimensionAt(call, 2);
  const { stride, length, starts } = linesAlong(size, dimension);
  if (names.length !== length)
    fail(call, "MATLAB:cell2struct:FieldCountMismatch", "Number of field names must match number of fields in new structure.");
  const rest = [...withLength(size, dimension, 1)].filter((_, d) => d !== dimension);
  const fields = new Map(names.map((name, k) => [name, Array.from(starts, (start) => elements[start + stride * k])]));
  return { kind: "struct", size: rest.length === 1 ? [rest[0], 1] : rest, fields };
}

function numfields(call: Call): Value {
  const value = argument(call, 0);
  return {
    kind: "numeric",
    class: "double",
    size: [1, 1],
    data: Float64Array.of(value.kind === "struct" ? value.fields.size : 0),
  };
}

function methods(call: Call): Value {
  const value = argument(call, 0);
  const names = value.kind === "object" ? [...value.definition.methods] : [];
  return cell(
    names.map((name) => text(name)),
    [names.length, 1],
  );
}

/** Functions of structs. */
export const structs: readonly Builtin[] = [
  define("struct", (call) => (call.args.length === 0 ? { kind: "struct", size: [1, 1], fields: new Map() } : makeStruct(call)), {
    unknowns: "accept",
  }),
  define("fieldnames", fieldnames, { least: 1, most: 1 }),
  define("properties", fieldnames, { least: 1, most: 1 }),
  define("methods", methods, { least: 1, most: 1 }),
  define("numfields", numfields, { least: 1, most: 1 }),
  define("isfield", isfield, { least: 2, most: 2 }),
  define("isprop", isprop, { least: 2, most: 2 }),
  define("rmfield", rmfield, { least: 2, most: 2 }),
  define("setfield", setfield, { least: 3, unknowns: "accept" }),
  define("getfield", getfield, { least: 2 }),
  define("orderfields", orderfields, { least: 1, most: 2 }),
  define("struct2cell", struct2cell, { least: 1, most: 1 }),
  define("cell2struct", cell2struct, { least: 2, most: 3 }),
];
