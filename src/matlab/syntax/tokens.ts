/** One word, number, text or mark of a program. */
export interface Token {
  readonly kind: "name" | "keyword" | "number" | "text" | "symbol" | "newline" | "file end" | "invalid";
  /** The name, keyword, number or symbol as it counts (`!=` counts as `~=`); of a text its value; of what is invalid the message. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether blanks, a comment or a continuation stand before it. */
  readonly spaceBefore: boolean;
  /** Whether a blank, a line end or a continuation follows it at once. */
  readonly spaceAfter: boolean;
  /** Whether it stands directly inside `[ ]` or a cell's `{ }`, where blanks separate elements. */
  readonly matrix: boolean;
}

/** Words that cannot be names. */
export const keywords: ReadonlySet<string> = new Set([
  ...["break", "case", "catch", "classdef", "continue", "else", "elseif", "end", "for", "function", "global", "if", "otherwise"],
  ...["parfor", "persistent", "return", "spmd", "switch", "try", "while"],
]);

/** Keywords that begin a block which `end` closes, functions and classes left out. */
export const blockKeywords: ReadonlySet<string> = new Set(["for", "if", "parfor", "spmd", "switch", "try", "while"]);

const pairs = ["==", "~=", "!=", "<=", ">=", "&&", "||", ".*", "./", ".\\", ".^", ".'"];
const singles = "+-*/\\^=<>&|~!,;:()[]{}.@?'";
const spellings: Readonly<Record<string, string>> = { "!=": "~=", "!": "~" };

/** The symbol that stands at a position, as it is written; empty where there is none. */
export function symbolAt(text: string, position: number): string {
  const pair = text.slice(position, position + 2);
  if (pairs.includes(pair)) return pair;
  return singles.includes(text.charAt(position)) ? text.charAt(position) : "";
}

/** A symbol in the spelling that counts. */
export function spelled(symbol: string): string {
  return spellings[symbol] ?? symbol;
}

const lookalikes: Readonly<Record<string, string>> = {
  ...{
    "，": ",",
    "、": ",",
    "；": ";",
    "：": ":",
    "（": "(",
    "）": ")",
    "［": "[",
    "］": "]",
    "｛": "{",
    "｝": "}",
    "【": "[",
    "】": "]",
  },
  ...{
    "＝": "=",
    "＋": "+",
    "－": "-",
    "＊": "*",
    "／": "/",
    "．": ".",
    "。": ".",
    "＜": "<",
    "＞": ">",
    "＆": "&",
    "｜": "|",
    "～": "~",
  },
  ...{
    "！": "!",
    "＠": "@",
    "‘": "'",
    "’": "'",
    "＇": "'",
    "“": '"',
    "”": '"',
    "＂": '"',
    "％": "%",
    "…": "...",
    "–": "-",
    "—": "-",
  },
  ...{ "−": "-", "×": "*", "\u00a0": " ", "\u3000": " ", "\u200b": " ", "\ufeff": " " },
};

/** The ASCII character that a character beyond ASCII was probably meant as: full-width punctuation, typographic quotes, unusual blanks. */
export function lookalike(character: string): string | undefined {
  return Object.hasOwn(lookalikes, character) ? lookalikes[character] : undefined;
}
