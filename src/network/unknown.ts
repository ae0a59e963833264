import type { z } from "zod";
import type { Issue } from "../errors.ts";
import { type AnyLayerDefinition, type Layer, type LayerDefinition, layerFrom } from "../layer.ts";

/** An option whose value is not known yet, as a graph file holds it. */
export interface UnknownValue {
  /** What the value was called where it is missing, such as a MATLAB variable. */
  readonly $unknown: string;
  /** Where it is missing and why: `tcn.m:6: load('data.mat') was not read`. */
  readonly $from?: string;
}

/** Whether an option's value stands for one that is not known yet. */
export function isUnknownValue(value: unknown): value is UnknownValue {
  return typeof value === "object" && value !== null && typeof (value as UnknownValue).$unknown === "string";
}

/**
 * A layer from options of which some may be `{ $unknown: name }`. Each of these is a problem of the layer with the code `unknown-value`;
 * the other options are checked as usual.
 */
export function layerWithUnknowns<Shape extends z.core.$ZodLooseShape>(
  definition: LayerDefinition<Shape>,
  given: Readonly<Record<string, unknown>>,
): Layer {
  const layer = layerFrom(definition as unknown as AnyLayerDefinition, given);
  const unknown = Object.entries(layer.given).flatMap(([option, value]) => {
    const found = unknownIn(value, 0);
    return found === undefined ? [] : [{ option, found }];
  });
  if (unknown.length === 0) return layer;
  const options = new Set(unknown.map((u) => `option '${u.option}`));
  const judged = layer.problems.filter(
    (p) => ![...options].some((start) => p.message.includes(`${start}'`) || p.message.includes(`${start}.`)),
  );
  return { ...layer, problems: [...judged, ...unknown.map(({ option, found }) => unknownIssue(layer, option, found))] };
}

function unknownIssue(layer: Layer, option: string, { $unknown: name, $from: from }: UnknownValue): Issue {
  const where = layer.name === "" ? layer.type : `${layer.type} '${layer.name}'`;
  const fix = `Give ${option} a value.`;
  return {
    code: "unknown-value",
    severity: "error",
    message: `${where}: option '${option}' is not known yet (${name}${typeof from === "string" ? `, ${from}` : ""}). ${fix}`,
    ...(layer.name !== "" && { layer: layer.name }),
    received: name,
    expected: `a value for ${option}`,
    fix,
  };
}

/** The first unknown value in an option; arrays are searched a few levels deep. */
function unknownIn(value: unknown, depth: number): UnknownValue | undefined {
  if (isUnknownValue(value)) return value;
  if (!Array.isArray(value) || depth === 8) return undefined;
  for (const element of value) {
    const found = unknownIn(element, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
