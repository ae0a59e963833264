import { numberOfElements } from "../../data/matValues.ts";
import { sameValue } from "../values/sameValue.ts";
import { sizeOf } from "../values/shape.ts";
import type { Value } from "../values/value.ts";

/** Arrays with more elements are data: whether they change is not asked. */
const most = 64;

/** Whether a value is small enough to be kept and compared each time it is seen. */
export function isSmall(value: Value): boolean {
  if (value.kind === "unknown" || value.kind === "handle" || value.kind === "object") return true;
  if (value.kind === "host") return false;
  if (value.kind === "char") return value.text.length <= 16 * most;
  if (numberOfElements(sizeOf(value)) > most) return false;
  if (value.kind === "cell") return value.elements.every(isSmall);
  return value.kind !== "struct" || (value.fields.size <= most && [...value.fields.values()].flat().every(isSmall));
}

/** Whether two values are seen to be equal at a glance: small ones, and those that are one and the same. */
export function looksSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.kind === "object" || !isSmall(a) || !isSmall(b)) return false;
  if (a.kind === "handle" && b.kind === "handle") return a.name === undefined ? sameCapture(a, b) : a.name === b.name;
  return sameValue(a, b);
}

/** Whether two handles are of one anonymous function with the same values in it. */
function sameCapture(a: Value & { kind: "handle" }, b: Value & { kind: "handle" }): boolean {
  if (a.anonymous !== b.anonymous) return false;
  return [...(a.captured ?? [])].every(([name, value]) => {
    const other = b.captured?.get(name);
    return other !== undefined && looksSame(value, other);
  });
}
