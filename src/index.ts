/**
 * layergraph: build, check, train and ship MATLAB-style layer graphs.
 *
 * The public names, grouped. Everything here is meant to be used; nothing else is.
 */

// Layers: one function each, named and with options as in MATLAB.
export * from "../layers/index.ts";

// Layers of your own: how to define them, and the library that their options are described with, in the version that layers use.
export { z } from "zod";
export {
  type Activation,
  type BackwardArguments,
  type BackwardGradients,
  defineLayer,
  type Format,
  type Layer,
  type LayerArguments,
  type LayerDefinition,
  type LayerFunction,
  type LayerResult,
  type LayerState,
  type Layout,
  type Label,
  type LayerReach,
  type Learnable,
  learnableOptions,
  like,
  type Reach,
  realSteps,
  type StepReach,
  withZeroPadding,
} from "./layer.ts";

// The check of a layer, most of all of one's own.
export { type CheckLayerOptions, type CheckLayerSizes, checkLayer } from "./check/checkLayer.ts";
export type { InputLayout, InputSize } from "./check/inputSizes.ts";
export type { CheckResult, CheckStatus, LayerCheck, WorstElement } from "./check/layerCheck.ts";
export { printLayerCheck } from "./check/printLayerCheck.ts";

// Functions: MATLAB's deep-learning functions over activations, which layers are made of.
export * from "./functions/index.ts";
export type { AttentionMask } from "./layer/attentionMasks.ts";

// Ops: what a layer of your own computes with. They are symbolic; gradients follow from them.
export * as ops from "./ops/index.ts";
export type { Dim, Value } from "./ops/index.ts";

// The layer graph: an immutable value, its editing, its checks and its file.
export { LayerGraph, layerGraph } from "./network/layerGraph.ts";
export { addLayers, connectLayers, disconnectLayers, removeLayers, replaceLayer } from "./network/edits.ts";
export type { Network, NetworkArrays } from "./network/network.ts";
export { DlNetwork, type DlNetworkOptions, dlnetwork, type InitializeOptions, initialize } from "./network/dlnetwork.ts";
export { type ArrayRow, learnablesTable, statesTable } from "./network/arrayTable.ts";
export { freezeWeights, getL2Factor, getLearnRateFactor, setL2Factor, setLearnRateFactor } from "./network/factors.ts";
export { assertValid, printIssue, type ValidateOptions, validate } from "./network/validate.ts";
export { type OutputPort, outputsOf, type TargetUsage, usageOf } from "./network/ends.ts";
export {
  type AnalyzedActivation,
  type AnalyzedArray,
  type AnalyzedLayer,
  type AnalyzedLearnable,
  type AnalyzeOptions,
  analyze,
  analyze as analyzeNetwork,
  type LayerRole,
  type NetworkAnalysis,
} from "./network/analyze.ts";
export type { LayerCosts, NetworkCosts } from "./network/costs/costs.ts";
export type { Causality, CausalityBreak } from "./network/reach/causality.ts";
export type { Place, ReceptiveField } from "./network/reach/receptiveField.ts";
export { printAnalysis } from "./network/printAnalysis.ts";
export { type InspectedGraph, inspectGraph, type ReadGraphOptions, readGraph } from "./network/graphFile.ts";
export { type GraphFile, type WriteGraphOptions, writeGraph } from "./network/writeGraph.ts";
export type { FunctionText } from "./network/functionText.ts";
export { validateFile } from "./network/validateFile.ts";
export { graphJsonSchema } from "./network/graphSchema.ts";
export { parseJson } from "./network/jsonText.ts";

// The plan: what a network computes as one graph of ops, to be printed, encoded as ONNX, or evaluated in double precision.
export { type Plan, printPlan } from "./plan/plan.ts";
export { type PlannedOutput, type PredictionPlan, predictionPlan } from "./plan/prediction.ts";
export { trainingPlan, type UpdateOptions } from "./plan/training.ts";
export { type OutputLoss, outputLayerLosses } from "./plan/judging.ts";
export { encodeModel } from "./onnx/encode.ts";
export { evaluatePlan } from "./run/reference.ts";

