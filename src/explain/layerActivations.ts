import type { OutputPort } from "../network/ends.ts";
import { outputName } from "../network/ends.ts";
import type { Network } from "../network/network.ts";
import { traceSeparately } from "../plan/forward.ts";
import { predictionPlan } from "../plan/prediction.ts";
import { randomFeeds } from "../train/feeds.ts";
import { loadedPlan } from "../train/networkRuns.ts";
import { predictionOptions } from "../train/predictionOptions.ts";
import { fedInputs } from "../train/prepareNetwork.ts";
import type { Numbers } from "./numbers.ts";
import { beginnings, fedObservation, type GivenObservation, requireKnownLayers } from "./observation.ts";

/** What a layer puts out for one observation. */
export interface LayerActivation {
  readonly layer: string;
  /** MATLAB's labels without the one of the observations: `"CT"`, `"C"`, `"SSC"`. */
  readonly dimensions: string;
  /** [channels, …, time], row-major. */
  readonly values: Numbers;
}

/** What several layers put out for one observation, computed together. */
export async function layerActivations(
  net: Network,
  x: GivenObservation,
  ends: readonly OutputPort[],
  where: string,
): Promise<LayerActivation[]> {
  requireKnownLayers(net, where);
  if (ends.length === 0) return [];
  const { threads } = predictionOptions(undefined, where);
  const fed = fedObservation(fedInputs(net.graph.layers), x, where);
  const { about, run } = await loadedPlan(net, threads, JSON.stringify(["activations", ends]), () => ({
    ...predictionPlan(net.graph, { padded: false, ends }),
    states: traceSeparately(net.graph).states,
  }));
  const states = Object.fromEntries(beginnings(net, about.states, where));
  const results = await run({ ...fed.feeds, ...states, ...randomFeeds(about.plan, fed.symbols, 0, 0) });
  return about.outputs.map(({ name, activation }, i) => {
    const { shape, data } = results[name];
    const dimensions = activation.format.replace("B", "");
    return {
      layer: outputName(net.graph, ends[i]),
      dimensions,
      values: { data: Float32Array.from(data as Float32Array), size: shape.slice(1) },
    };
  });
}

/** The outputs over time, of one channel dimension, of the layers with learnables, in the order of computing. */
export function layersOverTime({ graph }: Network): OutputPort[] {
  const traced = traceSeparately(graph);
  const learned = new Set(traced.learnables.arrays.map(({ layer }) => layer));
  return traced.order.flatMap(({ name, outputNames }) => {
    const first = traced.activations.get(name)?.[0];
    return first?.format === "CBT" && learned.has(name) ? [{ layer: name, port: outputNames[0] }] : [];
  });
}
