import { availableParallelism } from "node:os";
import { z } from "zod";
import type { DataSet } from "../data/dataSet.ts";
import type { GivenPredictors, GivenResponses } from "./trainingData.ts";

/** What an output function is told: the values of the iteration that just ended. Values that do not exist yet are undefined. */
export interface OutputFunctionInfo {
  /** `start` before the first iteration, `iteration` after each, `done` after the last. */
  readonly state: "start" | "iteration" | "done";
  readonly epoch: number;
  readonly iteration: number;
  /** Seconds. */
  readonly timeSinceStart: number;
  readonly baseLearnRate: number;
  readonly trainingLoss?: number;
  readonly validationLoss?: number;
  /** Percent, for classification. */
  readonly trainingAccuracy?: number;
  readonly validationAccuracy?: number;
  /** For regression. */
  readonly trainingRMSE?: number;
  readonly validationRMSE?: number;
}

/** Called before training, after each iteration and after training; training stops where it returns true. */
export type OutputFunction = (info: OutputFunctionInfo) => unknown;

/** Predictors and responses as users write them; `trainNetwork` checks what they hold. */
export interface ValidationPair {
  readonly predictors: GivenPredictors;
  readonly responses: GivenResponses;
}

/** What `validationData` accepts: MATLAB's `{X, T}` as `[X, T]`, the two by name, or a data set that was read from a file. */
export type ValidationInput = readonly [ValidationPair["predictors"], ValidationPair["responses"]] | ValidationPair | DataSet;

/** What the command line and the documentation need to know of an option beside its schema. */
export interface OptionMeta {
  readonly description: string;
  /** Where the schema does not say it: what the option's values are. `code` has no form outside a program. */
  readonly kind?: "number" | "choice" | "numberOrChoice" | "code" | "data";
  readonly choices?: readonly string[];
  /** The default in words, where it is not one value for every machine. */
  readonly defaultText?: string;
}

const count = z.int("must be a positive whole number").positive("must be a positive whole number");
const positive = z.number("must be a positive number").positive("must be a positive number");
const atLeastZero = z.number("must be a number of at least 0").min(0, "must be a number of at least 0");
const fractionText = "must be a number of at least 0 and below 1";
const fraction = z.number(fractionText).min(0, fractionText).lt(1, fractionText);
const unlimited = (text: string, accepts: (value: number) => boolean) =>
  z.custom<number>((value) => typeof value === "number" && (value === Infinity || accepts(value)), text);
/** MATLAB writes logical options as `true`, `false`, 1 or 0. */
const logical = z
  .union([z.boolean(), z.literal([0, 1])], { error: "must be true or false" })
  .transform((value) => value === true || value === 1);

function isFunctions(value: unknown): boolean {
  return Array.isArray(value) ? value.every((item) => typeof item === "function") : typeof value === "function";
}

function isValidationInput(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 2 && value.every((part) => typeof part === "object" && part !== null);
  return typeof value === "object" && value !== null && "predictors" in value && "responses" in value;
}

