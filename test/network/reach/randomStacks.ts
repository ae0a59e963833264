import fc from "fast-check";
import {
  additionLayer,
  attentionLayer,
  averagePooling1dLayer,
  batchNormalizationLayer,
  bilstmLayer,
  convolution1dLayer,
  globalAveragePooling1dLayer,
  globalMaxPooling1dLayer,
  indexing1dLayer,
  layerNormalizationLayer,
  lstmLayer,
  maxPooling1dLayer,
  selfAttentionLayer,
  sequenceInputLayer,
  transposedConv1dLayer,
} from "../../../layers/index.ts";
import type { Layer } from "../../../src/layer.ts";
import { type LayerGraph, layerGraph } from "../../../src/network/layerGraph.ts";

/** A random network over sequences with three channels: layers one behind the other, some with a skip connection around them. */
export interface Stack {
  readonly blocks: readonly Block[];
}

interface Block {
  /** Makes the layers; they have three channels. */
  readonly layers: () => readonly Layer[];
  /** What goes around them: nothing, an addition, or an attention that asks with what they put out, in what they got. */
  readonly skip?: "add" | "causal attention" | "attention";
  readonly text: string;
}

const channels = 3;
const small = fc.integer({ min: 1, max: 3 });
const anyPadding = fc.oneof(
  fc.constantFrom("same" as const, "causal" as const, 0),
  fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
);
/** Paddings that a pool of two or three steps may have. */
const poolPadding = fc.oneof(
  fc.constantFrom("same" as const, 0),
  fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 })),
);

function told(name: string, ...values: readonly unknown[]): string {
  return `${name}(${values.map((value) => JSON.stringify(value)).join(", ")})`;
}

const convolution = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.record({ padding: anyPadding, stride: small, dilationFactor: small }))
  .map(
    ([size, options]): Block => ({
      layers: () => [convolution1dLayer(size, channels, options)],
      text: told("conv", size, options),
    }),
  );

const pooling = fc
  .tuple(
    fc.constantFrom(averagePooling1dLayer, maxPooling1dLayer),
    fc.integer({ min: 2, max: 3 }),
    fc.record({ padding: poolPadding, stride: small }),
  )
  .map(
    ([pool, size, options]): Block => ({
      layers: () => [pool(size, options)],
      text: told(pool === maxPooling1dLayer ? "max" : "average", size, options),
    }),
  );

/** A convolution that keeps the number of steps, inside of a skip connection. */
const residual = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom("same" as const, "causal" as const), small).map(
  ([size, padding, dilationFactor]): Block => ({
    layers: () => [convolution1dLayer(size, channels, { padding, dilationFactor })],
    skip: "add",
    text: told("residual", size, padding, dilationFactor),
  }),
);

/** Convolutions and pools, whose reach is exactly what they declare. */
export const plainStacks: fc.Arbitrary<Stack> = fc
  .array(fc.oneof(convolution, pooling, residual), { minLength: 1, maxLength: 5 })
  .map((blocks) => ({ blocks }));

const one = (text: string, make: () => Layer): fc.Arbitrary<Block> => fc.constant({ layers: () => [make()], text });

const others: readonly fc.Arbitrary<Block>[] = [
  fc.constantFrom("channel-only" as const, "batch-excluded" as const).map(
    (operationDimension): Block => ({
      layers: () => [layerNormalizationLayer({ operationDimension })],
      text: told("layernorm", operationDimension),
    }),
  ),
  one("batchnorm", () => batchNormalizationLayer()),
  one("lstm", () => lstmLayer(channels)),
  fc.constant({ layers: () => [bilstmLayer(2), convolution1dLayer(1, channels)], text: "bilstm" }),
  fc.constantFrom("none" as const, "causal" as const).map(
    (attentionMask): Block => ({
      layers: () => [selfAttentionLayer(1, channels, { attentionMask })],
      text: told("selfAttention", attentionMask),
    }),
  ),
  fc.tuple(fc.constantFrom("causal attention" as const, "attention" as const), fc.integer({ min: 1, max: 3 })).map(
    ([skip, size]): Block => ({
      layers: () => [convolution1dLayer(size, channels, { padding: "causal" })],
      skip,
      text: told(skip, size),
    }),
  ),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2 })).map(
    ([size, stride]): Block => ({
      layers: () => [transposedConv1dLayer(size, channels, { stride, cropping: "same" })],
      text: told("transposed", size, stride),
    }),
  ),
];

/** What may make one answer of a sequence. */
const ends: readonly fc.Arbitrary<Block>[] = [
  one("globalAverage", () => globalAveragePooling1dLayer()),
  one("globalMax", () => globalMaxPooling1dLayer()),
  one("last of lstm", () => lstmLayer(channels, { outputMode: "last" })),
  one("first", () => indexing1dLayer("first")),
  one("last", () => indexing1dLayer("last")),
];

/** Every kind of layer along time, some with an answer for the whole sequence. */
export const anyStacks: fc.Arbitrary<Stack> = fc
  .tuple(
    fc.array(fc.oneof(convolution, pooling, residual, ...others), { minLength: 1, maxLength: 4 }),
    fc.oneof(fc.constant(undefined), ...ends),
  )
  .map(([blocks, end]) => ({ blocks: end ? [...blocks, end] : blocks }));

/** The network of a stack. Its last layer is the last one of `layers`. */
export function networkOf({ blocks }: Stack): LayerGraph {
  let graph = layerGraph([sequenceInputLayer(channels, { name: "input" })]);
  let before = "input";
  blocks.forEach(({ layers, skip }, i) => {
    const inside = layers().map((layer, k) => ({ ...layer, name: `layer_${i}_${k}` }));
    const join = skip && { ...(skip === "add" ? additionLayer(2) : attentionOf(skip)), name: `join_${i}` };
    graph = graph.addLayers(inside).connectLayers(before, inside[0].name);
    const after = inside.at(-1)!.name;
    if (join) {
      graph = graph.addLayers([join]).connectLayers(after, `${join.name}/${join.inputNames[0]}`);
      for (const port of join.inputNames.slice(1)) graph = graph.connectLayers(before, `${join.name}/${port}`);
    }
    before = join?.name ?? after;
  });
  return graph;
}

function attentionOf(skip: "causal attention" | "attention"): Layer {
  return attentionLayer(1, { attentionMask: skip === "attention" ? "none" : "causal" });
}
