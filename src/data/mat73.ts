import { statSync } from "node:fs";
import { resolve } from "node:path";
import { mostInflated } from "./inflate.ts";
import { readInThread } from "./mat73Thread.ts";
import { type Source, sourceOf } from "./matElements.ts";
import { Subsystem } from "./matObjects.ts";
import { deeplyResolved, type References, unresolved } from "./matReferences.ts";
import type { MatValue } from "./matValues.ts";
import { wrapperInValues } from "./matWrapper.ts";

/** What to read of a file of version 7.3. */
export interface Mat73Options {
  readonly variables?: readonly string[];
  readonly maximumBytes?: number;
}

/** Arrays that were never written take no bytes in a file; so many bytes of them are read all the same. */
const unwritten = 2 ** 26;
/** Deflate cannot do better than 1032 to 1. */
const bestRatio = 1032;
/** What the library takes beside the file's arrays. */
const libraryBytes = 2 ** 26;

/**
 * The variables of a MAT-file of version 7.3, which is an HDF5 file: dimensions are reversed, cells and fields are references, and what arrays are is
 * said by attributes. Values are as from files of earlier versions. The file is read in a thread of its own, which takes no more memory and time than
 * a sound file of its length can need.
 *
 * @throws LayerGraphError `mat-corrupt`, `mat-too-deep` or `mat-too-large`
 */
export async function readMat73(path: string, options: Mat73Options = {}): Promise<Map<string, MatValue>> {
  const { variables, maximumBytes = mostInflated } = options;
  const fileBytes = statSync(path).size;
  const plausibleBytes = unwritten + bestRatio * fileBytes;
  const { stored, wrapper, bytes } = await readInThread({
    path: resolve(path),
    fileBytes,
    variables,
    maximumBytes,
    plausibleBytes,
    libraryBytes: libraryBytes + 4 * fileBytes + Math.min(maximumBytes, plausibleBytes),
  });
  const references: References = wrapper ? new Subsystem(wrapperInValues(wrapper, bytes, nowhere)) : unresolved;
  return new Map([...stored].map(([name, value]) => [name, deeplyResolved(value, references, nowhere)]));
}

/** Messages name no bytes: they lie scattered over the file. */
const nowhere: Source = sourceOf(new Uint8Array(0), true, " of the values in #subsystem#");
