import { type Command, Option } from "commander";
import { evaluateNetwork } from "../index.ts";
import { type DataFlags, dataDescription, readAnsweredData, withDataFlags } from "./dataFlags.ts";
import { evaluationReport } from "./evaluationReport.ts";
import { exitStatus } from "./failure.ts";
import { loadTrainedNetwork, withLayersFlag } from "./graphArgument.ts";
import { evaluationFacts, printEvaluation } from "./judgement.ts";
import { type Emit, outputFile, printDocument, printLine, withEvents } from "./output.ts";
import type { GraphFlags } from "./ownLayers.ts";
import { predictionOptionsOf, predictionProgress, withPredictionFlags } from "./predictionFlags.ts";
import { requiredFlag } from "./usage.ts";

interface EvaluateFlags extends GraphFlags, DataFlags {
  readonly data?: string;
  readonly format: "text" | "json";
  readonly json?: boolean;
  readonly report?: string;
}

/** Defines `layergraph evaluate`: loss, accuracy, confusion matrix, precision and recall of a network on data with responses. */
export function defineEvaluate(command: Command): void {
  command
    .description(
      "Tells the loss, the accuracy, the confusion matrix and each class's precision and recall of a network on data; for numbers, the " +
        "loss and the root mean square error.",
    )
    .option("--data <file>", dataDescription)
    .addOption(new Option("--format <format>", "what is written").choices(["text", "json"]).default("text"))
    .option("--report <file.html>", "also write a page: confusion chart, precision and recall, ROC curves, how scores are spread")
    .option("--json", 'tell it as a stream of JSON, one object per line, the last with "event":"done" and the results')
    .addHelpText("after", "\nExample:\n  layergraph evaluate net.onnx --data test.csv --sequence-id id --responses label");
  withPredictionFlags(withDataFlags(withLayersFlag(command))).action(async (path: string, flags: EvaluateFlags) => {
    process.exitCode = await withEvents(flags.json, (emit) => evaluateData(path, flags, emit));
  });
}

async function evaluateData(path: string, flags: EvaluateFlags, emit: Emit): Promise<number> {
  const dataPath = requiredFlag(flags.data, "evaluate", "--data <file>, the data to judge the network on");
  const report = flags.report === undefined ? undefined : outputFile(flags.report, [".html"], "--report");
  const net = await loadTrainedNetwork(path, flags);
  const data = await readAnsweredData(dataPath, flags);
  emit("start", { network: path, data: dataPath, observations: data.predictors.length });
  const progress = predictionProgress("Evaluating");
  const evaluation = await evaluateNetwork(net, data, predictionOptionsOf(flags, progress.onProgress));
  progress.finish();
  if (report) {
    report.write(await evaluationReport(net, data, evaluation, { network: path, data: dataPath }, predictionOptionsOf(flags)));
  }
  if (flags.json) emit("done", evaluationFacts(evaluation));
  else if (flags.format === "json") printDocument(evaluationFacts(evaluation));
  else printLine(printEvaluation(evaluation, process.stdout.columns ?? 80));
  return exitStatus.done;
}
