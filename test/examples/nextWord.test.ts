import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { passages, vocabularyOf } from "../../examples/attention/corpus.ts";
import { attentionOf, heedingShare, nextWord, nextWordNetwork, writeRandomVectors } from "../../examples/attention/nextWord.ts";
import { readWordVectors } from "../../examples/attention/wordVectors.ts";
import { dlnetwork } from "../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "layergraph-words-"));
const path = join(folder, "words.txt");
afterAll(() => rmSync(folder, { recursive: true }));

describe("word vectors in a text file", () => {
  const read = (text: string) => {
    writeFileSync(path, text);
    return readWordVectors(path);
  };

  it("are read line by line, with or without a first line of sizes", () => {
    const expected = new Map([
      ["the", [0.5, -1, 2e-3]],
      ["7", [1, 2, 3]],
    ]);
    expect(read("the 0.5 -1 2e-3\n7 1 2 3\n")).toEqual(expected);
    expect(read("2 3\r\nthe 0.5 -1 2e-3\r\n7 1 2 3")).toEqual(expected);
  });

  it.each([
    ["a 1 2\nb 1\n", `'${path}', line 2: received 1 numbers, expected 2 numbers after the word, as on the lines before.`],
    ["a 1 2\nb 1 x\n", `'${path}', line 2: received 'x', expected a number.`],
    ["a 1 2\nb 1 2\na 1 2\n", `'${path}', line 3: received 'a' again, expected each word once.`],
    ["word\n", `'${path}', line 1: received 0 numbers, expected numbers after the word.`],
    ["", `'${path}', line 1: received no words, expected a word and its numbers on each line.`],
  ])("are refused where the file is %j", (text, message) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ name: "LayerGraphError", code: "word-vectors", message }));
  });
});

describe("next-word prediction by self-attention", () => {
  it("has the textbook's sizes: 4 words × 300, a head of 100, scale 1/√100", () => {
    const lgraph = nextWordNetwork(12);
    const sizes = Object.fromEntries([...dlnetwork(lgraph).learnables].map(([key, { shape }]) => [key, shape.join("×")]));
    for (const part of ["query", "key", "value"]) expect(sizes[`${part}/weights`]).toBe("300×100");
    expect(sizes["next/weights"]).toBe("100×12");
    expect(passages(1).every(({ words }) => words.length === 4)).toBe(true);
  });

  it("tells the next word in unseen passages, looking at the animal, where the last word alone does not", async () => {
    writeRandomVectors(vocabularyOf(passages(1)), path);
    const { net, vectors, test, reached, baseline } = await nextWord(path);
    expect([...vectors.values()].every((vector) => vector.length === 300)).toBe(true);
    expect(reached).toBeGreaterThan(0.98);
    expect(baseline).toBeLessThan(0.3);
    const weights = await attentionOf(net, test, vectors);
    for (const row of weights.flat()) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(heedingShare(test, weights)).toBeGreaterThan(0.95);
  }, 90_000);
});
