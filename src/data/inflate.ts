import { constants, inflateRawSync, inflateSync } from "node:zlib";
import { LayerGraphError } from "../errors.ts";

/** The most bytes that one file may inflate to, unless a caller states less: 2 GiB. */
export const mostInflated = 2 ** 31;

/** Deflate cannot do better than 1032 to 1, so a size declared beyond that is false before anything is inflated. */
const bestRatio = 1032;

/** So much of a stream is inflated to learn what it declares. */
const headLength = 1024;

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
  return inflated(inflateRawSync, compressed, expectation);
}

/** What a zlib stream (two bytes of header, a deflate stream, a checksum) holds; see {@link inflateRaw}. */
export function inflateZlib(compressed: Uint8Array, expectation: Expectation): Uint8Array {
  const { code, what } = expectation;
  const [method, flags] = compressed;
  if (compressed.length < 6 || (method & 15) !== 8 || ((method << 8) | flags) % 31 !== 0 || (flags & 32) !== 0)
    throw new LayerGraphError(code, `${what} does not begin with a zlib header.`);
  return inflated(inflateSync, compressed, expectation);
}

type Inflate = typeof inflateSync;

function inflated(inflate: Inflate, compressed: Uint8Array, expectation: Expectation): Uint8Array {
  const { code, what, limit } = expectation;
  const fail = (problem: string, kind = code): never => {
    throw new LayerGraphError(kind, `${what} ${problem}.`);
  };
  const expected = expectation.size(head(inflate, compressed, fail));
  if (expected === undefined) return fail("is too short to declare its size");
  if (expected > limit) fail(`declares ${expected} bytes; at most ${limit} are read`, code.replace("corrupt", "too-large"));
  if (expected > bestRatio * (compressed.length + 1))
    fail(`declares ${expected} bytes, which its ${compressed.length} compressed bytes cannot be`);
  const output = whole(inflate, compressed, expected, fail);
  if (output.length !== expected) fail(`inflates to ${output.length} bytes but declares ${expected}`);
  return output;
}

/** The beginning of what a stream holds, as far as its first bytes tell. */
function head(inflate: Inflate, compressed: Uint8Array, fail: (problem: string) => never): Uint8Array {
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: bestRatio * (headLength + 1) };
    return inflate(compressed.subarray(0, headLength), options);
  } catch (cause) {
    return fail(reasonOf(cause));
  }
}

/** All that a stream holds, into one buffer of the size that is expected. */
function whole(inflate: Inflate, compressed: Uint8Array, expected: number, fail: (problem: string) => never): Uint8Array {
  try {
    // One byte more than expected, or nothing would tell a stream that goes on from one that ends there.
    const { buffer, byteOffset, length } = inflate(compressed, {
      maxOutputLength: expected + 1,
      chunkSize: Math.max(64, expected + 1),
    });
    return new Uint8Array(buffer, byteOffset, length);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      return fail(`inflates to more than the ${expected} bytes it declares`);
    return fail(reasonOf(cause));
  }
}

function reasonOf(cause: unknown): string {
  const { message } = cause as Error;
  if (message === "incorrect data check") return "fails its checksum: the file is damaged";
  return `is not a sound deflate stream: ${message}`;
}
