/**
 * layergraph: build, check, train and ship MATLAB-style layer graphs.
 *
 * The public names, grouped. Everything here is meant to be used; nothing else is.
 */

// Layers: one function each, named and with options as in MATLAB, and how to define your own.
export * from "../layers/index.ts";
// Data: readers by format, and what they return.
export type { DataSet } from "./data/dataSet.ts";
export { readDataSet } from "./data/readDataSet.ts";
export type { Responses } from "./data/responses.ts";
export type { Sequence } from "./data/sequences.ts";
// Errors: the one class, and the problems it lists.
export { type Issue, LayerGraphError } from "./errors.ts";
export {
  type Activation,
  defineLayer,
  type Format,
  type Layer,
  type LayerArguments,
  type LayerDefinition,
  type LayerFunction,
  type LayerResult,
  type LayerState,
  type Layout,
  type Learnable,
  learnableOptions,
  like,
  realSteps,
  withZeroPadding,
} from "./layer.ts";
// The layer graph: an immutable value, its editing, its checks and its file.
export {
  addLayers,
  connectLayers,
  disconnectLayers,
  LayerGraph,
  layerGraph,
  removeLayers,
  replaceLayer,
} from "./network/layerGraph.ts";
export type { Network } from "./network/network.ts";
export { assertValid, validate } from "./network/validate.ts";
export type { Dim, Value } from "./ops/index.ts";
// Ops: what a layer of your own computes with. They are symbolic; gradients follow from them.
export * as ops from "./ops/index.ts";
export { accuracy, confusionMatrix, rmse } from "./train/metrics.ts";
export { printClassReport, printConfusionMatrix } from "./train/printMatrix.ts";
export { type Progress, progressReporter } from "./train/progress.ts";
export type { TrainingInfo } from "./train/trainingInfo.ts";
// Training.
export type { IterationReport } from "./train/trainingLoop.ts";
export {
  type TrainingOptions,
  trainingOptionFromText,
  trainingOptionNames,
  trainingOptions,
  trainingOptionsFromJson,
} from "./train/trainingOptions.ts";
export { type TrainingRequest, type TrainingResult, train, trainNetwork } from "./train/trainNetwork.ts";
