import type { Layer } from "../../layer.ts";
import { builtInDefinitions } from "../../network/registry.ts";
import { isUnknownValue } from "../../network/unknown.ts";
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

/** How values are written that plain data alone does not say. */
export interface ValueForms {
  /** What stands for a value that is not known; without it such a value has no text. */
  readonly unknown?: (name: string) => string;
  /** How lists and objects are put together: broken into lines where they are long, by default. */
  readonly enclosed?: (open: string, items: readonly string[], close: string) => string;
}

/** Deeper than any option is. */
const deepest = 60;

/** Plain data as a TypeScript literal; undefined where it has none. */
export function plainText(value: unknown, forms: ValueForms = {}, depth = 0): string | undefined {
  if (depth > deepest) return undefined;
  if (isUnknownValue(value)) return forms.unknown?.(value.$unknown);
  if (typeof value === "number") return numberText(value);
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean" || value === null) return String(value);
  if (typeof value !== "object") return undefined;
  const within = forms.enclosed ?? enclosed;
  const each = (inner: unknown) => plainText(inner, forms, depth + 1);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return plainText([...(value as Float32Array)], forms, depth);
  if (Array.isArray(value)) return whole(value.map(each), (texts) => within("[", texts, "]"));
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const keys = Object.keys(value).map((key) => (isPlainKey(key) ? key : quoted(key)));
  return whole(Object.values(value).map(each), (texts) =>
    within(
      "{",
      texts.map((text, k) => `${keys[k]}: ${text}`),
      "}",
    ),
  );
}

function whole(texts: readonly (string | undefined)[], write: (texts: readonly string[]) => string): string | undefined {
  return texts.includes(undefined) ? undefined : write(texts as readonly string[]);
}
