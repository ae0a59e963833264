import { join } from "node:path";
import { type Figure, figureSvg, writeWhole } from "../index.ts";

/**
 * Writes what a script drew as SVG files `figure-1.svg`, `figure-2.svg`, … in a folder, and says so in a sentence; undefined where it drew nothing.
 * Without a folder nothing is written. Figures in which nothing is are left out.
 */
export function writeFigures(figures: readonly Figure[], folder: string | undefined): string | undefined {
  if (figures.length === 0) return undefined;
  const drew = `The script drew ${figures.length} figure${figures.length === 1 ? "" : "s"}`;
  if (folder === undefined) return `${drew}. Give -o folder to have them written as SVG.`;
  const drawn = figures.flatMap((figure) => figureSvg(figure) ?? []);
  const names = drawn.map((svg, i) => {
    const name = `figure-${i + 1}.svg`;
    writeWhole(join(folder, name), new TextEncoder().encode(svg));
    return name;
  });
  return `${drew}${names.length > 0 ? `: ${names.join(", ")} in ${folder}` : ""}.`;
}
