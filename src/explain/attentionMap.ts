import type { DataSet } from "../data/dataSet.ts";
import { LayerGraphError } from "../errors.ts";
import type { Network } from "../network/network.ts";
import { observationStates } from "../plan/carried.ts";
import { makePlan } from "../plan/plan.ts";
import type { ChartedAttention } from "../report/attentionHeads.ts";
import { randomFeeds } from "../train/feeds.ts";
import { computedPieces } from "../train/networkOutputs.ts";
import { loadedPlan, type NetworkRun } from "../train/networkRuns.ts";
import { predictorsFor } from "../train/predict.ts";
import { type PredictionOptions, predictionOptions } from "../train/predictionOptions.ts";
import { fedInputs } from "../train/prepareNetwork.ts";
import type { GivenPredictors } from "../train/trainingData.ts";
import { tracedAttention } from "./attentionWeights.ts";
import { alone, beginnings, type GivenObservation, requireKnownLayers } from "./observation.ts";

/** Where the queries of an attention layer look, for one observation. */
export interface AttentionMap extends ChartedAttention {
  /** How widely each query of each head looks: −Σ w·ln w in nats, from 0 (at one key) to ln(keys) (at all alike). */
  readonly entropy: readonly (readonly number[])[];
}

/** Options of `attentionMap`; every one may be left out. */
export interface AttentionMapOptions extends Pick<PredictionOptions, "threads" | "executionEnvironment"> {
  /** A name for each query, in their order, such as the words of a translation. */
  readonly queryLabels?: readonly string[];
  /** A name for each key. */
  readonly keyLabels?: readonly string[];
}

/**
 * Where an attention layer looks for one observation: how much each query takes of each key, in each head and in the mean over the heads, with
 * the entropy of each query. `layer` is the name of any layer with attention: of `attentionLayer` and `selfAttentionLayer` (whether or not they have
 * an output for it), of a layer of your own whose definition declares `scores` or whose `predict` returns them, and of a layer that weights something by the
 * one softmax that it computes, as layer classes of MATLAB do. A layer that pools over time by a softmax has one query. `attentionLayers` lists them.
 *
 * @example
 * ```ts
 * const { mean } = await attentionMap(net, XTest[0], "attention");
 * ```
 * @throws LayerGraphError `unknown-layer`, `no-attention`, `ambiguous-attention`, `not-attention-weights`, `label-count`, and those of `predict`
 */
export async function attentionMap(
  net: Network,
  x: GivenObservation,
  layer: string,
  { queryLabels, keyLabels, ...options }: AttentionMapOptions = {},
): Promise<AttentionMap> {
  const [map] = await mapsOf(net, alone(x, "attentionMap"), layer, options, "attentionMap");
  requireCount(queryLabels, map.queries, "queryLabels", "queries");
  requireCount(keyLabels, map.keys, "keyLabels", "keys");
  const labels = { ...(queryLabels && { queries: queryLabels }), ...(keyLabels && { keys: keyLabels }) };
  return { ...map, ...(Object.keys(labels).length > 0 && { labels }) };
}

/**
 * The attention map of a layer for each observation, in their order; data as `predict` takes them. A map is what it is for its observation alone,
 * whatever the lengths of the others.
 *
 * @example const maps = await attentionMaps(net, XTest, "attention", { miniBatchSize: 32 });
 * @throws LayerGraphError as `attentionMap`
 */
export function attentionMaps(
  net: Network,
  X: GivenPredictors | DataSet,
  layer: string,
  options: Omit<PredictionOptions, "sequenceLength"> = {},
): Promise<AttentionMap[]> {
  return mapsOf(net, X, layer, options, "attentionMaps");
}

async function mapsOf(
  net: Network,
  X: GivenPredictors | DataSet,
  layer: string,
  options: PredictionOptions,
  where: string,
): Promise<AttentionMap[]> {
  requireKnownLayers(net, where);
  const checked = predictionOptions(options, where);
  const run = await weightsRun(net, layer, checked.threads, where);
  const data = predictorsFor(run, X);
  const maps: AttentionMap[] = [];
  for await (const { observations, outputs } of computedPieces(run, data, checked, { purpose: "prediction" })) {
    const [{ value }] = outputs;
    const sizes = value.shape.slice(1) as [heads: number, queries: number, keys: number];
    const count = sizes[0] * sizes[1] * sizes[2];
    for (const [row, observation] of observations.entries()) {
      const numbers = (value.data as Float32Array).subarray(row * count, (row + 1) * count);
      maps[observation] = mapOf(layer, numbers, sizes, where);
    }
  }
  return maps;
}

