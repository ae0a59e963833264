import { deflateSync } from "node:zlib";

/** A colour: red, green, blue and opacity, each from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number, opacity: number];

/**
 * A picture as the bytes of a PNG file.
 *
 * @param pixels row by row from the top left, the number of each pixel's colour
 * @param colors at most 256
 */
export function encodePng(width: number, height: number, pixels: Uint8Array, colors: readonly Color[]): Uint8Array {
  const lines = new Uint8Array(height * (1 + width)); // before each line its filter: none
  for (let row = 0; row < height; row++) lines.set(pixels.subarray(row * width, (row + 1) * width), row * (1 + width) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits for the number of a colour; no interlacing
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    chunk("PLTE", Uint8Array.from(colors.flatMap((color) => color.slice(0, 3)))),
    chunk(
      "tRNS",
      Uint8Array.from(colors, ([, , , opacity]) => opacity),
    ),
    chunk("IDAT", deflateSync(lines, { level: 9 })),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** Length, kind, data and check sum. */
function chunk(kind: string, data: Uint8Array): Uint8Array {
  const named = joined([new TextEncoder().encode(kind), data]);
  const ends = new DataView(new ArrayBuffer(8));
  ends.setUint32(0, data.length);
  ends.setUint32(4, checkSum(named));
  const bytes = new Uint8Array(ends.buffer);
  return joined([bytes.subarray(0, 4), named, bytes.subarray(4)]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The cyclic redundancy check of PNG: polynomial 0xEDB88320. */
function checkSum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
