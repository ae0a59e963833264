import { LayerGraphError } from "../index.ts";

/** The error for flags that a command cannot do without; each is written as the flag and what it is for. */
export function missingFlags(command: string, missing: readonly string[]): LayerGraphError {
  return new LayerGraphError("missing-flag", `${command} needs ${missing.join(", and ")}.`, { expected: missing.join(", ") });
}

/** The value of a flag that a command cannot do without; `what` is the flag and what it is for. */
export function requiredFlag(value: string | undefined, command: string, what: string): string {
  if (value === undefined) throw missingFlags(command, [what]);
  return value;
}
