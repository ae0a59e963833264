import { resolve } from "node:path";
import type { Dataset, Group } from "h5wasm/node";
import { LayerGraphError } from "../errors.ts";
import { columnsOf, type Hdf5Kind, kindOf, type Stored } from "./hdf5Numbers.ts";

/** A dataset or group of an HDF5 file. */
export type Hdf5Entity = Hdf5Dataset | Hdf5Group;

/** An array in an HDF5 file; `shape` is row-major. */
export interface Hdf5Dataset {
  readonly kind: "dataset";
  readonly path: string;
  readonly shape: readonly number[];
  readonly elements: Hdf5Kind;
  /** How many bytes its elements take. */
  readonly bytes: number;
  attribute(name: string): unknown;
  /** Numbers in a typed array of their type, records of numbers in one for each member, texts in a list. */
  read(): unknown;
  /** What its references refer to, in order. */
  follow(): readonly Hdf5Link[];
}

/** A group of an HDF5 file: entities by name. */
export interface Hdf5Group {
  readonly kind: "group";
  readonly path: string;
  readonly names: readonly string[];
  attribute(name: string): unknown;
  get(name: string): Hdf5Entity;
}

/** Leads to an entity, whose path is known before it is opened. */
export interface Hdf5Link {
  readonly path: string;
  open(): Hdf5Entity;
}

/** What `read` makes of an HDF5 file. */
export interface Hdf5Outcome<T> {
  readonly result: T | LayerGraphError;
  /** Whether so much memory is taken by now that the thread should end. */
  readonly spent: boolean;
}

type Hdf5 = typeof import("h5wasm/node");

/** The library with what it knows of a file. */
interface Library {
  readonly module: Awaited<Hdf5["ready"]>;
  /** Where the references lead that MATLAB writes. */
  readonly references: Map<string, string>;
}

/** After so many instances of the library the thread should end: no instance's memory is given back before. */
const mostInstances = 16;
const mostBytes = 2 ** 26;

let instance: Promise<Hdf5> | undefined;
let instances = 0;

/** The library, loaded anew where a file made it fail: it keeps that file open, what it has read of it, and whatever state it was in. */
export function loadHdf5(): Promise<Hdf5> {
  instance ??= import(`${import.meta.resolve("h5wasm/node")}?${instances++}`) as Promise<Hdf5>;
  return instance;
}

/**
 * What `read` makes of an HDF5 file, which is closed afterwards. For a thread of its own: a damaged file can make the library take all memory, run
 * without end or abort, and then it prints.
 */
export async function withHdf5<T>(path: string, read: (root: Hdf5Group) => T): Promise<Hdf5Outcome<T>> {
  const { File, ready } = await loadHdf5();
  const module = await ready;
  const library: Library = { module, references: new Map() };
  module.activate_throwing_error_handler(); // or else it prints what is wrong
  const spent = (): boolean => instances >= mostInstances || module.HEAPU8.length > mostBytes;
  try {
    const file = attempt("the file", () => new File(resolve(path), "r"));
    const result = read(groupOf(library, file));
    attempt("the file", () => file.close());
    return { result, spent: spent() };
  } catch (error) {
    for (const stream of streamsOf(module)) module.FS.close(stream as never);
    instance = undefined;
    if (error instanceof LayerGraphError) return { result: error, spent: spent() };
    throw error;
  }
}

/** The files that the library holds open: of a damaged one it forgets to close its own. */
function streamsOf(module: { readonly FS: object }): readonly unknown[] {
  const { streams = [] } = module.FS as { readonly streams?: readonly unknown[] };
  return streams.filter(Boolean);
}

