import type { Place } from "../syntax/ast.ts";
import { isTrue } from "../values/convert.ts";
import type { Value } from "../values/value.ts";
import { located } from "./exceptions.ts";

/** Whether a value counts as true; undefined where it is unknown. */
export function truth(value: Value, place: Place): boolean | undefined {
  if (value.kind === "unknown") return undefined;
  try {
    const own = value.kind === "host" ? value.operations.isTrue : undefined;
    return own === undefined ? isTrue(value) : own(value);
  } catch (error) {
    throw located(error, place);
  }
}
