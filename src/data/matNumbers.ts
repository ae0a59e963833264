import { bytesOf, type Element, elementTypes, fail, type Source } from "./matElements.ts";
import type { NumericClass, NumericData } from "./matValues.ts";

/** The typed array constructor of each numeric class. */
export const numericArrays = {
  double: Float64Array,
  single: Float32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
} as const;

const storedAs = new Map<number, NumericClass>(
  (Object.keys(numericArrays) as NumericClass[]).map((name) => [elementTypes[name], name]),
);

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The numbers of an element, converted to the class of their array: files store numbers in the smallest type that holds them.
 * There must be `count` of them; what the element holds is counted before anything is allocated.
 */
export function readNumbers(source: Source, element: Element, count: number, target: NumericClass): NumericData {
  const stored = storedAs.get(element.type);
  if (stored === undefined) fail(source, element.start, "mat-corrupt", `numbers cannot have element type ${element.type}`);
  const width = numericArrays[stored].BYTES_PER_ELEMENT;
  if (element.length !== count * width)
    fail(
      source,
      element.start,
      "mat-corrupt",
      `${count} ${stored} values take ${count * width} bytes, but the element has ${element.length}`,
    );
  const bytes = new Uint8Array(bytesOf(source, element)); // slice of a Buffer would not copy
  if (width > 1 && source.littleEndian !== hostIsLittleEndian) swapBytes(bytes, width);
  const numbers = new numericArrays[stored](bytes.buffer);
  return converted(numbers, target);
}

/** Turns the order of the bytes of every number around, in place. */
export function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) {
    for (let low = at, high = at + width - 1; low < high; low++, high--) [bytes[low], bytes[high]] = [bytes[high], bytes[low]];
  }
}

/** Numbers in the typed array of a class; the same array where it is that already. */
export function converted(numbers: NumericData, target: NumericClass): NumericData {
  if (numbers instanceof numericArrays[target]) return numbers;
  const wide = target === "int64" || target === "uint64";
  const fromWide = numbers instanceof BigInt64Array || numbers instanceof BigUint64Array;
  if (wide) {
    const values = fromWide ? numbers : Array.from(numbers, (value) => BigInt(Number.isFinite(value) ? Math.trunc(value) : 0));
    return target === "int64" ? BigInt64Array.from(values) : BigUint64Array.from(values);
  }
  return numericArrays[target].from(fromWide ? Array.from(numbers, Number) : numbers);
}

/** The numbers of an element, as many as its bytes hold. */
export function readAllNumbers(source: Source, element: Element, target: NumericClass): NumericData {
  const stored = storedAs.get(element.type);
  const width = stored === undefined ? 1 : numericArrays[stored].BYTES_PER_ELEMENT;
  return readNumbers(source, element, Math.floor(element.length / width), target);
}

/** The characters of an element: UTF-8, UTF-16, UTF-32, or numbers that are code units. */
export function readCharacters(source: Source, element: Element): string {
  const { type, start, length } = element;
  const bytes = source.bytes.subarray(start, start + length);
  switch (type) {
    case elementTypes.utf8:
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    case elementTypes.int8:
    case elementTypes.uint8:
      return new TextDecoder("latin1").decode(bytes);
    case elementTypes.uint16:
    case elementTypes.utf16:
      return textOfUnits(readAllNumbers(source, { ...element, type: elementTypes.uint16 }, "uint16") as Uint16Array);
    case elementTypes.utf32:
      return readUtf32(source, element);
    default:
      return fail(source, start, "mat-corrupt", `text cannot have element type ${type}`);
  }
}

/** The text that UTF-16 units spell; lone surrogates stay as they are. */
export function textOfUnits(units: Uint16Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < units.length; at += 8192) pieces.push(String.fromCharCode(...units.subarray(at, at + 8192)));
  return pieces.join("");
}

function readUtf32(source: Source, { start, length }: Element): string {
  const points = readAllNumbers(source, { type: elementTypes.uint32, start, length, next: start }, "uint32") as Uint32Array;
  const pieces = Array.from(points, (point) => {
    if (point > 0x10ffff) fail(source, start, "mat-corrupt", `${point} is not a Unicode character`);
    return String.fromCodePoint(point);
  });
  return pieces.join("");
}
