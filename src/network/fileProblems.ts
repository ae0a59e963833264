import type { Issue } from "../errors.ts";
import { quoted, suggestion } from "./wiring.ts";

/** A part of a file that could not be read. */
export interface FileProblem {
  readonly issue: Issue;
}

/** A problem of a file at a place such as `layers[3]`. */
export function fileIssue(
  code: string,
  where: string,
  { received, expected, layer }: { readonly received: string; readonly expected: string; readonly layer?: string },
): Issue {
  const message = `${where}: received ${received}, expected ${expected}.`;
  return { code, severity: "error", message, received, expected, ...(layer !== undefined && { layer }) };
}

/** A problem for each key of an object that has no meaning there. */
export function unknownKeys(object: object, known: readonly string[], where: string): Issue[] {
  return Object.keys(object)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = suggestion(key, known);
      const fix = meant === undefined ? `it has ${known.join(", ")}.` : `did you mean ${meant}?`;
      const message = `${where}: there is no key ${quoted(key)}; ${fix}`;
      return { code: "unknown-key", severity: "error", message, received: key, expected: meant ?? known.join(", "), fix };
    });
}
