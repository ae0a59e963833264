import type { Value } from "../values/value.ts";
import type { Frame, Machine } from "./machine.ts";

/** What one value takes beside its elements. */
const overhead = 96;

/** The bytes that all variables of the running functions hold, each array counted once. */
export function bytesHeld({ frame, globals, persistent }: Machine): number {
  const seen = new Set<object>();
  const waiting: Value[] = [...globals.values()];
  for (const store of persistent.values()) waiting.push(...store.values());
  for (let each: Frame | undefined = frame; each !== undefined; each = each.caller)
    waiting.push(...each.scope.variables.values());
  let bytes = 0;
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    bytes += overhead + ownBytes(value);
    for (const inner of innerValues(value)) waiting.push(inner);
  }
  return bytes;
}

function ownBytes(value: Value): number {
  switch (value.kind) {
    case "numeric":
      return value.data.byteLength + (value.imaginary?.byteLength ?? 0);
    case "logical":
      return value.data.byteLength;
    case "char":
      return 2 * value.text.length;
    case "string":
      return value.values.reduce((sum, each) => sum + 16 + 2 * (each?.length ?? 0), 0);
    case "categorical":
      return value.codes.byteLength;
    case "cell":
      return 8 * value.elements.length;
    default:
      return 0;
  }
}

function innerValues(value: Value): Iterable<Value> {
  switch (value.kind) {
    case "cell":
      return value.elements;
    case "struct":
      return [...value.fields.values()].flat();
    case "handle":
      return value.captured?.values() ?? [];
    case "object":
      return (value.box ?? value).properties.values();
    default:
      return [];
  }
}
