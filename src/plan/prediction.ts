import type { Activation, Format, Layer } from "../layer.ts";
import { type OutputPort, outputsOf } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { printEnd } from "../network/wiring.ts";
import { type Dim, input, symbol, type Value } from "../ops/index.ts";
import { carriedOutputs, carriedSource, type ObservationState, observationStates } from "./carried.ts";
import { activationAt, answerAt, traceNetwork, traceSeparately } from "./forward.ts";
import { fedUnder, judged, type OutputLoss } from "./judging.ts";
import { separateSource } from "./parameters.ts";
import { makePlan, type Plan, type PlanVariant } from "./plan.ts";

/** What a network computes in prediction, as one graph. */
export interface PredictionPlan {
  readonly plan: Plan;
  /** What comes out, in the order of the network's outputs. */
  readonly outputs: readonly PlannedOutput[];
  /** The states of which each observation has its own: inputs of the plan under their keys, as all others. */
  readonly observationStates: readonly ObservationState[];
}

/** One output of a prediction. */
export interface PlannedOutput {
  /** The plan's output: the layer's name, and its port where it has several. */
  readonly name: string;
  /** What the output is. */
  readonly activation: Activation;
  /** The plan's output that tells how many time steps of each observation are real, where sequences have unequal lengths. */
  readonly lengths?: string;
}

/**
 * The network as it predicts: an input for its data and for each of its arrays (`layer/name`), and for `/lengths` if `padded`. Computes what
 * flows into the output layers, the unconnected outputs of a network without them (images of one place as CB), or the outputs of other layers. With `carried`, a state of which each
 * observation has its own is fed for each of them, [batch, …], and the new one comes out as `/new/layer/name`.
 */
export function predictionPlan(
  lgraph: LayerGraph,
  { padded, carried = false, ends }: PlanVariant & { readonly ends?: readonly OutputPort[] },
): PredictionPlan {
  const alone = traceSeparately(lgraph, { padded });
  const own = observationStates(alone.states);
  const source = separateSource();
  const traced = carried
    ? traceNetwork(lgraph, { training: false, padded, learnables: source, states: carriedSource(own, source) })
    : alone;
  const outputs = ends
    ? ends.map((end) => plannedOutput(lgraph, end, activationAt(lgraph, traced, end)))
    : outputsOf(lgraph).map((end) => plannedOutput(lgraph, end, answerAt(lgraph, traced, end)));
  const values = outputs.flatMap(({ name, activation, lengths }): [string, Value][] => [
    [name, activation.value],
    ...(lengths === undefined ? [] : [[lengths, activation.lengths!] as [string, Value]]),
  ]);
  const name = `prediction${padded ? " (unequal lengths)" : ""}${carried ? " (carried states)" : ""}`;
  const results = { ...Object.fromEntries(values), ...(carried && carriedOutputs(own, traced.newStates)) };
  return { plan: makePlan(name, results, { random: traced.random }), outputs, observationStates: own };
}

function plannedOutput(lgraph: LayerGraph, { layer, port }: OutputPort, activation: Activation): PlannedOutput {
  const name = nameOf(lgraph.layer(layer)!, port);
  return { name, activation, ...(activation.format.includes("T") && activation.lengths && { lengths: outputLengths(name) }) };
}

/** The name of the plan's output that tells the lengths of another. */
function outputLengths(name: string): string {
  return `/outputLengths/${name}`;
}

/** An input layer's own name is that of what is fed. */
function nameOf(source: Layer, port: string): string {
  return source.definition.input ? `${source.name}/${port}` : printEnd(source, port, "output");
}

/** An output whose loss `lossPlan` computes. */
export interface FedPrediction {
  readonly loss: OutputLoss;
  readonly format: Format;
  readonly shape: readonly Dim[];
}

/** The names under which `lossPlan` is fed an output: what was predicted, and how many of its steps are real. */
export function predictionNames(
  outputs: readonly unknown[],
  { name }: OutputLoss,
): { readonly prediction: string; readonly lengths: string } {
  return { prediction: fedUnder("/prediction", outputs, name), lengths: fedUnder("/lengths", outputs, name) };
}

/**
 * The loss of a network's outputs, from `/prediction`, `/target` and, if `padded`, `/lengths`, each with `/<output>` behind it where there are
 * several; for classes also `correct` and `count`.
 */
export function lossPlan(outputs: readonly FedPrediction[], padded: boolean): Plan {
  const predictions = outputs.map(({ loss, format, shape }): Activation => {
    const names = predictionNames(outputs, loss);
    const lengths: Value | undefined =
      padded && format.includes("T") ? input(names.lengths, [symbol("batch")], "int64") : undefined;
    return { value: input(names.prediction, shape), format, ...(lengths && { lengths }) };
  });
  const { loss, metrics } = judged(
    outputs.map((output) => output.loss),
    predictions,
  );
  return makePlan("loss", { loss, ...metrics });
}
