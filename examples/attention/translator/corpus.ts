import { seededNormal } from "../../tcn/seededNormal.ts";

/** A sentence in both languages. */
export interface Pair {
  readonly english: readonly string[];
  readonly french: readonly string[];
  /** For each French word, the English words (counted from 0) that it stands for or agrees with. */
  readonly alignment: readonly (readonly number[])[];
}

interface Subject {
  readonly english: string;
  readonly french: string;
  /** Which form of the verb follows: je, tu, il, nous, ils. */
  readonly person: number;
}
const subjects: readonly Subject[] = [
  { english: "I", french: "je", person: 0 },
  { english: "you", french: "tu", person: 1 },
  { english: "he", french: "il", person: 2 },
  { english: "she", french: "elle", person: 2 },
  { english: "we", french: "nous", person: 3 },
  { english: "they", french: "ils", person: 4 },
];
const objects: readonly (readonly [english: string, french: string, elided: string])[] = [
  ["me", "me", "m'"],
  ["you", "te", "t'"],
  ["him", "le", "l'"],
  ["her", "la", "l'"],
  ["us", "nous", "nous"],
  ["them", "les", "les"],
];
const verbs: readonly (readonly [english: string, third: string, french: string])[] = [
  ["love", "loves", "aime aimes aime aimons aiment"],
  ["see", "sees", "vois vois voit voyons voient"],
  ["know", "knows", "connais connais connaît connaissons connaissent"],
  ["help", "helps", "aide aides aide aidons aident"],
  ["hear", "hears", "entends entends entend entendons entendent"],
  ["find", "finds", "trouve trouves trouve trouvons trouvent"],
  ["watch", "watches", "regarde regardes regarde regardons regardent"],
  ["call", "calls", "appelle appelles appelle appelons appellent"],
  ["understand", "understands", "comprends comprends comprend comprenons comprennent"],
  ["forget", "forgets", "oublie oublies oublie oublions oublient"],
  ["follow", "follows", "suis suis suit suivons suivent"],
  ["await", "awaits", "attends attends attend attendons attendent"],
];
const nouns: readonly (readonly [english: string, french: string, gender: "m" | "f"])[] = [
  ["cat", "chat", "m"],
  ["dog", "chien", "m"],
  ["book", "livre", "m"],
  ["garden", "jardin", "m"],
  ["friend", "ami", "m"],
  ["tree", "arbre", "m"],
  ["car", "voiture", "f"],
  ["house", "maison", "f"],
  ["girl", "fille", "f"],
  ["island", "île", "f"],
  ["school", "école", "f"],
  ["song", "chanson", "f"],
];
/** Colours follow their noun, the others precede it. */
const adjectives: readonly (readonly [english: string, masculine: string, feminine: string, place: "before" | "after"])[] = [
  ["green", "vert", "verte", "after"],
  ["black", "noir", "noire", "after"],
  ["white", "blanc", "blanche", "after"],
  ["blue", "bleu", "bleue", "after"],
  ["little", "petit", "petite", "before"],
  ["big", "grand", "grande", "before"],
];

/** A French word and the English words that it stands for. */
type Aligned = readonly [french: string, from: readonly number[]];
type Choose = <T>(things: readonly T[]) => T;

const elides = (word: string): boolean => /^[aeiouhéèîâ]/.test(word);

/** `the little cat`, `the black cat`: English words from position `at`, and the French ones. */
function nounPhrase(choose: Choose, at: number, likely: number): { english: string[]; french: Aligned[] } {
  const [noun, french, gender] = choose(nouns);
  const adjective = likely > 0 && choose([true, false]) ? choose(adjectives) : undefined;
  const last = at + (adjective ? 2 : 1);
  const word: Aligned = [french, [last]];
  const described: Aligned | undefined = adjective && [gender === "m" ? adjective[1] : adjective[2], [at + 1]];
  const words = described ? (adjective![3] === "before" ? [described, word] : [word, described]) : [word];
  // The article stands for "the" and agrees with its noun.
  const article = elides(words[0][0]) ? "l'" : gender === "m" ? "le" : "la";
  return { english: ["the", ...(adjective ? [adjective[0]] : []), noun], french: [[article, [at, last]], ...words] };
}

function sentence(choose: Choose): Pair {
  const byName = choose([true, false, false]);
  const subject = choose(subjects);
  const phrase = byName ? nounPhrase(choose, 0, 0) : undefined;
  const start: Aligned[] = phrase ? phrase.french : [[subject.french, [0]]];
  const english = phrase ? phrase.english : [subject.english];
  const person = phrase ? 2 : subject.person;
  const negated = choose([true, false, false]);
  const [plain, third, forms] = choose(verbs);
  const not = english.length; // where "do not" begins
  const auxiliary = person === 2 ? "does" : "do";
  english.push(...(negated ? [auxiliary, "not", plain] : [person === 2 ? third : plain]));
  const verb: Aligned = [forms.split(" ")[person], [english.length - 1]];
  const object = choose([true, false]) ? choose(objects) : undefined;
  const thing = object ? undefined : nounPhrase(choose, english.length, 1);
  const pronoun: Aligned[] = object ? [[elides(verb[0]) ? object[2] : object[1], [english.length]]] : [];
  english.push(...(object ? [object[0]] : thing!.english));
  const predicate = [...pronoun, verb];
  const ne: Aligned = [elides(predicate[0][0]) ? "n'" : "ne", [not, not + 1]];
  const said = negated ? [ne, ...predicate, ["pas", [not, not + 1]] as const] : predicate;
  const first: Aligned[] = start.map((word, i) => (i === 0 && word[0] === "je" && elides(said[0][0]) ? ["j'", word[1]] : word));
  const french = [...first, ...said, ...(thing?.french ?? [])];
  return { english, french: french.map(([word]) => word), alignment: french.map(([, from]) => from) };
}

/** Different sentences of a small grammar, in a random order that follows from the seed. "I love you" is always the first. */
export function corpus(count: number, seed: number): Pair[] {
  const random = seededNormal(seed);
  const choose: Choose = (things) => things[Math.floor(random.uniform(0, things.length))];
  const found = new Map<string, Pair>([
    ["I love you", { english: ["I", "love", "you"], french: ["je", "t'", "aime"], alignment: [[0], [2], [1]] }],
  ]);
  while (found.size < count) {
    const pair = sentence(choose);
    found.set(pair.english.join(" "), pair);
  }
  return [...found.values()];
}

/** The words of some sentences by their number, which counts from 1. */
export function vocabulary(sentences: Iterable<readonly string[]>, ...special: readonly string[]): Map<string, number> {
  const words = new Set([...special, ...[...sentences].flat()]);
  return new Map([...words].map((word, i) => [word, i + 1]));
}
