import type { TrainingOptions } from "./trainingOptions.ts";

/**
 * The global learning rate in an epoch, counted from 1. `piecewise`: α0 · factor^⌊(epoch − 1) / period⌋.
 *
 * @see MATLAB trainingOptions, "LearnRateSchedule"
 */
export function learnRateAt(
  options: Pick<TrainingOptions, "initialLearnRate" | "learnRateSchedule" | "learnRateDropPeriod" | "learnRateDropFactor">,
  epoch: number,
): number {
  const { initialLearnRate, learnRateSchedule, learnRateDropPeriod, learnRateDropFactor } = options;
  if (learnRateSchedule === "none") return initialLearnRate;
  return initialLearnRate * learnRateDropFactor ** Math.floor((epoch - 1) / learnRateDropPeriod);
}
