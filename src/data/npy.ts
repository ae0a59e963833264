import { LayerGraphError } from "../errors.ts";
import { elementCount, stridesOf } from "../tensor.ts";
import { halfOf, singleOf } from "./half.ts";
import { readNpyHeader, writeNpyHeader } from "./npyHeader.ts";

/** Which array holds each type of element. Half-precision numbers are held as single, text as a list. */
export interface NpyStorage {
  bool: Uint8Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
  float16: Float32Array;
  float32: Float32Array;
  float64: Float64Array;
  string: string[];
}

/** The type of the elements of a NumPy array. */
export type NpyType = keyof NpyStorage;

/** A NumPy array, its elements in row-major order. */
export type NpyArray = {
  [T in NpyType]: { readonly type: T; readonly shape: readonly number[]; readonly data: NpyStorage[T] };
}[NpyType];

/** How an array is written; all choices read back as the same array. */
export interface NpyOptions {
  /** `C`, row-major, by default. */
  readonly order?: "C" | "F";
  /** `little` by default. */
  readonly byteOrder?: "little" | "big";
  /** 1 by default, the version every NumPy reads. */
  readonly version?: 1 | 2 | 3;
}

const kinds: Readonly<Record<string, Exclude<NpyType, "string">>> = {
  b1: "bool",
  i1: "int8",
  u1: "uint8",
  i2: "int16",
  u2: "uint16",
  i4: "int32",
  u4: "uint32",
  i8: "int64",
  u8: "uint64",
  f2: "float16",
  f4: "float32",
  f8: "float64",
};

const storedIn = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The array in a `.npy` file: logical, whole and floating-point numbers of every width, and text; in any order of dimensions or bytes.
 * Arrays of Python objects are refused, since unpickling runs code. `name` says which array in messages.
 *
 * @throws LayerGraphError `not-npy`, `npy-header`, `npy-type`, `npy-truncated` or `npy-version`
 */
export function readNpy(bytes: Uint8Array, name = "The file"): NpyArray {
  const { descr, fortranOrder, shape, dataStart } = readNpyHeader(bytes, name);
  const element = elementOf(descr, name);
  const count = elementCount(shape);
  if (element.width === 0 && count > 0) throw new LayerGraphError("npy-type", `${name} has elements of no bytes (${descr}).`);
  const [needed, available] = [count * element.width, bytes.length - dataStart];
  if (needed !== available)
    throw new LayerGraphError(
      "npy-truncated",
      `${name} of shape (${shape.join(", ")}) and type ${descr} takes ${needed} bytes, but ${available} follow its header.`,
    );
  const data = new Uint8Array(bytes.subarray(dataStart)); // slice of a Buffer would not copy
  if (element.swapped) swap(data, element.unit);
  const array = { type: element.type, shape, data: decode(data, element) } as NpyArray;
  return fortranOrder && shape.length > 1 ? reordered(array, "rowMajor") : array;
}

interface ElementKind {
  readonly type: NpyType;
  /** Bytes of an element. */
  readonly width: number;
  /** Bytes of a number within it: a character for text. */
  readonly unit: number;
  readonly swapped: boolean;
  readonly letter: string;
}

function elementOf(descr: string, name: string): ElementKind {
  const [, order, kind] = /^([<>|=]?)(.*)$/.exec(descr)!;
  const swapped = order === ">" ? hostIsLittleEndian : order === "<" && !hostIsLittleEndian;
  const letter = kind[0];
  const length = Number(kind.slice(1));
  if (letter === "O")
    throw new LayerGraphError(
      "npy-type",
      `${name} holds Python objects (pickle), which are never read, because that runs code; save plain arrays, lists of unequal length padded or one by one.`,
    );
  if (letter === "U") return { type: "string", width: 4 * length, unit: 4, swapped, letter };
  if (letter === "S") return { type: "string", width: length, unit: 1, swapped: false, letter };
  const type = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (type === undefined)
    throw new LayerGraphError(
      "npy-type",
      `${name} has elements of type '${descr}', which are not read; ${Object.keys(kinds).join(", ")}, U and S are.`,
    );
  const width = storedIn[type].BYTES_PER_ELEMENT;
  return { type, width, unit: width, swapped, letter };
}

