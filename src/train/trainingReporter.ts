import type { IterationReport, TrainingOutcome, TrainingTask } from "./trainingLoop.ts";
import type { OutputFunctionInfo } from "./trainingOptions.ts";
import type { TrainingState } from "./trainingState.ts";
import type { TrainingWatch, WatchOptions } from "./trainingWatch.ts";
import { type StopReason, type VerboseMetric, verboseTable } from "./verboseTable.ts";

/** Who is told of a training beside the output functions. */
export interface ReportTo extends WatchOptions {
  readonly onIteration?: (report: IterationReport) => void;
  /** After each checkpoint that was written, with its path. */
  readonly onCheckpoint?: (path: string, iteration: number) => void;
  readonly print?: (line: string) => void;
}

/** Tells output functions, the table and the caller what happens in a training. */
export interface TrainingReporter {
  /** Whether an output function stops the training before it begins is in the result. */
  start(from: TrainingState): boolean;
  iteration(report: IterationReport): StopReason | undefined;
  end(outcome: TrainingOutcome): void;
}

/** The reporter of a training; the table is printed to standard output unless `print` takes it. */
export function trainingReporter(
  task: TrainingTask,
  { onIteration, print = (line) => void process.stdout.write(`${line}\n`) }: ReportTo,
  watch?: TrainingWatch,
): TrainingReporter {
  const { options, network, validation } = task;
  const { metric } = network;
  const table = options.verbose ? verboseTable({ metric, validation: validation !== undefined }) : undefined;
  const lines = (text: readonly string[] | undefined): void => text?.forEach(print);
  const tell = (info: OutputFunctionInfo): boolean => options.outputFcn.map((f) => f(info)).some((stop) => stop === true);
  let last: OutputFunctionInfo | undefined;
  return {
    start: (from) => {
      const { iteration, seconds } = from;
      watch?.begin(from);
      lines(table?.preamble(network.states.arrays.some(({ spec }) => spec.statistic !== undefined)));
      lines(table?.header());
      return tell({ state: "start", epoch: 0, iteration, timeSinceStart: seconds, baseLearnRate: options.initialLearnRate });
    },
    iteration: (report) => {
      const { iteration, iterations, validationLoss } = report;
      const due =
        iteration === 1 || iteration % options.verboseFrequency === 0 || iteration === iterations || validationLoss !== undefined;
      if (table && due) print(table.row(report));
      onIteration?.(report);
      last = outputInfo(report, metric);
      const stopped = watch?.iteration(report);
      return tell(last) ? "output-function" : stopped ? "stopped" : undefined;
    },
    end: ({ reason }) => {
      lines(table?.footer(reason));
      if (last) tell({ ...last, state: "done" });
    },
  };
}

function outputInfo(report: IterationReport, metric: VerboseMetric): OutputFunctionInfo {
  const name = { accuracy: "Accuracy", rmse: "RMSE", none: undefined }[metric];
  return {
    state: "iteration",
    epoch: report.epoch,
    iteration: report.iteration,
    timeSinceStart: report.seconds,
    baseLearnRate: report.learnRate,
    trainingLoss: report.loss,
    ...(name && { [`training${name}`]: report.metric }),
    ...(report.validationLoss !== undefined && {
      validationLoss: report.validationLoss,
      ...(name && { [`validation${name}`]: report.validationMetric }),
    }),
  };
}
