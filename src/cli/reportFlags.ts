import type { Command } from "commander";
import {
  type Evaluation,
  LayerGraphError,
  readTrainingRun,
  type TrainingOptions,
  type TrainingResult,
  type TrainingRun,
  trainingReport,
} from "../index.ts";
import { type OutputFile, outputFile } from "./output.ts";

/** The flags about the record of a training. */
export interface ReportFlags {
  readonly report?: string;
  readonly compare?: readonly string[];
}

/** Adds `--report` and `--compare`. */
export function withReportFlags(command: Command): Command {
  return command
    .option("--report <file.html>", "a page with options, curves, confusion charts and test figures, written in the end")
    .option(
      "--compare <file>",
      "a report (or a run saved from a page) of an earlier training, laid under the curves of the page and the report; may be given again",
      (path: string, before: readonly string[] = []) => [...before, path],
    );
}

/** Where the record of a training goes. */
export interface TrainingRecordFiles {
  readonly report: OutputFile | undefined;
  readonly earlier: readonly TrainingRun[];
}

/** The files that the flags name; that they can be read and written is found out before any long work. */
export function recordFiles(
  { report, compare = [] }: ReportFlags,
  { plots }: Pick<TrainingOptions, "plots">,
): TrainingRecordFiles {
  if (compare.length > 0 && report === undefined && plots === "none") {
    const fix = "Give --report <file.html> or --plots training-progress.";
    throw new LayerGraphError("missing-flag", `--compare: there is no page to show '${compare[0]}' on. ${fix}`, { fix });
  }
  return {
    report: report === undefined ? undefined : outputFile(report, [".html"], "--report"),
    earlier: compare.map(readTrainingRun),
  };
}

/** Writes the report, if there is to be one, and returns where. */
export function writeReport(
  { report, earlier }: TrainingRecordFiles,
  { net, info }: TrainingResult,
  evaluations: Readonly<Record<string, Evaluation>>,
): string | undefined {
  report?.write(trainingReport(info, { evaluations, earlier, graph: net.graph }));
  return report?.path;
}
