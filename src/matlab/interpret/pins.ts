import { withMember } from "../values/members.ts";
import type { Value } from "../values/value.ts";

/** Values given from outside, by variable: for the variable itself (`path` empty), or for a field in it. */
export type Pins = ReadonlyMap<string, readonly { readonly path: readonly string[]; readonly value: Value }[]>;

/** What a variable holds after an assignment, where values from outside win. */
export function pinnedValue(pins: Pins, name: string, value: Value): Value {
  if (pins.size === 0) return value;
  let result = value;
  for (const pin of pins.get(name) ?? []) result = withPath(result, pin.path, pin.value);
  return result;
}

function withPath(value: Value, path: readonly string[], given: Value): Value {
  if (path.length === 0) return given;
  if (value.kind !== "struct" || value.size.some((length) => length !== 1)) return value;
  const [first, ...rest] = path;
  const inner = rest.length === 0 ? given : value.fields.get(first)?.[0];
  return inner === undefined ? value : withMember(value, first, withPath(inner, rest, given));
}

/** The value from outside for `name.a.b`, where there is one. */
export function pinFor(pins: Pins, dotted: string): Value | undefined {
  if (pins.size === 0) return undefined;
  const [name, ...path] = dotted.split(".");
  return pins.get(name)?.find((pin) => pin.path.join(".") === path.join("."))?.value;
}

/** Values from outside, `a.b` as field `b` of variable `a`. */
export function pinsOf(given: Iterable<readonly [dotted: string, value: Value]>): Pins {
  const pins = new Map<string, { path: readonly string[]; value: Value }[]>();
  for (const [dotted, value] of given) {
    const [name, ...path] = dotted.split(".");
    pins.set(name, [...(pins.get(name) ?? []), { path, value }]);
  }
  return pins;
}
