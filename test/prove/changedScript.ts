import { type RandomStream, randomStream } from "../../src/random.ts";

/** What a number may become: sizes that are wrong, too large, or no sizes at all. */
const numbers: readonly string[] = [
  "0",
  "-1",
  "1",
  "2",
  "7",
  "0.5",
  "1e9",
  "1e300",
  "Inf",
  "NaN",
  "[]",
  "[1 2 3]",
  "true",
  "'a'",
  "1:0",
  "1:4",
];

/**
 * A script that still reads as MATLAB but says something else, the same one for the same seed and index: one to three lines left out, repeated or
 * exchanged, numbers and names replaced by others.
 */
export function changedScript(script: string, seed: number, index: number): { readonly kind: string; readonly text: string } {
  const random = randomStream(seed, "changed script", index);
  const kinds: string[] = [];
  let text = script;
  for (let times = 1 + random.below(3); times > 0; times--) {
    const [kind, change] = changes[random.below(changes.length)];
    kinds.push(kind);
    text = change(text, random);
  }
  return { kind: `changed ${index}: ${kinds.join(", ")}`, text };
}

const changes: readonly (readonly [kind: string, change: (text: string, random: RandomStream) => string])[] = [
  ["line left out", (text, random) => atLine(text, random, () => [])],
  ["line repeated", (text, random) => atLine(text, random, (line) => [line, line])],
  ["lines exchanged", (text, random) => atLine(text, random, (line, other) => [other, line])],
  ["number", (text, random) => replaced(text, /(?<![\w.])\d+(?:\.\d+)?(?![\w.])/g, random, numbers)],
  ["name", (text, random) => replaced(text, /\b[A-Za-z]\w*\b/g, random, text.match(/\b[A-Za-z]\w*\b/g) ?? [])],
  ["text", (text, random) => replaced(text, /(["'])[\w/]+\1/g, random, text.match(/(["'])[\w/]+\1/g) ?? [])],
];

function atLine(text: string, random: RandomStream, change: (line: string, other: string) => readonly string[]): string {
  const lines = text.split(/\r\n|\r|\n/);
  const at = random.below(lines.length);
  const other = lines[random.below(lines.length)];
  return [...lines.slice(0, at), ...change(lines[at], other), ...lines.slice(at + 1)].join("\n");
}

/** One match of a pattern replaced by one of the choices. */
function replaced(text: string, pattern: RegExp, random: RandomStream, choices: readonly string[]): string {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0 || choices.length === 0) return text;
  const { 0: old, index } = matches[random.below(matches.length)];
  return text.slice(0, index) + choices[random.below(choices.length)] + text.slice(index + old.length);
}