// Training: options, the training itself, and what tells of it.
export {
  type SolverName,
  type TrainingOptionName,
  type TrainingOptions,
  trainingOptionFromText,
  trainingOptionNames,
  trainingOptions,
  trainingOptionsFromJson,
} from "./train/trainingOptions.ts";
export { type TrainingRequest, type TrainingResult, train, trainNetwork } from "./train/trainNetwork.ts";
export { type TrainnetResult, trainnet } from "./train/trainnet.ts";
export type { LossInput, OutputLossInput, WeightedLoss } from "./train/objective.ts";
export type { GivenData } from "./train/networkData.ts";
export type { GivenPredictors, GivenResponses, OutputResponses, Predictors } from "./train/trainingData.ts";
export type { IterationReport } from "./train/trainingLoop.ts";
export type { TrainingInfo } from "./train/trainingInfo.ts";
export { readTrainingRun, type TrainingReportOptions, trainingReport } from "./train/trainingReport.ts";
export type { TrainingRun } from "./report/live/trainingRun.ts";
export { type Progress, progressReporter } from "./train/progress.ts";

// Prediction and judgement, and a network in one .onnx file.
export { type Classification, classesOf, classify, type OutputClassification } from "./train/classify.ts";
export { forward, predict } from "./custom/forward.ts";
export type { OutputPrediction } from "./train/gatheredOutput.ts";
export type { Prediction } from "./train/networkOutputs.ts";
export type { PredictionOptions, PredictionProgress } from "./train/predictionOptions.ts";
export { classifyAndUpdateState, predictAndUpdateState, resetState } from "./train/updateState.ts";
export { activations } from "./train/activations.ts";
export { type AssembleOptions, assembleNetwork } from "./train/assembleNetwork.ts";
export { type Evaluation, type EvaluationOptions, evaluateNetwork, type OutputEvaluation } from "./train/evaluateNetwork.ts";
export type { ConfusionMatrix } from "./report/confusionMatrix.ts";
export { accuracy, confusionMatrix, rmse } from "./train/metrics.ts";
export { type RocCurve, rocmetrics } from "./train/rocmetrics.ts";
export { printClassReport, printConfusionMatrix } from "./train/printMatrix.ts";
export { decodeNetwork, encodeNetwork, type LoadNetworkOptions, saveNetwork } from "./train/networkFile.ts";
export { encodeTrainingStep } from "./train/trainingStepFile.ts";
export { type LoadOptions, loadNetwork } from "./matlab/saved/loadNetwork.ts";

// Explanation: where a network looks, and what its answer follows from.
export {
  type AttentionMap,
  type AttentionMapOptions,
  attentionMap,
  attentionMaps,
} from "./explain/attentionMap.ts";
export { attentionLayers } from "./explain/attentionWeights.ts";
export type { Baseline } from "./explain/baseline.ts";
export { type ExplainOptions, type Explanation, type ExplanationMethod, explain, explanationMethods } from "./explain/explain.ts";
export type { ExplanationOptions } from "./explain/explained.ts";
export { type GradCam, type GradCamOptions, gradCAM } from "./explain/gradCAM.ts";
export {
  type IntegratedGradients,
  type IntegratedGradientsOptions,
  integratedGradients,
} from "./explain/integratedGradients.ts";
export type { LayerActivation } from "./explain/layerActivations.ts";
export { type LearnedFilters, learnedFilters } from "./explain/learnedFilters.ts";
export type { Numbers } from "./explain/numbers.ts";
export type { GivenObservation, ObservationInput } from "./explain/observation.ts";
export { type Occluded, type Occlusion, type OcclusionOptions, occlusion } from "./explain/occlusion.ts";
export type { ExplainedScore, ScoreChoice } from "./explain/target.ts";

// MATLAB scripts: ported to TypeScript or a graph file, and run.
export {
  type PortedGraph,
  type PortedScript,
  type PortedStatement,
  type PortedUnknown,
  type PortOptions,
  portedFile,
  portScript,
  type ScriptPlace,
  scriptFailure,
  scriptWarnings,
} from "./matlab/portScript.ts";
export { layerClass } from "./matlab/saved/layerClass.ts";
export { functionOfText } from "./matlab/saved/functionOfText.ts";
export { type MatlabFunctionOptions, matlabFunction } from "./matlab/saved/matlabFunction.ts";
export { runScript } from "./matlab/interpret/runScript.ts";
export type { Budgets, Fate, MadeGraph, Observed, ScriptOptions, ScriptRun, StatementReport } from "./matlab/values/scriptRun.ts";

