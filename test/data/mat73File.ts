import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Dataset, File, Group, Reference } from "h5wasm/node";
import * as h5wasm from "h5wasm/node";
import { type MatStruct, type MatValue, numberOfElements } from "../../src/data/matValues.ts";

/** What a file of version 7.3 is made of. */
export interface Mat73File {
  readonly variables: ReadonlyMap<string, MatValue>;
  /** Variables that are objects: the class, and the words of the reference. */
  readonly objects?: ReadonlyMap<string, { readonly className: string; readonly words: Uint32Array }>;
  /** The cells of the FileWrapper__, references in them as they are stored. */
  readonly wrapper?: readonly MatValue[];
  /** Compress numbers in chunks, as MATLAB does unless told `-nocompression`. */
  readonly compressed?: boolean;
}

/**
 * Writes a file in the layout that MATLAB gives to version 7.3: 512 bytes before the HDF5 file, dimensions reversed, cells as references into `#refs#`. The one thing left out is
 * `MATLAB_fields`, which this library cannot write; the file of h5py that is kept beside the tests has it.
 */
export async function writeMat73(path: string, content: Mat73File): Promise<void> {
  await h5wasm.ready;
  const inner = `${path}.inner`;
  const file = new h5wasm.File(inner, "w", { libver: ["earliest", "v108"] });
  const writer = new Writer(file, content.compressed ?? false);
  for (const [name, value] of content.variables) writer.write(file, name, value);
  for (const [name, { className, words }] of content.objects ?? []) {
    const dataset = file.create_dataset({ name, data: words, shape: [1, words.length] });
    classed(dataset, className);
    dataset.create_attribute("MATLAB_object_decode", 3, null, "<i");
  }
  if (content.wrapper) {
    const references = content.wrapper.map((cell) => writer.reference(cell));
    const subsystem = file.create_group("#subsystem#");
    const cells = subsystem.create_dataset({ name: "MCOS", data: references, shape: [1, references.length] });
    classed(cells, "FileWrapper__");
  }
  file.close();
  const header = new Uint8Array(512);
  header.set(
    new TextEncoder().encode("MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Mon Jan  5 12:00:00 2026 HDF5 schema 1.00 ."),
  );
  header.set([0, 2, 0x49, 0x4d], 124);
  writeFileSync(path, Buffer.concat([header, readFileSync(inner)]));
  rmSync(inner);
}

class Writer {
  private readonly references: Group;
  private readonly compressed: boolean;
  private count = 0;

  constructor(file: File, compressed: boolean) {
    this.references = file.create_group("#refs#");
    this.compressed = compressed;
  }

  /** A reference to a value, which is written among those that are referred to. */
  reference(value: MatValue): Reference {
    const name = (this.count++).toString(36);
    return this.write(this.references, name, value).create_reference();
  }

  write(group: Group, name: string, value: MatValue): Dataset | Group {
    if (value.kind === "struct") return this.struct(group, name, value);
    const { size } = value as { size: readonly number[] };
    const kind = value.kind === "numeric" ? value.class : value.kind;
    if (numberOfElements(size) === 0) return this.empty(group, name, kind, size);
    const dataset = group.create_dataset({ name, ...this.content(value), shape: size.toReversed(), ...this.chunks(value, size) });
    if (kind === "logical") dataset.create_attribute("MATLAB_int_decode", 1, null, "<i");
    if (kind === "char") dataset.create_attribute("MATLAB_int_decode", 2, null, "<i");
    return classed(dataset, kind);
  }

  private content(value: MatValue): { data: never; dtype?: never } {
    if (value.kind === "cell") return { data: value.elements.map((element) => this.reference(element)) as never };
    if (value.kind === "char")
      return { data: Uint16Array.from({ length: value.text.length }, (_, i) => value.text.charCodeAt(i)) as never };
    if (value.kind === "logical") return { data: value.data as never };
    if (value.kind !== "numeric") throw new Error(`a ${value.kind} is not written`);
    if (!value.imaginary) return { data: value.data as never };
    return {
      data: new Map([
        ["real", value.data],
        ["imag", value.imaginary],
      ]) as never,
    };
  }

  private chunks(value: MatValue, size: readonly number[]): object {
    const plain = value.kind === "numeric" && !value.imaginary;
    return this.compressed && plain ? { chunks: size.toReversed(), compression: "gzip", compression_opts: 3 } : {};
  }

  private empty(group: Group, name: string, kind: string, size: readonly number[]): Dataset {
    const dataset = group.create_dataset({ name, data: BigUint64Array.from(size, BigInt), shape: [size.length] });
    dataset.create_attribute("MATLAB_empty", 1, null, "<B");
    return classed(dataset, kind);
  }

  private struct(group: Group, name: string, { fields, size }: MatStruct): Dataset | Group {
    const count = numberOfElements(size);
    if (count === 0 || fields.size === 0) return this.empty(group, name, "struct", size);
    const inside = group.create_group(name);
    classed(inside, "struct");
    for (const [field, values] of fields) {
      if (count === 1) this.write(inside, field, values[0]);
      else inside.create_dataset({ name: field, data: values.map((each) => this.reference(each)), shape: size.toReversed() });
    }
    return inside;
  }
}

function classed<T extends Dataset | Group>(entity: T, className: string): T {
  entity.create_attribute("MATLAB_class", className, null, `A${className.length}`);
  return entity;
}
