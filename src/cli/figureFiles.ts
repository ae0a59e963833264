import { join } from "node:path";
import { type Figure, figureSvg, writeWhole } from "../index.ts";

/**
 * Writes what a script drew as SVG files `figure-1.svg`, `figure-2.svg`, … in a folder, and says so in a sentence; undefined where it drew nothing.
 * Without a folder nothing is written.
 */
export function writeFigures(figures: readonly Figure[], folder: string | undefined): string | undefined {
  if (figures.length === 0) return undefined;
  const drawn = figures.flatMap((figure) => figureSvg(figure) ?? []);
  const undrawn = figures.length - drawn.length;
  const rest = undrawn === 0 ? "" : ` Drawings of layer graphs (${undrawn}) are left out: they are not offered yet.`;
  if (folder === undefined)
    return `The script drew ${counted(figures.length)}. Give -o folder to have the charts written as SVG.${rest}`;
  const names = drawn.map((svg, i) => {
    const name = `figure-${i + 1}.svg`;
    writeWhole(join(folder, name), new TextEncoder().encode(svg));
    return name;
  });
  return `The script drew ${counted(figures.length)}${names.length > 0 ? `: ${names.join(", ")} in ${folder}` : ""}.${rest}`;
}

function counted(count: number): string {
  return `${count} figure${count === 1 ? "" : "s"}`;
}
