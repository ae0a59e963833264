import { basename } from "node:path";
import { readMatFile } from "../../data/matFile.ts";
import { LayerGraphError } from "../../errors.ts";
import { classesBeside } from "./classCode.ts";
import { type ImportedMat, type ImportOptions, importVariables } from "./importMat.ts";

/**
 * What MATLAB saved in a `.mat` file: a trained network (`SeriesNetwork`, `DAGNetwork`, `dlnetwork`), a layer graph or an array of layers, with its layers,
 * connections, weights, statistics, classes, and all that must be known about them.
 *
 * @example const { network, graph, notes } = await importMat("net.mat");
 * @throws LayerGraphError `no-network`, `which-variable`, `mat-network`, `quantized-network`, and those of reading a file
 */
export async function importMat(file: string, options: ImportOptions = {}): Promise<ImportedMat> {
  const variables = await readMatFile(file);
  try {
    return importVariables(variables, { ...options, custom: classesBeside(file) });
  } catch (error) {
    if (!(error instanceof LayerGraphError) || error.message.includes(file)) throw error;
    throw new LayerGraphError(error.code, `'${basename(file)}': ${error.message}`, { ...error.details, cause: error });
  }
}
