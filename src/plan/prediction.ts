import { internal } from "../errors.ts";
import type { Activation, Format, Layer } from "../layer.ts";
import { type OutputPort, outputsOf } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { printEnd } from "../network/wiring.ts";
import { type Dim, input, symbol, type Value } from "../ops/index.ts";
import { type TracedNetwork, traceSeparately } from "./forward.ts";
import { makePlan, type Plan } from "./plan.ts";
import { fed, judged } from "./training.ts";

/** What a network computes in prediction, as one graph. */
export interface PredictionPlan {
  readonly plan: Plan;
  /** What comes out, in the order of the network's outputs. */
  readonly outputs: readonly PlannedOutput[];
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
 * flows into the output layers, the unconnected outputs of a network without them, or the outputs of other layers.
 */
export function predictionPlan(
  lgraph: LayerGraph,
  { padded, ends }: { padded: boolean; ends?: readonly OutputPort[] },
): PredictionPlan {
  const traced = traceSeparately(lgraph, { padded });
  const outputs = (ends ?? outputsOf(lgraph)).map((end) => plannedOutput(lgraph, traced, end));
  const values = outputs.flatMap(({ name, activation, lengths }): [string, Value][] => [
    [name, activation.value],
    ...(lengths === undefined ? [] : [[lengths, activation.lengths!] as [string, Value]]),
  ]);
  const plan = makePlan(padded ? "prediction (unequal lengths)" : "prediction", Object.fromEntries(values), {
    random: traced.random,
  });
  return { plan, outputs };
}

function plannedOutput(lgraph: LayerGraph, traced: TracedNetwork, { layer, port }: OutputPort): PlannedOutput {
  const source = lgraph.layer(layer) ?? internal(`there is no layer '${layer}'`);
  const activation = traced.activations.get(layer)![source.outputNames.indexOf(port)];
  const name = nameOf(source, port);
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

/** The name under which `lossPlan` is fed what the network predicted. */
export const fedPrediction = "/prediction";

/** The loss of an output layer, from `/prediction`, `/target` and, if `padded`, `/lengths`; for classes also `correct` and `count`. */
export function lossPlan(
  output: Layer,
  prediction: { readonly format: Format; readonly shape: readonly Dim[] },
  padded: boolean,
): Plan {
  const { format, shape } = prediction;
  const lengths: Value | undefined = padded && format.includes("T") ? input(fed.lengths, [symbol("batch")], "int64") : undefined;
  const { loss, metrics } = judged(output, { value: input(fedPrediction, shape), format, ...(lengths && { lengths }) });
  return makePlan("loss", { loss, ...metrics });
}
