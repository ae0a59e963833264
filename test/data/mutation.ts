import { deflateSync, inflateSync } from "node:zlib";
import { unzipSync, zipSync } from "fflate";

/** A damaged copy of a file. */
export interface Mutation {
  /** What was done, with the place: enough to find it again beside the seed. */
  readonly kind: string;
  /** Whether the damage is inside something compressed, which was packed again soundly around it. */
  readonly nested: boolean;
  readonly bytes: Uint8Array;
}

/**
 * Damaged copies of a file without end, the same ones for the same seed: flipped bits, cut ends, size fields with tempting values,
 * pieces copied, removed or repeated. In a compressed MAT-file or a ZIP archive most of the damage is done to the inflated content,
 * which is then packed again with right lengths and checksums, so that it reaches the inner readers.
 */
export function* mutations(seed: number, bytes: Uint8Array): Generator<Mutation, never> {
  const random = randomNumbers(seed);
  const container = containerOf(bytes);
  for (;;) {
    const nested = container !== undefined && random() < 0.75;
    if (!nested) {
      const { kind, result } = damage(bytes, random);
      yield { kind, nested, bytes: result };
      continue;
    }
    const index = Math.floor(random() * container.parts.length);
    const { kind, result } = damage(container.parts[index], random);
    yield { kind: `part ${index}: ${kind}`, nested, bytes: container.pack(index, result) };
  }
}

/** Numbers from 0 to 1 (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Something made of compressed parts. */
interface Container {
  readonly parts: readonly Uint8Array[];
  /** The whole with one part replaced. */
  pack(index: number, part: Uint8Array): Uint8Array;
}

function containerOf(bytes: Uint8Array): Container | undefined {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return archiveOf(bytes);
  const letters = String.fromCharCode(bytes[126], bytes[127]);
  const container = letters === "IM" || letters === "MI" ? compressedElementsOf(bytes, letters === "IM") : undefined;
  return container !== undefined && container.parts.length > 0 ? container : undefined;
}

function archiveOf(bytes: Uint8Array): Container {
  const files = Object.entries(unzipSync(bytes));
  return {
    parts: files.map(([, content]) => content),
    pack: (index, part) =>
      zipSync(Object.fromEntries(files.map(([name, content], at) => [name, at === index ? part : content])), { level: 1 }),
  };
}

function compressedElementsOf(bytes: Uint8Array, littleEndian: boolean): Container {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const places: { start: number; length: number }[] = [];
  for (let at = 128; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, littleEndian);
    if (view.getUint32(at, littleEndian) === 15) places.push({ start: at, length });
    at += 8 + length;
  }
  const subsystem = Number(view.getBigUint64(116, littleEndian));
  const pack = (index: number, part: Uint8Array) => {
    const { start, length } = places[index];
    const packed = deflateSync(part, { level: 1 });
    const tag = new DataView(new ArrayBuffer(8));
    tag.setUint32(0, 15, littleEndian);
    tag.setUint32(4, packed.length, littleEndian);
    const result = joined(bytes.subarray(0, start), new Uint8Array(tag.buffer), packed, bytes.subarray(start + 8 + length));
    const moved = subsystem > start ? subsystem + packed.length - length : subsystem;
    if (subsystem < bytes.length) new DataView(result.buffer).setBigUint64(116, BigInt(moved), littleEndian);
    return result;
  };
  return { parts: places.map(({ start, length }) => inflateSync(bytes.subarray(start + 8, start + 8 + length))), pack };
}

const temptingBytes = [0, 1, 2, 9, 14, 15, 17, 0x28, 0x7f, 0x80, 0xff];
const temptingWords = [
  0, 1, 2, 3, 5, 14, 15, 17, 255, 65535, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff8, 0xdd000000, 0x00040001,
];

function damage(bytes: Uint8Array, random: () => number): { kind: string; result: Uint8Array } {
  const ways = [
    flipBits,
    setByte,
    setWord,
    setWord,
    setWord,
    nudgeWord,
    nudgeWord,
    truncate,
    copyPiece,
    removePiece,
    repeatPiece,
  ];
  return ways[Math.floor(random() * ways.length)](bytes, random);
}

/** A place in the bytes; half the time near the start, where headers and tables are. */
function placeIn(bytes: Uint8Array, random: () => number, alignment = 1): number {
  const reach = random() < 0.5 ? Math.min(bytes.length, 8192) : bytes.length;
  return Math.floor((random() * reach) / alignment) * alignment;
}

function flipBits(bytes: Uint8Array, random: () => number) {
  const result = new Uint8Array(bytes);
  const count = 1 + Math.floor(random() * 4);
  for (let flip = 0; flip < count; flip++) result[placeIn(bytes, random)] ^= 1 << Math.floor(random() * 8);
  return { kind: `${count} bits flipped`, result };
}

function setByte(bytes: Uint8Array, random: () => number) {
  const result = new Uint8Array(bytes);
  const at = placeIn(bytes, random);
  result[at] = temptingBytes[Math.floor(random() * temptingBytes.length)];
  return { kind: `byte ${at} set to ${result[at]}`, result };
}

function setWord(bytes: Uint8Array, random: () => number) {
  const word = temptingWords[Math.floor(random() * temptingWords.length)];
  return withWord(bytes, random, () => word);
}

function nudgeWord(bytes: Uint8Array, random: () => number) {
  const change = [1, -1, 8, -8, 4, 0x10000][Math.floor(random() * 6)];
  return withWord(bytes, random, (word) => (random() < 0.2 ? word * 2 : word + change));
}

function withWord(bytes: Uint8Array, random: () => number, change: (word: number) => number) {
  if (bytes.length < 4) return { kind: "too short for a word", result: new Uint8Array(0) };
  const result = new Uint8Array(bytes);
  const view = new DataView(result.buffer);
  const at = Math.min(placeIn(bytes, random, 4), bytes.length - 4);
  const littleEndian = random() < 0.8;
  const word = change(view.getUint32(at, littleEndian)) >>> 0;
  view.setUint32(at, word, littleEndian);
  return { kind: `word at ${at} set to ${word}`, result };
}

function truncate(bytes: Uint8Array, random: () => number) {
  const length = placeIn(bytes, random);
  return { kind: `cut after ${length} bytes`, result: new Uint8Array(bytes.subarray(0, length)) };
}

function copyPiece(bytes: Uint8Array, random: () => number) {
  const result = new Uint8Array(bytes);
  const [from, to] = [placeIn(bytes, random, 8), placeIn(bytes, random, 8)];
  const length = Math.min(8 * (1 + Math.floor(random() * 32)), bytes.length - to);
  result.set(bytes.subarray(from, from + length), to);
  return { kind: `${length} bytes copied from ${from} to ${to}`, result };
}

function removePiece(bytes: Uint8Array, random: () => number) {
  const at = placeIn(bytes, random, 4);
  const length = 4 * (1 + Math.floor(random() * 16));
  return { kind: `${length} bytes removed at ${at}`, result: joined(bytes.subarray(0, at), bytes.subarray(at + length)) };
}

function repeatPiece(bytes: Uint8Array, random: () => number) {
  const at = placeIn(bytes, random, 8);
  const piece = bytes.subarray(at, at + 8 * (1 + Math.floor(random() * 32)));
  return { kind: `${piece.length} bytes repeated at ${at}`, result: joined(bytes.subarray(0, at), piece, bytes.subarray(at)) };
}

function joined(...pieces: Uint8Array[]): Uint8Array {
  const result = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}
