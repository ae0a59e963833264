import { describe, expect, it } from "vitest";
import { readMat } from "../../../src/data/mat.ts";
import type { MatObject, MatValue } from "../../../src/data/matValues.ts";
import { savedClasses } from "../../../src/matlab/saved/classes/index.ts";
import { savedLayer } from "../../../src/matlab/saved/savedLayer.ts";
import { builtInDefinitions } from "../../../src/network/registry.ts";
import { learnable, nothing, row, SavedFile, single, type Written, written } from "./savedFile.ts";

/** A layer as MATLAB saves it, the options that it must have here, and the sizes of its arrays. */
interface Case {
  readonly fields: Record<string, Written>;
  readonly given: Record<string, unknown>;
  readonly arrays?: Record<string, readonly number[]>;
}

const values = (...size: number[]) => learnable(single(size));
const noNormalization = { Normalization: nothing, NormalizationDimension: "auto" };
const recurrent = { ReturnSequence: true, StateActivationFunction: "tanh", GateActivationFunction: "sigmoid" };
const states = (units: number) => ({
  HiddenState: { Value: single([units, 1], () => 0), Remember: true },
  InitialHiddenState: single([units, 1], () => 0),
});
const cells = (units: number) => ({
  ...states(units),
  CellState: { Value: single([units, 1], () => 0), Remember: true },
  InitialCellState: single([units, 1], () => 0),
});

