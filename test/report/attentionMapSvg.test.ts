import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { attentionMapSvg } from "../../src/report/attentionMapSvg.ts";
import { encodePng } from "../../src/report/png.ts";

const textsOf = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

/** Every head of every query looks at the key of its own place. */
function looking(heads: number, queries: number, keys: number) {
  const rows = Array.from({ length: queries }, (_, i) => Array.from({ length: keys }, (_, j) => Number(j === i % keys)));
  const weights = Array.from({ length: heads }, () => rows);
  return { layer: "look", heads, queries, keys, weights, mean: rows, normalizedEntropy: weights.map(() => rows.map(() => 0)) };
}

/** The cells of a map: place, size and opacity. */
const cellsOf = (svg: string): number[][] =>
  [
    ...svg.matchAll(/<rect class="more" fill-opacity="([\d.]+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
  ].map(([, ...numbers]) => numbers.map(Number));

describe("the picture of an attention map", () => {
  it("has the words of an alignment on its axes and the weights in its cells", () => {
    const svg = attentionMapSvg(looking(1, 2, 3), { queryLabels: ["je", "<t'aime>"], keyLabels: ["I", "love", "you"] });
    const texts = textsOf(svg);
    expect(texts).toEqual(["Attention of look", "I", "love", "you", "je", "&lt;t'aime&gt;", "1.00", "1.00"]);
    const cells = cellsOf(svg);
    expect(cells.map(([opacity]) => opacity)).toEqual([1, 0, 0, 0, 1, 0]);
    expect(cells[4][1] - cells[0][1]).toBe(48);
    expect(svg).toContain("<title>je → I: 1</title>");
    expect(svg).toContain("prefers-color-scheme:dark");
  });

  it("has a small map for each of several heads", () => {
    expect(
      textsOf(attentionMapSvg(looking(5, 2, 2), { keyLabels: ["a", "b"] })).filter((text) => text.startsWith("head")),
    ).toEqual(["head 1", "head 2", "head 3", "head 4", "head 5"]);
  });

  it("stands under its signal, with what each step receives and how widely each query looks", () => {
    const series = [Array.from({ length: 8 }, (_, t) => t), Array.from({ length: 8 }, (_, t) => -t)];
    const texts = textsOf(attentionMapSvg(looking(2, 8, 8), { series, title: "Where it looks" }));
    expect(texts[0]).toBe("Where it looks");
    for (const text of ["7", "-7", "attention", "received", "query step", "key step (mean over the heads)", "entropy"])
      expect(texts).toContain(text);
  });

  it("of one query is a strip for each head", () => {
    const svg = attentionMapSvg(looking(2, 1, 4));
    expect(cellsOf(svg).map(([opacity]) => opacity)).toEqual([1, 0, 0, 0, 1, 0, 0, 0]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["head 1", "head 2", "entropy 0.00", "time step"]));
  });

  it("of many steps stays small", () => {
    const svg = attentionMapSvg(looking(2, 2000, 2000));
    expect(svg.length).toBeLessThan(400_000);
    expect(svg.match(/<image /g)).toHaveLength(3);
    expect(svg).not.toContain("NaN");
  });
});

describe("a PNG", () => {
  it("has its size, its pixels and right check sums", () => {
    const bytes = encodePng(2, 1, Uint8Array.of(1, 0), [
      [10, 20, 30, 255],
      [40, 50, 60, 128],
    ]);
    const view = new DataView(bytes.buffer);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([2, 1]);
    // The check sum of an empty IEND chunk is the same in every file.
    expect(view.getUint32(bytes.length - 4)).toBe(0xae426082);
    const chunks: Record<string, number[]> = {};
    for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at)) {
      const [size, kind] = [view.getUint32(at), String.fromCharCode(...bytes.subarray(at + 4, at + 8))];
      chunks[kind] = [...bytes.subarray(at + 8, at + 8 + size)];
    }
    expect(chunks).toMatchObject({ PLTE: [10, 20, 30, 40, 50, 60], tRNS: [255, 128] });
    expect([...inflateSync(Uint8Array.from(chunks.IDAT))]).toEqual([0, 1, 0]);
  });
});
