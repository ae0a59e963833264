import { LayerGraphError } from "../errors.ts";
import type { Hdf5Dataset, Hdf5Entity, Hdf5Group, Hdf5Link } from "./hdf5.ts";
import { numericOf, sparseOf, type TypedNumbers } from "./mat73Numbers.ts";
import type { Mat73Order, StoredMat } from "./mat73Order.ts";
import { textOfUnits } from "./matNumbers.ts";
import { functionHandle } from "./matReferences.ts";
import { type MatSize, type MatValue, numberOfElements } from "./matValues.ts";

/** Arrays nested deeper than this are refused: no program writes them. */
const deepest = 200;
/** Groups of the file that hold no variables. */
const hidden = ["#refs#", "#subsystem#"];

/**
 * The variables of a file of version 7.3 as they stand: references to objects are still the words that are stored. `working` is told how many
 * milliseconds what comes next may take.
 */
export function storedValues(root: Hdf5Group, order: Mat73Order, working: (milliseconds: number) => void): StoredMat {
  return new Mat73(order, working).read(root, order.variables);
}

/** What was read, and how many bytes it has with all that it refers to. */
interface Known {
  readonly value: MatValue;
  readonly bytes: number;
}

class Mat73 {
  private bytesRead = 0;
  private entities = 0;
  private readonly order: Mat73Order;
  private readonly working: (milliseconds: number) => void;
  private readonly known = new Map<string, Known>();
  private readonly open = new Set<string>();

  constructor(order: Mat73Order, working: (milliseconds: number) => void) {
    this.order = order;
    this.working = working;
  }

  read(root: Hdf5Group, wanted: readonly string[] | undefined): StoredMat {
    const names = root.names.filter((name) => !hidden.includes(name) && (wanted?.includes(name) ?? true));
    const stored = new Map(names.map((name) => [name, this.value(root.get(name))]));
    const wrapper = root.names.includes("#subsystem#") ? this.wrapper(root.get("#subsystem#")) : undefined;
    return { stored, wrapper, bytes: this.bytesRead };
  }

  private wrapper(subsystem: Hdf5Entity): readonly MatValue[] | undefined {
    if (subsystem.kind !== "group" || !subsystem.names.includes("MCOS")) return undefined;
    const cells = subsystem.get("MCOS");
    if (cells.kind !== "dataset" || cells.elements !== "reference") throw damaged(cells, "should hold references");
    return this.followed(cells);
  }

  /** What a link leads to. What several lead to is read once, and counts as often. */
  private linked(link: Hdf5Link): MatValue {
    const known = this.known.get(link.path);
    if (known === undefined) return this.value(link.open());
    this.spend(known.bytes);
    return known.value;
  }

  private value(entity: Hdf5Entity): MatValue {
    const { path } = entity;
    this.countEntity();
    if (this.open.has(path)) throw damaged(entity, "contains itself");
    if (this.open.size >= deepest)
      throw new LayerGraphError("mat-too-deep", `MAT-file of version 7.3: arrays are nested more than ${deepest} deep.`);
    this.open.add(path);
    const before = this.bytesRead;
    const value = entity.kind === "group" ? this.group(entity) : this.dataset(entity);
    this.open.delete(path);
    this.known.set(path, { value, bytes: this.bytesRead - before });
    return value;
  }

  private dataset(dataset: Hdf5Dataset): MatValue {
    const className = textOf(dataset.attribute("MATLAB_class"));
    const empty = Number(dataset.attribute("MATLAB_empty") ?? 0) === 1;
    const size = empty ? declaredSize(dataset) : matSize(dataset.shape);
    if (empty) return emptyValue(className, size, this.fieldNames(dataset), dataset);
    if (dataset.elements === "reference") return { kind: "cell", size, elements: this.followed(dataset) };
    this.spend(dataset.bytes);
    const data = dataset.read();
    if (className === "char") return { kind: "char", size, text: textOfUnits(unitsOf(data, dataset)) };
    if (dataset.elements === "text") return textValue(data);
    const decoded = className === "logical" || Number(dataset.attribute("MATLAB_int_decode") ?? 0) === 1 ? "logical" : className;
    return numericOf(data as TypedNumbers, size, decoded, dataset.path);
  }

  private followed(dataset: Hdf5Dataset): readonly MatValue[] {
    this.spend(dataset.bytes);
    return dataset.follow().map((link) => this.linked(link));
  }

  private group(group: Hdf5Group): MatValue {
    if (group.attribute("MATLAB_sparse") !== undefined) return this.sparse(group);
    const className = textOf(group.attribute("MATLAB_class"));
    const names = this.fieldNames(group) ?? group.names;
    const missing = names.find((name) => !group.names.includes(name));
    if (missing !== undefined) throw damaged(group, `has no field '${missing}', which its list of fields names`);
    const fields = names.map((name) => [name, group.get(name)] as const);
    const size = elementSizes(fields.map(([, entity]) => entity));
    const read = (entity: Hdf5Entity): readonly MatValue[] =>
      size && entity.kind === "dataset" ? this.followed(entity) : [this.value(entity)];
    const values = new Map(fields.map(([name, entity]) => [name, read(entity)]));
    const old = Number(group.attribute("MATLAB_object_decode") ?? 0) === 2;
    const struct = { kind: "struct", size: size ?? [1, 1], fields: values, ...(old && className && { className }) } as const;
    return className === "function_handle" ? functionHandle(struct) : struct;
  }

