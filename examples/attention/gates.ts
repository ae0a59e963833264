import {
  type Activation,
  defineLayer,
  finddim,
  type Layer,
  type LayerGraph,
  type Learnable,
  multiplicationLayer,
  ops,
  realSteps,
  sigmoidLayer,
  z,
} from "../../src/index.ts";

/** The axes of positions: pixels, time steps. */
const positions = (x: Activation): number[] => [...finddim(x, "S"), ...finddim(x, "T")];
/** 1 at real steps and 0 at padded ones, in the shape of x. */
function real(x: Activation): ReturnType<typeof ops.cast> {
  const steps = realSteps(x);
  return ops.expand(
    steps
      ? ops.cast(steps, "float")
      : ops.constant(
          [1],
          x.value.shape.map(() => 1),
        ),
    x.value.shape,
  );
}

/**
 * How much each channel counts, a number from 0 to 1 (CB), from what the channel is like over all positions: two small fully connected layers over
 * the mean of each channel (squeeze and excitation), and with `pooling: "both"` over its maximum too, added up (the channel part of CBAM).
 *
 * @see Hu et al., "Squeeze-and-Excitation Networks" (2018); Woo et al., "CBAM" (2018)
 */
export const channelGateLayer = defineLayer({
  type: "channelGateLayer",
  options: z.object({ reduction: z.int().positive().default(4), pooling: z.enum(["mean", "both"]).default("mean") }),
  learnables: ({ options: { reduction }, inputs: [x] }) => {
    const channels = Number(x.shape[1]);
    const squeezed = Math.max(1, Math.floor(channels / reduction));
    return { squeezeWeights: matrix(channels, squeezed), exciteWeights: matrix(squeezed, channels) };
  },
  predict: ({ inputs: [x], options: { pooling }, learnables: { squeezeWeights, exciteWeights } }) => {
    const axes = positions(x);
    const mask = real(x);
    const flat = (y: ReturnType<typeof ops.sum>) => ops.reshape(y, x.value.shape.slice(0, 2));
    const excited = (y: ReturnType<typeof ops.sum>) => ops.matmul(ops.relu(ops.matmul(flat(y), squeezeWeights)), exciteWeights);
    const mean = ops.divide(ops.sum(ops.multiply(x.value, mask), axes), ops.sum(mask, axes));
    const largest = () => axes.reduce((y, axis) => ops.max(y, axis), ops.select(ops.less(0, mask), x.value, -1e30));
    const scores = pooling === "mean" ? excited(mean) : ops.add(excited(mean), excited(largest()));
    return { value: ops.sigmoid(scores), format: "CB" };
  },
});

/** A matrix in the order in which values meet it: inputs × outputs. */
function matrix(inputs: number, outputs: number): Learnable {
  return { size: [outputs, inputs], initializer: "glorot", fans: { fanIn: inputs, fanOut: outputs } };
}

/** The mean and the maximum over the channels at each position: what the spatial part of CBAM looks at. Two channels out. */
export const channelStatisticsLayer = defineLayer({
  type: "channelStatisticsLayer",
  options: z.object({}),
  predict: ({ inputs: [x] }) => ops.concatenate([ops.mean(x.value, [1]), ops.max(x.value, 1)], 1),
});

/** How much each position counts: the statistics of its channels, a convolution (one filter, padding "same"), a sigmoid of that name. */
export function spatialGate(convolution: Layer, name: string): Layer[] {
  return [channelStatisticsLayer(), convolution, sigmoidLayer({ name })];
}

/** The graph in which what `after` puts out is multiplied by a gate that is computed from it. The product is called `name`. */
export function gated(lgraph: LayerGraph, after: string, name: string, gate: readonly Layer[]): LayerGraph {
  const followers = lgraph.connections.filter(({ source }) => source === after);
  const layers = [...gate, multiplicationLayer(2, { name })];
  const before = new Set(lgraph.layers.map((layer) => layer.name));
  // The gate's last layer is connected to the product's first input: the product is commutative.
  let result = lgraph.addLayers(layers);
  const first = result.layers.find((layer) => !before.has(layer.name))!;
  for (const { destination } of followers) {
    result = result.disconnectLayers(after, destination).connectLayers(name, destination);
  }
  return result.connectLayers(after, first.name).connectLayers(after, `${name}/in2`);
}
