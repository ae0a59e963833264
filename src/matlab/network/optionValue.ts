import { z } from "zod";
import { numberOfElements } from "../../data/matValues.ts";
import { namesOf, numbersOf } from "../values/convert.ts";
import type { Value } from "../values/value.ts";

/** Matrices up to so many elements are written as rows of numbers, larger ones as size and data. */
const mostWritten = 64;

/**
 * A value of the script as an option of the library that `schema` describes: text in the case that the option has, numbers as numbers, truth values or
 * lists as the option takes them, arrays of weights with their size. Undefined for `[]`, which leaves an option to its default. Values that the option
 * does not take come back in their plain form, so that the option's own check says what is wrong.
 */
export function optionValue(value: Value, schema: z.core.$ZodType): unknown {
  const forms = formsOf(value, schema);
  return forms.find((form) => accepts(schema, form)) ?? forms[0];
}

function accepts(schema: z.core.$ZodType, form: unknown): boolean {
  return z.safeParse(schema, form).success;
}

/** What a value may mean, the likeliest first. */
function formsOf(value: Value, schema: z.core.$ZodType): readonly unknown[] {
  switch (value.kind) {
    case "unknown":
      return [{ $unknown: value.name }];
    case "char":
      return textForms(value.text, schema);
    case "string":
      return value.values.length === 1 ? textForms(value.values[0] ?? "", schema) : [value.values.map((each) => each ?? "")];
    case "categorical": {
      const names = namesOf(value).map((name) => name ?? "<undefined>");
      return [names, names[0]];
    }
    case "cell":
      return cellForms(value.elements, schema);
    case "numeric":
    case "logical":
      return numberForms(value, schema);
    default:
      return [value];
  }
}

function textForms(text: string, schema: z.core.$ZodType): unknown[] {
  const small = text.toLowerCase();
  const choice = choicesOf(schema).find((each) => each.toLowerCase() === small);
  return [choice ?? text, text, [text], ...(small === "true" || small === "false" ? [small === "true"] : [])];
}

function cellForms(elements: readonly Value[], schema: z.core.$ZodType): unknown[] {
  if (elements.length === 0) return [undefined];
  const list = elements.map((element) => formsOf(element, schema)[0]);
  return [list, ...(list.length === 1 ? list : [])];
}

function numberForms(value: Extract<Value, { kind: "numeric" | "logical" }>, schema: z.core.$ZodType): unknown[] {
  const data = numbersOf(value);
  if (data === undefined) return [value];
  const { size } = value;
  if (data.length === 0) return [undefined];
  if (data.length === 1) {
    const truth = data[0] === 0 || data[0] === 1 ? [data[0] === 1] : [];
    if (value.kind === "logical") return [...truth, data[0]];
    return truth.some((each) => accepts(schema, each)) ? truth : [data[0], [data[0]]];
  }
  const list = Array.from(data);
  const array = { size, data: list };
  if (size.filter((n) => n !== 1).length === 1) return [list, ...(list.every((x) => x === list[0]) ? [list[0]] : []), array];
  return size.length === 2 && numberOfElements(size) <= mostWritten ? [rowsOf(list, size), array] : [array];
}

function rowsOf(data: readonly number[], [rows, columns]: readonly number[]): number[][] {
  return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => data[c * rows + r]));
}

/** The texts that an option takes: those of its enumerations and literals. */
function choicesOf(schema: z.core.$ZodType): readonly string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodLiteral) return [...schema.values].filter((each) => typeof each === "string");
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(choicesOf);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return choicesOf(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return choicesOf(schema.def.in);
  return [];
}
