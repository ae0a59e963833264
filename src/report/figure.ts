import type { Wiring } from "../network/wiring.ts";

/** What was drawn in one pair of axes: lines, a confusion chart, or a layer graph. */
export interface ChartFigure {
  readonly title?: string;
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly legend?: readonly string[];
  readonly lines?: readonly { readonly x: readonly number[]; readonly y: readonly number[]; readonly style?: string }[];
  readonly graph?: Wiring;
  readonly confusion?: { readonly classes: readonly string[]; readonly counts: readonly (readonly number[])[] };
}
