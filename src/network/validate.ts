import { type Issue, LayerGraphError } from "../errors.ts";
import { lengthIssues } from "./lengths.ts";
import { structureIssues, type ValidateOptions } from "./structureIssues.ts";
import { traceLayers } from "./trace.ts";
import { requireWiring, type Wiring } from "./wiring.ts";

export type { ValidateOptions } from "./structureIssues.ts";

/**
 * Every problem of a network, found in one pass: wrong options, missing and unused ports, loops, parts that are not connected, sizes and
 * formats that do not fit, sequences that would come out empty. Empty where the network is valid. Those about the network as a whole are
 * first, then layer by layer in the order of adding.
 *
 * @example for (const issue of validate(lgraph)) console.error(issue.message);
 * @see MATLAB analyzeNetwork
 */
export function validate(lgraph: Wiring, options: ValidateOptions = {}): Issue[] {
  requireWiring(lgraph, "validate");
  const trace = traceLayers(lgraph);
  const issues = [
    ...structureIssues(lgraph, trace, options),
    ...lgraph.layers.flatMap((layer) => layer.problems.map((problem) => ({ ...problem, layer: layer.name }))),
    ...trace.issues,
    ...lengthIssues(trace),
  ];
  const places = new Map(lgraph.layers.map((layer, place) => [layer.name, place]));
  const placeOf = (issue: Issue): number => (issue.layer === undefined ? -1 : (places.get(issue.layer) ?? -1));
  return issues.sort((a, b) => placeOf(a) - placeOf(b));
}

/**
 * Throws one error with all problems of a network, `issues`, if it has any. The message starts with "Invalid network." and lists the causes.
 *
 * @see MATLAB trainNetwork
 */
export function assertValid(lgraph: Wiring, options: ValidateOptions = {}): void {
  const issues = validate(lgraph, options).filter((issue) => issue.severity === "error");
  if (issues.length > 0) throw invalidNetwork(issues);
}

/** At most so many causes are written out in one message; `issues` holds all. */
const mostCauses = 50;

/** The error that lists the problems of a network: "Invalid network.", then the causes. */
export function invalidNetwork(issues: readonly Issue[]): LayerGraphError {
  const causes = issues.slice(0, mostCauses).map((issue) => `    ${printIssue(issue).replaceAll("\n", "\n    ")}`);
  const more = issues.length > mostCauses ? [`    and ${issues.length - mostCauses} more.`] : [];
  return new LayerGraphError("invalid-network", ["Invalid network.", "Caused by:", ...causes, ...more].join("\n"), { issues });
}

/** A problem as MATLAB lists it: what it is about, `Layer 'add_3':` or `Network:`, then the message. */
export function printIssue({ layer, message }: Issue): string {
  if (/^(Layer '|Network: )/.test(message)) return message;
  if (layer === undefined) return `Network: ${message}`;
  const own = new RegExp(`^\\w+ '${layer.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}': `);
  return `Layer '${layer}': ${message.replace(own, "")}`;
}
