import { LayerGraphError } from "../errors.ts";
import { mostInflated } from "./inflate.ts";
import { type NpyArray, readNpy, writeNpy } from "./npy.ts";
import { readZip, writeZip } from "./zip.ts";

/** How an archive is read. */
export interface NpzReadOptions {
  /** The most bytes that its arrays may take, all together; 2 GiB by default. */
  readonly maximumBytes?: number;
}

/** How an archive is written. */
export interface NpzWriteOptions {
  /** Compress the arrays, as `numpy.savez_compressed` does; true by default. */
  readonly compressed?: boolean;
}

/**
 * The arrays of a `.npz` archive (`numpy.savez`, compressed or not), by name.
 *
 * @example
 * readNpz(bytes).get("x")?.shape // [270, 12, 29]
 * @throws LayerGraphError `not-zip`, `zip-corrupt`, `zip-too-large`, `npz-entry` and those of {@link readNpy}
 */
export function readNpz(bytes: Uint8Array, { maximumBytes = mostInflated }: NpzReadOptions = {}): Map<string, NpyArray> {
  const arrays = new Map<string, NpyArray>();
  for (const [file, content] of readZip(bytes, maximumBytes)) {
    if (!file.endsWith(".npy"))
      throw new LayerGraphError("npz-entry", `The .npz archive holds '${file}', which is not an .npy array.`);
    const name = file.slice(0, -".npy".length);
    arrays.set(name, readNpy(content, `The array '${name}'`));
  }
  return arrays;
}

/**
 * A `.npz` archive that `numpy.load` opens; the same arrays always give the same bytes.
 *
 * @example
 * writeNpz(new Map([["scores", { type: "float32", shape: [1, 2], data: Float32Array.of(0.3, 0.7) }]]))
 */
export function writeNpz(arrays: ReadonlyMap<string, NpyArray>, { compressed = true }: NpzWriteOptions = {}): Uint8Array {
  return writeZip(new Map([...arrays].map(([name, array]) => [`${name}.npy`, writeNpy(array)])), compressed);
}
