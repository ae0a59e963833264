import { LayerGraphError } from "../errors.ts";
import type { Network } from "../network/network.ts";
import { type Baseline, baselineNumbers } from "./baseline.ts";
import { type ExplanationOptions, explained } from "./explained.ts";
import { gaussLegendre } from "./gaussLegendre.ts";
import { asObserved, type Numbers } from "./numbers.ts";
import type { GivenObservation } from "./observation.ts";
import type { ExplainedScore } from "./target.ts";

/** Options of `integratedGradients`; every one may be left out. */
export interface IntegratedGradientsOptions extends ExplanationOptions {
  /** Where the way to the observation begins: `"zeros"` (default), `"mean"` of each channel, or an observation. */
  readonly baseline?: Baseline;
  /** Places on the way at which slopes are taken; 64 by default. */
  readonly steps?: number;
}

/** What each number of an observation adds to a score. */
export interface IntegratedGradients {
  readonly score: ExplainedScore;
  /** The input layer whose data this is about. */
  readonly input: string;
  /** In the layout of an observation: features × time, a row of features, or height × width × channels. */
  readonly attributions: Numbers;
  /** The sum over the features at each time step; missing where the input has no time. */
  readonly overTime?: readonly number[];
  /** The score of the observation and that of the baseline. */
  readonly value: number;
  readonly baselineValue: number;
  /** The sum of the attributions; with enough steps it is `value − baselineValue`. */
  readonly sum: number;
  /** By how much it is not: |sum − (value − baselineValue)|. */
  readonly error: number;
}

/**
 * What each number of an observation adds to a score, by integrated gradients: the slope of the score along that number, integrated over the straight way from
 * a baseline to the observation, times how far the number moved. What all numbers add is the score less that of the baseline; `error` says how nearly that
 * came out, and more `steps` make it smaller. The slopes come from the library's own gradients, compiled once for each network.
 *
 * @example
 * ```ts
 * const { overTime, error } = await integratedGradients(net, XTest[0], { target: "walking" });
 * ```
 * @throws LayerGraphError `invalid-option`, `no-gradient`, `unknown-class`, `missing-target`, and those of `predict`
 * @see Sundararajan, Taly, Yan, "Axiomatic attribution for deep networks" (2017)
 */
export async function integratedGradients(
  net: Network,
  x: GivenObservation,
  options: IntegratedGradientsOptions = {},
): Promise<IntegratedGradients> {
  const where = "integratedGradients";
  const { baseline = "zeros", steps = 64 } = options;
  requireSteps(steps, where);
  const about = await explained(net, x, options, { slope: true }, where);
  const { data, ask, miniBatchSize } = about;
  const start = baselineNumbers(baseline, about, where);
  const { places, weights } = gaussLegendre(steps);
  // The ends of the way are variants too, whose slopes count nothing.
  const [along, counts] = [
    [1, 0, ...places],
    [0, 0, ...weights],
  ];
  const mean = new Float64Array(data.length);
  const scores: number[] = [];
  for (let from = 0; from < along.length; from += miniBatchSize) {
    const part = along.slice(from, from + miniBatchSize);
    const { scores: found, slope } = await ask(variants(start, data, part));
    scores.push(...found);
    part.forEach((_, i) => {
      const count = counts[from + i];
      if (count !== 0) for (let at = 0; at < mean.length; at++) mean[at] += count * slope![i * mean.length + at];
    });
  }
  const added = mean.map((slope, at) => slope * (data[at] - start[at]));
  const sum = added.reduce((a, b) => a + b, 0);
  const [value, baselineValue] = scores;
  const observed = asObserved(added, about);
  return {
    score: about.score,
    input: about.input.name,
    ...observed,
    value,
    baselineValue,
    sum,
    error: Math.abs(sum - (value - baselineValue)),
  };
}

/** The points on the way from a start to an end at some places between 0 and 1. */
function variants(start: Float32Array, end: Float32Array, places: readonly number[]): Float32Array {
  const all = new Float32Array(places.length * end.length);
  places.forEach((place, i) => {
    for (let at = 0; at < end.length; at++) all[i * end.length + at] = start[at] + place * (end[at] - start[at]);
  });
  return all;
}

function requireSteps(steps: number, where: string): void {
  if (Number.isInteger(steps) && steps >= 1 && steps <= 10_000) return;
  const expected = "a whole number from 1 to 10,000";
  const message = `${where}: option 'steps' must be ${expected}, received ${steps}.`;
  throw new LayerGraphError("invalid-option", message, { received: String(steps), expected });
}
