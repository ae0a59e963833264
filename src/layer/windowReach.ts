import type { Layout } from "./formats.ts";
import { allSteps, type LayerReach, type StepReach, sameStep } from "./reach.ts";
import { type EdgeRule, type Padding, sidesOf } from "./windowOptions.ts";

/** A window that walks over time. */
interface TimeWindow {
  readonly size: number;
  readonly stride: number;
  readonly dilation?: number;
  readonly padding: Padding;
  /** How the edges are continued; with a number, nothing of the data lies beyond them. */
  readonly fill?: number | EdgeRule;
}

/** From the smallest to the largest amount that there can be, where it depends on the length. */
type Range = readonly [least: number, most: number];

/** What a convolution declares. */
export function convolutionReach(
  x: Layout,
  options: {
    readonly filterSize: number;
    readonly stride: number;
    readonly dilationFactor: number;
    readonly padding: Padding;
    readonly paddingValue: number | EdgeRule;
  },
): LayerReach {
  const { filterSize: size, stride, dilationFactor: dilation, padding, paddingValue: fill } = options;
  const mirrors = typeof fill === "string" && fill !== "replicate";
  const fixes = [...(padding === "causal" ? [] : ['padding to "causal"']), ...(mirrors ? ["paddingValue to 0"] : [])];
  return { reach: windowReach(x, { size, stride, dilation, padding, fill }), causalFix: `Set ${fixes.join(" and ")}.` };
}

/** What a pooling layer declares. */
export function poolingReach(
  x: Layout,
  { poolSize: size, stride, padding }: { readonly poolSize: number; readonly stride: number; readonly padding: Padding },
): LayerReach {
  return { reach: windowReach(x, { size, stride, padding }), causalFix: `Set padding to [${size - 1}, 0].` };
}

/** Which steps a sliding window sees: those of its walk over time in CBT, the own one where it walks over space. */
function windowReach(x: Layout, window: TimeWindow): StepReach {
  if (x.format !== "CBT") return sameStep;
  const { size, stride, dilation = 1, fill = 0 } = window;
  const reach = (size - 1) * dilation;
  const [before, after] = paddingOf(window, reach);
  const [earliest, latest] = [-before[1], reach - before[0]];
  if (typeof fill === "number") return { earliest, latest, stride };
  // A step beyond an edge is one within: the first (or last) itself, or as far within as it lies beyond.
  const mirrored = fill !== "replicate";
  const edge = fill === "symmetric-include-edge" ? 1 : 0;
  const ahead = mirrored ? before[1] - edge : 0;
  const behind = mirrored ? latest + edge - 2 * after[1] : latest - after[1];
  return {
    earliest: after[1] > 0 ? Math.min(earliest, behind) : earliest,
    latest: before[1] > 0 ? Math.max(latest, ahead) : latest,
    stride,
  };
}

/** How much padding there is on both sides; for "same" with a stride this depends on what the stride leaves over. */
function paddingOf({ stride, padding }: TimeWindow, reach: number): readonly [before: Range, after: Range] {
  const fixed = (before: number, after: number): readonly [Range, Range] => [
    [before, before],
    [after, after],
  ];
  if (padding === "causal") return fixed(reach, 0);
  if (padding !== "same") return fixed(...sidesOf(padding));
  const least = Math.max(0, reach + 1 - stride);
  return [
    [Math.floor(least / 2), Math.floor(reach / 2)],
    [Math.ceil(least / 2), Math.ceil(reach / 2)],
  ];
}

/** What a layer declares that takes a dimension away: time in CBT, space in the others. */
export function pooledAway({ inputs: [x] }: { readonly inputs: readonly Layout[] }): LayerReach {
  return { reach: x.format === "CBT" ? allSteps : sameStep };
}
