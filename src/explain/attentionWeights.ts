import { LayerGraphError } from "../errors.ts";
import { type Activation, type Layer, withOptions } from "../layer.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { structureOf, topologicalOrder } from "../network/order.ts";
import { unknownLayer } from "../network/wiring.ts";
import { printDims, reshape, transposed, type Value } from "../ops/index.ts";
import { type TracedNetwork, traceSeparately } from "../plan/forward.ts";
import { softmaxWeights } from "./softmaxWeights.ts";

/** A network traced with the weights of one layer's attention: [batch, heads, queries, keys]. */
export interface TracedAttention {
  readonly traced: TracedNetwork;
  readonly weights: Value;
}

/**
 * A network traced with the weights of the attention of a layer: those at the port that the layer's definition declares, which is turned on where
 * it is off, or those that the layer returns as `scores`, or those of the only softmax in the layer by which something is weighted.
 *
 * @throws LayerGraphError `unknown-layer`, `no-attention`, `ambiguous-attention`, `attention-format`
 */
export function tracedAttention(lgraph: LayerGraph, name: string, where: string): TracedAttention {
  const layer =
    lgraph.layer(name) ??
    unknownLayer(
      name,
      lgraph.layers.map((each) => each.name),
    );
  const port = layer.definition.scores?.output;
  const graph = withScores(lgraph, layer);
  const traced = traceSeparately(graph);
  if (port !== undefined) {
    const scores = traced.activations.get(name)![graph.layer(name)!.outputNames.indexOf(port)];
    return { traced, weights: arranged(scores, layer, where) };
  }
  const named = traced.scores.get(name);
  if (named) return { traced, weights: arranged(named, layer, where) };
  const found = softmaxWeights(traced, name);
  if (found.length === 1) return { traced, weights: found[0] };
  if (found.length > 1) throw ambiguous(layer, found.length, where);
  throw noAttention(layer, attentionLayers(lgraph), where);
}

/** The names of the layers of a network that have attention whose weights `attentionMap` can tell, in the order of computing. */
export function attentionLayers(lgraph: LayerGraph): string[] {
  const traced = traceSeparately(lgraph);
  const attends = ({ name, definition }: Layer): boolean =>
    !definition.loss && (definition.scores !== undefined || traced.scores.has(name) || softmaxWeights(traced, name).length === 1);
  const ordered = topologicalOrder(structureOf(lgraph)).places.map((place) => lgraph.layers[place]);
  return ordered.filter(attends).map(({ name }) => name);
}

/** The graph in which the layer has the port of its weights. */
function withScores(lgraph: LayerGraph, layer: Layer): LayerGraph {
  const { scores } = layer.definition;
  if (scores?.option === undefined || layer.options[scores.option] === true) return lgraph;
  return lgraph.replaceLayer(layer.name, [withOptions(layer, { [scores.option]: true })]);
}

/** Weights as [batch, heads, queries, keys]. */
function arranged({ value, format }: Activation, { type, name }: Layer, where: string): Value {
  const [batch, second, ...rest] = value.shape;
  if (format === "SSCB" || format === "SCBT") return transposed(value);
  if (format === "CBT" || format === "SCB") return reshape(value, [batch, second, 1, rest[0]]);
  if (format === "CB") return reshape(value, [batch, 1, 1, second]);
  const expected = "SSCB, SCBT, CBT, SCB or CB";
  throw new LayerGraphError(
    "attention-format",
    `${where}: ${type} '${name}' gives its attention weights as ${printDims(value.shape)} (${format}), expected ${expected}: keys × queries × heads × observations, or one of its shorter forms.`,
    { layer: name, received: format, expected },
  );
}

function ambiguous({ type, name }: Layer, count: number, where: string): LayerGraphError {
  const fix = "Let its predict return { outputs, scores } with the weights as scores.";
  return new LayerGraphError(
    "ambiguous-attention",
    `${where}: ${type} '${name}' weights something by each of ${count} softmaxes, and does not say which are its attention weights. ${fix}`,
    { layer: name, fix },
  );
}

function noAttention({ type, name }: Layer, others: readonly string[], where: string): LayerGraphError {
  const has =
    others.length === 0
      ? "The network has no layer with attention."
      : `The layers with attention are ${others.map((other) => `'${other}'`).join(", ")}.`;
  return new LayerGraphError(
    "no-attention",
    `${where}: ${type} '${name}' has no attention weights: it declares none, and weights nothing by a softmax. ${has}`,
    { layer: name, expected: others.join(", ") },
  );
}
