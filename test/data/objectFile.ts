import { deflateSync } from "node:zlib";
import type { MatValue } from "../../src/data/matValues.ts";
import { writeMat } from "../../src/data/matWrite.ts";

/** A property as the tables hold it: the name's number, the kind, the value. */
export type PropertyTriple = readonly [name: number, kind: number, value: number];

/** What a MAT-file with objects is made of; numbers of names count from 1, ids of classes and objects too, values from 0. */
export interface ObjectFile {
  readonly littleEndian?: boolean;
  readonly compressed?: boolean;
  readonly version?: number;
  readonly names: readonly string[];
  readonly classes: readonly { readonly packageName?: number; readonly name: number; readonly defaults?: MatValue }[];
  readonly objects: readonly {
    readonly class: number;
    readonly saved?: boolean;
    readonly properties: readonly PropertyTriple[];
  }[];
  readonly values: readonly MatValue[];
  readonly variables: readonly {
    readonly name: string;
    readonly className: string;
    readonly typeSystem?: string;
    readonly content: MatValue;
  }[];
}

/** The words of a reference to objects, as a uint32 column. */
export function reference(size: readonly number[], ids: readonly number[], classId: number): MatValue {
  const words = Uint32Array.of(0xdd000000, size.length, ...size, ...ids, classId);
  return { kind: "numeric", class: "uint32", size: [words.length, 1], data: words };
}

/** The bytes of a MAT-file whose variables are objects. */
export function objectFile(file: ObjectFile): Uint8Array {
  const { littleEndian = true, compressed = false } = file;
  const encoder = new Encoder(littleEndian);
  const wrap = (bytes: number[]) => (compressed ? encoder.element(15, [...deflateSync(Uint8Array.from(bytes))]) : bytes);
  const variables = file.variables.flatMap(({ name, className, typeSystem = "MCOS", content }) =>
    wrap(encoder.opaque(name, typeSystem, className, encoder.value(content))),
  );
  const subsystem = Uint8Array.from(encoder.subsystem(file));
  const hidden = wrap(encoder.value({ kind: "numeric", class: "uint8", size: [1, subsystem.length], data: subsystem }));
  const header = writeMat(new Map(), { byteOrder: littleEndian ? "little" : "big" });
  new DataView(header.buffer).setBigUint64(116, BigInt(128 + variables.length), littleEndian);
  return Uint8Array.from([...header, ...variables, ...hidden]);
}

/** The cells of the hidden object of a file: the tables, an empty cell, the values, and what follows them. */
export function wrapperCells(file: ObjectFile): MatValue[] {
  const tables = Uint8Array.from(new Encoder(file.littleEndian ?? true).tables(file));
  const noFields: MatValue = { kind: "struct", size: [1, 1], fields: new Map() };
  const defaults = [noFields, ...file.classes.map((entry) => entry.defaults ?? noFields)];
  const empty: MatValue = { kind: "numeric", class: "double", size: [0, 0], data: new Float64Array(0) };
  return [
    { kind: "numeric", class: "uint8", size: [tables.length, 1], data: tables },
    empty,
    ...file.values,
    { kind: "numeric", class: "int32", size: [defaults.length, 1], data: new Int32Array(defaults.length) },
    { kind: "cell", size: [defaults.length, 1], elements: defaults },
  ];
}

class Encoder {
  private readonly littleEndian: boolean;

  constructor(littleEndian: boolean) {
    this.littleEndian = littleEndian;
  }

  word(value: number): number[] {
    const bytes = [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
    return this.littleEndian ? bytes : bytes.reverse();
  }

  words(values: readonly number[]): number[] {
    return values.flatMap((value) => this.word(value));
  }

  element(type: number, data: readonly number[]): number[] {
    const padding = type === 15 ? 0 : (8 - (data.length % 8)) % 8;
    return [...this.word(type), ...this.word(data.length), ...data, ...new Array<number>(padding).fill(0)];
  }

  text(text: string): number[] {
    return this.element(1, [...new TextEncoder().encode(text)]);
  }

  value(value: MatValue): number[] {
    const byteOrder = this.littleEndian ? "little" : "big";
    return [...writeMat(new Map([["x", value]]), { compressed: false, byteOrder }).subarray(128)];
  }

  opaque(name: string, typeSystem: string, className: string, content: readonly number[]): number[] {
    const parts = [this.element(6, this.words([17, 0])), this.text(name), this.text(typeSystem), this.text(className), content];
    return this.element(14, parts.flat());
  }

  subsystem(file: ObjectFile): number[] {
    const elements = wrapperCells(file);
    const wrapper = this.opaque("", "MCOS", "FileWrapper__", this.value({ kind: "cell", size: [elements.length, 1], elements }));
    const struct = [
      this.element(6, this.words([2, 0])),
      this.element(5, this.words([1, 1])),
      this.text(""),
      this.element(5, this.words([5])),
      this.text("MCOS\0"),
      wrapper,
    ];
    const letters = this.littleEndian ? [0, 1, 0x49, 0x4d] : [1, 0, 0x4d, 0x49];
    return [...letters, 0, 0, 0, 0, ...this.element(14, struct.flat())];
  }

  tables({ version = 3, names, classes, objects }: ObjectFile): number[] {
    const text = names.flatMap((name) => [...new TextEncoder().encode(name), 0]);
    while (text.length % 8 !== 0) text.push(0);
    const classRows = [0, 0, 0, 0, ...classes.flatMap(({ packageName = 0, name }) => [packageName, name, 0, 0])];
    const saved = [0, 0];
    const ordinary = [0, 0];
    const counts = { saved: 0, ordinary: 0 };
    const objectRows = objects.flatMap((object, index) => {
      const block = [object.properties.length, ...object.properties.flat()];
      if (block.length % 2 === 1) block.push(0);
      (object.saved ? saved : ordinary).push(...block);
      const place = object.saved ? [++counts.saved, 0] : [0, ++counts.ordinary];
      return [object.class, 0, 0, ...place, index + 1];
    });
    const regions = [classRows, saved, [0, 0, 0, 0, 0, 0, ...objectRows], ordinary, [0, 0]];
    let offset = 40 + text.length;
    const offsets = [offset, ...regions.map((region) => (offset += 4 * region.length)), 0, 0];
    return [...this.words([version, names.length, ...offsets]), ...text, ...this.words(regions.flat())];
  }
}
