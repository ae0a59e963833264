import { heatmap } from "./heatmap.ts";
import { frame } from "./panel.ts";
import { textElement } from "./svg.ts";

/** The attention of a layer for one observation, as `attentionMap` gives it. */
export interface ChartedAttention {
  /** The name of the layer. */
  readonly layer: string;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  /** `weights[head][query][key]`: numbers from 0 to 1 that add up to 1 over the keys; all 0 for a query that may use no key. */
  readonly weights: readonly (readonly (readonly number[])[])[];
  /** `mean[query][key]`: the mean over the heads. */
  readonly mean: readonly (readonly number[])[];
  /** How widely each query of each head looks, as a share of ln(keys): from 0 (at one key) to 1 (at all alike); 0 where there is one key. */
  readonly normalizedEntropy: readonly (readonly number[])[];
  /** What queries and keys are called, where that was given. */
  readonly labels?: AttentionLabels;
}

/** Names of queries and keys, such as words. */
export interface AttentionLabels {
  readonly queries?: readonly string[];
  readonly keys?: readonly string[];
}

const perLine = 4;
const small = { width: 128, gap: 16 } as const;

function smallHeight({ queries, keys }: ChartedAttention): number {
  return Math.max(24, Math.min(small.width, (small.width * queries) / keys));
}

/** Each head's own map, small; nothing where there is one head alone. */
export function headMaps(map: ChartedAttention, top: number): string[] {
  if (map.heads === 1) return [];
  const height = smallHeight(map);
  return map.weights.flatMap((rows, head) => {
    const [line, place] = [Math.floor(head / perLine), head % perLine];
    const x = 40 + place * (small.width + small.gap);
    const box = { x, y: top + line * (height + 34), width: small.width, height };
    const title = textElement(`head ${head + 1}`, { x: x + small.width / 2, y: box.y - 6, className: "small" });
    return [title, ...heatmap({ rows }, box), frame(box)];
  });
}

/** Where the small maps end. */
export function headMapsBottom(map: ChartedAttention, top: number): number {
  if (map.heads === 1) return top - 14;
  return top + Math.ceil(map.heads / perLine) * (smallHeight(map) + 34);
}
