import { LayerGraphError, readText } from "../../src/index.ts";

/** A vector of numbers for each word, all of the same length. */
export type WordVectors = ReadonlyMap<string, readonly number[]>;

/**
 * The word vectors in a plain text file with a word on each line and its numbers after it, separated by blanks: `word v1 v2 …`, as GloVe and fastText
 * have them. A first line with two whole numbers, how many words and how many numbers each, is passed over.
 *
 * @throws LayerGraphError `word-vectors` with the line, and those of `readText`
 */
export function readWordVectors(path: string): WordVectors {
  const vectors = new Map<string, number[]>();
  let size: number | undefined;
  for (const [index, line] of readText(path).split(/\r?\n/).entries()) {
    const [word, ...texts] = line.trim().split(/\s+/);
    if (word === "" || (index === 0 && texts.length === 1 && /^\d+$/.test(word))) continue;
    const vector = texts.map(Number);
    size ??= vector.length;
    const expected = size === 0 ? "numbers after the word" : `${size} numbers after the word, as on the lines before`;
    if (vector.length === 0 || vector.length !== size) throw wrongLine(path, index, `${vector.length} numbers`, expected);
    const broken = vector.findIndex((v) => !Number.isFinite(v));
    if (broken >= 0) throw wrongLine(path, index, `'${texts[broken]}'`, "a number");
    if (vectors.has(word)) throw wrongLine(path, index, `'${word}' again`, "each word once");
    vectors.set(word, vector);
  }
  if (vectors.size === 0) throw wrongLine(path, 0, "no words", "a word and its numbers on each line");
  return vectors;
}

/** The text of such a file. */
export function wordVectorText(vectors: WordVectors): string {
  return [...vectors].map(([word, vector]) => `${word} ${vector.join(" ")}\n`).join("");
}

function wrongLine(path: string, index: number, received: string, expected: string): LayerGraphError {
  const message = `'${path}', line ${index + 1}: received ${received}, expected ${expected}.`;
  return new LayerGraphError("word-vectors", message, { received, expected });
}
