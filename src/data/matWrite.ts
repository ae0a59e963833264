import { zlibSync } from "fflate";
import { LayerGraphError } from "../errors.ts";
import { elementTypes } from "./matElements.ts";
import { arrayClasses } from "./matHeader.ts";
import { swapBytes } from "./matNumbers.ts";
import { describeMat, type MatSize, type MatValue, type NumericData, numberOfElements } from "./matValues.ts";

/** How a MAT-file is written. */
export interface MatWriteOptions {
  /** Compress each variable, as MATLAB's `-v7` does; true by default. False writes what `-v6` does. */
  readonly compressed?: boolean;
  /** `little` by default. */
  readonly byteOrder?: "little" | "big";
}

/**
 * A MAT-file that MATLAB's `load` opens, holding numeric (complex too), logical, char, cell and struct values.
 *
 * @example
 * writeMat(new Map([["scores", { kind: "numeric", class: "single", size: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }]]))
 * @throws LayerGraphError `mat-name` for a name MATLAB does not take, `mat-value` for a value that cannot be written
 */
export function writeMat(variables: ReadonlyMap<string, MatValue>, options: MatWriteOptions = {}): Uint8Array {
  const { compressed = true, byteOrder = "little" } = options;
  const writer = new MatWriter(byteOrder === "little");
  const pieces = [writer.header()];
  for (const [name, value] of variables) {
    checkName(name, "variable");
    const matrix = writer.matrix(name, value);
    pieces.push(compressed ? writer.element(elementTypes.compressed, zlibSync(matrix)) : matrix);
  }
  return joined(pieces);
}

class MatWriter {
  private readonly littleEndian: boolean;

  constructor(littleEndian: boolean) {
    this.littleEndian = littleEndian;
  }

  header(): Uint8Array {
    const bytes = new Uint8Array(128).fill(0x20, 0, 116);
    bytes.set(new TextEncoder().encode("MATLAB 5.0 MAT-file, written by layergraph"));
    const view = new DataView(bytes.buffer);
    view.setUint16(124, 0x0100, this.littleEndian);
    view.setUint16(126, 0x4d49, this.littleEndian);
    return bytes;
  }

  element(type: number, data: Uint8Array): Uint8Array {
    const small = data.length > 0 && data.length <= 4 && type !== elementTypes.matrix;
    const padded = type === elementTypes.compressed ? data.length : Math.ceil(data.length / 8) * 8;
    const bytes = new Uint8Array(small ? 8 : 8 + padded);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, small ? (data.length << 16) | type : type, this.littleEndian);
    if (!small) view.setUint32(4, data.length, this.littleEndian);
    bytes.set(data, small ? 4 : 8);
    return bytes;
  }

  matrix(name: string, value: MatValue): Uint8Array {
    const content = this.content(value);
    const logical = value.kind === "logical" ? 0x200 : 0;
    const complex = value.kind === "numeric" && value.imaginary !== undefined ? 0x800 : 0;
    const { size } = value as { size: MatSize };
    const head = [
      this.numbers(Uint32Array.of(arrayClassOf(value) | logical | complex, 0)),
      this.numbers(Int32Array.from(size)),
      this.element(elementTypes.int8, new TextEncoder().encode(name)),
    ];
    return this.element(elementTypes.matrix, joined([...head, ...content]));
  }

  private content(value: MatValue): Uint8Array[] {
    switch (value.kind) {
      case "numeric":
        checkCount(value, value.data.length);
        if (value.imaginary === undefined) return [this.numbers(value.data)];
        checkCount(value, value.imaginary.length);
        return [this.numbers(value.data), this.numbers(value.imaginary)];
      case "logical":
        checkCount(value, value.data.length);
        return [this.numbers(value.data)];
      case "char":
        checkCount(value, value.text.length);
        return [this.numbers(Uint16Array.from({ length: value.text.length }, (_, i) => value.text.charCodeAt(i)))];
      case "cell":
        checkCount(value, value.elements.length);
        return value.elements.map((element) => this.matrix("", element));
      case "struct":
        return this.structContent(value);
      default:
        throw new LayerGraphError(
          "mat-value",
          `A ${describeMat(value)} cannot be written to a MAT-file; numeric, logical, char, cell and struct values can.`,
        );
    }
  }

  private structContent(value: Extract<MatValue, { kind: "struct" }>): Uint8Array[] {
    const names = [...value.fields.keys()];
    for (const name of names) checkName(name, "field");
    const length = 1 + Math.max(0, ...names.map((name) => name.length));
    const text = new Uint8Array(names.length * length);
    names.forEach((name, index) => {
      text.set(new TextEncoder().encode(name), index * length);
    });
    const columns = [...value.fields.values()];
    for (const column of columns) checkCount(value, column.length);
    const elements =
      columns.length === 0 ? [] : Array.from(columns[0], (_, index) => columns.map((column) => this.matrix("", column[index])));
    return [this.numbers(Int32Array.of(length)), this.element(elementTypes.int8, text), ...elements.flat()];
  }

  private numbers(data: NumericData): Uint8Array {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
    if (this.littleEndian !== hostIsLittleEndian) swapBytes(bytes, data.BYTES_PER_ELEMENT);
    return this.element(elementTypeOf(data), bytes);
  }
}

function elementTypeOf(data: NumericData): number {
  if (data instanceof Float64Array) return elementTypes.double;
  if (data instanceof Float32Array) return elementTypes.single;
  const name = data.constructor.name.replace("Array", "").replace("Big", "").toLowerCase();
  return elementTypes[name as Exclude<keyof typeof elementTypes, "matrix">];
}

function arrayClassOf(value: MatValue): number {
  if (value.kind === "numeric") return arrayClasses[value.class];
  if (value.kind === "logical") return arrayClasses.uint8;
  return arrayClasses[value.kind as "char" | "cell" | "struct"];
}

function checkCount(value: MatValue & { readonly size: MatSize }, count: number): void {
  const expected = numberOfElements(value.size);
  if (value.size.length < 2 || count !== expected)
    throw new LayerGraphError(
      "mat-value",
      `A ${describeMat(value)} must have ${expected} elements in at least two dimensions; it was given ${count}.`,
    );
}

function checkName(name: string, what: string): void {
  if (!/^[A-Za-z]\w{0,62}$/.test(name))
    throw new LayerGraphError(
      "mat-name",
      `'${name}' cannot be the name of a ${what} in MATLAB: it must start with a letter and have up to 63 letters, digits and underscores.`,
    );
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