/** The network ready to compute the weights of a layer, [batch, heads, queries, keys], for observations of one length at a time. */
async function weightsRun(net: Network, layer: string, threads: number, where: string): Promise<NetworkRun> {
  const { about, run } = await loadedPlan(net, threads, JSON.stringify(["attention", layer]), () => {
    const { traced, weights } = tracedAttention(net.graph, layer, where);
    const plan = makePlan(`attention of ${layer}`, { weights }, { random: traced.random });
    return { plan, weights, states: traced.states, observationStates: observationStates(traced.states) };
  });
  const states = Object.fromEntries(beginnings(net, about.states, where));
  return {
    inputs: fedInputs(net.graph.layers),
    outputs: [{ name: "weights", format: "SSCB", shape: about.weights.shape, stepsOut: () => undefined }],
    equalLengthsOnly: true,
    observationStates: new Map(),
    run: async (batch) => {
      const results = await run({ ...batch.feeds, ...states, ...randomFeeds(about.plan, batch.symbols, 0, 0) });
      return [{ value: results.weights }];
    },
  };
}

function mapOf(
  layer: string,
  numbers: Float32Array,
  [heads, queries, keys]: readonly [number, number, number],
  where: string,
): AttentionMap {
  const row = (head: number, query: number): number[] => {
    const from = (head * queries + query) * keys;
    return Array.from(numbers.subarray(from, from + keys));
  };
  const weights = times(heads, (head) => times(queries, (query) => row(head, query)));
  for (const [head, rows] of weights.entries())
    for (const [query, each] of rows.entries()) requireWeights(each, { layer, head, query, where });
  const mean = times(queries, (query) => times(keys, (key) => weights.reduce((sum, rows) => sum + rows[query][key], 0) / heads));
  const entropy = weights.map((rows) => rows.map(entropyOf));
  const most = Math.log(keys);
  const normalizedEntropy = entropy.map((rows) => rows.map((each) => (most === 0 ? 0 : Math.min(1, each / most))));
  return { layer, heads, queries, keys, weights, mean, entropy, normalizedEntropy };
}

function times<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

/** −Σ w·ln w. */
function entropyOf(weights: readonly number[]): number {
  return weights.reduce((sum, w) => (w > 0 ? sum - w * Math.log(w) : sum), 0);
}

/** What a layer calls its attention weights may be something else: scores before the softmax, or gates. */
function requireWeights(
  row: readonly number[],
  {
    layer,
    head,
    query,
    where,
  }: { readonly layer: string; readonly head: number; readonly query: number; readonly where: string },
): void {
  const sum = row.reduce((a, b) => a + b, 0);
  const least = row.reduce((a, b) => Math.min(a, b), 0);
  if (least >= -1e-6 && (Math.abs(sum - 1) < 1e-3 || row.every((w) => w === 0))) return;
  const place = `query ${query} of head ${head} adds up to ${Number(sum.toPrecision(4))}`;
  throw new LayerGraphError(
    "not-attention-weights",
    `${where}: what layer '${layer}' gives as its attention weights are none: ${place}${least < 0 ? `, and one of its weights is ${Number(least.toPrecision(4))}` : ""}. Expected numbers of at least 0 that add up to 1 over the keys: name what comes out of the softmax, keys first.`,
    { layer, received: String(sum), expected: "1" },
  );
}

function requireCount(labels: readonly string[] | undefined, expected: number, option: string, what: string): void {
  if (labels === undefined || labels.length === expected) return;
  throw new LayerGraphError(
    "label-count",
    `attentionMap: option '${option}' has ${labels.length} names, expected ${expected}, one for each of the ${what}.`,
    { received: String(labels.length), expected: String(expected) },
  );
}
