import { mkdirSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import {
  type DataSet,
  type Evaluation,
  evaluateNetwork,
  LayerGraph,
  type Network,
  saveNetwork,
  type TrainingOptions,
  type TrainingResult,
  train,
  writeGraph,
} from "../index.ts";
import { type DataFlags, dataDescription, readAnsweredData, withDataFlags } from "./dataFlags.ts";
import { exitStatus } from "./failure.ts";
import { graphDescription, loadGraph, withLayersFlag } from "./graphArgument.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { judgementFacts, printJudgement } from "./judgement.ts";
import { withSetFlag } from "./moduleGraph.ts";
import { solverNames, withOptionFlags } from "./optionFlags.ts";
import { type Emit, type OutputFile, outputFile, printLine, printNote, requireWritableFolder, withEvents } from "./output.ts";
import type { GraphFlags } from "./ownLayers.ts";
import { predictionOptionsOf, predictionProgress } from "./predictionFlags.ts";
import { type ReportFlags, recordFiles, type TrainingRecordFiles, withReportFlags, writeReport } from "./reportFlags.ts";
import { trainingFacts, trainingReporter } from "./trainingEvents.ts";
import { optionsOf, type TrainingFlags } from "./trainingFlags.ts";
import { missingFlags } from "./usage.ts";

interface TrainFlags extends GraphFlags, DataFlags, TrainingFlags, ReportFlags {
  readonly data?: string;
  readonly output?: string;
  readonly validationData?: string;
  readonly testData?: string;
  readonly json?: boolean;
}

/** Defines `layergraph train`: trains a graph, or a saved network further, and writes the network to a file. */
export function defineTrain(command: Command): void {
  command
    .description(
      "Trains a graph, or a saved network further, and saves the network. Ctrl-C ends the training after the current iteration and saves " +
        `what was learned; a second one ends it at once.\n\n<graph> is ${graphDescription}.`,
    )
    .option("--data <file>", dataDescription)
    .option("-o, --output <net.onnx>", "the file that the trained network is written to")
    .option("--validation-data <file>", "data that the network is judged on during training")
    .option("--test-data <file>", "data that the trained network is judged on in the end")
    .option("--json", 'tell what happens as a stream of JSON, one object per line, the last with "event":"done"')
    .option("--options <file.json>", 'training options, such as { "solver": "adam", "maxEpochs": 60 }; flags win over it')
    .option("--solver <solver>", `the solver: ${solverNames.join(", ")}`)
    .option("--resume [path]", "go on from a checkpoint, or from the last in a folder (without a path: in --checkpoint-path)")
    .addHelpText(
      "after",
      "\nExample:\n  layergraph train network.json --data train.mat --test-data test.mat --solver adam --max-epochs 60 -o out/net.onnx",
    );
  withOptionFlags(withDataFlags(withSetFlag(withLayersFlag(withReportFlags(command))))).action(
    async (graph: string, flags: TrainFlags) => {
      process.exitCode = await withEvents(flags.json, (emit) => trainGraph(graph, flags, emit));
    },
  );
}

async function trainGraph(path: string, flags: TrainFlags, emit: Emit): Promise<number> {
  const { data: dataPath, output: outputPath } = required(flags);
  const interrupt = listenForInterrupt(() => printNote("Stopping after this iteration; interrupt again to stop at once."));
  try {
    const { checkpointPath, resume, plots } = optionsOf(flags, unread(flags)); // wrong options are told before anything is read
    const output = outputFile(outputPath, [".onnx"]);
    const files = recordFiles(flags, { plots });
    if (flags.resume === true) mkdirSync(resume, { recursive: true }); // killed before it made its folder, a training begins anew
    if (checkpointPath !== "") requireWritableFolder(checkpointPath);
    const layers = await loadGraph(path, flags);
    writeGraph(layers instanceof LayerGraph ? layers : layers.graph); // what cannot be saved is told before it is trained
    const data = await readAnsweredData(dataPath, flags);
    const validationData = flags.validationData === undefined ? undefined : await readAnsweredData(flags.validationData, flags);
    const testData = flags.testData === undefined ? undefined : await readAnsweredData(flags.testData, flags);
    const options = optionsOf(flags, { signal: interrupt.signal, ...(validationData && { validationData }) });
    emit("start", startFacts(path, dataPath, data, options));
    const reporter = trainingReporter(options, "classes" in data.responses ? "accuracy" : "rmse", flags.json ? emit : undefined);
    const watched = { name: basename(outputPath, ".onnx"), record: files.report !== undefined, earlier: files.earlier };
    const result = await train({ data, layers, options, ...watched, ...reporter });
    reporter.finish();
    const saved = await save(result, output);
    interrupt.release();
    const interrupted = interrupt.signal.aborted && result.info.stopReason === "stopped";
    const judged = { ...(validationData && { Validation: validationData }), ...(testData && { Test: testData }) };
    return await conclude({ result, saved, interrupted, judged, files, options, emit: flags.json ? emit : undefined });
  } finally {
    interrupt.release();
  }
}

/** What stands for the validation data until they are read, so that options that need them are not refused. */
function unread({ validationData }: TrainFlags): Readonly<Record<string, unknown>> {
  return validationData === undefined ? {} : { validationData: { predictors: [], responses: [] } };
}

/** The flags that a training cannot do without; all that are missing are told at once. */
function required({ data, output }: TrainFlags): { data: string; output: string } {
  if (data !== undefined && output !== undefined) return { data, output };
  const missing = [
    ...(data === undefined ? ["--data <file>, the data to train on"] : []),
    ...(output === undefined ? ["--output <net.onnx>, where the network is written"] : []),
  ];
  throw missingFlags("train", missing);
}

function startFacts(graph: string, path: string, data: DataSet, options: TrainingOptions): object {
  const { solver, maxEpochs, miniBatchSize, seed, threads } = options;
  return { graph, data: path, observations: data.predictors.length, solver, maxEpochs, miniBatchSize, seed, threads };
}

/** Saves the network and returns where; undefined for a training that was interrupted before it learned anything. */
async function save({ net, info }: TrainingResult, output: OutputFile): Promise<string | undefined> {
  if (info.stopReason === "stopped" && info.trainingLoss.length === 0) return undefined;
  await saveNetwork(net, output.path);
  return output.path;
}

interface Trained {
  readonly result: TrainingResult;
  readonly saved: string | undefined;
  /** By Ctrl-C or a request to terminate; the stop button of the page ends a training in good order. */
  readonly interrupted: boolean;
  /** The data that the network is judged on, by name; those other than `Test` for the report only. */
  readonly judged: Readonly<Record<string, DataSet>>;
  readonly files: TrainingRecordFiles;
  readonly options: TrainingOptions;
  readonly emit: Emit | undefined;
}

/** Judges the network, tells how it all went, writes the report and returns the exit status. */
async function conclude({ result, saved, interrupted, judged, files, options, emit }: Trained): Promise<number> {
  const facts = trainingFacts(result.info);
  if (interrupted) printNote(interruptedText(facts.iterations, saved));
  else if (!emit) printLine(`Network saved to ${saved}`);
  const asked = Object.entries(judged).filter(([name]) => !interrupted && (name === "Test" || files.report));
  const evaluations: Record<string, Evaluation> = {};
  for (const [name, data] of asked) evaluations[name] = await judge(result.net, data, options, name);
  const { Test: tested } = evaluations;
  if (tested && !emit) for (const line of printJudgement("Test", tested)) printLine(line);
  const report = writeReport(files, result, evaluations);
  if (report !== undefined && !emit) printLine(`Report written to ${report}`);
  const written = { output: saved ?? null, ...(report !== undefined && { report }) };
  emit?.("done", { ...written, ...facts, interrupted, ...(tested && judgementFacts("test", tested)) });
  return interrupted ? exitStatus.interrupted : exitStatus.done;
}

async function judge(net: Network, data: DataSet, options: TrainingOptions, name: string): Promise<Evaluation> {
  const progress = predictionProgress(name === "Test" ? "Testing" : `${name} data`);
  const tested = await evaluateNetwork(net, data, predictionOptionsOf(options, progress.onProgress));
  progress.finish();
  return tested;
}

function interruptedText(iterations: number, saved: string | undefined): string {
  if (saved === undefined) return "Interrupted before the first iteration; nothing was saved.";
  return `Interrupted after iteration ${iterations}; the network as it was then is saved to ${saved}`;
}
