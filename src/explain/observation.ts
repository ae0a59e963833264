import type { ImageInput } from "../data/images.ts";
import type { SequenceInput } from "../data/sequences.ts";
import { LayerGraphError } from "../errors.ts";
import { usageOf } from "../network/ends.ts";
import type { Network, NetworkArrays } from "../network/network.ts";
import { assertValid } from "../network/validate.ts";
import { observationStates } from "../plan/carried.ts";
import type { PackedStates } from "../plan/parameters.ts";
import { checkInput } from "../train/checkData.ts";
import { batchFeeds, type Fed } from "../train/feeds.ts";
import { type FedInput, networkData } from "../train/networkData.ts";
import { requireNetwork } from "../train/networkRuns.ts";
import { predictionOptions } from "../train/predictionOptions.ts";
import type { GivenPredictors } from "../train/trainingData.ts";
import { paddingOf } from "../train/trainingLoop.ts";

/** One observation as users write it: a sequence (features × time), a row of features, or an image. */
export type ObservationInput = SequenceInput | ArrayLike<number> | ImageInput;

/** One observation of a network; of one with several input layers by their names. */
export type GivenObservation = ObservationInput | Readonly<Record<string, ObservationInput>>;

/** One observation as a list of one, as the functions for data take them. */
export function alone(x: GivenObservation, where: string): GivenPredictors {
  if (typeof x !== "object" || x === null || "kind" in x) {
    const received = typeof x === "object" && x !== null ? "a data set" : String(x);
    const message = `${where}: the second argument must be one observation (a sequence, a row of features, an image, or these by the names of the input layers), received ${received}.`;
    throw new LayerGraphError("not-an-observation", message, { received, expected: "one observation" });
  }
  if (Array.isArray(x) || ArrayBuffer.isView(x) || ("data" in x && "size" in x)) return [x] as GivenPredictors;
  return Object.fromEntries(Object.entries(x).map(([name, part]) => [name, [part]])) as GivenPredictors;
}

/** Throws unless a value is a network whose layers are all known: what looks inside of it. */
export function requireKnownLayers(net: unknown, where: string): asserts net is Network {
  requireNetwork(net, where);
  assertValid(net.graph, { targetUsage: usageOf(net.graph) });
}

/** The states with which every sequence begins, by `layer/name`. */
export function beginnings(net: Network, states: PackedStates, where: string): NetworkArrays {
  const own = observationStates(states).map(({ key }) => [key, net.states.get(key)!] as const);
  const later = own.find(([, { shape }]) => shape[0] !== 1);
  if (!later) return new Map(own);
  const fix = "Begin anew with resetState(net).";
  throw new LayerGraphError(
    "wrong-observations",
    `${where}: the network's states, such as '${later[0]}', are those of ${later[1].shape[0]} observations in the middle of their sequences. ${fix}`,
    { received: `${later[1].shape[0]} observations`, fix },
  );
}

/** One observation as a mini-batch of one. */
export function fedObservation(inputs: readonly FedInput[], x: GivenObservation, where: string): Fed {
  const data = networkData({ predictors: alone(x, where) }, inputs, [], { predictors: where });
  for (const { name, spec } of inputs) checkInput(name, spec, data.inputs.get(name)!, "prediction");
  const padding = paddingOf(predictionOptions(undefined, where));
  const [fed] = batchFeeds(data, Int32Array.of(0), { inputs, targets: [], padding });
  return fed;
}