  private sparse(group: Hdf5Group): MatValue {
    const part = (name: string): unknown => {
      if (!group.names.includes(name)) return undefined;
      const dataset = group.get(name);
      if (dataset.kind !== "dataset") throw damaged(group, `has no dataset '${name}'`);
      this.spend(dataset.bytes);
      return Number(dataset.attribute("MATLAB_empty") ?? 0) === 1 ? undefined : dataset.read();
    };
    const logical = textOf(group.attribute("MATLAB_class")) === "logical";
    const rows = Number(group.attribute("MATLAB_sparse"));
    return sparseOf({ rows, starts: part("jc"), indices: part("ir"), data: part("data"), logical, path: group.path });
  }

  /** The names of a struct's fields in order, where the file lists them. */
  private fieldNames(entity: Hdf5Entity): readonly string[] | undefined {
    const listed = entity.attribute("MATLAB_fields");
    const list = isDataset(listed) ? listed.read() : listed;
    return Array.isArray(list) ? list.map((name) => (Array.isArray(name) ? name.join("") : textOf(name)) ?? "") : undefined;
  }

  /** Counts what is read, before memory is taken for it. */
  private spend(bytes: number): void {
    const { maximumBytes, plausibleBytes, fileBytes } = this.order;
    this.bytesRead += bytes;
    if (this.bytesRead > maximumBytes) {
      const message = `MAT-file of version 7.3: its arrays have more than ${maximumBytes} bytes; at most as many are read.`;
      throw new LayerGraphError("mat-too-large", message);
    }
    if (!(this.bytesRead <= plausibleBytes)) {
      const message = `MAT-file of version 7.3: its arrays declare ${this.bytesRead} bytes, which its ${fileBytes} bytes cannot be.`;
      throw new LayerGraphError("mat-corrupt", message);
    }
    this.working(bytes * millisecondsPerByte);
  }

  /** Links of a damaged file can lead round and round. */
  private countEntity(): void {
    const { fileBytes } = this.order;
    if (++this.entities > 100 + fileBytes / leastEntity)
      throw new LayerGraphError("mat-corrupt", `MAT-file of version 7.3: it has more arrays than its ${fileBytes} bytes can be.`);
    this.working(millisecondsPerEntity);
  }
}

/** Every array of a file has a header and a place in a group, which take more bytes than this. */
const leastEntity = 48;
/** Several times what reading takes. */
const millisecondsPerEntity = 2;
const millisecondsPerByte = 1 / 50_000;

function isDataset(value: unknown): value is Hdf5Dataset {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "dataset";
}

/** HDF5 counts the slowest dimension first, MATLAB last. */
function matSize(shape: readonly number[]): MatSize {
  const size = shape.toReversed();
  return size.length >= 2 ? size : [...size, ...new Array<number>(2 - size.length).fill(1)];
}

/** The size of an empty array, whose dataset holds its dimensions. */
function declaredSize(dataset: Hdf5Dataset): MatSize {
  const value = dataset.bytes > 512 ? undefined : dataset.read();
  const size = ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number | bigint>, Number) : [];
  if (size.length < 2 || size.some((length) => !(length >= 0))) throw damaged(dataset, "declares no size");
  return size;
}

/** An array without elements, or a struct array without fields. */
function emptyValue(
  className: string | undefined,
  size: MatSize,
  fields: readonly string[] | undefined,
  dataset: Hdf5Dataset,
): MatValue {
  if (className === "struct") return { kind: "struct", size, fields: new Map((fields ?? []).map((name) => [name, []])) };
  if (numberOfElements(size) !== 0) throw damaged(dataset, `is empty but has the size ${size.join("×")}`);
  if (className === "cell") return { kind: "cell", size, elements: [] };
  if (className === "char") return { kind: "char", size, text: "" };
  return numericOf(new Float64Array(0), size, className === "canonical empty" ? "double" : className, dataset.path);
}

/** The size of a struct array: its fields are datasets of references which say nothing of a class. Undefined for a single struct. */
function elementSizes(entities: readonly Hdf5Entity[]): MatSize | undefined {
  const sizes = entities.map((entity) =>
    entity.kind === "dataset" && entity.elements === "reference" && entity.attribute("MATLAB_class") === undefined
      ? matSize(entity.shape)
      : undefined,
  );
  const [first] = sizes;
  if (first === undefined || sizes.some((size) => size?.join() !== first.join())) return undefined;
  return first;
}

function unitsOf(data: unknown, dataset: Hdf5Dataset): Uint16Array {
  if (data instanceof Uint16Array) return data;
  if (ArrayBuffer.isView(data)) return Uint16Array.from(data as unknown as ArrayLike<number>, Number);
  throw damaged(dataset, "holds no characters");
}

/** Text that a program other than MATLAB wrote. */
function textValue(data: unknown): MatValue {
  const texts = (Array.isArray(data) ? data : [data]).map(String);
  return texts.length === 1
    ? { kind: "char", size: [1, texts[0].length], text: texts[0] }
    : { kind: "string", size: [texts.length, 1], values: texts };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : Array.isArray(value) && typeof value[0] === "string" ? value[0] : undefined;
}

function damaged({ path }: Hdf5Entity, problem: string): LayerGraphError {
  return new LayerGraphError("mat-corrupt", `MAT-file of version 7.3: '${path}' ${problem}.`);
}
