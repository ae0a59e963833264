import { confusionChart } from "./confusionChart.ts";
import { plot } from "./drawing/plot.ts";
import type { ChartFigure } from "./figure.ts";
import { lineChart } from "./lineChart.ts";

/**
 * A figure as the text of an SVG file that needs nothing beside itself. Undefined for an empty figure.
 *
 * @example const text = figureSvg({ title: "Loss", lines: [{ x: [1, 2], y: [0.9, 0.4] }] });
 */
export function figureSvg({ title, xLabel, yLabel, legend, lines, confusion, graph }: ChartFigure): string | undefined {
  if (graph) return plot(graph, { ...(title !== undefined && { title }) });
  const labels = {
    ...(title !== undefined && { title }),
    ...(xLabel !== undefined && { xLabel }),
    ...(yLabel !== undefined && { yLabel }),
  };
  if (confusion) return confusionChart({ ...labels, ...confusion });
  if (!lines || lines.length === 0) return undefined;
  return lineChart({ ...labels, lines, ...(legend && { legend }) });
}
