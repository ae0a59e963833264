import type { ExplanationPageData, TimeFigure } from "./explanationData.ts";
import { escaped } from "./svg.ts";

/** A part of the page with a heading of its own. */
export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly html: string;
  /** Numbers for each time step that the cursor tells. */
  readonly curves?: ExplanationPageData["curves"];
}

/** A picture. */
export function figure(svg: string): string {
  return `<figure>${svg.trim()}</figure>`;
}

/** A picture over time steps. */
export function timeFigure({ svg, left, width, steps }: TimeFigure): string {
  return `<figure data-left="${left}" data-width="${width}" data-steps="${steps}">${svg.trim()}</figure>`;
}

/** A paragraph of text. */
export function paragraph(text: string): string {
  return `<p>${escaped(text)}</p>`;
}

/** A number in a sentence. */
export function told(value: number): string {
  return String(Number(value.toPrecision(4)));
}
