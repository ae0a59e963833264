import { lineChart } from "./lineChart.ts";

/** What a chart of receiver operating characteristics shows. */
export interface RocChart {
  readonly title?: string;
  readonly curves: readonly {
    readonly className: string;
    readonly falsePositiveRate: readonly number[];
    readonly truePositiveRate: readonly number[];
    readonly auc: number;
  }[];
}

/**
 * How each class is told from all others, as a whole SVG document: a curve for each class with its area, and the diagonal of guessing.
 *
 * @example rocChart({ curves: rocmetrics(YTest, scores, classes) });
 * @see MATLAB plot (rocmetrics)
 */
export function rocChart({ title = "ROC curves", curves }: RocChart): string {
  return lineChart({
    title,
    xLabel: "False Positive Rate",
    yLabel: "True Positive Rate",
    legend: curves.map(({ className, auc }) => `${className} (AUC ${Number.isNaN(auc) ? "unknown" : auc.toFixed(4)})`),
    legendAt: "bottom",
    lines: [
      ...curves.map(({ falsePositiveRate: x, truePositiveRate: y }) => ({ x, y })),
      { x: [0, 1], y: [0, 1], style: "quiet--" },
    ],
  });
}
