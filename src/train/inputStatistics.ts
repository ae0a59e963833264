import type { Observations } from "../data/dataSet.ts";
import type { LayerState } from "../layer.ts";

type Statistic = NonNullable<LayerState["statistic"]>;

/**
 * A statistic of the training data over all observations and time steps, accumulated in double precision: `count` numbers in MATLAB's order, one
 * for each channel or element, or one number repeated where it is taken over everything. The standard deviation divides by the number of
 * elements.
 */
export function inputStatistic(data: Observations, { kind, over }: Statistic, count: number): Float64Array {
  const { lines, groupOf, groups } = groupsOf(data, over, count);
  const mean = kind === "mean" || kind === "standardDeviation" ? means(data, lines, groupOf, groups) : undefined;
  if (kind === "mean") return spread(mean!, count);
  if (mean) {
    const variance = means(data, lines, groupOf, groups, (value, group) => (value - mean[group]) ** 2);
    return spread(variance.map(Math.sqrt), count);
  }
  const better = kind === "min" ? Math.min : Math.max;
  const best = new Float64Array(groups).fill(kind === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
  forEach(data, lines, (value, line) => {
    best[groupOf[line]] = better(best[groupOf[line]], value);
  });
  return spread(best, count);
}

interface Groups {
  /** Numbers of an observation that are one after the other in time. */
  readonly lines: number;
  /** For each line, the statistic that it belongs to. */
  readonly groupOf: Int32Array;
  readonly groups: number;
}

/** Which numbers of an observation a statistic is taken over together. */
function groupsOf(data: Observations, over: Statistic["over"], count: number): Groups {
  const size = stepSize(data);
  const lines = size.reduce((a, b) => a * b, 1);
  const channels = size.at(-1)!;
  const places = lines / channels;
  const groups = over === "all" ? 1 : count;
  const groupOf = Int32Array.from({ length: lines }, (_, line) => {
    if (groups === 1) return 0;
    const [channel, place] = [line % channels, Math.floor(line / channels)];
    return count === channels ? channel : channel * places + matlabPlace(place, size.slice(0, -1));
  });
  return { lines, groupOf, groups };
}

/** A place in row-major order of the spatial sizes as MATLAB counts it: the first dimension varies fastest. */
function matlabPlace(place: number, spatial: readonly number[]): number {
  let [rest, result] = [place, 0];
  for (let axis = spatial.length - 1; axis >= 0; axis--) {
    const stride = spatial.slice(0, axis).reduce((a, b) => a * b, 1);
    result += (rest % spatial[axis]) * stride;
    rest = Math.floor(rest / spatial[axis]);
  }
  return result;
}

/** The sizes of one step of an observation, channels last. */
function stepSize(data: Observations): readonly number[] {
  switch (data.kind) {
    case "features":
      return [data.predictors[0].length];
    case "sequences":
      return [data.predictors[0].size[0]];
    case "images":
      return data.predictors[0].size;
    case "imageSequences":
      return data.predictors[0].size.slice(0, -1);
  }
}

/** Visits every number with the line it is on. */
function forEach(data: Observations, lines: number, visit: (value: number, line: number) => void): void {
  for (const item of data.predictors) {
    const values = "data" in item ? item.data : item;
    const time = values.length / lines;
    for (let line = 0, at = 0; line < lines; line++) for (let step = 0; step < time; step++) visit(values[at++], line);
  }
}

function means(
  data: Observations,
  lines: number,
  groupOf: Int32Array,
  groups: number,
  f: (value: number, group: number) => number = (value) => value,
): Float64Array {
  const [sums, counts] = [new Float64Array(groups), new Float64Array(groups)];
  forEach(data, lines, (value, line) => {
    const group = groupOf[line];
    sums[group] += f(value, group);
    counts[group]++;
  });
  return sums.map((sum, group) => sum / counts[group]);
}

/** One number repeated where there is one for everything. */
function spread(values: Float64Array, count: number): Float64Array {
  return values.length === count ? values : new Float64Array(count).fill(values[0]);
}
