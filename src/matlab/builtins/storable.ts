import type { MatValue } from "../../data/matValues.ts";
import type { Value } from "../values/value.ts";

/** The variables that a MAT-file can be written with, and the names of the others. */
export function storable(variables: ReadonlyMap<string, Value>): { stored: Map<string, MatValue>; left: string[] } {
  const stored = new Map<string, MatValue>();
  const left: string[] = [];
  for (const [name, value] of variables) {
    const found = matValueOf(value);
    if (found === undefined) left.push(name);
    else stored.set(name, found);
  }
  return { stored, left };
}

function matValueOf(value: Value): MatValue | undefined {
  switch (value.kind) {
    case "numeric":
    case "logical":
    case "char":
      return value;
    case "cell": {
      const elements = value.elements.map(matValueOf);
      return elements.includes(undefined) ? undefined : { kind: "cell", size: value.size, elements: elements as MatValue[] };
    }
    case "struct": {
      const fields = [...value.fields].map(([name, values]) => [name, values.map(matValueOf)] as const);
      if (fields.some(([, values]) => values.includes(undefined))) return undefined;
      return { kind: "struct", size: value.size, fields: new Map(fields as [string, MatValue[]][]) };
    }
    default:
      return undefined;
  }
}
