import { sizeText } from "../../data/matValues.ts";
import { classOf } from "./classes.ts";
import { sizeOf } from "./shape.ts";
import type { Value } from "./value.ts";

/**
 * What a value is, in words for messages: `3×4 double`, `'conv1'`, `the number 5`, `function handle`, `unknown 'XTrain'`.
 */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case "unknown":
      return `unknown '${value.name}'`;
    case "handle":
      return "function handle";
    case "numeric":
      return value.data.length === 1 && value.class === "double" && value.imaginary === undefined
        ? `the number ${value.data[0]}`
        : `${sizeText(value.size)} ${value.imaginary === undefined ? "" : "complex "}${value.class}`;
    case "char":
      return value.size[0] <= 1 && value.text.length <= 60 ? `'${value.text}'` : `${sizeText(value.size)} char`;
    case "string":
      return value.values.length === 1 && (value.values[0]?.length ?? 0) <= 60
        ? value.values[0] === undefined
          ? "<missing>"
          : `"${value.values[0]}"`
        : `${sizeText(value.size)} string`;
    default:
      return `${sizeText(sizeOf(value))} ${classOf(value)}`;
  }
}
