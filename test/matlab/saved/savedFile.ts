import type { MatNumeric, MatValue } from "../../../src/data/matValues.ts";
import { writeMat73 } from "../../data/mat73File.ts";
import { type ObjectFile, objectFile, type PropertyTriple, reference, wrapperCells } from "../../data/objectFile.ts";

/** Values as tests write them: numbers, truth values and text as MATLAB's, lists of text as cells, records as structs. */
export type Written = number | boolean | string | readonly string[] | MatValue | { readonly [field: string]: Written };

/** A MAT-file with objects in the making. */
export class SavedFile {
  private readonly names: string[] = [];
  private readonly classes: string[] = [];
  private readonly objects: ObjectFile["objects"][number][] = [];
  private readonly values: MatValue[] = [];
  private readonly defaults = new Map<string, Record<string, Written>>();
  private readonly variables: { name: string; className: string; content: MatValue }[] = [];

  /** An object that was saved through `saveobj`: a reference to it. */
  saved(className: string, fields: Record<string, Written>): MatValue {
    return this.savedAs(className, written(fields));
  }

  /** An object whose `saveobj` returned this value. */
  savedAs(className: string, value: MatValue): MatValue {
    const properties: PropertyTriple[] = [[this.nameOf("any"), 1, this.valueOf(value)]];
    return this.add(className, { class: this.classOf(className), saved: true, properties });
  }

  /** An object with ordinary properties: a reference to it. */
  plain(className: string, fields: Record<string, Written>): MatValue {
    const properties = Object.entries(fields).map(
      ([name, value]): PropertyTriple => [this.nameOf(name), 1, this.valueOf(written(value))],
    );
    return this.add(className, { class: this.classOf(className), properties });
  }

  /** Default property values of a class. */
  defaultsOf(className: string, fields: Record<string, Written>): void {
    this.classOf(className);
    this.defaults.set(className, fields);
  }

  /** A layer of MATLAB's, by the last part of its class. */
  layer(className: string, fields: Record<string, Written>): MatValue {
    return this.saved(`nnet.cnn.layer.${className}`, { Version: 1, ...fields });
  }

  /** An array of objects: a reference to all. */
  array(references: readonly MatValue[], className = "nnet.cnn.layer.Layer"): MatValue {
    const ids = references.map((each) => Number((each as MatNumeric).data.at(-2)));
    return reference([ids.length, 1], ids, this.classOf(className));
  }

  /** MATLAB's table of connections, `source→destination` for each. */
  connections(rows: readonly string[]): MatValue {
    const pairs = rows.map((row) => row.split("→"));
    const column = (i: number): MatValue => written(pairs.map((pair) => pair[i]));
    return this.plain("table", {
      data: { kind: "cell", size: [1, 2], elements: [column(0), column(1)] },
      nrows: rows.length,
      varnames: { kind: "cell", size: [1, 2], elements: [written("Source"), written("Destination")] },
    });
  }

  categorical(categories: readonly string[]): MatValue {
    const codes = Uint8Array.from(categories, (_, i) => i + 1);
    return this.plain("categorical", {
      codes: { kind: "numeric", class: "uint8", size: [codes.length, 1], data: codes },
      categoryNames: categories,
    });
  }

  /** A variable that is an object. */
  variable(name: string, content: MatValue): this {
    const classId = Number((content as MatNumeric).data.at(-1));
    this.variables.push({ name, className: this.classes[classId - 1], content });
    return this;
  }

  /** The file in version 7, compressed or not. */
  bytes(compressed = true): Uint8Array {
    return objectFile({ ...this.file(), compressed });
  }

  /** Writes the file in version 7.3. */
  async writeVersion73(path: string): Promise<void> {
    const objects = this.variables.map(
      ({ name, className, content }) => [name, { className, words: (content as MatNumeric).data as Uint32Array }] as const,
    );
    await writeMat73(path, { variables: new Map(), objects: new Map(objects), wrapper: wrapperCells(this.file()) });
  }

  private file(): ObjectFile {
    const parts = this.classes.map((className) => {
      const at = className.lastIndexOf(".");
      const fields = this.defaults.get(className);
      return {
        name: this.nameOf(className.slice(at + 1)),
        ...(at > 0 && { packageName: this.nameOf(className.slice(0, at)) }),
        ...(fields && { defaults: written(fields) }),
      };
    });
    const { names, objects, values, variables } = this;
    return { names, classes: parts, objects, values, variables };
  }

  private add(className: string, object: ObjectFile["objects"][number]): MatValue {
    this.objects.push(object);
    return reference([1, 1], [this.objects.length], this.classOf(className));
  }

  private nameOf(name: string): number {
    return numberIn(this.names, name);
  }

  private classOf(name: string): number {
    return numberIn(this.classes, name);
  }

  private valueOf(value: MatValue): number {
    return this.values.push(value) - 1;
  }
}

function numberIn(list: string[], name: string): number {
  const at = list.indexOf(name);
  return at >= 0 ? at + 1 : list.push(name);
}

/** A value of MATLAB's. */
export function written(value: Written): MatValue {
  if (typeof value === "number") return { kind: "numeric", class: "double", size: [1, 1], data: Float64Array.of(value) };
  if (typeof value === "boolean") return { kind: "logical", size: [1, 1], data: Uint8Array.of(Number(value)) };
  if (typeof value === "string") return { kind: "char", size: [value === "" ? 0 : 1, value.length], text: value };
  if (Array.isArray(value)) return { kind: "cell", size: [value.length, 1], elements: (value as readonly string[]).map(written) };
  if ("kind" in value && typeof value.kind === "string" && "size" in value) return value as MatValue;
  const fields = Object.entries(value as Record<string, Written>);
  return { kind: "struct", size: [1, 1], fields: new Map(fields.map(([name, each]) => [name, [written(each)]])) };
}

/** A row of numbers. */
export function row(...numbers: readonly number[]): MatValue {
  return { kind: "numeric", class: "double", size: [1, numbers.length], data: Float64Array.from(numbers) };
}

/** An array of single numbers, those of a function of the place in memory. */
export function single(size: readonly number[], value: (i: number) => number = (i) => ((i * 37) % 101) / 101 - 0.5): MatValue {
  const data = Float32Array.from({ length: size.reduce((a, b) => a * b, 1) }, (_, i) => value(i));
  return { kind: "numeric", class: "single", size, data };
}

/** What MATLAB writes where there is nothing. */
export const nothing: MatValue = { kind: "numeric", class: "double", size: [0, 0], data: new Float64Array(0) };

/** A learnable as it is saved. */
export function learnable(value: MatValue, more: Record<string, Written> = {}): Written {
  return { Version: 2, Value: value, LearnRateFactor: 1, L2Factor: 1, ...more };
}
