import { DlNetwork } from "../../network/dlnetwork.ts";
import type { TargetUsage } from "../../network/ends.ts";
import type { LayerGraph } from "../../network/layerGraph.ts";
import type { Network } from "../../network/network.ts";
import { invalidNetwork, printIssue, validate } from "../../network/validate.ts";
import type { Call } from "../values/value.ts";
import type { NetworkContent } from "./graphContent.ts";
import { asked, refusal } from "./refusals.ts";

/** Problems that are no mistakes of the script: what is not known or not there here, and what depends on the lengths of sequences. */
const notTheScripts: readonly string[] = [
  "unknown-value",
  "unknown-layer-type",
  "unsupported-layer",
  "layer-failed",
  "matlab-class",
  "too-short",
  "length-mismatch",
];

/**
 * Refuses a network that MATLAB refuses, with all that is wrong. A ported script goes on where some layers are not known or not supported, for what
 * follows from that is not the script's mistake; it is a warning.
 */
export function requireValid(graph: LayerGraph, targetUsage: TargetUsage, { session, place }: Call): void {
  const errors = validate(graph, { targetUsage }).filter((issue) => issue.severity === "error");
  const own = errors.filter(({ code }) => !notTheScripts.includes(code));
  const causes = session.mode === "run" ? errors : own;
  if (causes.length > 0) throw refusal(invalidNetwork(causes), place);
  for (const issue of errors) {
    if (issue.code !== "unknown-value") session.note({ kind: "warning", code: issue.code, message: printIssue(issue), place });
  }
}

const ready = new WeakMap<NetworkContent, Network>();

/** The network that a value stands for, with first values where it has none yet; undefined where there are none because nothing was trained. */
export function readyNetwork(content: NetworkContent, { place }: Partial<Pick<Call, "place">>): Network | undefined {
  const { graph, network, seed } = content;
  if (seed === undefined) return network;
  const known = ready.get(content);
  if (known) return known;
  const { learnables, states } = network ?? { learnables: new Map(), states: new Map() };
  const made = asked(place, () => new DlNetwork({ ...network, graph, learnables, states }).initialize({ seed }));
  ready.set(content, made);
  return made;
}

/** What random numbers of the library follow from: drawn from the script's own normal stream, so that `rng` decides it and `rand` goes on as in MATLAB. */
export function seedFrom({ session }: Pick<Call, "session">): number {
  return session.mode === "run" ? Math.floor(Math.abs(session.random.normal()) * 2 ** 30) % 2 ** 31 : 0;
}
