import { resolve } from "node:path";
import type { Dataset, Group } from "h5wasm/node";
import { LayerGraphError } from "../errors.ts";

/** A dataset or group of an HDF5 file. */
export type Hdf5Entity = Hdf5Dataset | Hdf5Group;

/** What an element of a dataset is. */
export type Hdf5Kind = "integer" | "float" | "text" | "compound" | "reference" | "other";

/** An array in an HDF5 file; `shape` is row-major. */
export interface Hdf5Dataset {
  readonly kind: "dataset";
  readonly path: string;
  readonly shape: readonly number[];
  readonly elements: Hdf5Kind;
  /** How many bytes its elements take. */
  readonly bytes: number;
  attribute(name: string): unknown;
  /** The numbers in a typed array of their type, the texts or records in a list. */
  read(): unknown;
  /** What its references refer to, in order. */
  follow(): Iterable<Hdf5Entity>;
}

/** A group of an HDF5 file: entities by name. */
export interface Hdf5Group {
  readonly kind: "group";
  readonly path: string;
  readonly names: readonly string[];
  attribute(name: string): unknown;
  get(name: string): Hdf5Entity;
}

/**
 * What `read` makes of an HDF5 file. The library that reads such files is loaded at the first one, and the file is closed afterwards.
 *
 * @throws LayerGraphError `mat-corrupt` for whatever the library cannot read
 */
export async function withHdf5<T>(path: string, read: (root: Hdf5Group) => T): Promise<T> {
  const { File, ready } = await import("h5wasm/node");
  const module = await ready;
  module.activate_throwing_error_handler(); // or else it prints what is wrong
  const opened = new Set(streamsOf(module));
  try {
    const file = inHdf5("the file", () => new File(resolve(path), "r"));
    try {
      return read(groupOf(file));
    } finally {
      quietly(() => file.close());
    }
  } finally {
    for (const stream of streamsOf(module)) if (!opened.has(stream)) quietly(() => module.FS.close(stream as never));
  }
}

/** The files that the library holds open: of a damaged one it forgets to close its own. */
function streamsOf(module: { readonly FS: object }): readonly unknown[] {
  const { streams = [] } = module.FS as { readonly streams?: readonly unknown[] };
  return streams.filter(Boolean);
}

/** Errors of the library become errors about a damaged file. */
function inHdf5<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof LayerGraphError) throw cause;
    const reason = String((cause as Error | undefined)?.message ?? cause).split("\n")[0];
    throw new LayerGraphError("mat-corrupt", `MAT-file of version 7.3: ${what} cannot be read: ${reason.slice(0, 200)}.`, {
      cause,
    });
  }
}

function quietly(action: () => unknown): void {
  try {
    action();
  } catch {
    // The file was read, or is damaged anyway.
  }
}

function groupOf(group: Group): Hdf5Group {
  const { path } = group;
  return {
    kind: "group",
    path,
    names: inHdf5(`the group '${path}'`, () => group.keys()),
    attribute: (name) => attributeOf(group, name),
    get: (name) => inHdf5(`'${name}' in the group '${path}'`, () => entityOf(group.get(name), name)),
  };
}

function datasetOf(dataset: Dataset): Hdf5Dataset {
  const { path } = dataset;
  const what = `the dataset '${path}'`;
  const { shape, type, size, total_size, virtual_sources } = inHdf5(what, () => dataset.metadata);
  if (virtual_sources && virtual_sources.length > 0)
    throw new LayerGraphError("mat-corrupt", `MAT-file of version 7.3: ${what} takes its numbers from other files.`);
  const read = (): unknown => inHdf5(what, () => dataset.value);
  return {
    kind: "dataset",
    path,
    shape: shape ?? [],
    elements: kinds[type] ?? "other",
    bytes: size * total_size,
    attribute: (name) => attributeOf(dataset, name),
    read,
    follow: function* () {
      const value = read();
      for (const reference of Array.isArray(value) ? value : [value])
        yield inHdf5(what, () => entityOf(dataset.dereference(reference as never), path));
    },
  };
}

/** By the numbers that HDF5 gives to classes of types. */
const kinds: Readonly<Record<number, Hdf5Kind>> = {
  0: "integer",
  1: "float",
  3: "text",
  6: "compound",
  7: "reference",
  8: "integer",
};

function entityOf(entity: unknown, name: string): Hdf5Entity {
  const { type } = (entity ?? {}) as { type?: string };
  if (type === "Dataset") return datasetOf(entity as Dataset);
  if (type === "Group") return groupOf(entity as Group);
  throw new LayerGraphError("mat-corrupt", `MAT-file of version 7.3: '${name}' is a ${type ?? "link to nothing"}.`);
}

function attributeOf(entity: Dataset | Group, name: string): unknown {
  return inHdf5(`the attribute '${name}' of '${entity.path}'`, () => {
    if (!(name in entity.attrs)) return undefined;
    const value = entity.get_attribute(name, false);
    return isReference(value) ? entityOf(entity.dereference(value), name) : value;
  });
}

function isReference(value: unknown): value is never {
  return typeof value === "object" && value !== null && "ref_data" in value;
}
