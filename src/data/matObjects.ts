import { type References, readMatrix, referenceMark, unresolved } from "./matArrays.ts";
import { decodeCategorical, decodeString } from "./matClasses.ts";
import { bytesOf, type Element, elementTypes, expectElement, fail, nameOf, type Source, sourceOf } from "./matElements.ts";
import { arrayClasses, readFieldNames, readHeader } from "./matHeader.ts";
import { type ObjectTables, type PropertyRow, readTables } from "./matTables.ts";
import { type MatObject, type MatStruct, type MatValue, matNumbers, numberOfElements } from "./matValues.ts";

/** How many cells follow the values, by version of the tables; the last of them holds the defaults. */
const cellsAfterValues: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 3 };

/** Cells before the values: the tables, and an empty one. */
const cellsBeforeValues = 2;

/**
 * The hidden variable of a MAT-file that says what its objects are. Objects are read when their properties are first asked for, and
 * each only once, so references may go round in circles.
 */
export class Subsystem implements References {
  readonly bare = true;
  private readonly source: Source;
  private readonly cells: readonly Element[];
  private readonly tables: ObjectTables;
  private readonly instances = new Map<number, MatObject>();
  private readonly decoded = new Map<number, MatValue>();
  private readonly cellValues = new Map<number, MatValue>();
  private readonly plainValues = new Map<number, MatValue>();
  private readonly classDefaults = new Map<number, [string, MatValue][]>();
  private readonly plainDefaults = new Map<number, [string, MatValue][]>();
  private propertiesLeft: number;
  private defaultCells: readonly Element[] | undefined;

  /** Opens the subsystem, given the bytes of its variable: a small MAT-file with a header of 8 bytes. */
  constructor(bytes: Uint8Array) {
    this.source = sourceOf(bytes, bytes[2] === 0x49, " of the subsystem");
    const letters = String.fromCharCode(bytes[2], bytes[3]);
    if (bytes.length < 16 || (letters !== "IM" && letters !== "MI"))
      fail(this.source, 0, "mat-corrupt", "the subsystem does not begin with its header");
    this.cells = fileWrapperCells(this.source);
    if (this.cells.length < cellsBeforeValues + 1)
      fail(this.source, 8, "mat-corrupt", `its object has only ${this.cells.length} cells`);
    this.tables = readTables(this.tableSource());
    this.propertiesLeft = 100_000 + 8 * bytes.length;
  }

  resolve(words: Uint32Array, className: string | undefined, source: Source, at: number): MatValue {
    const dimensions = words[1];
    const size = Array.from(words.subarray(2, 2 + Math.min(dimensions ?? 0, words.length)));
    const count = numberOfElements(size);
    if (words[0] !== referenceMark || size.length < 2 || words.length !== 3 + dimensions + count)
      fail(source, at, "mat-corrupt", `${words.length} words are not a reference to objects`);
    const ids = words.subarray(2 + dimensions, words.length - 1);
    const table = this.tables.classNames[words[words.length - 1]];
    if (table === undefined)
      fail(source, at, "mat-corrupt", `a reference names class ${words[words.length - 1]}, which the file has not`);
    const outside = ids.find((id) => id >= this.tables.objectCount);
    if (outside !== undefined) fail(source, at, "mat-corrupt", `a reference names object ${outside}, which the file has not`);
    // An element whose class disagrees with the table is left over from an overwritten file.
    if (className !== undefined && className !== table) return { kind: "opaque", typeSystem: "MCOS", className };
    if (count === 1 && ids[0] !== 0) return this.object(ids[0]);
    return {
      kind: "objectArray",
      className: table,
      size,
      elements: Array.from(ids, (id) => (id === 0 ? undefined : this.instance(id))),
    };
  }

  enumeration(struct: MatStruct, source: Source, at: number): MatValue {
    const field = (name: string) => struct.fields.get(name)?.[0];
    const [classId] = matNumbers(field("ClassName")) ?? [];
    const valueNames = matNumbers(field("ValueNames")) ?? [];
    const indices = field("ValueIndices");
    const className = this.tables.classNames[classId];
    if (className === undefined || indices?.kind !== "numeric")
      fail(source, at, "mat-corrupt", "an enumeration array lacks its class or members");
    const names = matNumbers(indices)!.map((index) => this.tables.name(valueNames[index]));
    return { kind: "enumeration", className, size: indices.size, names };
  }

  /** The object with this id, as plain text or categories where its class is one of these. */
  private object(id: number): MatValue {
    return cached(this.decoded, id, () => this.decode(id) ?? this.instance(id));
  }

  private instance(id: number): MatObject {
    const read = () => this.properties(id);
    return cached(this.instances, id, () => new LazyObject(id, this.className(id), this.tables.isSaved(id), read));
  }

