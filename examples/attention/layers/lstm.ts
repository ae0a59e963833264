import {
  dlarray,
  dlnetwork,
  extractdata,
  fullyConnectedLayer,
  type Layer,
  layerGraph,
  lstmLayer,
  predict,
  sequenceInputLayer,
} from "../../../src/index.ts";
import { seededNormal } from "../../tcn/seededNormal.ts";

const [observations, steps, features, units] = [4, 3, 5, 8];
const random = seededNormal(1);
/** Four observations of three steps of five random features. */
export const sequences = Array.from({ length: observations }, () =>
  Array.from({ length: steps }, () => Array.from({ length: features }, random.normal)),
);
const X = dlarray(sequences, "BTC");

/** A network of an LSTM of eight units with a head of two on it. The weights are the same for every way of reading it. */
function network(lstm: Layer) {
  return dlnetwork(layerGraph([sequenceInputLayer(features), lstm, fullyConnectedLayer(2, { name: "head" })]), { seed: 1 });
}

/** What the head makes of the last step, 4×2, and of every step (`return sequences`), 4×3×2; the two states after the last step (`return state`), 4×8. */
export async function lstm() {
  const last = await predict(network(lstmLayer(units, { outputMode: "last", name: "lstm" })), X);
  const net = network(lstmLayer(units, { hasStateOutputs: true, name: "lstm" }));
  const outputs = ["head", "lstm/hidden", "lstm/cell"] as const;
  const [all, hidden, cell] = await predict(net, X, { outputs });
  return {
    last: extractdata(last, "BC"),
    sequences: extractdata(all, "BTC"),
    hidden: extractdata(hidden, "BC"),
    cell: extractdata(cell, "BC"),
  };
}

/** How large nested lists are: 4×3×2. */
export function sizeOf(lists: unknown): string {
  const size: number[] = [];
  for (let level = lists; Array.isArray(level); level = level[0]) size.push(level.length);
  return size.join("×");
}

if (process.argv[1] === import.meta.filename) {
  const { last, sequences, hidden, cell } = await lstm();
  console.log(`LSTM of ${units} units and a head of 2 on ${observations} observations of ${steps} steps: ${sizeOf(last)}`);
  console.log(`  return sequences: ${sizeOf(sequences)}`);
  console.log(`  return state: hidden ${sizeOf(hidden)}, cell ${sizeOf(cell)}`);
}
