import { seededNormal } from "../tcn/seededNormal.ts";

const [numKeys, numWords] = [5, 3];

/** Sequences (8 × 4 … 6 steps) and the word that each asks for. */
export interface Questions {
  sequences: number[][][];
  labels: string[];
}

/**
 * Questions to a dictionary: the first step shows a key, the others are the entries, each with a key of its own (channels 1 to 5) and a word (6 to 8).
 * The answer is the word that stands beside the key asked for. Only a comparison of steps with each other finds it.
 */
export function questions(count: number, seed: number): Questions {
  const random = seededNormal(seed);
  const below = (n: number): number => Math.floor(random.uniform(0, n));
  const oneHot = (n: number, at: number): number[] => Array.from({ length: n }, (_, i) => Number(i === at));
  const made = Array.from({ length: count }, () => {
    const order = [0, 1, 2, 3, 4].map((key) => [random.uniform(0, 1), key]).sort(([a], [b]) => a - b);
    const entries = order.slice(0, 3 + below(numKeys - 2)).map(([, key]) => ({ key, word: below(numWords) }));
    const asked = entries[below(entries.length)];
    const question = [...oneHot(numKeys, asked.key), ...oneHot(numWords, -1)];
    const steps = [question, ...entries.map(({ key, word }) => [...oneHot(numKeys, key), ...oneHot(numWords, word)])];
    return {
      sequence: question.map((_, channel) => steps.map((step) => step[channel])),
      label: ["bread", "milk", "salt"][asked.word],
    };
  });
  return { sequences: made.map(({ sequence }) => sequence), labels: made.map(({ label }) => label) };
}
