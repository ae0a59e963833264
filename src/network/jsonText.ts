import { LayerGraphError } from "../errors.ts";

/** The value of a JSON text. Throws an error that names the line and the column of the first mistake. */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { at, expected } = firstMistake(text);
    const before = text.slice(0, at);
    const line = before.split("\n").length;
    const column = at - before.lastIndexOf("\n");
    const received = at >= text.length ? "the end of the text" : JSON.stringify(String.fromCodePoint(text.codePointAt(at)!));
    throw new LayerGraphError(
      "malformed-json",
      `${what}: malformed JSON at line ${line}, column ${column}: received ${received}, expected ${expected}.`,
      { received, expected },
    );
  }
}

interface Mistake {
  readonly at: number;
  readonly expected: string;
}

/** Where a text that is not JSON first stops being JSON. Keeps the open brackets in a list, so that no depth is too deep. */
function firstMistake(text: string): Mistake {
  const open: ("{" | "[")[] = [];
  let at = skipSpace(text, 0);
  for (;;) {
    const start = startOfValue(text, at);
    if ("expected" in start) return start;
    at = skipSpace(text, start.end);
    if (start.opens) open.push(start.opens);
    let closes = start.opens !== undefined && text[at] === closing(start.opens);
    if (start.opens && !closes) {
      const next = start.opens === "{" ? keyAt(text, at) : { end: at };
      if ("expected" in next) return next;
      at = skipSpace(text, next.end);
      continue;
    }
    for (;;) {
      if (closes) {
        open.pop();
        at = skipSpace(text, at + 1);
      }
      const inside = open.at(-1);
      if (inside === undefined) return { at, expected: "the end of the text" };
      closes = text[at] === closing(inside);
      if (closes) continue;
      if (text[at] !== ",") return { at, expected: `"," or "${closing(inside)}"` };
      const next = inside === "{" ? keyAt(text, skipSpace(text, at + 1)) : { end: at + 1 };
      if ("expected" in next) return next;
      at = skipSpace(text, next.end);
      break;
    }
  }
}

function closing(bracket: "{" | "["): string {
  return bracket === "{" ? "}" : "]";
}

interface Token {
  readonly end: number;
  readonly opens?: "{" | "[";
}

function startOfValue(text: string, at: number): Token | Mistake {
  const first = text[at];
  if (first === "{" || first === "[") return { end: at + 1, opens: first };
  if (first === '"') return stringAt(text, at);
  for (const word of ["true", "false", "null"]) if (text.startsWith(word, at)) return { end: at + word.length };
  return /[-0-9]/.test(first ?? "") ? numberAt(text, at) : { at, expected: "a value" };
}

/** A key and its colon. */
function keyAt(text: string, at: number): Token | Mistake {
  if (text[at] !== '"') return { at, expected: "a key in double quotes" };
  const key = stringAt(text, at);
  if ("expected" in key) return key;
  const colon = skipSpace(text, key.end);
  return text[colon] === ":" ? { end: colon + 1 } : { at: colon, expected: '":"' };
}

function stringAt(text: string, start: number): Token | Mistake {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return { end: at + 1 };
    if (text[at] < " ") return { at, expected: "no line break or control character within a text; write \\n" };
    if (text[at] !== "\\") continue;
    at++;
    if (text[at] === "u") {
      if (!/^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5))) return { at, expected: "four hexadecimal digits after \\u" };
    } else if (!'"\\/bfnrt'.includes(text[at] ?? "?")) return { at, expected: 'one of " \\ / b f n r t u after \\' };
  }
  return { at: text.length, expected: "a closing quote" };
}

function numberAt(text: string, start: number): Token | Mistake {
  let at = text[start] === "-" ? start + 1 : start;
  const digits = (): boolean => {
    const from = at;
    while (text[at] >= "0" && text[at] <= "9") at++;
    return at > from;
  };
  if (text[at] === "0") at++;
  else if (!digits()) return { at, expected: "a digit" };
  if (text[at] === ".") {
    at++;
    if (!digits()) return { at, expected: "a digit" };
  }
  if (text[at] === "e" || text[at] === "E") {
    at++;
    if (text[at] === "+" || text[at] === "-") at++;
    if (!digits()) return { at, expected: "a digit" };
  }
  return { end: at };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return at;
}
