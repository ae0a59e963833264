import * as library from "../../src/index.ts";
import type { AnyLayerDefinition } from "../../src/layer.ts";
import { builtInDefinitions } from "../../src/network/registry.ts";

const pageHead = `# From MATLAB

Written by \`npm run generate:docs\`: layers from their definitions, functions from \`test/docs/matlabPage.ts\`.

Scripts, layer classes and trained networks need no rewriting: [MATLAB scripts](matlab.md). By hand, the rules are few:

- Options are camelCase in one object behind the positional arguments: \`DilationFactor=2\` is \`{ dilationFactor: 2 }\`. MATLAB's spelling is refused with the right one named.
- Graphs are values: \`lgraph = addLayers(lgraph, layers)\` as in MATLAB, and methods of the same names that chain.
- Names are MATLAB's: the base of an automatic name, ports as \`add_1/in2\`, learnables in MATLAB's sizes.
- Sequences are features × time. Padding never changes a result unless \`paddingMode: "matlab"\` asks for MATLAB's way.
- What runs for long is awaited: \`const { net, info } = await trainNetwork(X, T, lgraph, options)\`.`;

/** A function of MATLAB's and what there is for it; `here` empty: not there. */
interface FunctionRow {
  readonly matlab: string;
  /** Public names of this library. */
  readonly here: readonly string[];
  readonly remark: string;
}

const same = (...names: string[]): FunctionRow[] => names.map((name) => ({ matlab: name, here: [name], remark: "same" }));

/** MATLAB's functions around a network, in the order of a script. */
export const functionRows: readonly FunctionRow[] = [
  ...same("layerGraph", "addLayers", "connectLayers", "disconnectLayers", "removeLayers", "replaceLayer"),
  { matlab: "plot(lgraph)", here: ["plot"], remark: "gives the drawing as SVG text; `layergraph plot`" },
  { matlab: "analyzeNetwork", here: ["analyze", "analyzerPage"], remark: "data, a table, and a page; `layergraph analyze`" },
  { matlab: "trainingOptions", here: ["trainingOptions"], remark: "option names in camelCase" },
  { matlab: "trainNetwork", here: ["trainNetwork"], remark: "awaited; gives `{ net, info }`" },
  { matlab: "trainnet", here: ["trainnet"], remark: "awaited; losses by name or function" },
  { matlab: "classify", here: ["classify"], remark: "awaited; gives `{ labels, scores }`" },
  { matlab: "predict, minibatchpredict", here: ["predict"], remark: "awaited" },
  ...same("activations", "predictAndUpdateState", "classifyAndUpdateState", "resetState", "assembleNetwork"),
  { matlab: "confusionmat, confusionchart", here: ["confusionMatrix", "figureSvg"], remark: "numbers, and the chart as SVG" },
  ...same("accuracy", "rmse", "dlnetwork", "initialize", "dlarray", "extractdata", "dlfeval", "dlgradient", "dlupdate"),
  { matlab: "adamupdate, sgdmupdate, rmspropupdate", here: ["adamupdate", "sgdmupdate", "rmspropupdate"], remark: "same" },
  ...same("freezeWeights", "setLearnRateFactor", "setL2Factor", "getLearnRateFactor", "getL2Factor", "checkLayer"),
  {
    matlab: "classdef … < nnet.layer.Layer",
    here: ["defineLayer", "layerClass"],
    remark: "[custom layers](custom-layers.md); the class itself with `layerClass`",
  },
  { matlab: "save / load of networks", here: ["saveNetwork", "loadNetwork"], remark: "one `.onnx` file; `.mat` is read" },
  {
    matlab: "exportONNXNetwork",
    here: ["encodeNetwork"],
    remark: "`layergraph export --to onnx`; foreign ONNX files are not imported",
  },
  {
    matlab: "rng, rand, randn",
    here: ["rng", "rand", "randn"],
    remark: "our own streams; in scripts `rand` is MATLAB's generator",
  },
  { matlab: "minibatchqueue, datastores", here: [], remark: "not there: arrays and files are given whole" },
  { matlab: "experimentManager, deepNetworkDesigner", here: [], remark: "not there" },
  { matlab: "gpuArray, ExecutionEnvironment", here: [], remark: "not there: training runs on the processor" },
];

