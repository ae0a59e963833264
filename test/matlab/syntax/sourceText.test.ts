import { describe, expect, it } from "vitest";
import { decodeSource, lineAndColumn, sourceText, textAt } from "../../../src/matlab/syntax/sourceText.ts";

function decoded(...bytes: readonly (string | number)[]): string {
  return decodeSource(Uint8Array.from(bytes.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part)] : [part]))), "")
    .text;
}

describe("a source file", () => {
  it("is UTF-8, with or without a byte order mark", () => {
    expect(decoded("x = '卷积 é';")).toBe("x = '卷积 é';");
    expect(decoded(0xef, 0xbb, 0xbf, "x = 'é';")).toBe("x = 'é';");
  });

  it("is UTF-16 where a byte order mark says so", () => {
    expect(decoded(0xff, 0xfe, 0x78, 0, 0x3d, 0)).toBe("x=");
    expect(decoded(0xfe, 0xff, 0, 0x78, 0, 0x3d)).toBe("x=");
  });

  it("is GBK where its bytes are pairs of Chinese characters", () => {
    expect(decoded("% ", 0xbe, 0xed, 0xbb, 0xfd, 0xb2, 0xe3, "\nx = 1;")).toBe("% 卷积层\nx = 1;");
    expect(decoded("f", 0xa3, 0xa8, "1", 0xa3, 0xa9)).toBe("f（1）");
  });

  it("is Latin-1 otherwise", () => {
    expect(decoded("% d", 0xe9, "j", 0xe0, " vu")).toBe("% déjà vu");
    expect(decoded("% 20 ", 0xb0, "C ", 0xb1, " 1 ", 0xb5, "m")).toBe("% 20 °C ± 1 µm");
    expect(decoded("% ", 0xc4, "nderung f", 0xfc, "r Gr", 0xf6, 0xdf, "e")).toBe("% Änderung für Größe");
  });

  it("may be any bytes", () => {
    for (let byte = 0; byte < 256; byte++) expect(typeof decoded(byte, byte, 0x41, byte)).toBe("string");
    expect(decoded()).toBe("");
  });
});

describe("a place", () => {
  it("has a line and a column, whatever the lines end in", () => {
    const source = sourceText("ab\ncd\r\nef\rgh", "x.m");
    const at = (start: number) => Object.values(lineAndColumn({ source, start, end: start + 1 }));
    expect([0, 1, 3, 7, 8, 10, 11].map(at)).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [3, 1],
      [3, 2],
      [4, 1],
      [4, 2],
    ]);
    expect(textAt({ source, start: 3, end: 5 })).toBe("cd");
  });
});
