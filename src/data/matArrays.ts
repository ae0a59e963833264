import { type Element, elementTypes, fail, nameOf, type Source } from "./matElements.ts";
import { type ArrayHeader, arrayClasses, type Cursor, readFieldNames, readHeader } from "./matHeader.ts";
import { readAllNumbers, readCharacters, readNumbers } from "./matNumbers.ts";
import { functionHandle, type References, resolved, unresolved } from "./matReferences.ts";
import { type MatNumeric, type MatSparse, type MatValue, type NumericClass, numberOfElements } from "./matValues.ts";

/** Arrays nested deeper than this are refused: no program writes them, and every level takes stack. */
const deepest = 200;

/** The value of a matrix element. */
export function readMatrix(source: Source, matrix: Element, references: References, depth = 0): MatValue {
  if (matrix.length === 0) return emptyDouble;
  if (depth > deepest) fail(source, matrix.start, "mat-too-deep", `arrays are nested more than ${deepest} deep`);
  const header = readHeader(source, matrix);
  const inner: Reading = { source, references, depth: depth + 1 };
  switch (header.arrayClass) {
    case arrayClasses.cell:
      return readCell(header, inner);
    case arrayClasses.struct:
    case arrayClasses.object:
      return readStruct(header, inner);
    case arrayClasses.char:
      return readChar(header, source);
    case arrayClasses.sparse:
      return readSparse(header, source);
    case arrayClasses.function:
      return functionHandle(
        readMatrix(source, header.content.take("a function handle", elementTypes.matrix), references, depth + 1),
      );
    case arrayClasses.opaque:
      return readOpaque(header, inner);
    default:
      return readNumeric(header, inner);
  }
}

interface Reading {
  readonly source: Source;
  readonly references: References;
  readonly depth: number;
}

const emptyDouble: MatNumeric = Object.freeze({ kind: "numeric", class: "double", size: [0, 0], data: new Float64Array(0) });

const numericClasses = new Map<number, NumericClass>(
  (["double", "single", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"] as const).map((name) => [
    arrayClasses[name],
    name,
  ]),
);

function readNumeric({ arrayClass, logical, complex, size, content }: ArrayHeader, { source, references }: Reading): MatValue {
  const name = numericClasses.get(arrayClass);
  if (name === undefined) fail(source, content.at, "mat-corrupt", `there is no array class ${arrayClass}`);
  const count = numberOfElements(size);
  const part = (what: NumericClass) =>
    count === 0 && content.done ? emptyData(what) : readNumbers(source, content.takeAny(), count, what);
  if (logical) return { kind: "logical", size, data: (part("uint8") as Uint8Array).map((value) => (value === 0 ? 0 : 1)) };
  const start = content.at;
  const data = part(name);
  const value: MatNumeric = { kind: "numeric", class: name, size, data, ...(complex && { imaginary: part(name) }) };
  return resolved(value, references, source, start);
}

function emptyData(name: NumericClass): MatNumeric["data"] {
  return readAllNumbers(
    { bytes: new Uint8Array(0), view: new DataView(new ArrayBuffer(0)), littleEndian: true, where: "" },
    noBytes,
    name,
  );
}

const noBytes: Element = { type: elementTypes.uint8, start: 0, length: 0, next: 0 };

function readChar({ size, content }: ArrayHeader, source: Source): MatValue {
  const count = numberOfElements(size);
  if (count === 0 && content.done) return { kind: "char", size, text: "" };
  const element = content.takeAny();
  const text = readCharacters(source, element);
  if (text.length === count) return { kind: "char", size, text };
  // Some writers count the bytes of UTF-8 where MATLAB counts UTF-16 units.
  if (size.length === 2 && size[0] === 1 && element.length === count) return { kind: "char", size: [1, text.length], text };
  return fail(source, element.start, "mat-corrupt", `a ${size.join("×")} char array has ${text.length} characters`);
}

function readCell({ size, content }: ArrayHeader, { source, references, depth }: Reading): MatValue {
  const matrices = content.takeMatrices(numberOfElements(size), "cells");
  const start = content.at;
  const elements = matrices.map((matrix) => readMatrix(source, matrix, references, depth));
  return resolved({ kind: "cell", size, elements }, references, source, start);
}

function readStruct({ arrayClass, size, content }: ArrayHeader, { source, references, depth }: Reading): MatValue {
  const start = content.at;
  const className =
    arrayClass === arrayClasses.object ? nameOf(source, content.take("the class name", elementTypes.int8)) : undefined;
  const names = readFieldNames(content);
  const count = numberOfElements(size);
  const matrices = content.takeMatrices(names.length * count, "field values");
  const fields = new Map(
    names.map((name, field): [string, MatValue[]] => [
      name,
      Array.from({ length: count }, (_, index) => readMatrix(source, matrices[index * names.length + field], references, depth)),
    ]),
  );
  if (className !== undefined) return { kind: "struct", size, fields, className };
  return resolved({ kind: "struct", size, fields }, references, source, start);
}

function readSparse({ size, logical, complex, content }: ArrayHeader, source: Source): MatSparse {
  const [height, width] = size;
  const start = content.at;
  const take = (what: string, target: NumericClass) => readAllNumbers(source, nextOf(content, what), target);
  const allRows = take("the rows", "int32") as Int32Array;
  const columnStarts = take("the columns", "int32") as Int32Array;
  const count = columnStarts.at(-1) ?? 0;
  const values = take("the values", "double") as Float64Array;
  const imaginary = complex ? (take("the imaginary part", "double") as Float64Array) : undefined;
  const rows = allRows.subarray(0, Math.max(0, count));
  const ordered = columnStarts.every((at, column) => at >= (column === 0 ? 0 : columnStarts[column - 1]));
  const enough = Math.min(rows.length, values.length, imaginary?.length ?? count) >= count;
  if (size.length !== 2 || columnStarts.length !== width + 1 || columnStarts[0] !== 0 || !ordered || !enough)
    fail(source, start, "mat-corrupt", `the columns of a ${size.join("×")} sparse matrix do not fit its entries`);
  if (rows.some((row) => row < 0 || row >= height))
    fail(source, start, "mat-corrupt", `a sparse matrix of ${height} rows has an entry outside`);
  const common = { kind: "sparse", class: logical ? "logical" : "double", size, rows, columnStarts } as const;
  const data = values.subarray(0, count);
  return imaginary === undefined ? { ...common, data } : { ...common, data, imaginary: imaginary.subarray(0, count) };
}

function nextOf(content: Cursor, what: string): Element {
  if (content.done) fail(content.source, content.at, "mat-truncated", `${what} of a sparse matrix are missing`);
  return content.takeAny();
}

function readOpaque({ content }: ArrayHeader, { source, references, depth }: Reading): MatValue {
  const typeSystem = nameOf(source, content.take("the type system", elementTypes.int8));
  const className = nameOf(source, content.take("the class name", elementTypes.int8));
  if (typeSystem !== "MCOS" || className === "FileWrapper__") return { kind: "opaque", typeSystem, className };
  const matrix = content.take("an object reference", elementTypes.matrix);
  const value = readMatrix(source, matrix, unresolved, depth);
  if (value.kind === "numeric" && value.data instanceof Uint32Array)
    return references.resolve(value.data, className, source, matrix.start);
  if (value.kind === "struct" && value.fields.has("EnumerationInstanceTag"))
    return references.enumeration(value, source, matrix.start);
  return fail(source, matrix.start, "mat-corrupt", `an object of class '${className}' has no reference`);
}
