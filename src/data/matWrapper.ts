import { readMatrix } from "./matArrays.ts";
import { bytesOf, type Element, elementTypes, expectElement, fail, nameOf, type Source, sourceOf } from "./matElements.ts";
import { arrayClasses, readFieldNames, readHeader } from "./matHeader.ts";
import { deeplyResolved, type References } from "./matReferences.ts";
import { type MatValue, numberOfElements } from "./matValues.ts";

/** The cells of the hidden object that says what the objects of a file are. */
export interface WrapperCells {
  readonly count: number;
  /** How many bytes they have, which bounds what they can mean. */
  readonly bytes: number;
  /** Where they are, for messages. */
  readonly source: Source;
  /** The tables, in cell 0. */
  tables(): Source;
  /** The content of a cell. */
  value(cell: number, references: References): MatValue;
  /** The default property values of a class, in the last cell. */
  defaults(classId: number, references: References): MatValue | undefined;
}

/** The cells in the bytes of a subsystem's variable: a small MAT-file with a header of 8 bytes. */
export function wrapperInBytes(bytes: Uint8Array): WrapperCells {
  const source = sourceOf(bytes, bytes[2] === 0x49, " of the subsystem");
  const letters = String.fromCharCode(bytes[2], bytes[3]);
  if (bytes.length < 16 || (letters !== "IM" && letters !== "MI"))
    fail(source, 0, "mat-corrupt", "the subsystem does not begin with its header");
  const cells = fileWrapperCells(source);
  let defaultCells: readonly Element[] | undefined;
  return {
    count: cells.length,
    bytes: bytes.length,
    source,
    tables: () => tableSource(source, cells[0]),
    value: (cell, references) => readMatrix(source, cells[cell], references),
    defaults: (classId, references) => {
      defaultCells ??= cellElements(source, cells[cells.length - 1]);
      const cell = defaultCells[classId];
      return cell && readMatrix(source, cell, references);
    },
  };
}

/** The cells as values that were read as they stand; `source` is where, for messages. */
export function wrapperInValues(cells: readonly MatValue[], bytes: number, source: Source): WrapperCells {
  const [first] = cells;
  const last = cells.at(-1);
  return {
    count: cells.length,
    bytes,
    source,
    tables: () => {
      if (first?.kind !== "numeric" || !(first.data instanceof Uint8Array))
        return fail(source, 0, "mat-corrupt", "the object tables are no bytes");
      return sourceOf(first.data, true, " of the object tables");
    },
    value: (cell, references) => deeplyResolved(cells[cell], references, source),
    defaults: (classId, references) => {
      const value = last?.kind === "cell" ? last.elements[classId] : undefined;
      return value && deeplyResolved(value, references, source);
    },
  };
}

function tableSource(source: Source, first: Element): Source {
  if (first.length === 0) fail(source, first.start, "mat-corrupt", "the object tables are empty");
  const data = readHeader(source, first).content.take("the object tables", elementTypes.uint8);
  return sourceOf(bytesOf(source, data), source.littleEndian, ` of the object tables (at byte ${data.start} of the subsystem)`);
}

/** The cells of the `FileWrapper__` object in the struct that the subsystem consists of. */
function fileWrapperCells(source: Source): readonly Element[] {
  const struct = expectElement(source, 8, source.bytes.length, [elementTypes.matrix], "the subsystem");
  const { arrayClass, size, content } = readHeader(source, struct);
  if (arrayClass !== arrayClasses.struct || numberOfElements(size) !== 1)
    fail(source, struct.start, "mat-corrupt", "it is not a struct");
  const names = readFieldNames(content);
  const values = content.takeMatrices(names.length, "field values");
  const wrapper = values[names.indexOf("MCOS")];
  if (wrapper === undefined || wrapper.length === 0)
    fail(source, struct.start, "mat-corrupt", "it holds no objects of the type system MCOS");
  const opaque = readHeader(source, wrapper);
  if (opaque.arrayClass !== arrayClasses.opaque) fail(source, wrapper.start, "mat-corrupt", "its field MCOS is not an object");
  opaque.content.take("the type system", elementTypes.int8);
  const className = nameOf(source, opaque.content.take("the class name", elementTypes.int8));
  if (className !== "FileWrapper__")
    fail(source, wrapper.start, "mat-corrupt", `its object is of class '${className}', not FileWrapper__`);
  return cellElements(source, opaque.content.take("the object's cells", elementTypes.matrix));
}

function cellElements(source: Source, matrix: Element): readonly Element[] {
  if (matrix.length === 0) return [];
  const { arrayClass, size, content } = readHeader(source, matrix);
  if (arrayClass !== arrayClasses.cell) fail(source, matrix.start, "mat-corrupt", "a cell array was expected");
  return content.takeMatrices(numberOfElements(size), "cells");
}
