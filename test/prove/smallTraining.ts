import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomStream } from "../../src/random.ts";

/** Files of a small training in which everything that a checkpoint holds matters. */
export interface SmallTraining {
  readonly folder: string;
  readonly iterations: number;
  /** The arguments of `layergraph train`, without checkpoints and output. */
  readonly args: readonly string[];
}

const trainingSequences = 27;
const miniBatchSize = 6;
const epochs = 20;

/**
 * Writes a small temporal convolutional network (with batch statistics, dropout of elements and of channels), recordings of unequal lengths,
 * and validation recordings, into a new folder.
 */
export function writeSmallTraining(name: string): SmallTraining {
  const folder = mkdtempSync(join(tmpdir(), `layergraph-${name}-`));
  writeFileSync(join(folder, "network.json"), JSON.stringify(network()));
  writeFileSync(join(folder, "train.csv"), recordings(trainingSequences, "training"));
  writeFileSync(join(folder, "validation.csv"), recordings(8, "validation"));
  const flags = {
    "--data": join(folder, "train.csv"),
    "--validation-data": join(folder, "validation.csv"),
    "--sequence-id": "recording",
    "--responses": "activity",
    "--solver": "adam",
    "--max-epochs": epochs,
    "--mini-batch-size": miniBatchSize,
    "--shuffle": "every-epoch",
    "--learn-rate-schedule": "piecewise",
    "--learn-rate-drop-period": 7,
    "--initial-learn-rate": 0.01,
    "--validation-frequency": 5,
    "--output-network": "best-validation",
    "--batch-normalization-statistics": "moving",
    "--verbose-frequency": 1,
    "--seed": 11,
    "--threads": 2,
  };
  const args = ["train", join(folder, "network.json"), "--json", ...Object.entries(flags).flat().map(String)];
  return { folder, iterations: epochs * Math.floor(trainingSequences / miniBatchSize), args };
}

function network(): object {
  const causal = { type: "convolution1dLayer", filterSize: 3, numFilters: 32, padding: "causal" };
  const layers = [
    { type: "sequenceInputLayer", name: "input", inputSize: 3, normalization: "zscore" },
    { ...causal, name: "conv_1" },
    { type: "batchNormalizationLayer", name: "norm_1" },
    { type: "reluLayer", name: "relu_1" },
    { type: "spatialDropoutLayer", name: "dropout_1", probability: 0.2 },
    { ...causal, name: "conv_2", dilationFactor: 2 },
    { type: "layerNormalizationLayer", name: "norm_2" },
    { type: "reluLayer", name: "relu_2" },
    { type: "dropoutLayer", name: "dropout_2", probability: 0.2 },
    { type: "additionLayer", name: "add", numInputs: 2 },
    { type: "globalMaxPooling1dLayer", name: "pooling" },
    { type: "fullyConnectedLayer", name: "fc", outputSize: 3 },
    { type: "softmaxLayer", name: "softmax" },
    { type: "classificationLayer", name: "output" },
  ];
  const chain = layers.slice(1).map((layer, i) => ({
    source: layers[i].name,
    destination: layer.name === "add" ? "add/in1" : layer.name,
  }));
  return { format: "layergraph/2", layers, connections: [...chain, { source: "dropout_1", destination: "add/in2" }] };
}

/** Noisy sines of unequal lengths whose frequency is the class, as a long CSV table. */
function recordings(count: number, purpose: string): string {
  const random = randomStream(5, purpose);
  const lines = ["recording,x,y,z,activity"];
  for (let index = 0; index < count; index++) {
    const activity = index % 3;
    const time = 40 + Math.floor(80 * random.uniform());
    const phase = 6 * random.uniform();
    for (let t = 0; t < time; t++) {
      const numbers = [0, 1, 2].map((axis) => Math.sin((0.2 + 0.15 * activity) * t + phase + axis) + 0.8 * random.normal());
      lines.push([`r${index}`, ...numbers.map((v) => v.toFixed(4)), ["sitting", "walking", "running"][activity]].join(","));
    }
  }
  return `${lines.join("\n")}\n`;
}
