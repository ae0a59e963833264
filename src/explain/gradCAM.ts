import { LayerGraphError } from "../errors.ts";

import { type Layout, layoutOf, printSizes } from "../layer.ts";
import { outputName } from "../network/ends.ts";
import type { Network } from "../network/network.ts";
import { outputNamed } from "../train/activations.ts";
import { type ExplanationOptions, explained } from "./explained.ts";
import { hasPlaces, lastLayerWithPlaces } from "./layerWithPlaces.ts";
import type { Numbers } from "./numbers.ts";
import { type GivenObservation, requireKnownLayers } from "./observation.ts";
import { type ExplainedScore, scoreEnd } from "./target.ts";

/** Options of `gradCAM`; every one may be left out. */
export interface GradCamOptions extends ExplanationOptions {
  /** The layer whose channels are weighted; by default the last one, before what makes the score, whose output has time steps or pixels. */
  readonly layer?: string;
}

/** Where a layer finds what speaks for a score. */
export interface GradCam {
  readonly score: ExplainedScore;
  /** The layer whose channels were weighted. */
  readonly layer: string;
  /** At each time step or pixel of the layer's output, numbers of at least 0: [time], [height, width], … */
  readonly map: Numbers;
  /** What each channel counts: the mean slope of the score along it. */
  readonly channelWeights: readonly number[];
  /** For sequences, the map at each step of the input: as it is, or interpolated where the layer has fewer or more steps. */
  readonly overTime?: readonly number[];
}

/**
 * Where a layer finds what speaks for a score, by Grad-CAM: the channels of its output, each weighted by the mean slope of the score along it, added up, and what
 * is below zero cut off. Over the time steps of a sequence, or over the pixels of an image.
 *
 * @example
 * ```ts
 * const { overTime } = await gradCAM(net, XTest[0], { layer: "add_4" });
 * ```
 * @throws LayerGraphError `unknown-layer`, `no-places` where the layer has neither time steps nor pixels, `no-gradient`, and those of `predict`
 * @see MATLAB gradCAM
 */
export async function gradCAM(net: Network, x: GivenObservation, options: GradCamOptions = {}): Promise<GradCam> {
  const where = "gradCAM";
  requireKnownLayers(net, where);
  const end = scoreEnd(net.graph, options.output, where);
  const inside =
    options.layer === undefined ? lastLayerWithPlaces(net.graph, end, where) : outputNamed(net.graph, options.layer, where);
  const about = await explained(net, x, options, { inside }, where);
  requirePlaces(layoutOf(about.inside!), outputName(net.graph, inside), where);
  const { inside: output, insideSlope } = await about.ask(about.data);
  const [, channels, ...size] = output!.shape;
  const weights = channelMeans(insideSlope!.data as Float32Array, channels);
  const map = weightedSum(output!.data as Float32Array, weights);
  const overTime = about.input.spec.format.includes("T") && size.length === 1 ? stretched(map, about.shape.at(-1)!) : undefined;
  const layer = outputName(net.graph, inside);
  return { score: about.score, layer, map: { data: map, size }, channelWeights: weights, ...(overTime && { overTime }) };
}

function channelMeans(numbers: Float32Array, channels: number): number[] {
  const places = numbers.length / channels;
  return Array.from({ length: channels }, (_, c) => {
    let sum = 0;
    for (let at = c * places; at < (c + 1) * places; at++) sum += numbers[at];
    return sum / places;
  });
}

/** max(0, Σ over channels of weight · number) at each place. */
function weightedSum(numbers: Float32Array, weights: readonly number[]): Float32Array {
  const places = numbers.length / weights.length;
  return Float32Array.from({ length: places }, (_, place) =>
    Math.max(
      0,
      weights.reduce((sum, weight, c) => sum + weight * numbers[c * places + place], 0),
    ),
  );
}

/** Numbers over as many steps as wanted, interpolated between the middles of the steps. */
function stretched(numbers: Float32Array, steps: number): number[] {
  const count = numbers.length;
  return Array.from({ length: steps }, (_, step) => {
    const at = Math.max(0, Math.min(count - 1, ((step + 0.5) / steps) * count - 0.5));
    const [before, share] = [Math.floor(at), at - Math.floor(at)];
    return numbers[before] * (1 - share) + numbers[Math.min(count - 1, before + 1)] * share;
  });
}

function requirePlaces(layout: Layout, layer: string, where: string): void {
  if (hasPlaces(layout)) return;
  const { format } = layout;
  const message = `${where}: the output of layer '${layer}', ${printSizes(layout)}, has neither time steps nor pixels. Name a layer before the one that takes them together.`;
  throw new LayerGraphError("no-places", message, { layer, received: format, expected: "an output with T or S" });
}
