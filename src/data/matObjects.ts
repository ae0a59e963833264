import { decodeCategorical, decodeString } from "./matClasses.ts";
import { fail, type Source } from "./matElements.ts";
import { type References, referenceMark, unresolved } from "./matReferences.ts";
import { type ObjectTables, type PropertyRow, readTables } from "./matTables.ts";
import { type MatObject, type MatStruct, type MatValue, matNumbers, numberOfElements } from "./matValues.ts";
import type { WrapperCells } from "./matWrapper.ts";

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
  private readonly cells: WrapperCells;
  private readonly tables: ObjectTables;
  private readonly instances = new Map<number, MatObject>();
  private readonly decoded = new Map<number, MatValue>();
  private readonly cellValues = new Map<number, MatValue>();
  private readonly plainValues = new Map<number, MatValue>();
  private readonly classDefaults = new Map<number, [string, MatValue][]>();
  private readonly plainDefaults = new Map<number, [string, MatValue][]>();
  private propertiesLeft: number;

  /** Opens the subsystem, given the cells of its object. */
  constructor(cells: WrapperCells) {
    this.cells = cells;
    this.source = cells.source;
    if (cells.count < cellsBeforeValues + 1) fail(this.source, 8, "mat-corrupt", `its object has only ${cells.count} cells`);
    this.tables = readTables(cells.tables());
    this.propertiesLeft = 100_000 + 8 * cells.bytes;
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
    return cached(this.cellValues, index, () => this.cells.value(this.valueCell(index), this));
  }

  /** A value in which references are left as they stand. */
  private plainValue(index: number): MatValue {
    return cached(this.plainValues, index, () => this.cells.value(this.valueCell(index), unresolved));
  }

  /** The number of the cell that holds a value. */
  private valueCell(index: number): number {
    const count = this.cells.count - cellsBeforeValues - cellsAfterValues[this.tables.version];
    if (index >= count) fail(this.source, 0, "mat-corrupt", `value ${index} is asked for, but there are ${Math.max(0, count)}`);
    return index + cellsBeforeValues;
  }

  private defaults(id: number, references: References): [string, MatValue][] {
    const classId = this.tables.classOf(id);
    const known = references === this ? this.classDefaults : this.plainDefaults;
    const defaults = cached(known, classId, () => this.readDefaults(classId, references));
    this.spend(defaults.length);
    return defaults;
  }

  private readDefaults(classId: number, references: References): [string, MatValue][] {
    const value = this.cells.defaults(classId, references);
    if (value?.kind !== "struct" || numberOfElements(value.size) !== 1) return [];
    return [...value.fields].map(([name, [first]]): [string, MatValue] => [name, first]);
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
