import { LayerGraphError } from "../errors.ts";
import { axesOf } from "../layer.ts";
import type { Network } from "../network/network.ts";
import { unknownLayer } from "../network/wiring.ts";
import { traceSeparately } from "../plan/forward.ts";

/** The filters of a convolution, ready to be drawn. */
export interface LearnedFilters {
  readonly layer: string;
  /** How many dimensions the filters move over. */
  readonly dimensions: 1 | 2;
  /** `[filter][row][column]`: channels × taps in one dimension; height × width in two, where each channel of a filter is one of its own. */
  readonly filters: readonly (readonly (readonly number[])[])[];
}

/**
 * The filters that a layer has learned: of a convolution over time or over one dimension channels × taps each, of one over images height × width for each channel
 * of each filter, those of a filter one after the other.
 *
 * @example filtersSvg({ title: "conv1", filters: learnedFilters(net, "conv1").filters });
 * @throws LayerGraphError `unknown-layer`, `no-filters` for a layer whose weights are no filters
 */
export function learnedFilters(net: Network, name: string): LearnedFilters {
  const layer =
    net.graph.layer(name) ??
    unknownLayer(
      name,
      net.graph.layers.map((each) => each.name),
    );
  const weights = net.learnables.get(`${name}/weights`);
  const output = traceSeparately(net.graph).activations.get(name)?.[0];
  const places = output ? axesOf(output.format, "S", "T").length : 0;
  const sizes = weights?.shape ?? []; // MATLAB's size reversed: filters (in groups), channels, then the taps, rows fastest
  const own = sizes.slice(sizes.length - places - 1);
  if (!weights || (places !== 1 && places !== 2) || sizes.length < places + 2) {
    const message = `learnedFilters: ${layer.type} '${name}' has no weights that are filters over one or two dimensions.`;
    throw new LayerGraphError("no-filters", message, { layer: name, received: layer.type, expected: "a convolution" });
  }
  const [channels, ...taps] = own;
  const count = channels * taps.reduce((a, b) => a * b, 1);
  const filters = Array.from({ length: weights.data.length / count }, (_, f) =>
    weights.data.subarray(f * count, (f + 1) * count),
  );
  if (places === 1) return { layer: name, dimensions: 1, filters: filters.map((filter) => rowsOf(filter, channels, taps[0])) };
  const [width, height] = taps;
  const planes = filters.flatMap((filter) =>
    Array.from({ length: channels }, (_, c) => transposed(rowsOf(filter.subarray(c * width * height), width, height))),
  );
  return { layer: name, dimensions: 2, filters: planes };
}

function rowsOf(numbers: Float32Array, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, row) => Array.from(numbers.subarray(row * columns, (row + 1) * columns)));
}

function transposed(rows: readonly (readonly number[])[]): number[][] {
  return rows[0].map((_, column) => rows.map((row) => row[column]));
}
