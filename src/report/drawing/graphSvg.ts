import type { NetworkAnalysis } from "../../network/analyze.ts";
import { at, escaped } from "../svg.ts";
import { boxElement } from "./boxElement.ts";
import { edgeElement, skipColors } from "./edgeElement.ts";
import { type GraphDrawing, graphDrawing } from "./graphDrawing.ts";
import { headingOf } from "./heading.ts";
import { type PictureOptions, type PlotOptions, pictureOptions, plotOptions } from "./options.ts";
import { drawingStyles, rootClass } from "./styles.ts";

/** Narrower pictures would break the lines of the heading too often. */
const narrowest = 460;

/**
 * A drawn network as the text of an SVG document that needs nothing beside itself, in the colours of light and dark pages. Its texts can be selected
 * and searched; pointing at a layer or a connection tells more. The group of a layer has its name as `data-layer`, that of repeated blocks has the
 * JSON list of its layers as `data-layers`.
 *
 * @example writeFileSync("network.svg", graphSvg(analyze(lgraph), { fold: true, title: "My network" }));
 * @see MATLAB plot
 */
export function graphSvg(drawing: GraphDrawing, options?: PictureOptions): string;
export function graphSvg(analysis: NetworkAnalysis, options?: PlotOptions): string;
export function graphSvg(given: GraphDrawing | NetworkAnalysis, options: PlotOptions = {}): string {
  if ("boxes" in given) return picture(given, pictureOptions(options, "graphSvg"));
  const { fold, direction, columns, ...rest } = plotOptions(options, "graphSvg");
  return picture(graphDrawing(given, { fold, direction, columns }), rest);
}

function picture(drawing: GraphDrawing, { title, heading: hasHeading }: ReturnType<typeof pictureOptions>): string {
  const width = hasHeading ? Math.max(drawing.width, narrowest) : drawing.width;
  const heading = hasHeading ? headingOf(drawing, title, width) : { content: [], height: 0 };
  const height = heading.height + drawing.height;
  const colors = skipColors(drawing);
  const label = title ?? "Layer graph";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="${rootClass}" viewBox="0 0 ${at(width)} ${at(height)}" width="${at(width)}" height="${at(height)}" role="graphics-document document" aria-label="${escaped(label)}">`,
    `<title>${escaped(label)}</title>`,
    `<style>${drawingStyles()}</style>`,
    `<rect class="page" width="${at(width)}" height="${at(height)}"/>`,
    ...heading.content,
    `<g transform="translate(${at(Math.floor((width - drawing.width) / 2))} ${at(heading.height)})">`,
    `<g class="edges">`,
    ...drawing.edges.map((edge, i) => edgeElement(edge, colors[i], drawing.direction)),
    "</g>",
    `<g class="layers">`,
    ...drawing.boxes.map((box) => boxElement(box, drawing.direction)),
    "</g>",
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}
