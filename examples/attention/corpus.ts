import { seededNormal } from "../tcn/seededNormal.ts";

/** What each animal eats and chases. */
const objects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cats: { eat: "fish", chase: "mice" },
  dogs: { eat: "meat", chase: "sticks" },
  cows: { eat: "grass", chase: "flies" },
  birds: { eat: "seeds", chase: "worms" },
  bears: { eat: "honey", chase: "salmon" },
  rabbits: { eat: "carrots", chase: "butterflies" },
};
/** The animals of the corpus. */
export const animals = Object.keys(objects);
const adjectives = ["big", "small", "young", "old", "hungry", "happy", "wild", "tame"];
const adverbs = ["often", "rarely", "always", "sometimes", "quickly", "quietly", "gladly", "secretly"];

/** Four words and the one that follows them. */
export interface Passage {
  readonly words: readonly string[];
  readonly next: string;
}

/** Two adjectives or adverbs around the animal, so that it is the first, the second or the third of the four words. */
const orders = [
  (noun: string, verb: string, [, , a, b]: readonly string[]) => [noun, a, b, verb],
  (noun: string, verb: string, [a, , b]: readonly string[]) => [a, noun, b, verb],
  (noun: string, verb: string, [a, b]: readonly string[]) => [a, b, noun, verb],
];

/** All passages of the grammar in random order: "hungry cats often eat" fish, "young wild dogs chase" sticks. No one occurs twice. */
export function passages(seed: number): Passage[] {
  const random = seededNormal(seed);
  const pairs = (list: readonly string[]) => list.flatMap((a) => list.filter((b) => b !== a).map((b) => [a, b]));
  const around = [
    pairs(adverbs).map((two) => ["", "", ...two]),
    adjectives.flatMap((a) => adverbs.map((b) => [a, "", b])),
    pairs(adjectives),
  ];
  const all = Object.entries(objects).flatMap(([noun, verbs]) =>
    Object.entries(verbs).flatMap(([verb, next]) =>
      orders.flatMap((order, i) => around[i].map((others) => ({ words: order(noun, verb, others), next }))),
    ),
  );
  const keyed = all.map((passage) => ({ passage, key: random.uniform(0, 1) })).sort((a, b) => a.key - b.key);
  return keyed.map(({ passage }) => passage);
}

/** The words of passages, each once, sorted. */
export function vocabularyOf(all: readonly Passage[]): string[] {
  return [...new Set(all.flatMap(({ words, next }) => [...words, next]))].sort();
}
