import {
  classificationLayer,
  convolution2dLayer,
  fullyConnectedLayer,
  globalAveragePooling2dLayer,
  imageInputLayer,
  type LayerGraph,
  layerGraph,
  reluLayer,
  softmaxLayer,
} from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";
import { gateAccuracy } from "./gateAccuracy.ts";
import { channelGateLayer, gated, spatialGate } from "./gates.ts";

const [size, length] = [16, 6];

/** A small network for images with a gate after its second convolution: channel attention, spatial attention, or both (CBAM). */
export function gatedImageNetwork(kind: "channel" | "spatial" | "both"): LayerGraph {
  let lgraph = layerGraph([
    imageInputLayer([size, size, 1], { name: "input" }),
    convolution2dLayer(3, 8, { padding: "same" }),
    reluLayer(),
    convolution2dLayer(3, 16, { padding: "same" }),
    reluLayer({ name: "features" }),
    globalAveragePooling2dLayer({ name: "pool" }),
    fullyConnectedLayer(2),
    softmaxLayer(),
    classificationLayer(),
  ]);
  let after = "features";
  if (kind !== "spatial") {
    const gate = channelGateLayer({ pooling: kind === "both" ? "both" : "mean", name: "channelGate" });
    lgraph = gated(lgraph, after, "channels", [gate]);
    after = "channels";
  }
  if (kind === "channel") return lgraph;
  return gated(lgraph, after, "pixels", spatialGate(convolution2dLayer(7, 1, { padding: "same" }), "pixelGate"));
}

/** Noise with a short bar somewhere: "level" or "upright". Images are rows of pixels of one channel. */
export function bars(count: number, seed: number) {
  const random = seededNormal(seed);
  const labels = Array.from({ length: count }, (_, n) => (n % 2 ? "level" : "upright"));
  const images = labels.map((label) => {
    const [row, column] = [random, random].map((r) => Math.floor(r.uniform(0, size - length)));
    const inBar = (i: number, j: number): boolean =>
      label === "level" ? i === row && j >= column && j < column + length : j === column && i >= row && i < row + length;
    return Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => [0.4 * random.normal() + (inBar(i, j) ? 2 : 0)]),
    );
  });
  return { images, labels };
}

/** Trains the network; returns its accuracy on images that it has not seen. */
export async function imageGates(kind: "channel" | "spatial" | "both", maxEpochs = 12): Promise<number> {
  const labelled = ({ images, labels }: ReturnType<typeof bars>) => ({ observations: images, labels });
  return gateAccuracy(gatedImageNetwork(kind), labelled(bars(300, 1)), labelled(bars(100, 2)), maxEpochs);
}

if (process.argv[1] === import.meta.filename) {
  for (const kind of ["channel", "spatial", "both"] as const) {
    console.log(`Images with ${kind.padEnd(7)} attention: test accuracy ${(await imageGates(kind)).toFixed(3)}`);
  }
}