/** By the last part of the class; several where a class has more than one form. */
const cases: Record<string, readonly Case[]> = {
  SequenceInputLayer: [
    {
      fields: { InputSize: 3, ...noNormalization, MinLength: 8, SplitComplexInputs: false },
      given: { inputSize: 3, minLength: 8 },
    },
    { fields: { InputSize: row(28, 28, 1), ...noNormalization }, given: { inputSize: [28, 28, 1] } },
    {
      fields: {
        InputSize: 2,
        NormalizationDimension: "auto",
        Normalization: { Version: 1, Type: "zscore", ImageSize: 2, Mean: single([2, 1]), Std: single([2, 1]) },
      },
      given: { inputSize: 2, normalization: "zscore" },
      arrays: { mean: [2, 1], standardDeviation: [2, 1] },
    },
    {
      fields: {
        InputSize: 2,
        NormalizationDimension: "auto",
        Normalization: { Type: "rescale", Min: single([1, 1]), Max: single([1, 1]), TargetMin: 0, TargetMax: 1 },
      },
      given: { inputSize: 2, normalization: "rescale-zero-one", normalizationDimension: "all" },
      arrays: { min: [1, 1], max: [1, 1] },
    },
  ],
  ImageInputLayer: [
    {
      fields: {
        InputSize: row(4, 4, 3),
        Normalization: { Type: "zerocenter", ImageSize: row(4, 4, 3), AverageImage: single([4, 4, 3]) },
      },
      given: { inputSize: [4, 4, 3], normalizationDimension: "element" },
      arrays: { mean: [4, 4, 3] },
    },
    { fields: { InputSize: row(4, 4), ...noNormalization }, given: { inputSize: [4, 4, 1], normalization: "none" } },
    {
      fields: { InputSize: row(4, 4, 2), Normalization: { Type: "zerocenter", Mean: single([1, 1, 2]) } },
      given: { inputSize: [4, 4, 2] },
      arrays: { mean: [1, 1, 2] },
    },
  ],
  FeatureInputLayer: [{ fields: { InputSize: 5, ...noNormalization }, given: { inputSize: 5 } }],
  InputLayer: [
    {
      fields: { InputSize: row(3, Number.NaN, Number.NaN), InputFormat: "CBT" },
      given: { inputSize: [3, Number.NaN, Number.NaN], format: "CBT" },
    },
  ],
  Convolution1DLayer: [
    {
      fields: {
        FilterSize: 3,
        NumChannels: 4,
        NumFilters: 8,
        Stride: 1,
        DilationFactor: 2,
        PaddingMode: "causal",
        PaddingSize: row(4, 0),
        PaddingValue: 0,
        Weights: learnable(single([3, 4, 8]), { LearnRateFactor: 0 }),
        Bias: learnable(single([1, 8]), { L2Factor: 0 }),
      },
      given: { filterSize: 3, numFilters: 8, numChannels: 4, dilationFactor: 2, padding: "causal", weightLearnRateFactor: 0 },
      arrays: { weights: [3, 4, 8], bias: [1, 8] },
    },
    {
      fields: {
        FilterSize: 5,
        NumChannels: "auto",
        NumFilters: 2,
        Stride: 2,
        DilationFactor: 1,
        PaddingMode: "manual",
        PaddingSize: row(1, 2),
        PaddingValue: "replicate",
        Weights: learnable(nothing, {
          Initializer: { Class: "nnet.internal.cnn.layer.learnable.initializer.He", ConstructorArguments: nothing },
        }),
        Bias: learnable(nothing, { L2Factor: 0 }),
      },
      given: { filterSize: 5, numFilters: 2, stride: 2, padding: [1, 2], paddingValue: "replicate", weightsInitializer: "he" },
    },
  ],
  Convolution2DLayer: [
    {
      fields: {
        FilterSize: row(3, 5),
        NumChannels: 2,
        NumFilters: 4,
        Stride: row(1, 1),
        DilationFactor: row(1, 1),
        PaddingMode: "same",
        PaddingSize: row(1, 1, 2, 2),
        Weights: learnable(single([3, 5, 2, 4])),
        Bias: learnable(single([1, 1, 4]), { L2Factor: 0 }),
      },
      given: { filterSize: [3, 5], numFilters: 4, numChannels: 2, padding: "same" },
      arrays: { weights: [3, 5, 2, 4], bias: [1, 1, 4] },
    },
    {
      fields: {
        FilterSize: row(2, 2),
        NumFilters: 1,
        NumChannels: 3,
        Stride: row(2, 1),
        PaddingMode: "manual",
        PaddingSize: row(1, 0, 1, 0),
        Weights: values(2, 2, 3),
        Bias: learnable(single([1, 1]), { L2Factor: 0 }),
      },
      given: { filterSize: 2, numFilters: 1, numChannels: 3, stride: [2, 1], padding: [1, 0, 1, 0] },
      arrays: { weights: [2, 2, 3], bias: [1, 1] },
    },
  ],
  GroupedConvolution1DLayer: [
    {
      fields: {
        FilterSize: 3,
        NumGroups: 2,
        NumChannelsPerGroup: 2,
        NumFiltersPerGroup: 4,
        Stride: 1,
        PaddingMode: "same",
        PaddingSize: row(1, 1),
        Weights: values(3, 2, 8),
        Bias: learnable(single([1, 8]), { L2Factor: 0 }),
      },
      given: { filterSize: 3, numGroups: 2, numChannelsPerGroup: 2, numFiltersPerGroup: 4, padding: "same" },
      arrays: { weights: [3, 2, 4, 2], bias: [1, 4, 2] },
    },
  ],
  GroupedConvolution2DLayer: [
    {
      fields: {
        FilterSize: row(3, 3),
        NumGroups: 4,
        NumChannelsPerGroup: 1,
        NumFiltersPerGroup: 1,
        Stride: row(1, 1),
        DilationFactor: row(1, 1),
        PaddingMode: "same",
        PaddingSize: row(1, 1, 1, 1),
        Weights: values(3, 3, 1, 4),
        Bias: learnable(single([1, 1, 4]), { L2Factor: 0 }),
      },
      given: { filterSize: 3, numGroups: 4, numChannelsPerGroup: 1, numFiltersPerGroup: 1, padding: "same" },
      arrays: { weights: [3, 3, 1, 1, 4], bias: [1, 1, 1, 4] },
    },
  ],
  TransposedConvolution1DLayer: [
    {
      fields: {
        FilterSize: 4,
        NumFilters: 2,
        NumChannels: 3,
        Stride: 2,
        CroppingMode: "manual",
        CroppingSize: row(1, 1),
        Weights: values(4, 2, 3),
        Bias: learnable(single([1, 2]), { L2Factor: 0 }),
      },
      given: { filterSize: 4, numFilters: 2, numChannels: 3, stride: 2, cropping: 1 },
      arrays: { weights: [4, 2, 3], bias: [1, 2] },
    },
  ],
  TransposedConvolution2DLayer: [
    {
      fields: {
        FilterSize: row(4, 4),
        NumFilters: 2,
        NumChannels: 3,
        Stride: row(2, 2),
        CroppingMode: "same",
        CroppingSize: row(1, 1, 1, 1),
        OutputSizeOffset: row(0, 0),
        Weights: values(4, 4, 2, 3),
        Bias: learnable(single([1, 1, 2]), { L2Factor: 0 }),
      },
      given: { filterSize: 4, numFilters: 2, numChannels: 3, stride: 2, cropping: "same" },
      arrays: { weights: [4, 4, 2, 3], bias: [1, 1, 2] },
    },
  ],
  FullyConnectedLayer: [
    {
      fields: { InputSize: 6, OutputSize: 4, Weights: values(4, 6), Bias: learnable(single([4, 1]), { L2Factor: 0 }) },
      given: { outputSize: 4 },
      arrays: { weights: [4, 6], bias: [4, 1] },
    },
    {
      fields: {
        InputSize: row(2, 3, 5),
        OutputSize: row(1, 1, 4),
        Weights: values(2, 3, 5, 4),
        Bias: learnable(single([1, 1, 4]), { L2Factor: 0 }),
      },
      given: { outputSize: 4 },
      arrays: { weights: [4, 30], bias: [1, 1, 4] },
    },
    {
      fields: { InputSize: nothing, OutputSize: 1, Weights: values(2, 3, 5), Bias: learnable(single([1, 1]), { L2Factor: 0 }) },
      given: { outputSize: 1 },
      arrays: { weights: [1, 30], bias: [1, 1] },
    },
  ],
  LSTMLayer: [
    {
      fields: {
        InputSize: 3,
        NumHiddenUnits: 2,
        ...recurrent,
        HasStateInputs: false,
        HasStateOutputs: false,
        InputWeights: learnable(single([8, 3]), { LearnRateFactor: row(1, 2, 1, 1) }),
        RecurrentWeights: values(8, 2),
        Bias: learnable(single([8, 1]), { L2Factor: 0 }),
        ...cells(2),
      },
      given: { numHiddenUnits: 2, inputSize: 3, inputWeightsLearnRateFactor: [1, 2, 1, 1] },
      arrays: { inputWeights: [8, 3], recurrentWeights: [8, 2], bias: [8, 1], hiddenState: [2, 1], cellState: [2, 1] },
    },
  ],
  BiLSTMLayer: [
    {
      fields: {
        InputSize: 3,
        NumHiddenUnits: 2,
        ...recurrent,
        ReturnSequence: false,
        InputWeights: values(16, 3),
        RecurrentWeights: values(16, 2),
        Bias: learnable(single([16, 1]), { L2Factor: 0 }),
        ...cells(4),
      },
      given: { numHiddenUnits: 2, inputSize: 3, outputMode: "last" },
      arrays: { inputWeights: [16, 3], recurrentWeights: [16, 2], bias: [16, 1], hiddenState: [4, 1], cellState: [4, 1] },
    },
  ],
  GRULayer: [
    {
      fields: {
        InputSize: 3,
        NumHiddenUnits: 2,
        ...recurrent,
        ResetGateMode: "recurrent-bias-after-multiplication",
        InputWeights: values(6, 3),
        RecurrentWeights: values(6, 2),
        Bias: learnable(single([12, 1]), { L2Factor: 0 }),
        ...states(2),
        InitialHiddenState: single([2, 1], () => 0.5),
      },
      given: {
        numHiddenUnits: 2,
        inputSize: 3,
        resetGateMode: "recurrent-bias-after-multiplication",
        hiddenState: { size: [2, 1], data: Float32Array.of(0.5, 0.5) },
      },
      arrays: { inputWeights: [6, 3], recurrentWeights: [6, 2], bias: [12, 1], hiddenState: [2, 1] },
    },
  ],
  SequenceFoldingLayer: [{ fields: {}, given: {} }],
  SequenceUnfoldingLayer: [{ fields: {}, given: {} }],
  Indexing1DLayer: [
    { fields: { Index: "last" }, given: { target: "last" } },
    { fields: { Index: "3" }, given: { target: 3 } },
  ],
  PositionEmbeddingLayer: [
    {
      fields: { OutputSize: 4, MaxPosition: 9, PositionDimension: nothing, Weights: single([4, 9]) },
      given: { outputSize: 4, maxPosition: 9 },
      arrays: { weights: [4, 9] },
    },
  ],
  SinusoidalPositionEncodingLayer: [{ fields: { OutputSize: 6 }, given: { outputSize: 6 } }],
  EmbeddingConcatenationLayer: [{ fields: { Weights: values(5, 1) }, given: {}, arrays: { weights: [5, 1] } }],
  WordEmbeddingLayer: [
    {
      fields: { Dimension: 3, NumWords: 7, Weights: values(3, 7) },
      given: { dimension: 3, numWords: 7 },
      arrays: { weights: [3, 7] },
    },
  ],
  BatchNormalizationLayer: [
    {
      fields: {
        Epsilon: 1e-4,
        NumChannels: 3,
        TrainedMean: single([1, 1, 3]),
        TrainedVariance: single([1, 1, 3]),
        Offset: values(1, 1, 3),
        Scale: values(1, 1, 3),
        MeanDecay: 0.1,
        VarianceDecay: 0.2,
      },
      given: { epsilon: 1e-4, numChannels: 3, varianceDecay: 0.2 },
      arrays: { offset: [1, 1, 3], scale: [1, 1, 3], trainedMean: [1, 1, 3], trainedVariance: [1, 1, 3] },
    },
  ],
  LayerNormalizationLayer: [
    {
      fields: { Version: 2, Epsilon: 1e-5, NumChannels: 3, OperationDim: "auto", Offset: values(3, 1), Scale: values(3, 1) },
      given: { numChannels: 3 },
      arrays: { offset: [3, 1], scale: [3, 1] },
    },
    {
      fields: { Version: 1, Epsilon: 1e-5, NumChannels: 3, Offset: values(3, 1), Scale: values(3, 1) },
      given: { numChannels: 3, operationDimension: "batch-excluded" },
      arrays: { offset: [3, 1], scale: [3, 1] },
    },
  ],
  GroupNormalizationLayer: [
    {
      fields: { NumGroups: 2, NumChannels: 4, Epsilon: 1e-5, Offset: values(4, 1), Scale: values(4, 1) },
      given: { numGroups: 2, numChannels: 4 },
      arrays: { offset: [4, 1], scale: [4, 1] },
    },
  ],
  InstanceNormalizationLayer: [
    {
      fields: { NumChannels: 4, Epsilon: 1e-5, Offset: values(4, 1), Scale: values(4, 1) },
      given: { numChannels: 4 },
      arrays: { offset: [4, 1], scale: [4, 1] },
    },
  ],
  CrossChannelNormalizationLayer: [
    { fields: { WindowChannelSize: 5, Alpha: 1e-4, Beta: 0.75, K: 1 }, given: { windowChannelSize: 5, k: 1 } },
  ],
  MaxPooling1DLayer: [
    { fields: { PoolSize: 2, Stride: 2, PaddingMode: "manual", PaddingSize: row(0, 0) }, given: { poolSize: 2, stride: 2 } },
  ],
  AveragePooling1DLayer: [
    {
      fields: { PoolSize: 3, Stride: 1, PaddingMode: "same", PaddingSize: row(1, 1), PaddingValue: "mean" },
      given: { poolSize: 3, padding: "same", paddingValue: "mean" },
    },
  ],
  MaxPooling2DLayer: [
    {
      fields: {
        PoolSize: row(2, 2),
        Stride: row(2, 2),
        PaddingMode: "manual",
        PaddingSize: row(0, 0, 0, 0),
        HasUnpoolingOutputs: true,
      },
      given: { poolSize: 2, stride: 2, hasUnpoolingOutputs: true },
    },
  ],
  AveragePooling2DLayer: [
    {
      fields: { PoolSize: row(7, 7), Stride: row(1, 1), PaddingMode: "manual", PaddingSize: row(0, 0, 0, 0) },
      given: { poolSize: 7 },
    },
  ],
  GlobalMaxPooling1DLayer: [{ fields: { PoolOverTime: true }, given: {} }],
  GlobalMaxPooling2DLayer: [{ fields: {}, given: {} }],
  GlobalAveragePooling1DLayer: [{ fields: {}, given: {} }],
  GlobalAveragePooling2DLayer: [{ fields: {}, given: {} }],
  MaxUnpooling2DLayer: [{ fields: {}, given: {} }],
  Crop2DLayer: [
    { fields: { Location: "auto", Mode: "centercrop" }, given: {} },
    { fields: { Location: row(3, 2), Mode: "custom" }, given: { mode: "custom", location: [3, 2] } },
  ],
  ReLULayer: [{ fields: {}, given: {} }],
  LeakyReLULayer: [{ fields: { Scale: 0.2 }, given: { scale: 0.2 } }],
  ClippedReLULayer: [{ fields: { Ceiling: 6 }, given: { ceiling: 6 } }],
  PReLULayer: [
    {
      fields: { NumChannels: 3, Alpha: learnable(single([3, 1]), { L2Factor: 0 }) },
      given: { numChannels: 3 },
      arrays: { alpha: [3, 1] },
    },
  ],
  ELULayer: [{ fields: { Alpha: 0.5 }, given: { alpha: 0.5 } }],
  GELULayer: [{ fields: { Approximation: "tanh" }, given: { approximation: "tanh" } }],
  SwishLayer: [{ fields: {}, given: {} }],
  TanhLayer: [{ fields: {}, given: {} }],
  SigmoidLayer: [{ fields: {}, given: {} }],
  SoftplusLayer: [{ fields: {}, given: {} }],
  SoftmaxLayer: [{ fields: { ChannelDim: 1, VectorFormat: true }, given: {} }],
  IdentityLayer: [{ fields: {}, given: {} }],
  DropoutLayer: [{ fields: { Probability: 0.3 }, given: { probability: 0.3 } }],
  SpatialDropoutLayer: [{ fields: { Probability: 0.3 }, given: { probability: 0.3 } }],
  FlattenLayer: [{ fields: { NumFlattenDimensions: 2 }, given: {} }],
  ScalingLayer: [
    {
      fields: { Scale: 2, Bias: row(1) },
      given: { scale: { size: [1, 1], data: Float32Array.of(2) }, bias: { size: [1, 1], data: Float32Array.of(1) } },
    },
  ],
  AdditionLayer: [{ fields: { NumInputs: 3 }, given: { numInputs: 3 } }],
  MultiplicationLayer: [{ fields: { NumInputs: 2 }, given: { numInputs: 2 } }],
  ConcatenationLayer: [{ fields: { Dim: 1, NumInputs: 2 }, given: { dim: 1, numInputs: 2 } }],
  DepthConcatenationLayer: [{ fields: { NumInputs: 2 }, given: { numInputs: 2 } }],
  AttentionLayer: [
    {
      fields: {
        NumHeads: 2,
        Scale: "auto",
        AttentionMask: "causal",
        DropoutProbability: 0.1,
        HasPaddingMaskInput: false,
        HasScoresOutput: true,
      },
      given: { numHeads: 2, attentionMask: "causal", dropoutProbability: 0.1, hasScoresOutput: true },
    },
  ],
  SelfAttentionLayer: [
    {
      fields: {
        InputSize: 4,
        NumKeyChannels: 4,
        NumValueChannels: 4,
        NumHeads: 2,
        AttentionMask: "none",
        DropoutProbability: 0,
        HasPaddingMaskInput: false,
        HasScoresOutput: false,
        OutputSize: 4,
        QueryWeights: learnable(single([4, 4]), { LearnRateFactor: 0 }),
        KeyWeights: values(4, 4),
        ValueWeights: values(4, 4),
        OutputWeights: values(4, 4),
        QueryBias: learnable(single([4, 1]), { L2Factor: 0 }),
        KeyBias: learnable(single([4, 1]), { L2Factor: 0 }),
        ValueBias: learnable(single([4, 1]), { L2Factor: 0 }),
        OutputBias: learnable(single([4, 1]), { L2Factor: 0 }),
      },
      given: {
        inputSize: 4,
        numKeyChannels: 4,
        numValueChannels: 4,
        numHeads: 2,
        outputSize: 4,
        learnRateFactors: { queryWeights: 0 },
      },
      arrays: Object.fromEntries(
        ["query", "key", "value", "output"].flatMap((part) => [
          [`${part}Weights`, [4, 4]],
          [`${part}Bias`, [4, 1]],
        ]),
      ),
    },
  ],
  PixelClassificationLayer: [
    {
      fields: { ClassNames: ["sky", "road"], ClassWeights: row(1, 3) },
      given: { classes: ["sky", "road"], classWeights: [1, 3] },
    },
  ],
  ClassificationOutputLayer: [
    { fields: { Version: 2, ClassNames: ["a", "b"], NumClasses: 2, ObservationDim: 4 }, given: { classes: ["a", "b"] } },
    { fields: { Version: 4, Categories: nothing, NumClasses: nothing, ClassWeights: nothing }, given: {} },
  ],
  RegressionOutputLayer: [{ fields: { ResponseNames: ["x", "y"], ObservationDim: 2 }, given: { responseNames: ["x", "y"] } }],
};