/** The options of every solver, with `trainNetwork`'s defaults. */
export const commonShape = {
  /** The number of passes over the training data. */
  maxEpochs: count.default(30).meta({ description: "passes over the training data" }),
  /** Observations in each iteration. An incomplete last mini-batch of an epoch is left out, unless it is the only one. */
  miniBatchSize: count.default(128).meta({ description: "observations in each iteration" }),
  /** When observations change their order: before training, before every epoch, or never. */
  shuffle: z
    .enum(["once", "never", "every-epoch"])
    .default("once")
    .meta({ description: "when the order of the observations changes" }),
  /** How the learning rate changes: `piecewise` multiplies it by `learnRateDropFactor` every `learnRateDropPeriod` epochs. */
  learnRateSchedule: z.enum(["none", "piecewise"]).default("none").meta({ description: "how the learning rate changes" }),
  /** Epochs between drops of the learning rate, where `learnRateSchedule` is `piecewise`. */
  learnRateDropPeriod: count.default(10).meta({ description: "epochs between drops of a piecewise learning rate" }),
  /** What each drop multiplies the learning rate by, where `learnRateSchedule` is `piecewise`; from 0 to 1. */
  learnRateDropFactor: z
    .number("must be a number from 0 to 1")
    .min(0, "must be a number from 0 to 1")
    .max(1, "must be a number from 0 to 1")
    .default(0.1)
    .meta({ description: "what each drop of a piecewise learning rate multiplies it by" }),
  /** λ of the L2 term: each weight adds λ · its L2 factor · itself to its gradient. Biases have factor 0. */
  l2Regularization: atLeastZero.default(1e-4).meta({ description: "factor of the L2 term (weight decay)" }),
  /** The gradient's limit, with `gradientThresholdMethod`; Infinity is none. */
  gradientThreshold: unlimited("must be a positive number or Infinity", (value) => value > 0)
    .default(Infinity)
    .meta({ kind: "number", description: "limit of the gradient (Inf: none)" }),
  /** What the limit holds for: the norm of each learnable's gradient, the norm over all learnables, or each element. */
  gradientThresholdMethod: z
    .enum(["l2norm", "global-l2norm", "absolute-value"])
    .default("l2norm")
    .meta({ description: "what the limit of the gradient holds for" }),
  /** Data that the network is judged on during training: `[X, T]`, `{ predictors, responses }` or a data set. */
  validationData: z
    .custom<ValidationInput>(isValidationInput, "must be [X, T] or { predictors, responses }")
    .transform((given): ValidationPair | DataSet =>
      Array.isArray(given) ? { predictors: given[0], responses: given[1] } : (given as ValidationPair | DataSet),
    )
    .optional()
    .meta({ kind: "data", description: "data that the network is judged on during training" }),
  /** Iterations between validations. Iteration 1 and the last one are validated too. */
  validationFrequency: count.default(50).meta({ description: "iterations between validations" }),
  /** Training stops once this many validations had a loss no smaller than the smallest before; Infinity is never. */
  validationPatience: unlimited("must be a positive whole number or Infinity", (value) => Number.isInteger(value) && value > 0)
    .default(Infinity)
    .meta({ kind: "number", description: "validations without a smaller loss before training stops (Inf: never)" }),
  /** Which network is returned: the last, or the one with the smallest validation loss. `auto` is the last. */
  outputNetwork: z
    .enum(["last-iteration", "best-validation", "best-validation-loss", "auto"])
    .transform((value) => (value.startsWith("best") ? "best-validation" : "last-iteration"))
    .default("last-iteration")
    .meta({ description: "which network is returned" }),
  /** Print MATLAB's table of the training. */
  verbose: logical.default(true).meta({ description: "print the table of the training" }),
  /** Iterations between rows of the table. Iteration 1, validated ones and the last one have a row too. */
  verboseFrequency: count.default(50).meta({ description: "iterations between rows of the table" }),
  /** Plots shown during training: `training-progress` is a page on this machine, at the address that is written to standard error. */
  plots: z
    .enum(["none", "training-progress"])
    .default("none")
    .meta({ description: "plots shown during training; training-progress is a page on this machine" }),
  /** A function, or a list of functions, called before training, after each iteration and after training; true stops it. */
  outputFcn: z
    .custom<OutputFunction | readonly OutputFunction[]>(isFunctions, "must be a function or a list of functions")
    .transform((given): readonly OutputFunction[] => (typeof given === "function" ? [given] : given))
    .default([])
    .meta({ kind: "code", description: "functions called after each iteration; returning true stops training" }),
  /** The existing folder that checkpoints are written to; none are written where it is empty. */
  checkpointPath: z
    .string("must be the path of a folder")
    .default("")
    .meta({ description: "folder for checkpoints (empty: none)" }),
  /** Epochs or iterations between checkpoints. */
  checkpointFrequency: count.default(1).meta({ description: "epochs or iterations between checkpoints" }),
  /** What `checkpointFrequency` counts. */
  checkpointFrequencyUnit: z
    .enum(["epoch", "iteration"])
    .default("epoch")
    .meta({ description: "what the checkpoint frequency counts" }),
  /**
   * A checkpoint, or a folder of them, of which the last is taken: training goes on from it as if it had never stopped. A folder without
   * checkpoints begins anew. Data, graph and options must be the same. Ours; MATLAB's checkpoints lack the solver's state.
   */
  resume: z
    .string("must be the path of a checkpoint or of a folder")
    .default("")
    .meta({ description: "checkpoint, or folder of checkpoints, to go on from" }),
  /**
   * The length of the sequences of a mini-batch: padded to the longest, cut to the shortest, or padded to the longest and cut into pieces
   * of n steps. Pieces are trained on one after the other, each as a mini-batch of its own; recurrent state flows from piece to piece. A
   * network without recurrent layers sees each piece as if it were a whole sequence.
   */
  sequenceLength: z
    .union([z.enum(["longest", "shortest"]), count], { error: 'must be "longest", "shortest" or a positive whole number' })
    .default("longest")
    .meta({
      kind: "numberOrChoice",
      choices: ["longest", "shortest"],
      description: "length of the sequences of a mini-batch, or of the pieces they are cut into",
    }),
  /** The value of padded elements. It shows only where `paddingMode` is `matlab`. */
  sequencePaddingValue: z
    .number("must be a finite number: NaN and Infinity would spread through the network")
    .default(0)
    .meta({ description: "value of padded elements" }),
  /** The side on which sequences are padded or cut. With `paddingMode` `exact` it decides only where they are cut. */
  sequencePaddingDirection: z
    .enum(["right", "left"])
    .default("right")
    .meta({ description: "side on which sequences are padded or cut" }),
  /** Compute the input layers' normalization statistics from the training data, even where the layers have some. */
  resetInputNormalization: logical
    .default(true)
    .meta({ description: "compute the normalization statistics of input layers even where they have some" }),
  /** Statistics of batch normalization for prediction: over the whole training set after training, or the running ones. `auto` is the former. */
  batchNormalizationStatistics: z
    .enum(["population", "moving", "auto"])
    .transform((value) => (value === "auto" ? "population" : value))
    .default("population")
    .meta({ description: "statistics that batch normalization predicts with" }),
  /** Where the network is trained. */
  executionEnvironment: z
    .enum(["auto", "cpu"])
    .transform((): "cpu" => "cpu")
    .default("cpu")
    .meta({ description: "where the network is trained" }),
  /** What all random numbers of the training follow from: initial weights, shuffling, dropout. Ours; MATLAB has `rng`. */
  seed: z
    .int("must be a whole number of at least 0")
    .min(0, "must be a whole number of at least 0")
    .default(0)
    .meta({ description: "what all random numbers follow from" }),
  /** Processor threads; the number of cores, at most 8, by default. Ours. */
  threads: count
    .max(256, "must be at most 256")
    .default(() => Math.min(availableParallelism(), 8))
    .meta({ description: "processor threads", defaultText: "the number of cores, at most 8" }),
  /** Whether padding changes results: never (`exact`), or as in MATLAB, where it is data like any other (`matlab`). Ours. */
  paddingMode: z
    .enum(["exact", "matlab"])
    .default("exact")
    .meta({ description: "whether padding changes nothing or is data as in MATLAB" }),
  /** Aborting it stops training after the current iteration; what was learned is returned. Ours. */
  signal: z
    .custom<AbortSignal>((value) => value instanceof AbortSignal, "must be an AbortSignal")
    .optional()
    .meta({ kind: "code", description: "stops training when aborted" }),
} as const;

