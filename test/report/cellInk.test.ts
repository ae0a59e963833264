import { describe, expect, it } from "vitest";
import { cellColors, cellInk, chartPage } from "../../src/report/cellInk.ts";
import { confusionChart } from "../../src/report/confusionChart.ts";
import { contrastOf, mixed } from "./contrast.ts";

const shares = Array.from({ length: 101 }, (_, i) => i / 100);
const inks = { black: [0, 0, 0], white: [255, 255, 255] } as const;

describe("the text of a cell", () => {
  it.each(Object.keys(cellColors) as (keyof typeof cellColors)[])(
    "can be read on '%s' of every strength, light and dark",
    (color) => {
      for (const share of shares) {
        const [, light, dark] = /^on-light-(black|white) on-dark-(black|white)$/.exec(cellInk(color, share))!;
        [light, dark].forEach((ink, scheme) => {
          const cell = mixed(rgb(chartPage[scheme]), rgb(cellColors[color][scheme]), share);
          expect(contrastOf(inks[ink as keyof typeof inks], cell), `${share} in scheme ${scheme}`).toBeGreaterThanOrEqual(4.5);
        });
      }
    },
  );

  it("has a rule of style for each of its classes", () => {
    const svg = confusionChart({
      classes: ["a", "b"],
      counts: [
        [9, 1],
        [4, 6],
      ],
    });
    const classes = [...svg.matchAll(/class="small (on-light-\w+) (on-dark-\w+)"/g)].flatMap(([, ...names]) => names);
    expect(classes).toHaveLength(8);
    for (const name of classes) expect(svg).toMatch(new RegExp(`\\.${name}\\{fill:#(000|fff)\\}`));
  });
});

function rgb(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