/** MATLAB's layers of the Deep Learning Toolbox that a page about differences must name, whether there or not. */
const toolboxLayers = [
  "additionLayer attentionLayer averagePooling1dLayer averagePooling2dLayer averagePooling3dLayer batchNormalizationLayer bilstmLayer",
  "classificationLayer clippedReluLayer complexReluLayer concatenationLayer convolution1dLayer convolution2dLayer convolution3dLayer",
  "crop2dLayer crop3dLayer crossChannelNormalizationLayer depthConcatenationLayer dropoutLayer eluLayer embeddingConcatenationLayer",
  "featureInputLayer flattenLayer focalLossLayer fullyConnectedLayer functionLayer geluLayer globalAveragePooling1dLayer",
  "globalAveragePooling2dLayer globalAveragePooling3dLayer globalMaxPooling1dLayer globalMaxPooling2dLayer globalMaxPooling3dLayer",
  "groupedConvolution2dLayer groupNormalizationLayer gruLayer gruProjectedLayer identityLayer image3dInputLayer imageInputLayer",
  "indexing1dLayer inputLayer instanceNormalizationLayer layerNormalizationLayer leakyReluLayer lstmLayer lstmProjectedLayer",
  "maxPooling1dLayer maxPooling2dLayer maxPooling3dLayer maxUnpooling2dLayer multiplicationLayer networkLayer neuralODELayer",
  "patchEmbeddingLayer peepholeLSTMLayer pixelClassificationLayer positionEmbeddingLayer preluLayer regressionLayer reluLayer reshapeLayer",
  "resize2dLayer roiMaxPooling2dLayer scalingLayer selfAttentionLayer sequenceFoldingLayer sequenceInputLayer sequenceUnfoldingLayer",
  "sigmoidLayer sinusoidalPositionEncodingLayer softmaxLayer softplusLayer spaceToDepthLayer spatialDropoutLayer swishLayer tanhLayer",
  "transposedConv1dLayer transposedConv2dLayer transposedConv3dLayer wordEmbeddingLayer",
].flatMap((line) => line.split(" "));

/** The page for people who come from MATLAB. */
export function matlabPage(): string {
  const definitions = new Map(builtInDefinitions);
  const absent = toolboxLayers.filter((name) => !definitions.has(name));
  return `${[
    pageHead,
    "## Functions",
    table(["MATLAB", "here", ""], functionRows.map(functionCells)),
    "## Layers",
    "Options are MATLAB's in camelCase, with the same defaults, but where the last column says otherwise.",
    table(
      ["layer", "difference"],
      [...definitions].map(([name, definition]) => [linked(name), differences(definition)]),
    ),
    "## Layers that are not there",
    `${absent.map((name) => `\`${name}\``).join(", ")}. Scripts that use one are told so by name; [define it](custom-layers.md), or give MATLAB's class file.`,
  ].join("\n\n")}\n`;
}

function functionCells({ matlab, here, remark }: FunctionRow): string[] {
  const missing = here.filter((name) => !(name in library));
  if (missing.length > 0) throw new Error(`The page about MATLAB names ${missing.join(", ")}, which the library does not have.`);
  return [`\`${matlab}\``, here.map((name) => `\`${name}\``).join(", ") || "–", remark];
}

function linked(name: string): string {
  return `[${name}](layers.md#${name.toLowerCase()})`;
}

/** What a layer's definition says of MATLAB's layer of that name. */
function differences({ matlab = {} }: AnyLayerDefinition): string {
  const { missing, aliases = {}, needless = {}, ownOptions = [], before = [] } = matlab;
  const parts = [
    ...(missing ? [`not in MATLAB: ${missing}`] : []),
    ...Object.entries(aliases).map(([theirs, ours]) => `\`${theirs}\` is \`${ours}\``),
    ...Object.entries(needless).map(([theirs, why]) => `\`${theirs}\` changes nothing: ${why}`),
    ...(ownOptions.length > 0 ? [`MATLAB has no ${ownOptions.map((name) => `\`${name}\``).join(", ")}`] : []),
    ...before.map(({ release, message }) => `before ${release}: ${message}`),
  ];
  return parts.join("; ") || "same";
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]): string =>
    `| ${row.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [cells(head), cells(head.map(() => "---")), ...rows.map(cells)].join("\n");
}
