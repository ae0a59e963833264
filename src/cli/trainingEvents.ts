import { type IterationReport, type Progress, progressReporter, type TrainingInfo, type TrainingOptions } from "../index.ts";
import { type Emit, printLine, printNote } from "./output.ts";

/** Who is told of a training that a command runs: the terminal, or the reader of the events. */
export interface TrainingReporter {
  readonly onIteration: (report: IterationReport) => void;
  readonly onCheckpoint: (path: string, iteration: number) => void;
  readonly onPage: (address: string) => void;
  readonly print: (line: string) => void;
  /** Takes the progress off the terminal. */
  finish(): void;
}

/** What the numbers of a training are: accuracies (percent, in reports), or root mean square errors. */
export type Metric = "accuracy" | "rmse";

/** Tells a training as events, or to a person: the table on standard output, the progress on standard error. */
export function trainingReporter(options: TrainingOptions, metric: Metric, emit: Emit | undefined): TrainingReporter {
  const { update, clear, finish } = progressLine(emit === undefined || process.stderr.isTTY === true, metric);
  return {
    onIteration: (report) => {
      if (emit && isDue(report, options)) emit("iteration", iterationFacts(report, metric));
      update(report);
    },
    onCheckpoint: (path, iteration) => emit?.("checkpoint", { path, iteration }),
    onPage: (address) => {
      emit?.("page", { address });
      clear();
      printNote(`Training progress: ${address}`);
    },
    print: (line) => {
      clear();
      printLine(line);
    },
    finish,
  };
}

/** The progress line, made when the first report tells how many iterations there are. */
function progressLine(shown: boolean, metric: Metric): { update(report: IterationReport): void; clear(): void; finish(): void } {
  let progress: Progress | undefined;
  return {
    update: ({ iteration, iterations, loss, metric: value }) => {
      if (!shown) return;
      progress ??= progressReporter({ writer: process.stderr, total: iterations, start: iteration });
      progress.update(iteration, loss, metric === "accuracy" ? value : undefined);
    },
    clear: () => progress?.clear(),
    finish: () => progress?.finish(),
  };
}

/** As the table has it: the first iteration, every `verboseFrequency`, validated ones and the last. */
function isDue({ iteration, iterations, validationLoss }: IterationReport, { verboseFrequency }: TrainingOptions): boolean {
  return iteration === 1 || iteration % verboseFrequency === 0 || iteration === iterations || validationLoss !== undefined;
}

function iterationFacts(report: IterationReport, metric: Metric): object {
  const { epoch, iteration, iterations, seconds, loss, learnRate, validationLoss, validationMetric } = report;
  return {
    epoch,
    iteration,
    iterations,
    seconds: rounded(seconds),
    trainingLoss: loss,
    ...named("training", metric, report.metric),
    ...(validationLoss !== undefined && { validationLoss, ...named("validation", metric, validationMetric) }),
    learnRate,
  };
}

/** The end of a training as facts of an event; accuracies are from 0 to 1. */
export function trainingFacts(info: TrainingInfo): { readonly iterations: number } & Readonly<Record<string, unknown>> {
  const { trainingLoss, trainingAccuracy, trainingRMSE, finalValidationLoss, stopReason, outputNetworkIteration } = info;
  const metric: Metric = trainingAccuracy ? "accuracy" : "rmse";
  const validated = info.finalValidationAccuracy ?? info.finalValidationRMSE;
  return {
    iterations: trainingLoss.length,
    outputNetworkIteration,
    stopReason,
    seconds: rounded(info.trainingTime),
    trainingLoss: trainingLoss.at(-1),
    ...named("training", metric, (trainingAccuracy ?? trainingRMSE)?.at(-1)),
    ...(finalValidationLoss !== undefined && { validationLoss: finalValidationLoss, ...named("validation", metric, validated) }),
  };
}

/** `trainingAccuracy` from 0 to 1, or `trainingRMSE`. */
function named(of: string, metric: Metric, value: number | undefined): Record<string, number> {
  if (value === undefined) return {};
  return metric === "accuracy" ? { [`${of}Accuracy`]: value / 100 } : { [`${of}RMSE`]: value };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
