import { internal } from "../errors.ts";
import type { Activation, Format, Layer } from "../layer.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { printEnd } from "../network/wiring.ts";
import { type Dim, input, symbol, type Value } from "../ops/index.ts";
import { outputOf, type TracedNetwork, traceSeparately } from "./forward.ts";
import { makePlan, type Plan } from "./plan.ts";
import { fed, judged } from "./training.ts";

/** An output of a layer. */
export interface OutputPort {
  readonly layer: string;
  readonly port: string;
}

/** What a network computes in prediction, as one graph. */
export interface PredictionPlan {
  readonly plan: Plan;
  /** The plan's output: the layer's name, and its port where it has several. */
  readonly name: string;
  /** What the output is. */
  readonly activation: Activation;
}

/** The plan's output that tells how many time steps of each observation are real, where sequences have unequal lengths. */
export const outputLengths = "/outputLengths";

/**
 * The network as it predicts: an input for its data and for each of its arrays (`layer/name`), and for `/lengths` if `padded`. Computes what
 * flows into the output layer, or another layer's output.
 */
export function predictionPlan(lgraph: LayerGraph, { padded, end }: { padded: boolean; end?: OutputPort }): PredictionPlan {
  const traced = traceSeparately(lgraph, { padded });
  const from = end ?? predictingEnd(lgraph, traced);
  const source = lgraph.layer(from.layer) ?? internal(`there is no layer '${from.layer}'`);
  const activation = traced.activations.get(from.layer)![source.outputNames.indexOf(from.port)];
  const name = nameOf(source, from.port);
  const lengths = activation.format.includes("T") ? activation.lengths : undefined;
  const outputs = { [name]: activation.value, ...(lengths && { [outputLengths]: lengths }) };
  const plan = makePlan(padded ? "prediction (unequal lengths)" : "prediction", outputs, { random: traced.random });
  return { plan, name, activation };
}

/** The output that a network predicts with: what flows into its output layer. */
export function predictingEnd(lgraph: LayerGraph, traced: TracedNetwork): OutputPort {
  const [edge] = lgraph.edgesInto(outputOf(lgraph, traced).layer.name);
  return { layer: edge.source, port: edge.sourcePort };
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
