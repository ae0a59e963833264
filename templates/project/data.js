import { fileURLToPath } from "node:url";
import { readDataSet } from "layergraph";

/** The sequences of data/train.csv or data/test.csv and their classes: one row is one time step, `recording` tells the sequences apart. */
export function readData(/** @type {"train" | "test"} */ part) {
  const file = fileURLToPath(new URL(`./data/${part}.csv`, import.meta.url));
  const data = readDataSet(file, { sequenceId: "recording", responses: "bump" });
  if (data.kind !== "sequences" || data.responses?.kind !== "labels") throw new Error(`${file} has no labelled sequences`);
  const { classes, codes } = data.responses;
  return { predictors: data.predictors, labels: Array.from(codes, (code) => classes[code]), classes };
}
