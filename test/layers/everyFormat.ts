import type { Format, Layer } from "../../src/layer.ts";
import { printDims } from "../../src/ops/index.ts";
import { symbolic } from "./drawnLayer.ts";
import type { LayerCase } from "./testLayer.ts";

/** Small sizes in the order [B, C, S…, T] for every format. */
export const smallSizes: Readonly<Record<Format, readonly number[]>> = {
  CB: [3, 4],
  CBT: [2, 3, 4],
  SCB: [2, 3, 4],
  SCBT: [2, 3, 2, 3],
  SSCB: [2, 3, 2, 4],
  SSCBT: [2, 2, 3, 2, 3],
  SSSCB: [2, 2, 2, 3, 2],
  SSSCBT: [1, 2, 2, 2, 2, 3],
};

/** A case for each format of a layer that keeps format and sizes. */
export function keepsEveryFormat(layer: Layer, more: Partial<LayerCase> = {}): Record<string, LayerCase> {
  const entries = Object.entries(smallSizes).map(([name, shape]): [string, LayerCase] => {
    const format = name as Format;
    const inputs = layer.inputNames.map(() => ({ format, shape }));
    return [format, { layer, inputs, output: `${printDims(symbolic({ format, shape }))} (${format})`, ...more }];
  });
  return Object.fromEntries(entries);
}
