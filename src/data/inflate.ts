import { Inflate } from "fflate";
import { LayerGraphError } from "../errors.ts";

/** The most bytes that one file may inflate to, unless a caller states less: 2 GiB. */
export const mostInflated = 2 ** 31;

/** Deflate cannot do better than 1032 to 1, so a size declared beyond that is false before anything is inflated. */
const bestRatio = 1032;

/** Input is handed over in pieces, so that one piece cannot swell by more than 16 MiB before it is looked at. */
const pieceSize = 16 * 1024;

/** What the caller knows of a deflate stream. */
export interface Expectation {
  /** The number of bytes it must inflate to, judged from the bytes so far; undefined while these do not tell. */
  readonly size: (start: Uint8Array) => number | undefined;
  /** Names the stream in messages: `the element at byte 128`. */
  readonly what: string;
  /** The error code of a damaged stream, such as `mat-corrupt`. */
  readonly code: string;
  /** The most bytes to inflate. */
  readonly limit: number;
}

/** What a raw deflate stream holds; it must be exactly as long as expected, and memory never grows past that. */
export function inflateRaw(compressed: Uint8Array, expectation: Expectation): Uint8Array {
  const output = new Collector(compressed.length, expectation);
  const inflater = new Inflate((piece) => output.add(piece));
  try {
    for (let at = 0; at < compressed.length && !output.complete(); at += pieceSize) {
      const before = output.length;
      inflater.push(compressed.subarray(at, at + pieceSize), false);
      if (output.length === before) break; // the stream has ended, or holds nothing but empty blocks
    }
  } catch (cause) {
    if (cause instanceof LayerGraphError) throw cause;
    throw new LayerGraphError(
      expectation.code,
      `${expectation.what} is not a sound deflate stream: ${(cause as Error).message}.`,
      { cause },
    );
  }
  return output.finish();
}

/** What a zlib stream (two bytes of header, a deflate stream, a checksum) holds; see {@link inflateRaw}. */
export function inflateZlib(compressed: Uint8Array, expectation: Expectation): Uint8Array {
  const { code, what } = expectation;
  const [method, flags] = compressed;
  if (compressed.length < 6 || (method & 15) !== 8 || ((method << 8) | flags) % 31 !== 0 || (flags & 32) !== 0)
    throw new LayerGraphError(code, `${what} does not begin with a zlib header.`);
  const output = inflateRaw(compressed.subarray(2), expectation);
  const stored = new DataView(compressed.buffer, compressed.byteOffset + compressed.length - 4, 4).getUint32(0);
  if (stored !== adler32(output)) throw new LayerGraphError(code, `${what} fails its checksum: the file is damaged.`);
  return output;
}

/** Gathers the output, growing by doubling towards the expected size and never past it. */
class Collector {
  length = 0;
  private bytes: Uint8Array;
  private expected: number | undefined;
  private readonly inputLength: number;
  private readonly expectation: Expectation;

  constructor(inputLength: number, expectation: Expectation) {
    this.inputLength = inputLength;
    this.expectation = expectation;
    this.bytes = new Uint8Array(Math.min(expectation.limit, Math.max(4 * inputLength, 1024)));
    this.expect();
  }

  complete(): boolean {
    return this.expected !== undefined && this.length >= this.expected;
  }

  add(piece: Uint8Array): void {
    const end = this.length + piece.length;
    if (end > this.expectation.limit) this.fail("too-large", `inflates to more than ${this.expectation.limit} bytes`);
    if (this.expected !== undefined && end > this.expected)
      this.fail("", `inflates to more than the ${this.expected} bytes it declares`);
    if (end > this.bytes.length) {
      const grown = new Uint8Array(Math.min(this.expected ?? this.expectation.limit, Math.max(end, 2 * this.bytes.length)));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(piece, this.length);
    this.length = end;
    if (this.expected === undefined) this.expect();
  }

  finish(): Uint8Array {
    if (this.expected === undefined) this.fail("", `inflates to ${this.length} bytes only`);
    if (this.length !== this.expected) this.fail("", `inflates to ${this.length} bytes but declares ${this.expected}`);
    return this.bytes.subarray(0, this.length);
  }

  private expect(): void {
    const { size, limit } = this.expectation;
    this.expected = size(this.bytes.subarray(0, this.length));
    if (this.expected === undefined) return;
    if (this.expected > limit) this.fail("too-large", `declares ${this.expected} bytes; at most ${limit} are read`);
    if (this.expected > bestRatio * (this.inputLength + 1) || this.length > this.expected)
      this.fail("", `declares ${this.expected} bytes, which its ${this.inputLength} compressed bytes cannot be`);
  }

  private fail(kind: "" | "too-large", problem: string): never {
    const { code, what } = this.expectation;
    throw new LayerGraphError(kind === "" ? code : code.replace("corrupt", kind), `${what} ${problem}.`);
  }
}

function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length; ) {
    for (const end = Math.min(at + 3800, bytes.length); at < end; at++) {
      low += bytes[at];
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return ((high << 16) | low) >>> 0;
}
