import { describe, expect, it } from "vitest";
import { activationsSvg } from "../../src/report/activationsSvg.ts";
import { attributionSvg, featureBarsSvg } from "../../src/report/attributionSvg.ts";
import { confusionChart } from "../../src/report/confusionChart.ts";
import { filtersSvg } from "../../src/report/filtersSvg.ts";
import { pixelMapSvg } from "../../src/report/pixelMapSvg.ts";
import { rocChart } from "../../src/report/rocChart.ts";
import { scoreHistograms } from "../../src/report/scoreHistograms.ts";
import { sequenceChart } from "../../src/report/sequenceChart.ts";

const textsOf = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
const numbersOf = (svg: string, pattern: RegExp): number[][] => [...svg.matchAll(pattern)].map(([, ...all]) => all.map(Number));

describe("a picture of a signal and its labels", () => {
  const series = [Array.from({ length: 10 }, (_, t) => t)];
  const predicted = [..."aaabbbbbcc"];
  const actual = [..."aaaabbbbcc"];

  it("has a run of colour for neighbouring steps of one label, and marks where they differ", () => {
    const svg = sequenceChart({ series, predicted, actual });
    const bands = numbersOf(svg, /<rect class="bar s(\d)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="22"/g);
    // The panel goes from 64 to 620: a step is 55.6 wide.
    expect(bands).toEqual([
      [0, 64, 166.8],
      [1, 230.8, 278],
      [2, 508.8, 111.2],
      [0, 64, 222.4],
      [1, 286.4, 222.4],
      [2, 508.8, 111.2],
    ]);
    expect(numbersOf(svg, /<rect class="bar s6" x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="8"/g)).toEqual([[230.8, 55.6]]);
    expect(svg).toContain("<title>b: steps 3 to 7</title>");
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["predicted", "true", "differ", "a", "b", "c"]));
  });

  it("needs no labels", () => {
    expect(sequenceChart({ series, title: "Signal" })).not.toContain("bar s");
  });
});

describe("a picture of attributions", () => {
  it("colours the signal by what speaks for and against, and draws the curve", () => {
    const values = [0, 2, -1, 0];
    const svg = attributionSvg({
      title: "Why",
      series: [
        [1, 2, 3, 4],
        [0, 0, 1, 1],
      ],
      values,
      perFeature: [
        [0, 2, 0, 0],
        [0, 0, -1, 0],
      ],
    });
    const cells = [...svg.matchAll(/<rect class="(more|less)" fill-opacity="([\d.]+)" x="([\d.]+)"/g)].map(([, ...all]) => all);
    expect(cells).toEqual([
      ["more", "1", "203"],
      ["less", "0.5", "342"],
      ["more", "1", "203"],
      ["less", "0.5", "342"],
    ]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["Why", "for it", "against it", "time step", "feature 0"]));
  });

  it("of a row of features has bars in the order of their size", () => {
    const svg = featureBarsSvg({ title: "Why", values: [1, -4, 2], names: ["a", "b", "c"] });
    expect(textsOf(svg)).toEqual(["Why", "b", "-4", "c", "2", "a", "1"]);
    expect(numbersOf(svg, /<rect class="(?:more|less)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)).toEqual([
      [170, 190],
      [360, 95],
      [360, 47.5],
    ]);
  });
});

describe("pictures of layers", () => {
  it("have a row for each channel, and the signal above them", () => {
    const svg = activationsSvg({
      title: "conv",
      values: [
        [1, -1],
        [0.5, 0],
      ],
      series: [[3, 4]],
    });
    const cells = [...svg.matchAll(/<rect class="(more|less)" fill-opacity="([\d.]+)"/g)].map(([, ...all]) => all);
    expect(cells).toEqual([
      ["more", "1"],
      ["less", "1"],
      ["more", "0.5"],
    ]);
    expect(textsOf(svg)).toContain("time step (full colour: ±1)");
  });

  it("show filters side by side in the same colours", () => {
    const svg = filtersSvg({ title: "conv", filters: [[[2, 1]], [[-1, 0]]] });
    const cells = [...svg.matchAll(/<rect class="(more|less)" fill-opacity="([\d.]+)"/g)].map(([, ...all]) => all);
    expect(cells).toEqual([
      ["more", "1"],
      ["more", "0.5"],
      ["less", "0.5"],
    ]);
    expect(textsOf(svg)).toEqual(["conv", "0", "1", "1×2 (channels × taps); full colour: ±2"]);
  });

  it("show the pixels of an image", () => {
    expect(
      textsOf(
        pixelMapSvg({
          title: "map",
          rows: [
            [1, 2, 3],
            [4, 5, 6],
          ],
        }),
      ),
    ).toEqual(["map", "2×3 pixels, full colour: ±6"]);
  });
});

describe("charts of how well classes are told apart", () => {
  it("draw a curve for each class and the diagonal", () => {
    const curve = { className: "a", falsePositiveRate: [0, 0, 1], truePositiveRate: [0, 1, 1], auc: 1 };
    const svg = rocChart({ curves: [curve, { ...curve, className: "b", auc: Number.NaN }] });
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(["ROC curves", "False Positive Rate", "a (AUC 1.0000)", "b (AUC unknown)"]),
    );
    expect(svg).toContain('d="M70 365L70 40L620 40"');
    expect(svg).toMatch(/<path class="curve plain faint" stroke-dasharray="8 5" d="M70 365L620 40"/);
  });

  it("spread the scores of each class over its own observations and all others", () => {
    const svg = scoreHistograms({
      classes: ["a", "b"],
      scores: [
        [0.9, 0.1],
        [0.95, 0.05],
        [0.2, 0.8],
      ],
      actual: ["a", "a", "b"],
      bins: 10,
    });
    const groups = [...svg.matchAll(/<g class="(more|less)"[^>]*>(.*?)<\/g>/g)].map(([, name, bars]) => [
      name,
      [...bars.matchAll(/<rect/g)].length,
    ]);
    expect(groups).toEqual([
      ["more", 1],
      ["less", 1],
      ["more", 1],
      ["less", 2],
    ]);
  });

  it("summarize rows and columns of a confusion chart where that is asked for", () => {
    const chart = {
      classes: ["a", "b"],
      counts: [
        [8, 2],
        [1, 4],
      ],
    };
    expect(textsOf(confusionChart({ ...chart, rowSummary: "row-normalized", columnSummary: "absolute" }))).toEqual([
      ...["8", "2", "1", "4", "a", "b", "a", "b", "True Class", "Predicted Class"],
      ...["80.0%", "20.0%", "80.0%", "20.0%"],
      ...["8", "4", "1", "2"],
    ]);
    expect(textsOf(confusionChart({ ...chart, normalization: "column-normalized" })).slice(0, 4)).toEqual([
      "88.9%",
      "33.3%",
      "11.1%",
      "66.7%",
    ]);
    expect(textsOf(confusionChart({ ...chart, normalization: "total-normalized" })).slice(0, 4)).toEqual([
      "53.3%",
      "13.3%",
      "6.7%",
      "26.7%",
    ]);
  });
});
