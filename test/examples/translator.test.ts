import { describe, expect, it } from "vitest";
import { corpus, vocabulary } from "../../examples/attention/translator/corpus.ts";
import { learnablesAtFullSize } from "../../examples/attention/translator/fullSize.ts";
import { printedWeights } from "../../examples/attention/translator/main.ts";
import { translator } from "../../examples/attention/translator/network.ts";
import { judgedTranslations, trainedTranslator } from "../../examples/attention/translator/train.ts";
import { validate } from "../../src/index.ts";

describe("the corpus of the translator", () => {
  const pairs = corpus(3000, 1);
  const french = new Map(pairs.map((pair) => [pair.english.join(" "), pair.french.join(" ")]));

  it("has several thousand different sentences, the textbook's first, and is the same for the same seed", () => {
    expect(french.size).toBe(3000);
    expect(pairs[0]).toEqual({ english: ["I", "love", "you"], french: ["je", "t'", "aime"], alignment: [[0], [2], [1]] });
    expect(corpus(50, 1)).toEqual(pairs.slice(0, 50));
  });

  it("elides before vowels only, and puts pronouns before and colours after", () => {
    for (const pair of pairs) {
      const text = pair.french.join(" ");
      expect(text, text).not.toMatch(/(^| )(je|me|te|le|la|ne) [aeiouéèîâ]/);
      expect(text, text).not.toMatch(/' [^aeiouéèîâ]/);
      expect(text, text).not.toMatch(/(vert|noir|blanc|bleu)\w* (chat|chien|livre|jardin|voiture|maison|fille|chanson)/);
    }
    const negated = pairs.find((pair) => pair.english.join(" ").match(/^you do not (love|help) (me|him|us)$/))!;
    expect(negated.french.join(" ")).toMatch(/^tu ne? ?(m'|l'|nous) (aimes|aides) pas$/);
  });

  it("aligns every French word with English words", () => {
    for (const { english, french, alignment } of pairs) {
      expect(alignment).toHaveLength(french.length);
      for (const from of alignment) expect(from.every((i) => i >= 0 && i < english.length) && from.length > 0).toBe(true);
    }
  });

  it("counts its words from 1", () => {
    expect([
      ...vocabulary(
        [
          ["a", "b"],
          ["b", "c"],
        ],
        "<end>",
      ),
    ]).toEqual([
      ["<end>", 1],
      ["a", 2],
      ["b", 3],
      ["c", 4],
    ]);
  });
});

describe("the network of the translator", () => {
  it("is valid with and without the output for where it looks", () => {
    for (const looks of [false, true]) expect(validate(translator(20, 30, {}, looks), { targetUsage: "dlnetwork" })).toEqual([]);
  });

  it("has the textbook's sizes at full size: embedding 300, encoder 2 × 250, decoder 500, 9,000 and 10,000 words", () => {
    const { arrays, count } = learnablesAtFullSize();
    expect(arrays.get("embedding/weights")).toEqual([300, 9000]);
    expect(arrays.get("encoder/inputWeights")).toEqual([2000, 300]);
    expect(arrays.get("decoder/embedding")).toEqual([300, 10_000]);
    expect(arrays.get("decoder/stateRecurrentWeights")).toEqual([500, 500]);
    expect(arrays.get("decoder/outputWeights")).toEqual([10_000, 1000]);
    const encoder = 9000 * 300 + 2000 * (300 + 250 + 1) + 500 * (300 + 1);
    const attention = 128 * (500 + 500 + 1);
    const recurrent = 1000 * (300 + 500 + 500 + 1) + 500 * (300 + 500 + 500 + 1);
    const decoder = 10_000 * 300 + 500 * 500 + attention + recurrent + 10_000 * (1000 + 1);
    expect(count).toBe(encoder + decoder);
  });
});

describe("a small translator", { timeout: 120_000 }, () => {
  it("learns, translates a sentence in a batch as alone, and finds no less likely a sentence with a beam", async () => {
    const sizes = { embeddingSize: 64, encoderUnits: 64, decoderUnits: 96 };
    const settings = { sizes, trainCount: 1000, testCount: 40, maxEpochs: 10, initialLearnRate: 0.008, verbose: false };
    const { translator: trained, test } = await trainedTranslator(settings);
    const sentences = test.map(({ english }) => english);
    const greedy = await trained.translate(sentences);
    const { exact, aligned } = judgedTranslations(test, greedy);
    expect(exact).toBeGreaterThan(0.7);
    expect(aligned).toBeGreaterThan(0.9);
    const [alone] = await trained.translate([sentences[3]]);
    expect(alone.words).toEqual(greedy[3].words);
    for (const [i, row] of alone.weights.entries()) {
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
      for (const [j, w] of row.entries()) expect(w).toBeCloseTo(greedy[3].weights[i][j], 4);
    }
    const beam = await trained.translate(sentences, { beam: 3 });
    expect(judgedTranslations(test, beam).exact).toBeGreaterThanOrEqual(exact - 0.05);
    const table = printedWeights(sentences[0], greedy[0]).split("\n");
    expect(table).toHaveLength(greedy[0].words.length + 1);
    expect(table[0].trim().split(/ +/)).toEqual(["I", "love", "you"]);
  });
});
