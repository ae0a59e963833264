import type { ArrayOption } from "../../layer.ts";
import type { ObjectValue, Value } from "../values/value.ts";
import { plainArray } from "./concrete.ts";
import { chars, doubleArray, plainNumbers, plainText, plainTexts, truth } from "./plainValues.ts";
import { tracedOf } from "./tracedArray.ts";

/** The properties of every layer object, which are no options of its layer. */
const ordinary = ["Name", "Description", "Type", "NumInputs", "InputNames", "NumOutputs", "OutputNames"];

/** The properties that an object has now. */
export function propertiesOf({ box, properties }: ObjectValue): ReadonlyMap<string, Value> {
  return box?.properties ?? properties;
}

/** The object with other values for some properties; instances of handle classes are copied, so that the script's own stays as it is. */
export function withProperties(object: ObjectValue, changes: ReadonlyMap<string, Value>): ObjectValue {
  const properties = new Map([...propertiesOf(object), ...changes]);
  return { ...object, properties, ...(object.box && { box: { properties } }) };
}

/** The names of the properties with an attribute. */
export function propertiesWith({ definition }: ObjectValue, attribute: string): string[] {
  return definition.properties.filter(({ attributes }) => attributes.has(attribute)).map(({ name }) => name);
}

/** The names of the properties that are hyperparameters: neither learned, nor state, nor computed when asked for. */
export function plainProperties({ definition }: ObjectValue): string[] {
  const other = ["learnable", "state", "dependent", "constant"];
  return definition.properties
    .filter(({ name, attributes }) => !ordinary.includes(name) && !other.some((each) => attributes.has(each)))
    .map(({ name }) => name);
}

/** A property's text; empty where it is none. */
export function textProperty(object: ObjectValue, name: string): string {
  return plainText(propertiesOf(object).get(name)) ?? "";
}

/** A property's list of texts. */
export function namesProperty(object: ObjectValue, name: string): readonly string[] {
  const value = propertiesOf(object).get(name);
  return (value && plainTexts(value)) ?? [];
}

/** Numbers that a learnable or state starts with, column-major; undefined where the property holds none, or an empty array. */
export function arrayProperty(value: Value | undefined): { size: number[]; data: number[] } | undefined {
  const traced = value && tracedOf(value);
  const plain = traced ? plainArray(traced) : value;
  if (plain?.kind !== "numeric" && plain?.kind !== "logical") return undefined;
  const numbers = plainNumbers(plain);
  if (!numbers || numbers.data.length === 0) return undefined;
  return { size: [...numbers.size], data: Array.from(numbers.data) };
}

/** A property as an option that a graph file can hold; undefined where it cannot, or where the property is empty. */
export function optionOf(value: Value): unknown {
  switch (value.kind) {
    case "unknown":
      return { $unknown: value.name };
    case "char":
    case "string":
      return plainText(value) ?? plainTexts(value);
    case "logical":
    case "numeric":
      return numbersOption(value);
    case "cell": {
      const elements = value.elements.map(optionOf);
      return elements.every((element) => element !== undefined) ? elements : undefined;
    }
    case "struct": {
      const entries = [...value.fields].map(([name, [element]]) => [name, element && optionOf(element)] as const);
      const whole = value.size.every((n) => n === 1) && entries.every(([, element]) => element !== undefined);
      return whole ? Object.fromEntries(entries) : undefined;
    }
    case "host": {
      const traced = tracedOf(value);
      const plain = traced && plainArray(traced);
      return plain && optionOf(plain);
    }
    default:
      return undefined;
  }
}

function numbersOption(value: Value): unknown {
  const numbers = plainNumbers(value);
  if (!numbers || numbers.data.length === 0) return undefined;
  const data = Array.from(numbers.data);
  if (data.length === 1) return numbers.logical ? data[0] !== 0 : data[0];
  const row = numbers.size.length === 2 && numbers.size[0] === 1;
  return row ? (numbers.logical ? data.map((n) => n !== 0) : data) : { size: [...numbers.size], data };
}

/** The property that an option stands for. */
export function propertyOf(option: unknown): Value {
  if (typeof option === "string") return chars(option);
  if (typeof option === "boolean") return truth(option);
  if (typeof option === "number") return doubleArray([1, 1], [option]);
  if (Array.isArray(option)) {
    if (option.every((each) => typeof each === "number")) return doubleArray([1, option.length], option);
    if (option.every((each) => typeof each === "boolean"))
      return { kind: "logical", size: [1, option.length], data: Uint8Array.from(option, Number) };
    return { kind: "cell", size: [1, option.length], elements: option.map(propertyOf) };
  }
  if (isArray(option)) return doubleArray(option.size, option.data);
  const fields = Object.entries((option ?? {}) as object).map(([name, each]) => [name, [propertyOf(each)]] as const);
  return { kind: "struct", size: [1, 1], fields: new Map(fields) };
}

function isArray(option: unknown): option is Exclude<ArrayOption, number | unknown[]> {
  return typeof option === "object" && option !== null && "size" in option && "data" in option;
}
