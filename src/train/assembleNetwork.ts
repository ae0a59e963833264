import { z } from "zod";
import { type Issue, LayerGraphError } from "../errors.ts";
import { optionIssues } from "../layer.ts";
import { LayerGraph, layerGraph } from "../network/layerGraph.ts";
import type { LayerList } from "../network/layerList.ts";
import type { Network } from "../network/network.ts";
import { invalidNetwork, validate } from "../network/validate.ts";
import { type TracedNetwork, traceSeparately } from "../plan/forward.ts";
import { initialLearnables, initialStates } from "./initialArrays.ts";
import { networkFrom } from "./networkFrom.ts";

const schema = z.strictObject({
  /** Fill learnables and statistics that are not given by what they start at in training; false by default. Ours. */
  initialize: z.boolean("must be true or false").default(false),
  /** What random initial values follow from; 0 by default. */
  seed: z.int("must be a whole number of at least 0").min(0, "must be a whole number of at least 0").default(0),
  /** `"dlnetwork"` for a network without output layers, whose unconnected outputs are its results; `"trainNetwork"` by default. */
  targetUsage: z.enum(["trainNetwork", "dlnetwork"]).default("trainNetwork"),
});

/** Options of `assembleNetwork`; every one may be left out. */
export type AssembleOptions = z.input<typeof schema>;

/**
 * A network of layers that have all their values: weights, statistics of the input normalization, classes. Nothing is trained. With
 * `initialize: true`, learnables and statistics that are not given start as in training, with random numbers that follow from `seed`.
 * `targetUsage: "dlnetwork"` takes a network without output layers.
 *
 * @example
 * ```ts
 * const net = assembleNetwork(lgraph, { initialize: true, seed: 1 });
 * ```
 * @throws LayerGraphError `invalid-network` with all problems and all missing values
 * @see MATLAB assembleNetwork
 */
export function assembleNetwork(layers: LayerGraph | LayerList, options: AssembleOptions = {}): Network {
  const { initialize, seed, targetUsage } = checkedOptions(options);
  const graph = layers instanceof LayerGraph ? layers : layerGraph(layers);
  const problems = validate(graph, { targetUsage }).filter((issue) => issue.severity === "error");
  const traced = problems.length === 0 ? traceSeparately(graph) : undefined;
  const issues = [...problems, ...missingClasses(graph), ...(traced && !initialize ? missingValues(traced) : [])];
  if (issues.length > 0 || !traced) throw invalidNetwork(issues);
  const settings = { seed, resetInputNormalization: false };
  const { learnables, states } = traced;
  return networkFrom(
    { graph, learnables, states },
    { learnables: initialLearnables(learnables, settings), states: initialStates(states, undefined, settings) },
  );
}

function checkedOptions(options: AssembleOptions): z.output<typeof schema> {
  const parsed = schema.safeParse(options, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issues = optionIssues(parsed.error, "assembleNetwork", Object.keys(schema.shape));
  const messages = issues.map((issue) => issue.message).join("\n");
  throw new LayerGraphError(issues[0]?.code ?? "invalid-options", messages, { issues });
}

function missingClasses({ layers }: LayerGraph): Issue[] {
  return layers.flatMap(({ name, definition, options, problems }) => {
    if (!definition.classes || problems.length > 0 || definition.classes(options as never)) return [];
    const fix = `Give '${name}' the option classes: ["…", …].`;
    return [
      missing(name, "missing-classes", `The classes are not set, and there are no training data to take them from. ${fix}`, fix),
    ];
  });
}

function missingValues({ learnables, states }: TracedNetwork): Issue[] {
  const open = [
    ...learnables.arrays.filter(({ spec }) => spec.given === undefined),
    ...states.arrays.filter(({ spec }) => spec.given === undefined && spec.statistic),
  ];
  return open.map(({ layer, name, spec }) => {
    const size = spec.size.join("×");
    const fix = `Give '${layer}' the option ${name}, or write assembleNetwork(layers, { initialize: true }).`;
    return missing(layer, "missing-value", `'${name}' has no value; expected one of size ${size}. ${fix}`, fix);
  });
}

function missing(layer: string, code: string, text: string, fix: string): Issue {
  return { code, severity: "error", message: `Layer '${layer}': ${text}`, layer, received: "no value", fix };
}
