import { sizeText } from "../../data/matValues.ts";
import { sizeOf } from "../values/shape.ts";
import type { Value } from "../values/value.ts";
import { shortValue } from "./shortValue.ts";

/** An object as MATLAB displays it: its class, then its properties one below the other. */
export function displayProperties(className: string, properties: readonly (readonly [name: string, value: Value])[]): string {
  const width = Math.max(...properties.map(([name]) => name.length)) + 4;
  const lines = properties.map(([name, value]) => `${name.padStart(width)}: ${propertyText(value)}`);
  return [`  ${className} with properties:`, "", ...lines].join("\n");
}

function propertyText(value: Value): string {
  return value.kind === "host" ? `[${sizeText(sizeOf(value))} ${value.operations.className}]` : shortValue(value);
}