function decode(bytes: Uint8Array<ArrayBuffer>, { type, width, letter }: ElementKind): NpyArray["data"] {
  if (type === "string") return decodeText(bytes, width, letter);
  const numbers = new storedIn[type](bytes.buffer);
  if (type === "bool") return (numbers as Uint8Array).map((value) => (value === 0 ? 0 : 1));
  return type === "float16" ? Float32Array.from(numbers as Uint16Array, singleOf) : (numbers as NpyArray["data"]);
}

function decodeText(bytes: Uint8Array<ArrayBuffer>, width: number, letter: string): string[] {
  const points = letter === "U" ? new Uint32Array(bytes.buffer) : bytes;
  const length = letter === "U" ? width / 4 : width;
  const decoder = new TextDecoder();
  return Array.from({ length: length === 0 ? 0 : points.length / length }, (_, index) => {
    let end = (index + 1) * length;
    while (end > index * length && points[end - 1] === 0) end--;
    const characters = points.subarray(index * length, end);
    if (characters instanceof Uint8Array) return decoder.decode(characters);
    return Array.from(characters, (point) => String.fromCodePoint(point > 0x10ffff ? 0xfffd : point)).join("");
  });
}

function swap(bytes: Uint8Array, unit: number): void {
  if (unit > 1) for (let at = 0; at < bytes.length; at += unit) bytes.subarray(at, at + unit).reverse();
}

/** For each element in row-major order, where it is in column-major order. */
function fortranIndices(shape: readonly number[]): Int32Array {
  const strides = stridesOf([...shape].reverse()).reverse();
  const indices = new Int32Array(elementCount(shape));
  const place = new Array<number>(shape.length).fill(0);
  for (let index = 0, at = 0; index < indices.length; index++) {
    indices[index] = at;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++place[axis] < shape[axis]) break;
      at -= strides[axis] * shape[axis];
      place[axis] = 0;
    }
  }
  return indices;
}

/** The array with its elements moved from column-major to row-major order, or back. */
function reordered(array: NpyArray, to: "rowMajor" | "columnMajor"): NpyArray {
  const from = array.data as { readonly [index: number]: unknown };
  const moved = array.data.slice() as { [index: number]: unknown };
  fortranIndices(array.shape).forEach((at, index) => {
    if (to === "rowMajor") moved[index] = from[at];
    else moved[at] = from[index];
  });
  return { ...array, data: moved } as NpyArray;
}

/**
 * A `.npy` file that `numpy.load` opens.
 *
 * @example
 * writeNpy({ type: "float32", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) })
 */
export function writeNpy(array: NpyArray, options: NpyOptions = {}): Uint8Array {
  const { order = "C", byteOrder = "little", version = 1 } = options;
  if (array.data.length !== elementCount(array.shape))
    throw new LayerGraphError(
      "npy-value",
      `An array of shape (${array.shape.join(", ")}) was given ${array.data.length} elements.`,
    );
  const { bytes, kind, unit } = encode(order === "F" ? reordered(array, "columnMajor") : array);
  if ((byteOrder === "little") !== hostIsLittleEndian) swap(bytes, unit);
  const mark = unit === 1 ? "|" : byteOrder === "little" ? "<" : ">";
  const header = writeNpyHeader(`${mark}${kind}`, order === "F", array.shape, version);
  const file = new Uint8Array(header.length + bytes.length);
  file.set(header);
  file.set(bytes, header.length);
  return file;
}

function encode(array: NpyArray): { bytes: Uint8Array; kind: string; unit: number } {
  if (array.type === "string") return encodeText(array.data);
  const numbers = array.type === "float16" ? Uint16Array.from(array.data, halfOf) : array.data;
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength).slice();
  const kind = Object.keys(kinds).find((key) => kinds[key] === array.type)!;
  return { bytes, kind, unit: numbers.BYTES_PER_ELEMENT };
}

function encodeText(texts: readonly string[]): { bytes: Uint8Array; kind: string; unit: number } {
  const characters = texts.map((text) => Array.from(text, (character) => character.codePointAt(0)!));
  const length = characters.reduce((longest, { length }) => Math.max(longest, length), 1);
  const points = new Uint32Array(texts.length * length);
  for (const [index, text] of characters.entries()) points.set(text, index * length);
  return { bytes: new Uint8Array(points.buffer), kind: `U${length}`, unit: 4 };
}
