import { LayerGraphError } from "../errors.ts";
import { fedActivation } from "../layer/apply.ts";
import { withoutOnePlace } from "../layer/flattening.ts";
import type { Activation } from "../layer.ts";
import { inputLayersOf, type OutputPort, outputName } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { constant, input, multiply, pulledBack, reshape, sum, total, type Value } from "../ops/index.ts";
import { type ObservationState, observationStates } from "../plan/carried.ts";
import { activationAt, type TracedNetwork, traceNetwork } from "../plan/forward.ts";
import { type PackedStates, separateSource } from "../plan/parameters.ts";
import { makePlan, type Plan } from "../plan/plan.ts";

/** What is asked about each variant of an observation, beside its score. */
export interface Asked {
  /** The input layer along whose data the slope of the score is wanted. */
  readonly slopeOf?: string;
  /** A layer whose output, and the slope of the score along it, are wanted. */
  readonly inside?: OutputPort;
}

/**
 * The score of variants of an observation as one graph. Fed: the data of the input layers, and `/explained`, [1, channels, …, time], what each number of the
 * output counts. Results: `scores` [batch], and what was asked: `slope` in the shape of the data, `inside` and `insideSlope` in that of the layer's output.
 */
export interface ScorePlan {
  readonly plan: Plan;
  readonly states: PackedStates;
  readonly observationStates: readonly ObservationState[];
  /** The output of the layer inside. */
  readonly inside?: Activation;
}

/** The name under which a score plan is fed what each number of the output counts. */
export const countedName = "/explained";

/**
 * The plan of a score.
 *
 * @throws LayerGraphError `not-supported` for an output with pixels, `no-gradient` where the score has no slope along what is asked
 */
export function scorePlan(lgraph: LayerGraph, end: OutputPort, asked: Asked, where: string): ScorePlan {
  const inputs = new Map(inputLayersOf(lgraph).map((layer) => [layer.name, fedActivation(layer, layer.name, false)]));
  const source = separateSource();
  const traced = traceNetwork(lgraph, { training: false, padded: false, learnables: source, states: source, inputs });
  const output = withoutOnePlace(activationAt(lgraph, traced, end));
  requireNoPixels(output, outputName(lgraph, end), where);
  const counted = input(countedName, [1, ...output.value.shape.slice(1)]);
  const axes = output.value.shape.map((_, axis) => axis).slice(1);
  const scores = reshape(sum(multiply(output.value, counted), axes), [output.value.shape[0]]);
  const inside = asked.inside && activationAt(lgraph, traced, asked.inside);
  const along = [
    ...(asked.slopeOf === undefined ? [] : [["slope", inputs.get(asked.slopeOf)!.value, `input '${asked.slopeOf}'`] as const]),
    ...(inside ? [["insideSlope", inside.value, `layer '${outputName(lgraph, asked.inside!)}'`] as const] : []),
  ];
  const slopes = slopesOf(scores, along, outputName(lgraph, end), where);
  const results = { scores, ...slopes, ...(inside && { inside: inside.value }) };
  return { ...planned(results, traced), ...(inside && { inside }) };
}

function planned(results: Readonly<Record<string, Value>>, { states, random }: TracedNetwork): Omit<ScorePlan, "inside"> {
  return { plan: makePlan("explained score", results, { random }), states, observationStates: observationStates(states) };
}

/** Observations do not mix in prediction: the slopes of the sum of all scores are those of each score. */
function slopesOf(
  scores: Value,
  along: readonly (readonly [name: string, value: Value, what: string])[],
  output: string,
  where: string,
): Record<string, Value> {
  const found = pulledBack(
    [{ y: total(scores), dy: constant([1], []) }],
    along.map(([, value]) => value),
  );
  return Object.fromEntries(
    along.map(([name, , what], i) => {
      const slope = found[i];
      if (slope) return [name, slope];
      const fix = "Explain it with occlusion, which needs no slope.";
      const message = `${where}: the score of '${output}' has no slope along ${what}: it does not depend on it, or by whole numbers only, such as those of words. ${fix}`;
      throw new LayerGraphError("no-gradient", message, { received: what, fix });
    }),
  );
}

function requireNoPixels({ format }: Activation, output: string, where: string): void {
  if (!format.includes("S")) return;
  const message = `${where}: '${output}' answers for every pixel (${format}), which is not supported. Expected an answer for each observation or time step; name another layer with output.`;
  throw new LayerGraphError("not-supported", message, { received: format, expected: "CB or CBT" });
}
