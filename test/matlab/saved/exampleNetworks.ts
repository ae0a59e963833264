import type { MatValue } from "../../../src/data/matValues.ts";
import { learnable, nothing, row, SavedFile, single, type Written } from "./savedFile.ts";

const frozen = { L2Factor: 0 };

function dense(name: string, from: number, to: number): Record<string, Written> {
  return {
    Name: name,
    InputSize: from,
    OutputSize: to,
    Weights: learnable(single([to, from])),
    Bias: learnable(single([to, 1]), frozen),
  };
}

/** A network of images with filters, batch normalization, a branch and weighted classes, as a DAGNetwork. */
export function imageNetwork(): SavedFile {
  const file = new SavedFile();
  const filters = (name: string, channels: number): MatValue =>
    file.layer("Convolution2DLayer", {
      Name: name,
      Version: 8,
      FilterSize: row(3, 3),
      NumChannels: channels,
      NumFilters: 4,
      Stride: row(1, 1),
      DilationFactor: row(1, 1),
      PaddingMode: "same",
      PaddingSize: row(1, 1, 1, 1),
      PaddingValue: 0,
      Weights: learnable(single([3, 3, channels, 4])),
      Bias: learnable(single([1, 1, 4]), frozen),
    });
  const ones = (value: number): MatValue => single([1, 1, 4], () => value);
  const layers = file.array([
    file.layer("ImageInputLayer", {
      Name: "in",
      Version: 5,
      InputSize: row(6, 6, 2),
      Normalization: { Version: 1, Type: "zerocenter", ImageSize: row(6, 6, 2), Mean: single([1, 1, 2]), NumTrainingSamples: 9 },
      Augmentations: nothing,
      NormalizationDimension: "auto",
    }),
    filters("conv_1", 2),
    file.layer("BatchNormalizationLayer", {
      Name: "norm",
      Version: 3,
      Epsilon: 1e-5,
      NumChannels: 4,
      TrainedMean: ones(0.5),
      TrainedVariance: ones(2),
      Offset: learnable(ones(0)),
      Scale: learnable(ones(1)),
      MeanDecay: 0.1,
      VarianceDecay: 0.1,
    }),
    file.layer("ReLULayer", { Name: "relu" }),
    filters("conv_2", 4),
    file.layer("AdditionLayer", { Name: "add", NumInputs: 2 }),
    file.layer("MaxPooling2DLayer", {
      Name: "pool",
      PoolSize: row(2, 2),
      Stride: row(2, 2),
      PaddingMode: "manual",
      PaddingSize: row(0, 0, 0, 0),
    }),
    file.layer("FullyConnectedLayer", {
      Name: "fc",
      InputSize: row(3, 3, 4),
      OutputSize: 3,
      Weights: learnable(single([3, 3, 4, 3])),
      Bias: learnable(single([1, 1, 3]), frozen),
    }),
    file.layer("SoftmaxLayer", { Name: "softmax" }),
    file.layer("ClassificationOutputLayer", {
      Name: "out",
      Version: 4,
      Categories: file.categorical(["a", "b", "c"]),
      ClassWeights: row(1, 2, 1),
      NumClasses: 3,
    }),
  ]);
  const rows = [
    "in→conv_1",
    "conv_1→norm",
    "norm→relu",
    "relu→conv_2",
    "relu→add/in2",
    "conv_2→add/in1",
    "add→pool",
    "pool→fc",
    "fc→softmax",
    "softmax→out",
  ];
  return file.variable("net", file.saved("DAGNetwork", { Version: 1, Layers: layers, Connections: file.connections(rows) }));
}

/** A network of sequences with recurrent layers and attention, as a dlnetwork deep in an object. */
export function sequenceNetwork(): SavedFile {
  const file = new SavedFile();
  const square = (name: string): Record<string, Written> => ({
    [`${name}Weights`]: learnable(single([4, 4])),
    [`${name}Bias`]: learnable(single([4, 1]), frozen),
  });
  const layers = file.array([
    file.layer("SequenceInputLayer", { Name: "in", Version: 5, InputSize: 3, Normalization: nothing, MinLength: 1 }),
    file.layer("BiLSTMLayer", {
      Name: "both",
      InputSize: 3,
      NumHiddenUnits: 2,
      ReturnSequence: true,
      InputWeights: learnable(single([16, 3])),
      RecurrentWeights: learnable(single([16, 2])),
      Bias: learnable(single([16, 1]), frozen),
      HiddenState: { Value: single([4, 1], () => 0), Remember: true },
      CellState: { Value: single([4, 1], () => 0), Remember: true },
    }),
    file.layer("SelfAttentionLayer", {
      Name: "attention",
      InputSize: 4,
      NumKeyChannels: 4,
      NumValueChannels: 4,
      NumHeads: 2,
      AttentionMask: "causal",
      DropoutProbability: 0,
      OutputSize: 4,
      ...square("Query"),
      ...square("Key"),
      ...square("Value"),
      ...square("Output"),
    }),
    file.layer("LayerNormalizationLayer", {
      Name: "norm",
      Version: 2,
      Epsilon: 1e-5,
      NumChannels: 4,
      OperationDim: "auto",
      Offset: learnable(single([4, 1])),
      Scale: learnable(single([4, 1])),
    }),
    file.plain("nnet.cnn.layer.TanhLayer", { Name: "tanh" }),
    file.layer("FullyConnectedLayer", dense("fc", 4, 2)),
  ]);
  const rows = ["in→both", "both→attention", "attention→norm", "norm→tanh", "tanh→fc"];
  const graph = file.saved("nnet.cnn.LayerGraph", { Version: 1, Layers: layers, Connections: file.connections(rows) });
  const net = file.saved("dlnetwork", {
    Version: 6,
    LayerGraph: graph,
    Initialized: true,
    ExampleInputs: nothing,
    OutputNames: ["fc"],
  });
  return file.variable("agent", file.plain("rl.agent.Agent", { Critic: file.plain("rl.Critic", { Model: net }), Rate: 0.1 }));
}
