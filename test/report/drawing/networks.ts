import * as layers from "../../../layers/index.ts";
import { LayerGraph, layerGraph } from "../../../src/network/layerGraph.ts";

const same = { padding: "same" } as const;

/** A residual network of `7·blocks + 8` layers. */
export function residualNetwork(blocks: number): LayerGraph {
  const { convolution2dLayer, batchNormalizationLayer, reluLayer, additionLayer } = layers;
  let graph = layerGraph([
    layers.imageInputLayer([32, 32, 3], { name: "input" }),
    convolution2dLayer(3, 8, { ...same, name: "stem" }),
    batchNormalizationLayer({ name: "stem_norm" }),
    reluLayer({ name: "stem_relu" }),
  ]);
  let last = "stem_relu";
  for (let i = 1; i <= blocks; i++) {
    graph = graph
      .addLayers([
        convolution2dLayer(3, 8, { ...same, name: `conv${i}_1` }),
        batchNormalizationLayer({ name: `norm${i}_1` }),
        reluLayer({ name: `relu${i}_1` }),
        convolution2dLayer(3, 8, { ...same, name: `conv${i}_2` }),
        batchNormalizationLayer({ name: `norm${i}_2` }),
        additionLayer(2, { name: `add${i}` }),
        reluLayer({ name: `relu${i}` }),
      ])
      .connectLayers(last, `conv${i}_1`)
      .connectLayers(last, `add${i}/in2`);
    last = `relu${i}`;
  }
  return graph
    .addLayers([
      layers.globalAveragePooling2dLayer({ name: "pool" }),
      layers.fullyConnectedLayer(10, { name: "fc" }),
      layers.softmaxLayer({ name: "softmax" }),
      layers.classificationLayer({ name: "classes" }),
    ])
    .connectLayers(last, "pool");
}

/** A network that goes down and up again, each way up fed by the way down at its height. */
export function unet(depth: number): LayerGraph {
  const { convolution2dLayer, reluLayer } = layers;
  const block = (name: string, filters: number) => [
    convolution2dLayer(3, filters, { ...same, name: `${name}_conv1` }),
    reluLayer({ name: `${name}_relu1` }),
    convolution2dLayer(3, filters, { ...same, name: `${name}_conv2` }),
    reluLayer({ name: `${name}_relu2` }),
  ];
  let graph = layerGraph(layers.imageInputLayer([64, 64, 1], { name: "input" }));
  let last = "input";
  for (let d = 1; d <= depth; d++) {
    graph = graph
      .addLayers([...block(`down${d}`, 4 * 2 ** d), layers.maxPooling2dLayer(2, { stride: 2, name: `down${d}_pool` })])
      .connectLayers(last, `down${d}_conv1`);
    last = `down${d}_pool`;
  }
  graph = graph.addLayers(block("bridge", 8 * 2 ** depth)).connectLayers(last, "bridge_conv1");
  last = "bridge_relu2";
  for (let d = depth; d >= 1; d--) {
    graph = graph
      .addLayers([
        layers.transposedConv2dLayer(2, 4 * 2 ** d, { stride: 2, name: `up${d}` }),
        layers.depthConcatenationLayer(2, { name: `up${d}_concat` }),
        ...block(`up${d}`, 4 * 2 ** d),
      ])
      .connectLayers(last, `up${d}`)
      .connectLayers(`down${d}_relu2`, `up${d}_concat/in2`);
    last = `up${d}_relu2`;
  }
  return graph
    .addLayers([
      convolution2dLayer(1, 2, { name: "final" }),
      layers.softmaxLayer({ name: "softmax" }),
      layers.pixelClassificationLayer({ name: "pixels" }),
    ])
    .connectLayers(last, "final");
}

/** A name that every language of drawings could stumble over. */
export const awkwardName = "a \"b\" <c> & 'd' ] }|#;`\\ 名前 🎉\nend %%";

/** Missing and unused ports, a loop, a part that nothing is connected to, an awkward name. */
export function brokenNetwork(): LayerGraph {
  const { additionLayer, reluLayer } = layers;
  return layerGraph([
    layers.sequenceInputLayer(3, { name: "input" }),
    layers.convolution1dLayer(5, 8, { name: "conv", padding: "causal" }),
    additionLayer(3, { name: "add" }),
    layers.lstmLayer(16, { name: "lstm", hasStateOutputs: true }),
    layers.fullyConnectedLayer(5, { name: "fc" }),
  ])
    .addLayers([reluLayer({ name: "loop_a" }), additionLayer(2, { name: "loop_b" }), reluLayer({ name: "loop_c" })])
    .connectLayers("loop_c", "loop_b/in2")
    .addLayers(layers.dropoutLayer(0.5, { name: awkwardName }))
    .addLayers(layers.convolution1dLayer(1, 7, { name: "side" }))
    .connectLayers("input", "side")
    .connectLayers("side", "add/in2");
}

/** Four branches side by side, of different lengths, twice. */
export function branchedNetwork(): LayerGraph {
  const { convolution2dLayer } = layers;
  let graph = layerGraph(layers.imageInputLayer([16, 16, 3], { name: "input" }));
  let last = "input";
  for (const i of [1, 2]) {
    const filter = (size: number, name: string) => convolution2dLayer(size, 4, { ...same, name: `${name}_${i}` });
    const branches = [
      [filter(1, "one")],
      [filter(1, "three_before"), filter(3, "three")],
      [filter(1, "five_before"), filter(5, "five")],
      [layers.maxPooling2dLayer(3, { ...same, name: `pool_${i}` }), filter(1, "after_pool")],
    ];
    graph = graph.addLayers(layers.depthConcatenationLayer(4, { name: `concat_${i}` }));
    branches.forEach((branch, k) => {
      graph = graph
        .addLayers(branch)
        .connectLayers(last, branch[0].name)
        .connectLayers(branch.at(-1)!.name, `concat_${i}/in${k + 1}`);
    });
    last = `concat_${i}`;
  }
  return graph;
}

export { LayerGraph };
