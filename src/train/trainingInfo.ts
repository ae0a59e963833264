import type { TrainingRun } from "../report/live/trainingRun.ts";
import type { TrainingOutcome, TrainingTask } from "./trainingLoop.ts";
import { trainingOptionsToJson } from "./trainingOptions.ts";
import type { TrainingHistory } from "./trainingState.ts";
import type { StopReason } from "./verboseTable.ts";

/** The record of a training; lists have one element for each iteration, NaN where nothing was computed. */
export interface TrainingInfo {
  readonly trainingLoss: readonly number[];
  /** Percent; for classification. */
  readonly trainingAccuracy?: readonly number[];
  /** For regression. */
  readonly trainingRMSE?: readonly number[];
  readonly baseLearnRate: readonly number[];
  readonly validationLoss?: readonly number[];
  readonly validationAccuracy?: readonly number[];
  readonly validationRMSE?: readonly number[];
  readonly finalValidationLoss?: number;
  readonly finalValidationAccuracy?: number;
  readonly finalValidationRMSE?: number;
  /** The iteration whose network was returned. */
  readonly outputNetworkIteration: number;
  readonly stopReason: StopReason;
  /** Seconds. */
  readonly trainingTime: number;
  /** The record that `trainingReport` shows, of a training that was watched: with `plots: "training-progress"`, or `record` in `train`. */
  readonly run?: TrainingRun;
}

const metricNames = { accuracy: "Accuracy", rmse: "RMSE", none: undefined } as const;

/** The record of a training whose network of the given iteration was returned. */
export function trainingInfo(
  task: TrainingTask,
  { state, reason }: TrainingOutcome,
  outputNetworkIteration: number,
): TrainingInfo {
  const { history } = state;
  const metric = metricNames[task.network.metric];
  const validated = task.validation ? validationInfo(history, metric, outputNetworkIteration) : {};
  return {
    trainingLoss: history.trainingLoss,
    ...(metric && { [`training${metric}`]: history.trainingMetric }),
    baseLearnRate: history.baseLearnRate,
    ...validated,
    outputNetworkIteration,
    stopReason: reason,
    trainingTime: state.seconds,
  };
}

/** Options about watching and keeping a training; they change nothing of what it computes. */
export const bookkeepingOptions: readonly string[] = [
  "verbose",
  "verboseFrequency",
  "plots",
  "checkpointPath",
  "checkpointFrequency",
  "checkpointFrequencyUnit",
  "resume",
];

/** What a saved network remembers of its training: the same, whether it ran through or was resumed. */
export function trainingRecord({ options, data }: TrainingTask, info: TrainingInfo): Readonly<Record<string, unknown>> {
  const last = (values: readonly number[] | undefined): number | undefined => values?.at(-1);
  return {
    options: Object.fromEntries(
      Object.entries(trainingOptionsToJson(options)).filter(([name]) => !bookkeepingOptions.includes(name)),
    ),
    observations: data.observations,
    iterations: info.trainingLoss.length,
    outputNetworkIteration: info.outputNetworkIteration,
    stopReason: info.stopReason,
    finalTrainingLoss: last(info.trainingLoss),
    ...(info.finalValidationLoss !== undefined && { finalValidationLoss: info.finalValidationLoss }),
  };
}

function validationInfo(history: TrainingHistory, metric: string | undefined, iteration: number): Record<string, unknown> {
  const judged = history.validationLoss.findLastIndex((loss, i) => !Number.isNaN(loss) && i < iteration);
  return {
    validationLoss: history.validationLoss,
    ...(metric && { [`validation${metric}`]: history.validationMetric }),
    ...(judged >= 0 && {
      finalValidationLoss: history.validationLoss[judged],
      ...(metric && { [`finalValidation${metric}`]: history.validationMetric[judged] }),
    }),
  };
}
