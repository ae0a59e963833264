import type { Command } from "commander";
import { classesOf, classify, type Network, type PredictionOptions, predict } from "../index.ts";
import { type DataFlags, dataDescription, readData, withDataFlags } from "./dataFlags.ts";
import { exitStatus } from "./failure.ts";
import { loadTrainedNetwork, withLayersFlag } from "./graphArgument.ts";
import { outputFile } from "./output.ts";
import type { GraphFlags } from "./ownLayers.ts";
import { predictionOptionsOf, predictionProgress, withPredictionFlags } from "./predictionFlags.ts";
import { classificationTable, encodeTable, type PredictionTable, predictionTable, tableCsv } from "./predictionTable.ts";
import { requiredFlag } from "./usage.ts";

interface PredictFlags extends GraphFlags, DataFlags {
  readonly data?: string;
  readonly output?: string;
}

/** Defines `layergraph predict`: labels and scores, or numbers, for each observation or for each of its time steps. */
export function definePredict(command: Command): void {
  command
    .description(
      "Predicts a label and the scores of all classes (or numbers) for each observation, or for each of its time steps. Observations and " +
        "steps count from 0. In .npz files, labels are codes into `classes`.",
    )
    .option("--data <file>", dataDescription)
    .option("-o, --output <file>", "write to a .csv, .json or .npz file instead of standard output, which gets .csv")
    .addHelpText(
      "after",
      "\nExample:\n  layergraph predict net.onnx --data test.csv --sequence-id id --responses label -o scores.csv",
    );
  withPredictionFlags(withDataFlags(withLayersFlag(command))).action(async (path: string, flags: PredictFlags) => {
    process.exitCode = await predictData(path, flags);
  });
}

async function predictData(path: string, flags: PredictFlags): Promise<number> {
  const dataPath = requiredFlag(flags.data, "predict", "--data <file>, the data to predict for");
  const output = flags.output === undefined ? undefined : outputFile(flags.output, [".csv", ".json", ".npz"]);
  const net = await loadTrainedNetwork(path, flags);
  const data = await readData(dataPath, flags);
  const progress = predictionProgress("Predicting");
  const table = await tableOf(net, data, predictionOptionsOf(flags, progress.onProgress));
  progress.finish();
  if (output) output.write(encodeTable(table, output.extension));
  else process.stdout.write(tableCsv(table));
  return exitStatus.done;
}

async function tableOf(net: Network, data: Parameters<typeof classify>[1], options: PredictionOptions): Promise<PredictionTable> {
  const classes = classesOf(net);
  if (classes === undefined) return predictionTable(await predict(net, data, options));
  return classificationTable(await classify(net, data, options), classes);
}
