import { type Issue, LayerGraphError } from "../errors.ts";
import { inspectGraph, type ReadGraphOptions } from "./graphFile.ts";
import { type ValidateOptions, validate } from "./validate.ts";

/** What a connection that could not be read makes appear. */
const consequences = new Set(["missing-input", "unused-output"]);

/**
 * Every problem of a graph file, in its form and in the network it describes, in one pass; empty for a valid network. Never throws for
 * what a file holds.
 *
 * @example const issues = validateFile(readFileSync("tcn.json", "utf8"));
 */
export function validateFile(json: unknown, options: ReadGraphOptions & ValidateOptions = {}): Issue[] {
  try {
    const { graph, issues, incomplete } = inspectGraph(json, options);
    const broken = issues.length > 0;
    const found = validate(graph, options).filter(
      ({ code, layer }) =>
        !(broken && code === "disconnected") && !(consequences.has(code) && layer !== undefined && incomplete.has(layer)),
    );
    return [...issues, ...found];
  } catch (error) {
    if (error instanceof LayerGraphError) return [...error.issues];
    throw error;
  }
}
