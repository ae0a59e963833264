import { LayerGraphError } from "../errors.ts";
import { elementCount } from "../tensor.ts";
import type { FedInput } from "../train/networkData.ts";
import { fedObservation, type ObservationInput } from "./observation.ts";

/**
 * What stands for "nothing there": zeros, the mean of each channel of the observation over its own steps or pixels, or an observation of the same
 * size.
 */
export type Baseline = "zeros" | "mean" | ObservationInput;

/**
 * The numbers of a baseline, in the layout of the data: [channels, …, time].
 *
 * @throws LayerGraphError `invalid-option`, `wrong-size`, `not-supported` for the mean of a row of features, and those of reading an observation
 */
export function baselineNumbers(
  choice: Baseline,
  { data, shape, input }: { readonly data: Float32Array; readonly shape: readonly number[]; readonly input: FedInput },
  where: string,
): Float32Array {
  if (choice === "zeros") return new Float32Array(data.length);
  if (choice === "mean") return channelMeans(data, shape, where);
  if (typeof choice !== "object" || choice === null) {
    const expected = '"zeros", "mean" or an observation';
    const message = `${where}: option 'baseline' must be ${expected}, received ${JSON.stringify(choice)}.`;
    throw new LayerGraphError("invalid-option", message, { received: String(choice), expected });
  }
  const given = fedObservation([input], choice, `${where}, baseline`).feeds[input.name];
  const [received, expected] = [given.shape.slice(1), shape];
  if (received.join() === expected.join()) return given.data as Float32Array;
  const message = `${where}: the baseline is [${received.join(", ")}] (channels, …, time), but the observation is [${expected.join(", ")}].`;
  throw new LayerGraphError("wrong-size", message, { received: received.join("×"), expected: expected.join("×") });
}

function channelMeans(data: Float32Array, shape: readonly number[], where: string): Float32Array {
  const places = elementCount(shape.slice(1));
  if (shape.length === 1) {
    const fix = 'Use "zeros", or give a row of features, such as the means of the training data.';
    const message = `${where}: the baseline "mean" is the mean over time steps or pixels, of which a row of features has none. ${fix}`;
    throw new LayerGraphError("not-supported", message, { received: "mean", fix });
  }
  const means = new Float32Array(data.length);
  for (let from = 0; from < data.length; from += places) {
    const channel = data.subarray(from, from + places);
    means.fill(channel.reduce((sum, v) => sum + v, 0) / places, from, from + places);
  }
  return means;
}
