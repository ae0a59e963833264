/** How often each class was predicted as each. Time steps count as observations where labels are lists. */
export interface ConfusionMatrix {
  readonly classes: readonly string[];
  /** `counts[i][j]`: observations of class i that were predicted as class j. */
  readonly counts: readonly (readonly number[])[];
  /** For each class, the share of its predictions that are right; NaN where it was never predicted. */
  readonly precision: readonly number[];
  /** For each class, the share of its observations that were found; NaN where it has none. */
  readonly recall: readonly number[];
  /** For each class, 2·TP / (2·TP + FP + FN); NaN where it was neither observed nor predicted. */
  readonly f1: readonly number[];
  /** For each class, its observations. */
  readonly support: readonly number[];
  /** The share of all observations that were predicted rightly, from 0 to 1. */
  readonly accuracy: number;
}