const learnRate = (value: number) => positive.default(value).meta({ description: "learning rate at the start" });
const epsilon = positive.default(1e-8).meta({ description: "what is added to the denominator of the update" });
const squaredDecay = (value: number) =>
  fraction.default(value).meta({ description: "decay of the moving average of squared gradients" });

/** The options that each solver has of its own, or with a default of its own. */
export const solverShapes = {
  sgdm: {
    /** The learning rate α at the start. */
    initialLearnRate: learnRate(0.01),
    /** The share of the previous update that is added to the next. */
    momentum: z
      .number("must be a number from 0 to 1")
      .min(0, "must be a number from 0 to 1")
      .max(1, "must be a number from 0 to 1")
      .default(0.9)
      .meta({ description: "share of the previous update that is added to the next" }),
  },
  adam: {
    /** The learning rate α at the start. */
    initialLearnRate: learnRate(0.001),
    /** β1: the decay of the moving average of gradients. */
    gradientDecayFactor: fraction.default(0.9).meta({ description: "decay of the moving average of gradients" }),
    /** β2: the decay of the moving average of squared gradients. */
    squaredGradientDecayFactor: squaredDecay(0.999),
    /** ε: what is added to the denominator of the update. */
    epsilon,
  },
  rmsprop: {
    /** The learning rate α at the start. */
    initialLearnRate: learnRate(0.001),
    /** β2: the decay of the moving average of squared gradients. */
    squaredGradientDecayFactor: squaredDecay(0.9),
    /** ε: what is added to the denominator of the update. */
    epsilon,
  },
} as const;
