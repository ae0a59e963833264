import type { Place, SourceText } from "./ast.ts";

/**
 * A text as the parser takes it, its lines found: they may end in LF, CRLF or a bare CR.
 * @example sourceText("x = 1;", "script.m")
 */
export function sourceText(text: string, name: string): SourceText {
  const lineStarts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) lineStarts.push(i + 1);
  }
  return { name, text, lineStarts };
}

/**
 * The text of a file of MATLAB code. It is UTF-16 where a byte order mark says so; UTF-8 where the bytes are valid UTF-8; else GBK where most bytes
 * beyond ASCII come in the pairs of Chinese characters; else Latin-1 (as Windows extends it). Never throws.
 */
export function decodeSource(bytes: Uint8Array, name: string): SourceText {
  return sourceText(decoded(bytes), name);
}

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  for (const encoding of looksChinese(bytes) ? ["utf-8", "gbk"] : ["utf-8"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // these bytes are not in this encoding: the next one is tried
    }
  }
  return new TextDecoder("windows-1252").decode(bytes);
}

/** Whether at least two thirds of the bytes beyond ASCII stand in pairs of the common plane of GBK; accented Latin letters stand alone. */
function looksChinese(bytes: Uint8Array): boolean {
  let [paired, alone] = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] < 0x80) continue;
    const pair = bytes[i] >= 0xa1 && bytes[i] <= 0xf7 && bytes[i + 1] >= 0xa1;
    if (pair) i++;
    if (pair) paired++;
    else alone++;
  }
  return paired > 0 && paired >= 2 * alone;
}

/** The line and column of a place, both counted from 1, a column being a UTF-16 unit. */
export function lineAndColumn(place: Place): { readonly line: number; readonly column: number } {
  const { lineStarts } = place.source;
  let [low, high] = [0, lineStarts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle] <= place.start) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: place.start - lineStarts[low] + 1 };
}

/** The text that stands at a place. */
export function textAt({ source, start, end }: Place): string {
  return source.text.slice(start, end);
}
