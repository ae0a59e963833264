import { element } from "../parts/element.ts";

/** A line as a legend shows it. */
export interface LegendEntry {
  readonly label: string;
  readonly ink: string;
  readonly strength?: number;
  readonly dashed?: boolean;
  readonly silent?: boolean;
}

const mostEntries = 8;

/** What the lines of a chart are; nothing where there is one line, or so many that a list beside the charts tells them. */
export function legendOf(lines: readonly LegendEntry[]): HTMLElement[] {
  const told = lines.filter(({ silent }) => !silent);
  if (told.length < 2 || told.length > mostEntries) return [];
  return told.map(({ label, ink, strength = 1, dashed }) => {
    const sample = element("span", { class: "sample", "aria-hidden": "true" });
    sample.style.borderTop = `${strength < 1 ? 1 : 2}px ${dashed ? "dashed" : "solid"} ${ink.startsWith("--") ? `var(${ink})` : ink}`;
    sample.style.opacity = String(strength < 1 ? 0.6 : 1);
    return element("span", {}, sample, label);
  });
}
