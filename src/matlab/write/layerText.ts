import type { Layer } from "../../layer.ts";
import { builtInDefinitions } from "../../network/registry.ts";
import { isPlainKey } from "./identifiers.ts";
import { enclosed, numberText, quoted } from "./text.ts";

/** The call that makes a layer again; undefined for layers that are not ours, and options without a form in code. */
export function layerText(layer: Layer, imports: Set<string>): string | undefined {
  const { definition, given, name } = layer;
  if (builtInDefinitions.get(definition.type) !== definition) return undefined;
  const positional = definition.positional ?? [];
  const leading = positionalCount(layer);
  const order = [...positional, ...(definition.optionalPositional ?? [])].slice(0, leading);
  const args = order.map((option) => plainText(given[option]));
  const rest = Object.entries({ ...given, ...(name !== "" && { name }) }).filter(
    ([option, value]) => value !== undefined && !order.includes(option),
  );
  const named = rest.map(([option, value]) => {
    const text = plainText(value);
    return text === undefined ? undefined : `${isPlainKey(option) ? option : quoted(option)}: ${text}`;
  });
  if ([...args, ...named].includes(undefined)) return undefined;
  imports.add(definition.type);
  const options = named.length > 0 ? [enclosed("{", named as string[], "}")] : [];
  return `${definition.type}(${[...args, ...options].join(", ")})`;
}

/** How many options are given by position: optional ones where the automatic name of the layer says so, as of MATLAB's example classes. */
function positionalCount({ definition, given, base }: Layer): number {
  const required = definition.positional?.length ?? 0;
  const optional = definition.optionalPositional ?? [];
  const all = optional.length > 0 && optional.every((option) => given[option] !== undefined);
  return all && base !== "" ? required + optional.length : required;
}

/** Plain data as a TypeScript literal. */
export function plainText(value: unknown): string | undefined {
  if (typeof value === "number") return numberText(value);
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean" || value === null) return String(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return plainText([...(value as Float32Array)]);
  if (Array.isArray(value)) {
    const elements = value.map(plainText);
    return elements.includes(undefined) ? undefined : enclosed("[", elements as string[], "]");
  }
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const entries = Object.entries(value).map(([key, element]) => [isPlainKey(key) ? key : quoted(key), plainText(element)]);
  if (entries.some(([, text]) => text === undefined)) return undefined;
  return enclosed(
    "{",
    entries.map(([key, text]) => `${key}: ${text}`),
    "}",
  );
}
