import type { DataSet } from "../data/dataSet.ts";
import { LayerGraphError } from "../errors.ts";
import type { OutputPort } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import type { Network } from "../network/network.ts";
import { resolveEnd } from "../network/wiring.ts";
import type { Prediction } from "./networkOutputs.ts";
import { networkRun, requireNetwork } from "./networkRuns.ts";
import { outputsFor } from "./predict.ts";
import { type PredictionOptions, predictionOptions } from "./predictionOptions.ts";
import type { GivenPredictors } from "./trainingData.ts";

/**
 * What a layer puts out for each observation, in prediction: `layer` is its name, or `name/port` where it has several outputs; for the
 * output layer, what flows into it. Results are those of `predict`.
 *
 * @example
 * ```ts
 * const { values } = await activations(net, XTest, "gapl");
 * ```
 * @throws LayerGraphError `unknown-layer`, `ambiguous-output`, `invalid-network` for a network without the code of some layers, and those of
 *   `predict`
 * @see MATLAB activations
 */
export async function activations(
  net: Network,
  X: GivenPredictors | DataSet,
  layer: string,
  options?: PredictionOptions,
): Promise<Prediction> {
  requireNetwork(net, "activations");
  const checked = predictionOptions(options, "activations");
  const run = await networkRun(net, checked.threads, outputNamed(net.graph, layer, "activations"));
  return outputsFor(run, X, checked);
}

/** The output of a network that a name stands for: that of a layer, or what flows into an output layer. */
export function outputNamed(graph: LayerGraph, name: string, where: string): OutputPort {
  if (typeof name !== "string") {
    throw new LayerGraphError("invalid-name", `${where}: the layer must be given by its name, received a ${typeof name}.`);
  }
  const asked = graph.layer(name);
  const [edge] = asked?.definition.loss ? graph.edgesInto(name) : [];
  if (edge) return { layer: edge.source, port: edge.sourcePort };
  const { layer, port } = resolveEnd(
    name,
    "output",
    (wanted) => graph.layer(wanted),
    () => graph.layers.map((l) => l.name),
  );
  return { layer: layer.name, port };
}