  private className(id: number): string {
    const name = this.tables.classNames[this.tables.classOf(id)];
    return (
      name ?? fail(this.source, 0, "mat-corrupt", `object ${id} is of class ${this.tables.classOf(id)}, which the file has not`)
    );
  }

  private decode(id: number): MatValue | undefined {
    const decoder = decoders.get(this.className(id));
    if (decoder === undefined) return undefined;
    const plain = new Map(this.defaults(id, unresolved));
    for (const { name, kind, value } of this.storedProperties(id)) if (kind === 1) plain.set(name, this.plainValue(value));
    return decoder(plain);
  }

  private properties(id: number): Map<string, MatValue> {
    const properties = new Map<string, MatValue>();
    for (const { name, kind, value } of this.storedProperties(id)) properties.set(name, this.propertyValue(kind, value));
    for (const [name, value] of this.defaults(id, this)) if (!properties.has(name)) properties.set(name, value);
    return properties;
  }

  private storedProperties(id: number): PropertyRow[] {
    this.spend(this.tables.propertyCount(id));
    return this.tables.properties(id);
  }

  /** Objects may share blocks and defaults, so a small file could declare more properties than memory holds. */
  private spend(properties: number): void {
    this.propertiesLeft -= properties;
    if (this.propertiesLeft < 0)
      fail(this.source, 0, "mat-corrupt", "its objects have more properties than a file of this size can mean");
  }

  private propertyValue(kind: number, value: number): MatValue {
    if (kind === 1) return this.value(value);
    if (kind === 2) return { kind: "numeric", class: "double", size: [1, 1], data: Float64Array.of(value) };
    if (kind !== 0) fail(this.source, 0, "mat-corrupt", `there is no kind ${kind} of property`);
    const text = this.tables.name(value);
    return { kind: "char", size: [1, text.length], text };
  }

  private value(index: number): MatValue {
    return cached(this.cellValues, index, () => readMatrix(this.source, this.valueCell(index), this));
  }

  /** A value in which references are left as they stand. */
  private plainValue(index: number): MatValue {
    return cached(this.plainValues, index, () => readMatrix(this.source, this.valueCell(index), unresolved));
  }

  private valueCell(index: number): Element {
    const count = this.cells.length - cellsBeforeValues - cellsAfterValues[this.tables.version];
    if (index >= count) fail(this.source, 0, "mat-corrupt", `value ${index} is asked for, but there are ${Math.max(0, count)}`);
    return this.cells[index + cellsBeforeValues];
  }

  private defaults(id: number, references: References): [string, MatValue][] {
    const classId = this.tables.classOf(id);
    const known = references === this ? this.classDefaults : this.plainDefaults;
    const defaults = cached(known, classId, () => this.readDefaults(classId, references));
    this.spend(defaults.length);
    return defaults;
  }

  private readDefaults(classId: number, references: References): [string, MatValue][] {
    this.defaultCells ??= cellElements(this.source, this.cells[this.cells.length - 1]);
    const cell = this.defaultCells[classId];
    const value = cell === undefined ? undefined : readMatrix(this.source, cell, references);
    if (value?.kind !== "struct" || numberOfElements(value.size) !== 1) return [];
    return [...value.fields].map(([name, [first]]): [string, MatValue] => [name, first]);
  }

  private tableSource(): Source {
    const { source } = this;
    const [first] = this.cells;
    if (first.length === 0) fail(source, first.start, "mat-corrupt", "the object tables are empty");
    const data = readHeader(source, first).content.take("the object tables", elementTypes.uint8);
    return sourceOf(bytesOf(source, data), source.littleEndian, ` of the object tables (at byte ${data.start} of the subsystem)`);
  }
}

function cached<T>(known: Map<number, T>, key: number, read: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = read();
  known.set(key, value);
  return value;
}

/** Reads its properties when they are first asked for. */
class LazyObject implements MatObject {
  readonly kind = "object";
  readonly id: number;
  readonly className: string;
  readonly saved: boolean;
  private readonly read: () => ReadonlyMap<string, MatValue>;
  private known: ReadonlyMap<string, MatValue> | undefined;

  constructor(id: number, className: string, saved: boolean, read: () => ReadonlyMap<string, MatValue>) {
    this.id = id;
    this.className = className;
    this.saved = saved;
    this.read = read;
  }

  get properties(): ReadonlyMap<string, MatValue> {
    this.known ??= this.read();
    return this.known;
  }
}

const decoders: ReadonlyMap<string, (properties: ReadonlyMap<string, MatValue>) => MatValue | undefined> = new Map([
  ["string", decodeString],
  ["categorical", decodeCategorical],
]);

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
