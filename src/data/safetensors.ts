import { LayerGraphError } from "../errors.ts";
import { type ElementType, elementCount, type Tensor } from "../tensor.ts";

/** Bytes that are no logical values. */
export interface ByteTensor {
  readonly type: "uint8";
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** What a safetensors file can hold here. */
export type StoredTensor = Tensor | ByteTensor;

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: Map<string, StoredTensor>;
  /** Texts that go with the tensors, by name. */
  readonly metadata: Record<string, string>;
}

type StoredType = ElementType | "uint8";

const storedTypes: Readonly<Record<string, { type: StoredType; width: number }>> = {
  F32: { type: "float32", width: 4 },
  F64: { type: "float64", width: 8 },
  I64: { type: "int64", width: 8 },
  U8: { type: "uint8", width: 1 },
  BOOL: { type: "bool", width: 1 },
};

/** The format's own limit on the header, 100 MB. */
const longestHeader = 100_000_000;

/**
 * The tensors and texts in a safetensors file: a length, a JSON header, and the numbers of all tensors in little-endian order.
 * Types F32, F64, I64, U8 and BOOL are read.
 *
 * @example
 * readSafetensors(bytes).tensors.get("conv1_1/Weights")
 * @throws LayerGraphError `safetensors-truncated`, `safetensors-header` or `safetensors-type`
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { header, dataStart } = readHeader(bytes);
  const available = bytes.length - dataStart;
  const { __metadata__: metadata = {}, ...rest } = header;
  const entries = Object.entries(rest).map(([name, value]) => readEntry(name, asRecord(value, name), available));
  checkRanges(entries, available);
  const tensors = entries.map(({ name, type, shape, start, end }): [string, StoredTensor] => [
    name,
    { type, shape, data: readData(bytes, dataStart + start, dataStart + end, type) } as StoredTensor,
  ]);
  return { tensors: new Map(tensors), metadata: readMetadata(asRecord(metadata, "__metadata__")) };
}

function readMetadata(texts: Record<string, unknown>): Record<string, string> {
  for (const [key, text] of Object.entries(texts))
    if (typeof text !== "string") throw damaged(`the metadata '${key}' are not text`);
  return texts as Record<string, string>;
}

interface Range {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < 8)
    throw new LayerGraphError("safetensors-truncated", `This is not a safetensors file: it has ${bytes.length} bytes.`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > longestHeader) throw damaged(`a header of ${length} bytes is declared; at most ${longestHeader} are allowed`);
  if (length > bytes.length - 8)
    throw new LayerGraphError(
      "safetensors-truncated",
      `The safetensors file ends too early: its header takes ${length} bytes, but ${bytes.length - 8} are left.`,
    );
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length));
    return { header: asRecord(JSON.parse(text), "the header"), dataStart: 8 + length };
  } catch (cause) {
    if (cause instanceof LayerGraphError) throw cause;
    throw new LayerGraphError(
      "safetensors-header",
      `The header of the safetensors file is not JSON: ${(cause as Error).message}.`,
      { cause },
    );
  }
}

function readEntry(
  name: string,
  entry: Record<string, unknown>,
  available: number,
): { type: StoredType; shape: number[] } & Range {
  const { dtype, shape, data_offsets: offsets } = entry;
  const stored = typeof dtype === "string" && Object.hasOwn(storedTypes, dtype) ? storedTypes[dtype] : undefined;
  if (stored === undefined)
    throw new LayerGraphError(
      "safetensors-type",
      `The tensor '${name}' in the safetensors file has type ${String(dtype)}; ${Object.keys(storedTypes).join(", ")} can be read.`,
    );
  if (!areCounts(shape)) throw damaged(`the shape of '${name}' is not a list of whole numbers`);
  if (!areCounts(offsets) || offsets.length !== 2) throw damaged(`the data_offsets of '${name}' are not two whole numbers`);
  const [start, end] = offsets;
  if (start > end || end > available)
    throw damaged(`'${name}' lies at ${start} to ${end}, but there are ${available} bytes of data`);
  if (end - start !== elementCount(shape) * stored.width)
    throw damaged(
      `'${name}' of shape [${shape.join(", ")}] takes ${elementCount(shape) * stored.width} bytes, but has ${end - start}`,
    );
  return { name, type: stored.type, shape, start, end };
}

function areCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}

function asRecord(value: unknown, name: string): Record<string, unknown> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw damaged(`'${name}' is not an object`);
  return value as Record<string, unknown>;
}

/** The format allows neither overlaps nor gaps. */
function checkRanges(ranges: readonly Range[], available: number): void {
  let at = 0;
  for (const { name, start, end } of ranges.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== at)
      throw damaged(`'${name}' starts at byte ${start} of the data where ${at} was expected: tensors overlap or leave a gap`);
    at = end;
  }
  if (at !== available) throw damaged(`its tensors take ${at} bytes, but ${available} follow the header`);
}

function readData(bytes: Uint8Array, start: number, end: number, type: StoredType): StoredTensor["data"] {
  const copy = new Uint8Array(bytes.subarray(start, end)); // slice of a Buffer would not copy
  if (type === "bool") return copy.map((value) => (value === 0 ? 0 : 1));
  if (type === "uint8") return copy;
  const width = type === "float32" ? 4 : 8;
  if (!hostIsLittleEndian) for (let at = 0; at < copy.length; at += width) copy.subarray(at, at + width).reverse();
  if (type === "float32") return new Float32Array(copy.buffer);
  return type === "float64" ? new Float64Array(copy.buffer) : new BigInt64Array(copy.buffer);
}

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function damaged(problem: string): LayerGraphError {
  return new LayerGraphError("safetensors-header", `The safetensors file is damaged: ${problem}.`);
}

/**
 * A safetensors file with these tensors and texts, in the order given; the same content always gives the same bytes.
 *
 * @example
 * writeSafetensors(new Map([["w", floats([2, 2], [1, 2, 3, 4])]]), { epoch: "3" })
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header = new Map<string, unknown>();
  if (Object.keys(metadata).length > 0) header.set("__metadata__", metadata);
  let at = 0;
  for (const [name, { type, shape, data }] of tensors) {
    if (name === "__metadata__")
      throw new LayerGraphError("safetensors-name", "A tensor cannot be named '__metadata__': the format keeps that name.");
    const dtype = Object.keys(storedTypes).find((key) => storedTypes[key].type === type);
    header.set(name, { dtype, shape, data_offsets: [at, at + data.byteLength] });
    at += data.byteLength;
  }
  const entries = [...header].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const text = new TextEncoder().encode(`{${entries.join(",")}}`);
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + at).fill(0x20, 8, 8 + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  let place = 8 + length;
  for (const { type, data } of tensors.values()) {
    const numbers = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    bytes.set(readBack(numbers, type), place);
    place += data.byteLength;
  }
  return bytes;
}

/** The bytes in the file's order, which is little-endian on every host. */
function readBack(numbers: Uint8Array, type: StoredType): Uint8Array {
  if (hostIsLittleEndian || type === "bool" || type === "uint8") return numbers;
  const data = readData(numbers, 0, numbers.length, type);
  return new Uint8Array(data.buffer);
}
