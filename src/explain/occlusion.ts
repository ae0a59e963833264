import { LayerGraphError } from "../errors.ts";
import type { Network } from "../network/network.ts";
import { type Baseline, baselineNumbers } from "./baseline.ts";
import { type Explained, type ExplanationOptions, explained } from "./explained.ts";
import type { GivenObservation } from "./observation.ts";
import type { ExplainedScore } from "./target.ts";

/** Options of `occlusion`; every one may be left out. */
export interface OcclusionOptions extends ExplanationOptions {
  /** How many steps (of a row: features) are covered at once; a twentieth of all, at least one, by default. */
  readonly window?: number;
  /** How far the window moves; half of it by default. */
  readonly stride?: number;
  /** What covers them: `"zeros"` (default), `"mean"` of each channel, or an observation. */
  readonly baseline?: Baseline;
}

/** One place of the window. */
export interface Occluded {
  /** The first covered step, and the first behind it. */
  readonly from: number;
  readonly to: number;
  /** The score that is left, and by how much it fell. */
  readonly score: number;
  readonly drop: number;
}

/** By how much a score falls where parts of an observation are covered. */
export interface Occlusion {
  readonly score: ExplainedScore;
  /** The input layer whose data were covered. */
  readonly input: string;
  /** What the window moves over. */
  readonly along: "time" | "features";
  /** The score of the whole observation. */
  readonly value: number;
  readonly windows: readonly Occluded[];
  /** For each step, the mean drop of the windows that cover it. */
  readonly drops: readonly number[];
}

/**
 * By how much a score falls where a window of time steps, over all features, is covered by a baseline; of a row of features, where some of them are. It
 * needs no slopes, so that it works for every network that predicts, also on words. The last window ends where the observation does.
 *
 * @example
 * ```ts
 * const { drops } = await occlusion(net, XTest[0], { window: 10, stride: 5 });
 * ```
 * @throws LayerGraphError `invalid-option`, `not-supported` for images, `unknown-class`, `missing-target`, and those of `predict`
 * @see MATLAB occlusionSensitivity
 */
export async function occlusion(net: Network, x: GivenObservation, options: OcclusionOptions = {}): Promise<Occlusion> {
  const where = "occlusion";
  const about = await explained(net, x, options, {}, where);
  const { data, ask, miniBatchSize, score, input } = about;
  const steps = stepsOf(about, where);
  const start = baselineNumbers(options.baseline ?? "zeros", about, where);
  const window = checkedCount(options.window ?? Math.max(1, Math.round(steps / 20)), "window", steps, where);
  const stride = checkedCount(options.stride ?? Math.max(1, Math.floor(window / 2)), "stride", window, where);
  const places = windowsOver(steps, window, stride);
  const {
    scores: [value],
  } = await ask(data);
  const windows: Occluded[] = [];
  for (let from = 0; from < places.length; from += miniBatchSize) {
    const part = places.slice(from, from + miniBatchSize);
    const { scores } = await ask(covered(data, start, steps, part, window));
    part.forEach((place, i) => void windows.push({ from: place, to: place + window, score: scores[i], drop: value - scores[i] }));
  }
  const along = input.spec.format.includes("T") ? "time" : "features";
  return { score, input: input.name, along, value, windows, drops: dropsOf(windows, steps) };
}

/** The number of places that a window moves over. */
function stepsOf({ shape, input: { name, spec } }: Explained, where: string): number {
  if (spec.format.includes("T")) return shape.at(-1)!;
  if (!spec.format.includes("S")) return shape[0];
  const message = `${where}: input '${name}' takes images (${spec.format}), over which no window moves yet. Use integratedGradients or gradCAM.`;
  throw new LayerGraphError("not-supported", message, { received: spec.format, expected: "sequences or rows of features" });
}

/** Where windows begin: at every stride, and the last one at the end. */
function windowsOver(steps: number, window: number, stride: number): number[] {
  const places: number[] = [];
  for (let from = 0; from + window < steps; from += stride) places.push(from);
  return [...places, steps - window];
}

/** The data so many times, each with another window covered. */
function covered(
  data: Float32Array,
  start: Float32Array,
  steps: number,
  places: readonly number[],
  window: number,
): Float32Array {
  const all = new Float32Array(places.length * data.length);
  places.forEach((place, i) => {
    all.set(data, i * data.length);
    for (let row = 0; row < data.length; row += steps)
      all.set(start.subarray(row + place, row + place + window), i * data.length + row + place);
  });
  return all;
}

function dropsOf(windows: readonly Occluded[], steps: number): number[] {
  const [sums, counts] = [new Float64Array(steps), new Float64Array(steps)];
  for (const { from, to, drop } of windows) {
    for (let step = from; step < to; step++) {
      sums[step] += drop;
      counts[step]++;
    }
  }
  return Array.from(sums, (sum, step) => sum / counts[step]);
}

function checkedCount(value: number, option: string, most: number, where: string): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  const expected = `a whole number from 1 to ${most}`;
  const message = `${where}: option '${option}' must be ${expected}, received ${value}.`;
  throw new LayerGraphError("invalid-option", message, { received: String(value), expected });
}
