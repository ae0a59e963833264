import { extname } from "node:path";
import type { Network } from "../../network/network.ts";
import { type LoadNetworkOptions, loadNetwork as loadSaved } from "../../train/networkFile.ts";
import { type ImportOptions, importedNetwork } from "./importMat.ts";
import { importMat } from "./importMatFile.ts";

/** How to load a network: own layers, and of a `.mat` file the variable that is meant. */
export type LoadOptions = LoadNetworkOptions & ImportOptions;

/**
 * The network in a file: an `.onnx` file that `saveNetwork` wrote, or a `.mat` file with a network that MATLAB trained. It predicts, can be looked at,
 * trained further and saved. Own layers are found through `layers`: without their code a network of an `.onnx` file still predicts, and one of a `.mat` file is
 * refused, with the names of what is missing.
 *
 * @example const net = await loadNetwork("net.onnx", { layers: { attentionLayer } });
 * @example const net = await loadNetwork("results.mat", { variable: "net" });
 * @throws LayerGraphError `not-onnx`, `not-a-saved-network`; of a `.mat` file those of `importMat`, `untrained-network`, `invalid-network`
 * @see MATLAB load
 */
export async function loadNetwork(file: string, { variable, ...options }: LoadOptions = {}): Promise<Network> {
  if (extname(String(file)).toLowerCase() !== ".mat") return loadSaved(file, options);
  return importedNetwork(await importMat(file, { ...options, ...(variable !== undefined && { variable }) }));
}
