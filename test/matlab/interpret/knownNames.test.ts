import { describe, expect, it } from "vitest";
import { builtinTable } from "../../../src/matlab/interpret/builtinTable.ts";
import { ownBuiltins } from "../../../src/matlab/interpret/ownBuiltins.ts";
import { tracedMethod } from "../../../src/matlab/layers/tracedValues.ts";
import { methodNamed } from "../../../src/matlab/network/methods.ts";

const words = (lines: readonly string[]): string[] => lines.flatMap((line) => line.split(" "));

/** What public scripts call, most used first in each group, counted over 575 files of 93 repositories. */
const used: Readonly<Record<string, readonly string[]>> = {
  layers: words([
    "fullyConnectedLayer reluLayer convolution2dLayer sequenceInputLayer batchNormalizationLayer dropoutLayer softmaxLayer",
    "imageInputLayer additionLayer classificationLayer regressionLayer flattenLayer maxPooling2dLayer lstmLayer",
    "layerNormalizationLayer concatenationLayer convolution1dLayer featureInputLayer sigmoidLayer tanhLayer",
    "sequenceFoldingLayer sequenceUnfoldingLayer bilstmLayer selfAttentionLayer transposedConv2dLayer multiplicationLayer",
    "averagePooling2dLayer depthConcatenationLayer globalAveragePooling2dLayer globalAveragePooling1dLayer leakyReluLayer",
    "gruLayer spatialDropoutLayer eluLayer groupedConvolution2dLayer pixelClassificationLayer functionLayer softplusLayer",
    "inputLayer swishLayer globalMaxPooling2dLayer attentionLayer geluLayer globalMaxPooling1dLayer maxPooling1dLayer",
    "scalingLayer averagePooling1dLayer crossChannelNormalizationLayer identityLayer indexing1dLayer networkLayer",
    "neuralODELayer positionEmbeddingLayer wordEmbeddingLayer crop2dLayer instanceNormalizationLayer clippedReluLayer",
    "transposedConv1dLayer",
  ]),
  "graphs, networks and training": words([
    "layerGraph connectLayers trainingOptions addLayers trainNetwork plot predict dlnetwork classify analyzeNetwork removeLayers dlarray",
    "replaceLayer trainnet dlfeval forward adamupdate dlgradient activations createLgraphUsingConnections minibatchqueue initialize summary",
    "assembleNetwork disconnectLayers freezeWeights addInputLayer findLayersToReplace",
  ]),
  builtins: words([
    "size sum mean title numel num2str ylabel disp xlabel load fprintf save length round abs legend reshape sqrt zeros double figure",
    "categorical floor randperm mapminmax subplot mod sprintf max imageDatastore fullfile confusionchart error min rng xlsread cell randn",
    "cat std categories confusionmat isempty exist cell2mat single addpath combine toc find linspace mkdir ones unique rand string imread",
    "isnan splitEachLabel any augmentedImageDatastore imresize struct class cvpartition permute array2table squeeze ceil repmat",
    "imageDataAugmenter strcmp genpath sort dir countEachLabel warning eval arrayDatastore isequal",
  ]),
  "executed before the network is complete": words([
    "false true clc clear tic Inf inf pwd readtable gpuDevice pi resnet50 randi prod exp int2str strcat isfield ismember isa assert height",
    "vertcat",
  ]),
  "custom layers": words([
    "softmax pagemtimes stripdims transpose finddim dims attention dlconv fft ifft relu sigmoid tanh erf sin cos extractdata",
  ]),
  "data, tables and texts": words([
    "readmatrix readcell writematrix table timetable retime synchronize groupsummary varfun rowfun innerjoin outerjoin join splitapply",
    "findgroups extract extractBefore extractAfter extractBetween digitsPattern lettersPattern allunique smoothdata integral integral2",
    "caldays calmonths calyears datetime duration hours transform read readall hasdata next fillmissing rmmissing normalize rescale zscore",
    "interp1 movmean movstd cellfun arrayfun structfun containers.Map strsplit strjoin regexp regexprep str2double num2cell struct2table",
  ]),
};

/** Names of the list that only other toolboxes' methods or a script's own files have. */
const methods = ["summary"];

describe("what public scripts call", () => {
  const table = builtinTable(ownBuiltins(() => expect.fail("no script runs")));

  it.each(Object.entries(used))("is known: %s", (_, names) => {
    const missing = names.filter((name) => !table.builtin(name) && !tracedMethod(name) && !methods.includes(name));
    expect(missing).toEqual([]);
  });

  it("is looked up by name", () => {
    expect(table.builtin("noFunctionOfThisName")).toBeUndefined();
  });

  it("is known of networks, where it is a method of theirs", () => {
    for (const name of methods) expect(methodNamed(name)?.name).toBe(name);
  });
});
