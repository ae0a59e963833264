import { zipSync } from "fflate";
import { LayerGraphError } from "../errors.ts";
import { inflateRaw } from "./inflate.ts";

const endLength = 22;
const entryLength = 46;
const localLength = 30;

/**
 * The files in a ZIP archive, by name. Sizes are checked against the bytes there are, and contents against their checksums; together
 * they may take at most `maximumBytes`.
 */
export function readZip(bytes: Uint8Array, maximumBytes: number): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(bytes, view);
  let budget = maximumBytes;
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    const content = readEntry(bytes, view, entry, budget);
    budget -= content.length;
    files.set(entry.name, content);
  }
  return files;
}

/** An archive with these files; the same files always give the same bytes. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>, compressed: boolean): Uint8Array {
  return zipSync(Object.fromEntries(files), { level: compressed ? 6 : 0, mtime: new Date(1980, 0, 1) });
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly offset: number;
}

function readDirectory(bytes: Uint8Array, view: DataView): Entry[] {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: Entry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + entryLength > end || view.getUint32(at, true) !== 0x02014b50)
      throw damaged(`entry ${index + 1} of ${count} is not at byte ${at}`);
    const nameEnd = at + entryLength + view.getUint16(at + 28, true);
    if (nameEnd > end) throw damaged(`the name of entry ${index + 1} runs past the end`);
    const entry: Entry = {
      name: new TextDecoder().decode(bytes.subarray(at + entryLength, nameEnd)),
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      compressedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw damaged(`'${entry.name}' is encrypted`);
    entries.push(entry);
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (new Set(entries.map(({ name }) => name)).size !== entries.length) throw damaged("two entries have the same name");
  const stored = entries.reduce((sum, { compressedSize }) => sum + compressedSize, 0);
  if (stored > bytes.length) throw damaged(`its entries take ${stored} bytes, but the file has ${bytes.length}`);
  return entries;
}

/** The directory's end record is the last thing in the file, but for a comment of up to 64 KiB. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - endLength; at >= Math.max(0, view.byteLength - endLength - 0xffff); at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  throw new LayerGraphError("not-zip", "This is not a ZIP archive, or its end is missing.");
}

function readEntry(bytes: Uint8Array, view: DataView, entry: Entry, limit: number): Uint8Array {
  const { name, method, offset, size, compressedSize } = entry;
  if (offset + localLength > bytes.length || view.getUint32(offset, true) !== 0x04034b50)
    throw damaged(`'${name}' is not at byte ${offset}`);
  const start = offset + localLength + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + compressedSize > bytes.length) throw damaged(`'${name}' runs past the end of the file`);
  if (method !== 0 && method !== 8) throw damaged(`'${name}' is compressed by method ${method}; stored and deflate can be read`);
  if (size > limit)
    throw new LayerGraphError("zip-too-large", `'${name}' would take the archive past the ${limit} bytes that are still read.`);
  const stored = bytes.subarray(start, start + compressedSize);
  if (method === 0 && size !== compressedSize) throw damaged(`'${name}' has two sizes, ${size} and ${compressedSize}`);
  const content =
    method === 0 ? stored : inflateRaw(stored, { what: `ZIP archive: '${name}'`, code: "zip-corrupt", limit, size: () => size });
  if (checksumOf(content) !== entry.checksum) throw damaged(`'${name}' fails its checksum`);
  return content;
}

const checksumTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32, as ZIP has it. */
function checksumOf(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) value = checksumTable[(value ^ bytes[at]) & 255] ^ (value >>> 8);
  return ~value >>> 0;
}

function damaged(problem: string): LayerGraphError {
  return new LayerGraphError("zip-corrupt", `The ZIP archive is damaged or of a kind that is not read: ${problem}.`);
}
