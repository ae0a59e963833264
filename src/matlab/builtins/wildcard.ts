import { BoundedRegExp } from "./boundedRegExp.ts";

/** The names that a word with `*` (anything) and `?` (one character) stands for, as in `clear temp*`. */
export function wildcard(word: string): RegExp {
  const plain = word.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new BoundedRegExp(`^${plain.replace(/\*+/g, ".*").replaceAll("?", ".")}$`);
}
