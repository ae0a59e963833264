import { closeSync, openSync, readSync } from "node:fs";
import { isVersion73, type MatOptions, readMat } from "./mat.ts";
import { readMat73 } from "./mat73.ts";
import type { MatValue } from "./matValues.ts";
import { largestFile, readBytes, requireFile } from "./readFile.ts";

/**
 * The variables of a MAT-file of any version that MATLAB's `save` writes today: 5, 7 and 7.3.
 *
 * @example const variables = await readMatFile("results.mat", { variables: ["net"] });
 * @throws LayerGraphError those of reading a file, and `mat-truncated`, `mat-corrupt`, `mat-too-deep`, `mat-too-large`, `mat-version` or `not-mat`
 */
export async function readMatFile(path: string, options: MatOptions = {}): Promise<Map<string, MatValue>> {
  requireFile(path, largestFile);
  return isVersion73(beginning(path)) ? readMat73(path, options) : readMat(readBytes(path), options);
}

/** The first bytes of a file, which tell its version. */
function beginning(path: string): Uint8Array {
  const bytes = new Uint8Array(520);
  const file = openSync(path, "r");
  try {
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
