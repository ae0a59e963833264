import { listed, type Responses } from "../data/responses.ts";
import { LayerGraphError } from "../errors.ts";

/**
 * Responses with the codes of the network's classes, matched by name; classes may be missing in the data, or in another order. `where` says
 * in messages who was given the data.
 *
 * @throws LayerGraphError `unknown-class` for a label that the network does not know
 */
export function matchedResponses(responses: Responses, classes: readonly string[], where: string): Responses {
  if (!("classes" in responses)) return responses;
  const codes = new Map(classes.map((name, code) => [name, code]));
  const own = responses.classes.map((name) => codes.get(name) ?? -1);
  const renumbered = (row: Int32Array): Int32Array =>
    row.map((code) => (code < 0 ? code : own[code] < 0 ? unknown(responses.classes, row, own, classes, where) : own[code]));
  if (responses.kind === "labels") return { ...responses, classes, codes: renumbered(responses.codes) };
  return { ...responses, classes, codes: responses.codes.map(renumbered) };
}

function unknown(
  names: readonly string[],
  row: Int32Array,
  own: readonly number[],
  classes: readonly string[],
  where: string,
): never {
  const missing = [...new Set(row)].filter((code) => code >= 0 && own[code] < 0).map((code) => names[code]);
  throw new LayerGraphError(
    "unknown-class",
    `${where}: the data have ${missing.length === 1 ? "the class" : "the classes"} ${listed(missing)}, but the classes of the network are ${listed(classes)}.`,
    { received: missing.join(", "), expected: classes.join(", ") },
  );
}
