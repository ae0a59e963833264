import { LayerGraphError } from "../errors.ts";

/** The numbers that name the types of data elements. */
export const elementTypes = {
  int8: 1,
  uint8: 2,
  int16: 3,
  uint16: 4,
  int32: 5,
  uint32: 6,
  single: 7,
  double: 9,
  int64: 12,
  uint64: 13,
  matrix: 14,
  compressed: 15,
  utf8: 16,
  utf16: 17,
  utf32: 18,
} as const;

/** Bytes of a MAT-file in one byte order: the file, what an element inflated to, or the subsystem. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly littleEndian: boolean;
  /** Follows a byte offset in messages: empty for the file itself, else ` of the element inflated from byte 128`. */
  readonly where: string;
}

/** Where the data of one element lies, and where the next element starts. */
export interface Element {
  readonly type: number;
  readonly start: number;
  readonly length: number;
  readonly next: number;
}

/** Looks at bytes as a source. */
export function sourceOf(bytes: Uint8Array, littleEndian: boolean, where: string): Source {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), littleEndian, where };
}

/** Ends reading with the byte that cannot be right. */
export function fail(source: Source, at: number, code: string, problem: string): never {
  throw new LayerGraphError(code, `MAT-file, byte ${at}${source.where}: ${problem}.`);
}

/** The element whose tag is at `at`; all of it must lie before `end`. */
export function readElement(source: Source, at: number, end: number): Element {
  if (at + 8 > end)
    fail(
      source,
      at,
      "mat-truncated",
      `an element was expected, but ${Math.max(0, end - at)} bytes are left of the 8 a tag takes`,
    );
  const { view, littleEndian } = source;
  const word = view.getUint32(at, littleEndian);
  if (word >>> 16 !== 0) {
    const length = word >>> 16;
    if (length > 4) fail(source, at, "mat-corrupt", `a small element declares ${length} bytes; it can hold 4`);
    return { type: word & 0xffff, start: at + 4, length, next: at + 8 };
  }
  const length = view.getUint32(at + 4, littleEndian);
  const start = at + 8;
  if (length > end - start)
    fail(source, at, "mat-truncated", `an element of type ${word} declares ${length} bytes, but ${end - start} are left`);
  const padded = word === elementTypes.compressed ? length : Math.ceil(length / 8) * 8;
  return { type: word, start, length, next: Math.min(start + padded, end) };
}

/** An element that must be of the named type. */
export function expectElement(source: Source, at: number, end: number, types: readonly number[], what: string): Element {
  const element = readElement(source, at, end);
  if (!types.includes(element.type))
    fail(source, at, "mat-corrupt", `${what} should have element type ${types.join(" or ")}, not ${element.type}`);
  return element;
}

/** The bytes of an element. */
export function bytesOf(source: Source, element: Element): Uint8Array {
  return source.bytes.subarray(element.start, element.start + element.length);
}

/** The text of an int8 element: a name, up to its first zero. */
export function nameOf(source: Source, element: Element): string {
  const bytes = bytesOf(source, element);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