// A graph as code: a MATLAB script, a TypeScript module.
export { writeMatlab } from "./matlab/write/matlab.ts";
export { writeTypeScript } from "./matlab/write/graphTypeScript.ts";

// What MATLAB saved: networks, layer graphs and layer arrays of .mat files.
export { type ImportedMat, type ImportOptions, importedNetwork } from "./matlab/saved/importMat.ts";
export { importMat } from "./matlab/saved/importMatFile.ts";

// Loops of one's own: arrays with formats, functions of networks and their gradients, updates.
export { type ArrayInput, DlArray, dlarray, extractdata } from "./custom/dlarray.ts";
export { dlfeval } from "./custom/dlfeval.ts";
export { dlgradient } from "./custom/dlgradient.ts";
export { dlupdate } from "./custom/dlupdate.ts";
export type { Host, Symbolic, SymbolicArguments } from "./custom/hostTypes.ts";
export { rand, randn, rng } from "./custom/randomNumbers.ts";
export { type SymbolicArrays, SymbolicNetwork } from "./custom/symbolicNetwork.ts";
export {
  type AdamUpdateOptions,
  adamupdate,
  type RmspropUpdateOptions,
  rmspropupdate,
  type SgdmUpdateOptions,
  sgdmupdate,
} from "./custom/updates.ts";

// Data: readers by format, what they return, and files written whole or not at all.
export type { DataSet } from "./data/dataSet.ts";
export type { Responses } from "./data/responses.ts";
export type { Sequence } from "./data/sequences.ts";
export { type Image, type ImageInput, toImages } from "./data/images.ts";
export { type LabelImageInput, toLabelImages } from "./data/labelImages.ts";
export { type DataSetOptions, loadDataSet, readDataSet } from "./data/readDataSet.ts";
export { readText } from "./data/readFile.ts";
export { writeWhole } from "./data/writeFile.ts";
export type { NpyArray } from "./data/npy.ts";
export { writeNpz } from "./data/npz.ts";

// Charts: what a script drew, and what a network does, as SVG.
export { type AnalyzerPageOptions, analyzerPage } from "./report/analyzerPage.ts";
export { servePage } from "./report/servePage.ts";
export type { LoopbackServer } from "./report/live/loopback.ts";
export type { ChartFigure } from "./report/figure.ts";
export { figureSvg } from "./report/figureSvg.ts";
export type { AttentionLabels, ChartedAttention } from "./report/attentionHeads.ts";
export { type AttentionPicture, attentionMapSvg } from "./report/attentionMapSvg.ts";
export { type ActivationsPicture, activationsSvg } from "./report/activationsSvg.ts";
export { type AttributionPicture, attributionSvg, type FeatureBars, featureBarsSvg } from "./report/attributionSvg.ts";
export { type ConfusionChart, confusionChart } from "./report/confusionChart.ts";
export { type FiltersPicture, filtersSvg } from "./report/filtersSvg.ts";
export { type PixelMap, pixelMapSvg } from "./report/pixelMapSvg.ts";
export { type RocChart, rocChart } from "./report/rocChart.ts";
export { type ScoreHistograms, scoreHistograms } from "./report/scoreHistograms.ts";
export { type SequenceChart, sequenceChart } from "./report/sequenceChart.ts";
export type { ReportedExplanation, ReportFacts } from "./report/explanationData.ts";
export { explanationPage } from "./report/explanationPage.ts";
export { evaluationPage, type ReportedEvaluation } from "./report/evaluationPage.ts";
export type { Figure } from "./matlab/values/value.ts";

// The drawn graph: a picture, what it is made of, and texts for Mermaid and Graphviz.
export { plot } from "./report/drawing/plot.ts";
export {
  type DrawnBox,
  type DrawnEdge,
  type DrawnPort,
  type GraphDrawing,
  graphDrawing,
} from "./report/drawing/graphDrawing.ts";
export type { DrawingOptions, SketchOptions, PictureOptions, PlotOptions } from "./report/drawing/options.ts";
export { graphSvg } from "./report/drawing/graphSvg.ts";
export { graphMermaid } from "./report/drawing/graphMermaid.ts";
export { graphDot } from "./report/drawing/graphDot.ts";

// Errors: the one class, and the problems it lists.
export { type Issue, LayerGraphError } from "./errors.ts";
