import { describe, expect, it } from "vitest";
import { figureSvg } from "../../src/report/figureSvg.ts";
import { ticksOver } from "../../src/report/ticks.ts";

/** The texts of a document, in order. */
const textsOf = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

/** Throws where tags do not nest. */
function requireNested(svg: string): void {
  const open: string[] = [];
  for (const [, close, name, own] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (close) expect(open.pop()).toBe(name);
    else if (!own) open.push(name);
  }
  expect(open).toEqual([]);
}

describe("ticks", () => {
  it("are round and span the range", () => {
    expect(ticksOver(0, 0.93, 5).labels).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1"]);
    expect(ticksOver(-3, 12, 6).labels).toEqual(["-5", "0", "5", "10", "15"]);
    expect(ticksOver(1, 30, 8).labels).toEqual(["0", "5", "10", "15", "20", "25", "30"]);
    expect(ticksOver(7, 7, 5).labels).toEqual(["6.4", "6.6", "6.8", "7", "7.2", "7.4", "7.6"]);
    expect(ticksOver(0, 3e7, 3).labels).toEqual(["0", "1e7", "2e7", "3e7"]);
    expect(ticksOver(0, 2e-5, 2).labels).toEqual(["0", "1e-5", "2e-5"]);
  });
});

describe("a figure of lines", () => {
  const figure = {
    title: "Loss & <accuracy>",
    xLabel: "Iteration",
    yLabel: "Loss",
    legend: ["training", "validation"],
    lines: [
      { x: [0, 1, 2, 3], y: [0, 1, Number.NaN, 4] },
      { x: [0, 1], y: [4, 2], style: "r--o" },
    ],
  };

  it("has its title, labels, ticks and legend as text", () => {
    const svg = figureSvg(figure)!;
    requireNested(svg);
    expect(textsOf(svg)).toEqual([
      "Loss &amp; &lt;accuracy&gt;",
      ...["0", "0.5", "1", "1.5", "2", "2.5", "3"],
      ...["0", "1", "2", "3", "4"],
      "Iteration",
      "Loss",
      "training",
      "validation",
    ]);
    expect(svg).toContain('aria-label="Loss &amp; &lt;accuracy&gt;"');
    expect(svg).toContain("prefers-color-scheme:dark");
    expect(svg).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)|<script|NaN/);
  });

  it("puts points where they belong, and leaves gaps where there are no numbers", () => {
    const svg = figureSvg(figure)!;
    const paths = [...svg.matchAll(/<path class="curve s(\d)"([^>]*) d="([^"]*)"/g)].map(([, color, more, d]) => [
      color,
      more.trim(),
      d,
    ]);
    // The plot is 70 to 620 wide and 365 to 40 high; the axes go from 0 to 3 and from 0 to 4.
    expect(paths).toEqual([
      ["0", "", "M70 365L253.33 283.75M620 40"],
      ["6", 'stroke-dasharray="8 5"', "M70 40L253.33 202.5"],
    ]);
    expect([...svg.matchAll(/<circle class="mark s6"/g)]).toHaveLength(2);
  });

  it("draws bars from zero", () => {
    const svg = figureSvg({ lines: [{ x: [1, 2], y: [3, -1], style: "bar" }] })!;
    const heights = [...svg.matchAll(/<rect class="bar s0"[^>]* height="([\d.]+)"/g)].map(([, height]) => Number(height));
    expect(heights[0] / heights[1]).toBeCloseTo(3, 5);
  });

  it("stays small for very long lines, with their peaks", () => {
    const x = Array.from({ length: 200_000 }, (_, i) => i);
    const svg = figureSvg({ lines: [{ x, y: x.map((i) => (i === 123_456 ? 50 : Math.sin(i / 100))) }] })!;
    expect(svg.length).toBeLessThan(60_000);
    expect(svg).toMatch(/ 40[LM" ]/); // the peak reaches the top
  });

  it("of nothing is no chart", () => {
    expect(figureSvg({ title: "empty" })).toBeUndefined();
    const svg = figureSvg({ lines: [{ x: [], y: [] }] })!;
    requireNested(svg);
  });
});

describe("a confusion chart", () => {
  it("has classes, counts and shares of rows", () => {
    const svg = figureSvg({
      title: "Test",
      confusion: {
        classes: ["walk", "run"],
        counts: [
          [9, 1],
          [0, 5],
        ],
      },
    })!;
    requireNested(svg);
    expect(textsOf(svg)).toEqual(["Test", "9", "1", "5", "walk", "run", "walk", "run", "True Class", "Predicted Class"]);
    expect([...svg.matchAll(/fill-opacity="([\d.]+)"/g)].map(([, share]) => Number(share))).toEqual([0.9, 0.1, 0, 1]);
  });
});
