import { describe, expect, it } from "vitest";
import { tcn } from "../../../examples/tcn/network.ts";
import { analyze } from "../../../src/network/analyze.ts";
import { graphDot } from "../../../src/report/drawing/graphDot.ts";
import { graphDrawing } from "../../../src/report/drawing/graphDrawing.ts";
import { graphMermaid } from "../../../src/report/drawing/graphMermaid.ts";
import { graphSvg } from "../../../src/report/drawing/graphSvg.ts";
import { plot } from "../../../src/report/drawing/plot.ts";
import { awkwardName, brokenNetwork, residualNetwork, unet } from "./networks.ts";

const network = analyze(tcn({ numFeatures: 3, classes: 4 }));
const broken = analyze(brokenNetwork());

/** Throws where tags do not nest. */
function requireNested(svg: string): void {
  const open: string[] = [];
  for (const [, close, name, own] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (close) expect(open.pop()).toBe(name);
    else if (!own) open.push(name);
  }
  expect(open).toEqual([]);
}

describe("folding", () => {
  const folds = (analysis: typeof network) =>
    graphDrawing(analysis, { fold: true })
      .boxes.filter(({ repeats }) => repeats > 1)
      .map(({ layers, repeats }) => `${repeats} × ${layers.length / repeats}`);

  it("takes residual blocks together, found by their structure", () => {
    expect(folds(network)).toEqual(["3 × 8"]);
    expect(folds(analyze(residualNetwork(20)))).toEqual(["20 × 7"]);
    const block = graphDrawing(network, { fold: true }).boxes.find(({ repeats }) => repeats > 1)!;
    expect(block.layers.slice(0, 1)).toEqual(["conv1_2"]);
    expect(block.lines.map(({ text }) => text)).toEqual(
      expect.arrayContaining(["3 × 8 layers", "conv1_2…4 · 1-D Convolution", "add_2…4 · Addition"]),
    );
  });

  it("leaves layers alone that feed something else, or have problems", () => {
    expect(folds(analyze(unet(3))).every((fold) => fold === "2 × 2")).toBe(true);
    expect(folds(broken)).toEqual([]);
  });
});

describe("the picture of a graph", () => {
  it("has each layer as a group with its name, and its texts as text", () => {
    const svg = graphSvg(network, { title: "A & B" });
    requireNested(svg);
    for (const { name, title } of network.layers) {
      expect(svg).toContain(`data-layer="${name}"`);
      expect(svg).toContain(`>${name}</text>`);
      expect(svg).toContain(`>${title}</text>`);
    }
    expect(svg).toContain(`aria-label="A &amp; B"`);
    expect(svg).toContain("prefers-color-scheme:dark");
    expect(svg.match(/class="head"/g)?.length).toBe(41);
    expect(svg).toContain(">38 layers · 41 connections · 146,372 learnables<");
  });

  it("marks problems on their layers and tells them, whatever the names are", () => {
    const svg = graphSvg(broken);
    requireNested(svg);
    expect(svg.match(/class="layer [a-z]+ marked has-error"/g)?.length).toBe(5);
    expect(svg).toContain(">missing input</text>");
    expect(svg).toContain("&lt;c&gt; &amp; 'd'");
    expect(svg).toContain("edge loop");
    expect(graphSvg(broken, { heading: false })).not.toContain("10 layers");
    expect(svg).not.toContain(awkwardName);
  });

  it("is what plot returns, for graphs, networks and layers, and wrong arguments are refused by name", () => {
    const lgraph = tcn({ numFeatures: 3, classes: 4 });
    expect(plot(lgraph, { title: "x" })).toBe(graphSvg(network, { title: "x" }));
    expect(plot({ graph: lgraph })).toBe(plot(lgraph));
    expect(plot(lgraph.layers[0])).toContain(`data-layer="input"`);
    expect(() => plot(undefined as never)).toThrow("plot: the first argument must be a layer graph, received undefined.");
    expect(() => plot(lgraph, { Fold: true } as never)).toThrow("graphSvg: there is no option 'Fold'; did you mean fold?");
    expect(() => graphDrawing(network, { direction: "up" as never })).toThrow(`must be "down" or "right"`);
    expect(() => graphSvg(graphDrawing(network), { fold: true } as never)).toThrow("there is no option 'fold'");
  });
});

describe("the graph as text for other programs", () => {
  it("is a flowchart for Mermaid, everything escaped, with ports and problems", () => {
    const text = graphMermaid(broken);
    expect(text).toMatch(/^flowchart TB\n/);
    for (const line of text.trimEnd().split("\n").slice(1))
      expect(line).toMatch(
        /^ {2}(n\d+\["[\p{L}\p{N}\p{So}\p{Sm} ×✕⚠…#;<br>]*"\]|n\d+ (-->|-\.->)(\|"[^"|]*"\|)? n\d+|classDef .*|class [n\d,]+ \w+)$/u,
      );
    expect(text).toContain(`-->|"in2"|`);
    expect(text).toContain("classDef error");
    expect(text).toContain("-.->");
    expect(graphMermaid(network, { fold: true, direction: "right" })).toMatch(/^flowchart LR[\s\S]*\[\["3 × 8 layers/);
  });

  it("is a digraph for Graphviz with tables whose tags nest and whose texts are escaped", () => {
    const text = graphDot(broken);
    for (const [, label] of text.matchAll(/label=<(<TABLE.*<\/TABLE>)>\];/g)) requireNested(label.toLowerCase());
    expect(text.match(/label=</g)?.length).toBe(10);
    expect(text).toContain(`PORT="i1"`);
    expect(text).toMatch(/n\d+ -> n\d+:i1;/);
    expect(text).toContain(`a \\"b\\" <c> & 'd' ] }|#;\`\\\\ 名前 🎉\\nend %%`);
    expect(text).toContain("style=dashed");
  });
});
