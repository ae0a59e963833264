import { type RandomStream, randomStream } from "../../src/random.ts";

/** Pieces of code that tempt a reader to lose count, to see a quote for a transpose, a command for an expression, a block for a name. */
const pieces: readonly string[] = [
  ...[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "''",
    ".'",
    "...",
    "...\n",
    ",",
    ";",
    "\n",
    "\r",
    "\r\n",
    " ",
    "\t",
    ":",
    "=",
    "==",
    "~",
    "!",
  ],
  ...[
    "%",
    "%{\n",
    "\n%}\n",
    "@",
    "@(x) ",
    "?",
    ".",
    ".^",
    "-",
    " -",
    " - ",
    "+=",
    "&&",
    "|",
    "^",
    "end",
    "end\n",
    "\nend",
    "if ",
    "for i = 1:3\n",
  ],
  ...[
    "\nfunction f\n",
    "function [a, b] = g(x)\n",
    "classdef A < B\n",
    "properties\n",
    "methods\n",
    "arguments\n",
    "while true\n",
    "switch x\n",
  ],
  ...[
    "case 1\n",
    "try\n",
    "catch ME\n",
    "else\n",
    "return\n",
    "global x\n",
    "hold on\n",
    "x.(",
    "c{end}",
    "x(:)",
    "[a, ~] = ",
    "1e",
    "0x",
    "1i",
  ],
  ...[
    "（",
    "，",
    "；",
    "‘",
    "’",
    "名",
    "\u00a0",
    "\u0000",
    "\ufeff",
    "\ud800",
    "é",
    "𝒳",
    "$",
    "`",
    "\\",
    "1e999",
    "9".repeat(400),
  ],
  ...[
    "[];",
    "(end)",
    " = [];",
    "{:}",
    "''''",
    "eval('",
    "x = x;\n",
    "Inf",
    "NaN",
    "-1",
    "0",
    "1e6",
    "varargin",
    "nargin",
    "(((((",
    "[[[[[",
  ],
];

/** A script with one to four damages to its text: pieces put in, cut out, repeated, exchanged, lines moved. The same for the same seed and index. */
export function damagedScript(text: string, seed: number, index: number): { readonly kind: string; readonly text: string } {
  const random = randomStream(seed, "script", index);
  const kinds: string[] = [];
  let damaged = text;
  for (let left = 1 + random.below(4); left > 0; left--) {
    const way = ways[random.below(ways.length)];
    damaged = way(damaged, random);
    kinds.push(way.name);
  }
  return { kind: kinds.join(", "), text: damaged };
}

type Damage = (text: string, random: RandomStream) => string;

const insertPiece: Damage = (text, random) => {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + pieces[random.below(pieces.length)] + text.slice(at);
};

const replaceMark: Damage = (text, random) => {
  const marks = [...text.matchAll(/[^\w\s]/g)];
  if (marks.length === 0) return text;
  const { index } = marks[random.below(marks.length)];
  return text.slice(0, index) + pieces[random.below(pieces.length)] + text.slice(index + 1);
};

const removeMark: Damage = (text, random) => {
  const marks = [...text.matchAll(/[^\w\s]|\n/g)];
  if (marks.length === 0) return text;
  const { index } = marks[random.below(marks.length)];
  return text.slice(0, index) + text.slice(index + 1);
};

const replaceWord: Damage = (text, random) => {
  const words = [...text.matchAll(/\w+/g)];
  if (words.length === 0) return text;
  const [{ index, 0: word }, { 0: other }] = [words[random.below(words.length)], words[random.below(words.length)]];
  return text.slice(0, index) + (random.below(2) === 0 ? other : "") + text.slice(index + word.length);
};

const moveLine: Damage = (text, random) => {
  const lines = text.split("\n");
  const [line] = lines.splice(random.below(lines.length), 1);
  if (random.below(3) > 0) lines.splice(random.below(lines.length + 1), 0, line);
  return lines.join("\n");
};

const repeatLines: Damage = (text, random) => {
  const lines = text.split("\n");
  const from = random.below(lines.length);
  lines.splice(random.below(lines.length + 1), 0, ...lines.slice(from, from + 1 + random.below(10)));
  return lines.join("\n");
};

const cutEnd: Damage = (text, random) => text.slice(0, random.below(text.length + 1));

const changeCharacter: Damage = (text, random) => {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + String.fromCharCode(random.below(random.below(8) === 0 ? 65536 : 128)) + text.slice(at + 1);
};

const ways: readonly Damage[] = [
  insertPiece,
  insertPiece,
  replaceMark,
  removeMark,
  replaceWord,
  replaceWord,
  moveLine,
  repeatLines,
  cutEnd,
  changeCharacter,
];
