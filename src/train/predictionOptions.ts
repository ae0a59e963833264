import { availableParallelism } from "node:os";
import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import { optionIssues } from "../layer.ts";
import { commonShape } from "./optionShapes.ts";
import { refusedOptions } from "./refusedOptions.ts";

/** How far a prediction is. */
export interface PredictionProgress {
  /** Observations that are predicted. */
  readonly done: number;
  readonly observations: number;
}

const { sequenceLength, sequencePaddingValue, sequencePaddingDirection, paddingMode, executionEnvironment } = commonShape;
const count = z.int("must be a positive whole number").positive("must be a positive whole number");

const schema = z.strictObject({
  /** Observations that are computed at once; 128 by default. */
  miniBatchSize: count.default(128),
  /** As in training: `"longest"` (default), `"shortest"`, or pieces of n steps, for networks with an output for every step. */
  sequenceLength,
  /** 0 by default; it shows only where `paddingMode` is `"matlab"`. */
  sequencePaddingValue,
  sequencePaddingDirection,
  /** `"exact"` (default): padding changes nothing. `"matlab"`: padding is data, so that results depend on the mini-batch. */
  paddingMode,
  executionEnvironment,
  /** Processor threads; the number of cores, at most 8, by default. */
  threads: count.max(256, "must be at most 256").default(() => Math.min(availableParallelism(), 8)),
  /** Called after each mini-batch. */
  onProgress: z
    .custom<(progress: PredictionProgress) => void>((value) => typeof value === "function", "must be a function")
    .optional(),
});

/** Options of `predict`, `classify`, `activations` and `evaluateNetwork`; every one may be left out. */
export type PredictionOptions = z.input<typeof schema>;

/** Checked options with all defaults. */
export type CheckedPredictionOptions = z.output<typeof schema>;

/** The options of a prediction function, checked. Throws one error with all problems. */
export function predictionOptions(given: PredictionOptions | undefined, where: string): CheckedPredictionOptions {
  const options: unknown = given ?? {};
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new LayerGraphError("invalid-options", `${where}: the options must be an object, such as { miniBatchSize: 27 }.`);
  }
  for (const name of Object.keys(options)) {
    const reason = name.toLowerCase() === "acceleration" ? refusedOptions.acceleration : undefined;
    if (reason)
      throw new LayerGraphError("refused-option", `${where}: option '${name}' is not offered: ${reason}.`, { received: name });
  }
  const parsed = schema.safeParse(options, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issues = optionIssues(parsed.error, where, Object.keys(schema.shape));
  throw new LayerGraphError(issues[0].code, issues.map((issue) => issue.message).join("\n"), { issues });
}