/** Errors of the library become errors about a damaged file. */
function attempt<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof LayerGraphError) throw cause;
    throw new LayerGraphError("mat-corrupt", `MAT-file of version 7.3: ${what} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
}

/** What the library says of the innermost of the functions that failed: `#006: file.c line 577 in H5F__super_read(): truncated file`. */
function reasonOf(cause: unknown): string {
  const text = String((cause as Error | undefined)?.message ?? cause);
  const innermost = [...text.matchAll(/^ *#\d+: .* in \w+\(\): (.*)$/gm)].at(-1)?.[1];
  return (innermost ?? text.split("\n")[0]).slice(0, 200);
}

function groupOf(library: Library, group: Group): Hdf5Group {
  const { path } = group;
  return {
    kind: "group",
    path,
    names: attempt(`the group '${path}'`, () => group.keys()),
    attribute: attributesOf(library, group),
    get: (name) => attempt(`'${name}' in the group '${path}'`, () => entityOf(library, group.get(name), name)),
  };
}

function datasetOf(library: Library, dataset: Dataset): Hdf5Dataset {
  const { path } = dataset;
  const what = `the dataset '${path}'`;
  const metadata = attempt(what, () => dataset.metadata);
  if (metadata.virtual_sources && metadata.virtual_sources.length > 0)
    throw new LayerGraphError("mat-corrupt", `MAT-file of version 7.3: ${what} takes its numbers from other files.`);
  const elements = kindOf(metadata);
  const stored = (): Stored => ({ bytes: bytesOf(library.module, dataset), metadata });
  return {
    kind: "dataset",
    path,
    shape: metadata.shape ?? [],
    elements,
    bytes: metadata.size * metadata.total_size,
    attribute: attributesOf(library, dataset),
    read: () => attempt(what, (): unknown => (elements === "compound" ? columnsOf(stored()) : dataset.value)),
    follow: () => attempt(what, () => linksOf(library, dataset, stored())),
  };
}

/** The elements of a dataset as they are stored, in the byte order of this machine. */
function bytesOf(module: Library["module"], { file_id, path, metadata }: Dataset): Uint8Array {
  const length = metadata.size * metadata.total_size;
  const place = module._malloc(length);
  if (place === 0) throw new Error(`${length} bytes of memory could not be had`);
  try {
    module.get_dataset_data(file_id, path, null, null, null, BigInt(place));
    return module.HEAPU8.slice(place, place + length);
  } finally {
    module._free(place);
  }
}

/** The group that holds what is referred to. */
const referred = "/#refs#";
/** How many bytes a reference to an object takes. */
const referenceLength = 8;

/** What references lead to. The library searches the whole file for each, so those that MATLAB writes are looked up in a list. */
function linksOf(library: Library, dataset: Dataset, { bytes, metadata }: Stored): readonly Hdf5Link[] {
  const { size, ref_type } = metadata as Stored["metadata"] & { readonly ref_type?: string };
  if (size !== referenceLength || ref_type === "region")
    throw new LayerGraphError("mat-corrupt", `MAT-file of version 7.3: '${dataset.path}' refers to parts of arrays.`);
  if (library.references.size === 0) listReferences(library, dataset);
  return Array.from({ length: bytes.length / referenceLength }, (_, i) => {
    const reference = bytes.subarray(i * referenceLength, (i + 1) * referenceLength);
    const path = library.references.get(reference.join()) ?? searched(library, dataset, reference);
    return {
      path,
      open: () => attempt(`'${path}'`, () => entityOf(library, dataset.root.get(path), path)),
    };
  });
}

function searched({ module }: Library, { file_id }: Dataset, reference: Uint8Array): string {
  return module.get_referenced_name(file_id, reference, true);
}

function listReferences({ module, references }: Library, { file_id, root }: Dataset): void {
  references.set("", "");
  if (!root.keys().includes(referred.slice(1))) return;
  for (const name of module.get_names(file_id, referred, false)) {
    const path = `${referred}/${name}`;
    references.set(module.create_object_reference(file_id, path).join(), path);
  }
}

function entityOf(library: Library, entity: unknown, name: string): Hdf5Entity {
  const { type } = (entity ?? {}) as { type?: string };
  if (type === "Dataset") return datasetOf(library, entity as Dataset);
  if (type === "Group") return groupOf(library, entity as Group);
  throw new LayerGraphError("mat-corrupt", `MAT-file of version 7.3: '${name}' is a ${type ?? "link to nothing"}.`);
}

/** The attributes of an entity by name; which there are is asked once. */
function attributesOf(library: Library, entity: Dataset | Group): (name: string) => unknown {
  let names: readonly string[] | undefined;
  return (name) =>
    attempt(`the attribute '${name}' of '${entity.path}'`, () => {
      names ??= library.module.get_attribute_names(entity.file_id, entity.path);
      if (!names.includes(name)) return undefined;
      const value = entity.get_attribute(name, false);
      return isReference(value) ? entityOf(library, entity.dereference(value), name) : value;
    });
}

function isReference(value: unknown): value is never {
  return typeof value === "object" && value !== null && "ref_data" in value;
}
