import type { Command } from "commander";
import type { PredictionOptions, PredictionProgress, Progress } from "../index.ts";
import { progressReporter } from "../index.ts";
import { givenOptions, withOptionFlags } from "./optionFlags.ts";

const names = [
  "miniBatchSize",
  "sequenceLength",
  "sequencePaddingValue",
  "sequencePaddingDirection",
  "paddingMode",
  "threads",
] as const;

/** Adds the flags of the options that predicting has in common with training. */
export function withPredictionFlags(command: Command): Command {
  return withOptionFlags(command, names);
}

/** The prediction options among flags or training options, with the report of progress. */
export function predictionOptionsOf(given: object, onProgress?: PredictionOptions["onProgress"]): PredictionOptions {
  const options = Object.entries(givenOptions(given)).filter(([name]) => (names as readonly string[]).includes(name));
  return { ...(Object.fromEntries(options) as PredictionOptions), ...(onProgress && { onProgress }) };
}

/** Shows on a terminal how far a prediction is; elsewhere nothing. */
export function predictionProgress(label: string): { readonly onProgress: (now: PredictionProgress) => void; finish(): void } {
  let progress: Progress | undefined;
  const onProgress = ({ done, observations }: PredictionProgress): void => {
    if (process.stderr.isTTY !== true) return;
    progress ??= progressReporter({ writer: process.stderr, total: observations, label });
    progress.update(done);
  };
  return { onProgress, finish: () => progress?.finish() };
}
