import {
  additionLayer,
  classificationLayer,
  convolution1dLayer,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  layerNormalizationLayer,
  reluLayer,
  sequenceInputLayer,
  softmaxLayer,
  spatialDropoutLayer,
} from "../../layers/index.ts";
import type { Layer } from "../../src/layer.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import type { Network, NetworkArrays } from "../../src/network/network.ts";
import { randomStream } from "../../src/random.ts";
import { assembleNetwork } from "../../src/train/assembleNetwork.ts";

/** A temporal convolutional network of two small residual blocks; `attention` goes before the pooling. */
export function tinyTcn({
  attention = [],
  perStep = false,
}: {
  attention?: readonly Layer[];
  perStep?: boolean;
} = {}): LayerGraph {
  let lgraph = layerGraph(sequenceInputLayer(3, { normalization: "zerocenter", name: "input" }));
  let outputName = "input";
  for (const i of [1, 2]) {
    const options = { dilationFactor: 2 ** (i - 1), padding: "causal" } as const;
    lgraph = lgraph.addLayers([
      convolution1dLayer(3, 6, { ...options, name: `conv1_${i}` }),
      layerNormalizationLayer({ name: `norm_${i}` }),
      spatialDropoutLayer(0.1, { name: `dropout_${i}` }),
      reluLayer({ name: `relu_${i}` }),
      additionLayer(2, { name: `add_${i}` }),
    ]);
    lgraph = lgraph.connectLayers(outputName, `conv1_${i}`);
    if (i === 1) {
      lgraph = lgraph.addLayers([convolution1dLayer(1, 6, { name: "convSkip" })]);
      lgraph = lgraph.connectLayers("input", "convSkip").connectLayers("convSkip", "add_1/in2");
    } else lgraph = lgraph.connectLayers(outputName, `add_${i}/in2`);
    outputName = `add_${i}`;
  }
  const pooling = perStep ? [] : [globalMaxPooling1dLayer({ name: "gapl" })];
  lgraph = lgraph.addLayers([
    ...attention,
    ...pooling,
    fullyConnectedLayer(3, { name: "fc" }),
    softmaxLayer({ name: "softmax" }),
    classificationLayer({ classes: ["down", "still", "up"], name: "output" }),
  ]);
  const first = [...attention, ...pooling][0]?.name ?? "fc";
  return lgraph.connectLayers("add_2", first);
}

/** Sequences of 3 features with the given lengths, normally distributed. */
export function sequences(lengths: readonly number[], features = 3): { data: Float32Array; size: [number, number] }[] {
  const random = randomStream(7, "sequences", 0);
  return lengths.map((time) => ({
    data: Float32Array.from({ length: features * time }, () => random.normal() + 1),
    size: [features, time],
  }));
}

/** A network whose arrays that are not given are random: biases and statistics too, so that none of them can be forgotten unseen. */
export function randomNetwork(layers: LayerGraph | readonly Layer[], seed = 1): Network {
  const net = assembleNetwork(layers, { initialize: true, seed });
  const filled = (arrays: NetworkArrays): NetworkArrays =>
    new Map(
      [...arrays].map(([key, tensor]) => {
        const random = randomStream(seed, key, 0);
        const [layer, name] = key.split("/");
        const given = net.graph.layer(layer)!.options[name] !== undefined;
        return [key, given ? tensor : { ...tensor, data: tensor.data.map(() => 0.5 * random.normal()) }];
      }),
    );
  return { ...net, learnables: filled(net.learnables), states: filled(net.states) };
}
