import type { DataSet } from "../data/dataSet.ts";
import type { LayerState } from "../layer.ts";

type Statistic = NonNullable<LayerState["statistic"]>;

/**
 * A statistic of the training data over all observations and time steps, accumulated in double precision: `count` numbers, one for each
 * channel, or one number repeated where it is taken over everything. The standard deviation divides by the number of elements.
 */
export function inputStatistic(data: DataSet, { kind, over }: Statistic, count: number): Float64Array {
  const rows = rowsOf(data);
  const groups = over === "all" ? [rows.flat()] : rows;
  const values = groups.map((parts) => reduce(parts, kind));
  return Float64Array.from({ length: count }, (_, i) => values[values.length === 1 ? 0 : i]);
}

/** For each feature, the pieces of data that belong to it. */
function rowsOf(data: DataSet): Float32Array[][] {
  if (data.kind === "features") {
    return Array.from({ length: data.predictors[0].length }, (_, c) => [Float32Array.from(data.predictors, (row) => row[c])]);
  }
  return Array.from({ length: data.predictors[0].size[0] }, (_, c) =>
    data.predictors.map(({ data: values, size: [, time] }) => values.subarray(c * time, (c + 1) * time)),
  );
}

function reduce(parts: readonly Float32Array[], kind: Statistic["kind"]): number {
  if (kind === "min" || kind === "max") {
    const better = kind === "min" ? Math.min : Math.max;
    return parts.reduce((best, part) => part.reduce((a, b) => better(a, b), best), kind === "min" ? Infinity : -Infinity);
  }
  const count = parts.reduce((n, part) => n + part.length, 0);
  const mean = total(parts, (v) => v) / count;
  return kind === "mean" ? mean : Math.sqrt(total(parts, (v) => (v - mean) ** 2) / count);
}

function total(parts: readonly Float32Array[], f: (v: number) => number): number {
  let sum = 0;
  for (const part of parts) for (let i = 0; i < part.length; i++) sum += f(part[i]);
  return sum;
}
