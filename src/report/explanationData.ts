import type { ChartedAttention } from "./attentionHeads.ts";

/** Numbers in row-major order with their size. */
export interface ReportedNumbers {
  readonly data: ArrayLike<number>;
  readonly size: readonly number[];
}

/** An answer with what explains it, as `explain` gives it. */
export interface ReportedExplanation {
  readonly score: { readonly output: string; readonly index: number; readonly className?: string; readonly step?: number };
  readonly observation: ReportedNumbers;
  readonly overTime: boolean;
  readonly answer: ReportedNumbers;
  readonly classes?: readonly string[];
  readonly integratedGradients?: {
    readonly attributions: ReportedNumbers;
    readonly overTime?: readonly number[];
    readonly value: number;
    readonly baselineValue: number;
    readonly sum: number;
    readonly error: number;
  };
  readonly occlusion?: {
    readonly value: number;
    readonly windows: readonly { readonly from: number; readonly to: number; readonly drop: number }[];
    readonly drops: readonly number[];
  };
  readonly gradCAM?: { readonly layer: string; readonly map: ReportedNumbers; readonly overTime?: readonly number[] };
  readonly attention: readonly ChartedAttention[];
  readonly activations: readonly { readonly layer: string; readonly dimensions: string; readonly values: ReportedNumbers }[];
  readonly leftOut: readonly { readonly method: string; readonly reason: string }[];
}

/** What a report says of where everything came from; all of it may be left out. */
export interface ReportFacts {
  readonly title?: string;
  /** Rows of the table at the top: what, and what it is. */
  readonly about?: readonly (readonly [name: string, value: string])[];
  /** The true class, or that of each step. */
  readonly actual?: string | readonly string[];
}

/** A figure over time steps, for the cursor that goes over all of them: where its steps lie in the picture. */
export interface TimeFigure {
  readonly svg: string;
  readonly left: number;
  readonly width: number;
  readonly steps: number;
}

/** What the script of the page is given. */
export interface ExplanationPageData {
  /** The number of time steps; 0 where the observation has none. */
  readonly steps: number;
  /** What is told of a step: a number for each. */
  readonly curves: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** Rows of numbers with their last dimension as columns. */
export function rowsOf({ data, size }: ReportedNumbers): number[][] {
  const columns = size.at(-1)!;
  const rows = columns === 0 ? 0 : data.length / columns;
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => data[row * columns + column]));
}
