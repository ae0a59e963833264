import { listed } from "../data/responses.ts";
import { LayerGraphError, nearest } from "../errors.ts";
import { type Format, producedBy } from "../layer.ts";
import { type OutputPort, outputName, outputsOf } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import type { Network } from "../network/network.ts";
import { outputNamed } from "../train/activations.ts";
import { classesByOutput } from "../train/classify.ts";

/** Which number of a network's answer is explained. */
export interface ScoreChoice {
  /** The class, by its name or its place counted from 0, or the place of the response; the class with the largest score by default. */
  readonly target?: string | number;
  /** For an output with time steps, the step counted from 0; the mean over all steps by default. */
  readonly step?: number;
  /**
   * The layer whose output the score is of, by its name. By default that of the network's first output; where that has probabilities, what they are computed
   * from, because a probability near 0 or 1 has hardly a slope. Name the softmax layer for its probabilities.
   */
  readonly output?: string;
}

/** The number that is explained. */
export interface ExplainedScore {
  /** The layer that it is an output of. */
  readonly output: string;
  /** Which channel of that output, counted from 0. */
  readonly index: number;
  /** The class of that channel, where it is one. */
  readonly className?: string;
  /** The time step; missing where the output has none, and for the mean over all steps. */
  readonly step?: number;
}

/** The output that is explained. */
export function scoreEnd(graph: LayerGraph, output: string | undefined, where: string): OutputPort {
  if (output !== undefined) return outputNamed(graph, output, where);
  const [end] = outputsOf(graph);
  const layer = graph.layer(end.layer)!;
  const into = graph.edgesInto(end.layer);
  if (producedBy(layer) !== "probabilities" || into.length !== 1) return end;
  return { layer: into[0].source, port: into[0].sourcePort };
}

/** The names of the channels of an output, where they are classes. */
export function channelNames(net: Network, channels: number): readonly string[] | undefined {
  const [classes] = classesByOutput(net).values();
  return classes?.length === channels ? classes : undefined;
}

/** What must be known of an output to choose a number of it. */
export interface ScoredOutput {
  readonly net: Network;
  readonly end: OutputPort;
  readonly format: Format;
  readonly channels: number;
  /** What the network gives there for the observation: channels × steps, row-major. */
  readonly values: ArrayLike<number>;
}

/**
 * The chosen number of an output.
 *
 * @throws LayerGraphError `unknown-class`, `wrong-target`, `missing-target`, `wrong-step`
 */
export function chosenScore(scored: ScoredOutput, choice: ScoreChoice, where: string): ExplainedScore {
  const { net, end, format, channels, values } = scored;
  const steps = values.length / channels;
  const output = outputName(net.graph, end);
  const temporal = format.includes("T");
  if (choice.step !== undefined) requireStep(choice.step, temporal ? steps : undefined, output, where);
  const names = channelNames(net, channels);
  const index =
    choice.target === undefined
      ? likeliest(scored, names, choice.step, where)
      : indexOf(choice.target, { names, channels, output, where });
  return {
    output,
    index,
    ...(names && { className: names[index] }),
    ...(choice.step !== undefined && { step: choice.step }),
  };
}

/** The channel with the largest score, at a step or in the mean over all. */
function likeliest(scored: ScoredOutput, names: readonly string[] | undefined, step: number | undefined, where: string): number {
  const { net, end, channels, values } = scored;
  if (channels === 1) return 0;
  const [first] = outputsOf(net.graph);
  const classes = names !== undefined || producedBy(net.graph.layer(first.layer)!) === "probabilities";
  if (!classes) throw missingTarget(outputName(net.graph, end), channels, where);
  const steps = values.length / channels;
  const sums = Array.from({ length: channels }, (_, channel) => {
    const own = Array.from(values).slice(channel * steps, (channel + 1) * steps);
    return step === undefined ? own.reduce((a, b) => a + b, 0) : own[step];
  });
  return sums.indexOf(Math.max(...sums));
}

interface Channels {
  readonly names: readonly string[] | undefined;
  readonly channels: number;
  readonly output: string;
  readonly where: string;
}

function indexOf(target: string | number, { names, channels, output, where }: Channels): number {
  const place = names?.indexOf(String(target)) ?? -1;
  if (typeof target === "string" && place >= 0) return place;
  if (typeof target === "number" && Number.isInteger(target) && target >= 0 && target < channels) return target;
  if (typeof target === "string" && names) {
    const meant = nearest(target, names);
    const hint = meant === undefined ? `The classes are ${listed(names)}.` : `Did you mean '${meant}'?`;
    throw new LayerGraphError("unknown-class", `${where}: there is no class '${target}'. ${hint}`, { received: target });
  }
  const expected = `a whole number from 0 to ${channels - 1}${names ? ", or the name of a class" : ""}`;
  const received = typeof target === "string" ? `'${target}'` : String(target);
  throw new LayerGraphError(
    "wrong-target",
    `${where}: the target is ${received}, expected ${expected}: '${output}' has ${channels} channels${names ? "" : " without names"}.`,
    { received: String(target), expected },
  );
}

function missingTarget(output: string, channels: number, where: string): LayerGraphError {
  const fix = `Say which with target, a number from 0 to ${channels - 1}.`;
  return new LayerGraphError(
    "missing-target",
    `${where}: '${output}' gives ${channels} numbers, of which one is explained. ${fix}`,
    {
      expected: "target",
      fix,
    },
  );
}

function requireStep(step: number, steps: number | undefined, output: string, where: string): void {
  if (steps !== undefined && Number.isInteger(step) && step >= 0 && step < steps) return;
  const expected = steps === undefined ? `no step, for '${output}' has no time` : `a whole number from 0 to ${steps - 1}`;
  throw new LayerGraphError("wrong-step", `${where}: the step is ${step}, expected ${expected}.`, {
    received: String(step),
    expected,
  });
}