function read(className: string, fields: Record<string, Written>): MatObject {
  const file = new SavedFile();
  file.variable("l", file.saved(className, { Version: 1, ...fields, Name: "l" }));
  return readMat(file.bytes()).get("l") as MatObject;
}

describe("a layer class of MATLAB's", () => {
  it("has a case here, and is of a layer that there is", () => {
    const short = Object.keys(savedClasses).map((name) => name.split(".").at(-1)!);
    expect([...new Set(short)].sort()).toEqual(Object.keys(cases).sort());
    for (const { type } of Object.values(savedClasses)) expect(builtInDefinitions.has(type)).toBe(true);
  });

  for (const [className, { type }] of Object.entries(savedClasses))
    it(`${className} becomes ${type}`, () => {
      for (const { fields, given, arrays = {} } of cases[className.split(".").at(-1)!]) {
        const saved = savedLayer(read(className, fields), { definitions: builtInDefinitions });
        expect([saved.layer.type, saved.layer.name]).toEqual([type, "l"]);
        expect(saved.layer.problems).toEqual([]);
        expect(saved.layer.given).toEqual(given);
        expect(Object.fromEntries([...saved.arrays].map(([name, { size }]) => [name, size]))).toEqual(arrays);
      }
    });

  it("has its class names from a categorical", () => {
    const file = new SavedFile();
    const fields = { Version: 3, NumClasses: 3, Categories: file.categorical(["walk", "run", "sit"]) as MatValue };
    file.variable("l", file.layer("ClassificationOutputLayer", { Name: "l", ...fields }));
    const saved = savedLayer(readMat(file.bytes()).get("l") as MatObject, { definitions: builtInDefinitions });
    expect(saved.layer.options).toMatchObject({ classes: ["walk", "run", "sit"] });
  });

  it("saved with ordinary properties is read from these", () => {
    const file = new SavedFile();
    file.defaultsOf("nnet.cnn.layer.TanhLayer", { Description: "" });
    file.variable("l", file.plain("nnet.cnn.layer.TanhLayer", { Name: "tanh_2" }));
    const saved = savedLayer(readMat(file.bytes()).get("l") as MatObject, { definitions: builtInDefinitions });
    expect([saved.layer.type, saved.layer.name, saved.layer.given]).toEqual(["tanhLayer", "tanh_2", {}]);
  });

  it("turns weights on images round, so that they fit inputs flattened column by column", () => {
    const weights = single([2, 2, 3, 2], (i) => i);
    const saved = savedLayer(
      read("nnet.cnn.layer.FullyConnectedLayer", { OutputSize: 2, Weights: learnable(weights), Bias: learnable(single([2, 1])) }),
      { definitions: builtInDefinitions },
    );
    const { data } = saved.arrays.get("weights")!;
    // Output o, input i: place o + 2·i here, i + 12·o in the file.
    expect(Array.from(data)).toEqual(Array.from({ length: 24 }, (_, at) => Math.floor(at / 2) + 12 * (at % 2)));
  });

  it("opens dlarray and gpuArray objects that hold numbers", () => {
    const file = new SavedFile();
    const onDevice = file.savedAs("gpuArray", { kind: "cell", size: [1, 2], elements: [nothing, single([3, 1], (i) => i)] });
    const array = file.saved("dlarray", { Data: onDevice, DimensionTypes: nothing });
    file.variable("l", file.layer("PReLULayer", { Name: "l", NumChannels: 3, Alpha: learnable(array) }));
    const saved = savedLayer(readMat(file.bytes()).get("l") as MatObject, { definitions: builtInDefinitions });
    expect(Array.from(saved.arrays.get("alpha")!.data)).toEqual([0, 1, 2]);
  });

  it("says what is wrong with an option that it cannot have", () => {
    const saved = savedLayer(read("nnet.cnn.layer.DropoutLayer", { Probability: written("half") }), {
      definitions: builtInDefinitions,
    });
    expect(saved.layer.problems[0].message).toContain("dropoutLayer 'l': option 'probability'");
    const normalized = savedLayer(
      read("nnet.cnn.layer.FeatureInputLayer", { InputSize: 2, Normalization: { Type: "rescale", TargetMin: -3, TargetMax: 2 } }),
      { definitions: builtInDefinitions },
    );
    expect(normalized.layer.problems[0].message).toContain("rescale from -3 to 2");
  });
});
