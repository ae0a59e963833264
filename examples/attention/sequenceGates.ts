import { convolution1dLayer, type LayerGraph } from "../../src/index.ts";
import { tcn } from "../tcn/network.ts";
import { seededNormal } from "../tcn/seededNormal.ts";
import { gateAccuracy } from "./gateAccuracy.ts";
import { channelGateLayer, gated, spatialGate } from "./gates.ts";

const [numFilters, numBlocks, time, length] = [16, 2, 48, 10];

/** The temporal convolutional network with a gate after each residual block: channel attention, attention over time, or both (CBAM). */
export function gatedTcn(kind: "channel" | "spatial" | "both"): LayerGraph {
  let lgraph = tcn({ numFeatures: 2, numFilters, numBlocks, filterSize: 5, classes: 2 });
  for (let i = 1; i <= numBlocks; i++) {
    let after = `add_${i}`;
    if (kind !== "spatial") {
      const gate = channelGateLayer({ pooling: kind === "both" ? "both" : "mean", name: `channelGate_${i}` });
      lgraph = gated(lgraph, after, `channels_${i}`, [gate]);
      after = `channels_${i}`;
    }
    if (kind !== "channel") {
      const gate = spatialGate(convolution1dLayer(7, 1, { padding: "same", name: `stepConv_${i}` }), `stepGate_${i}`);
      lgraph = gated(lgraph, after, `steps_${i}`, gate);
    }
  }
  return lgraph;
}

/** Noise with a short burst somewhere: class "first" has its wave on the first channel, class "second" on the second. */
export function bursts(count: number, seed: number) {
  const random = seededNormal(seed);
  const rows = Array.from({ length: count }, (_, n) => {
    const start = Math.floor(random.uniform(0, time - length));
    const wave = (t: number) => (t >= start && t < start + length ? 2 * Math.sin(1.3 * (t - start)) : 0);
    const still = (t: number) => (t >= start && t < start + length ? random.normal() : 0);
    const noise = () => 0.3 * random.normal();
    const channel = (signal: (t: number) => number) => Array.from({ length: time }, (_, t) => signal(t) + noise());
    return {
      label: n % 2 ? "second" : "first",
      sequence: n % 2 ? [channel(still), channel(wave)] : [channel(wave), channel(still)],
    };
  });
  return { sequences: rows.map((r) => r.sequence), labels: rows.map((r) => r.label) };
}

/** Trains the network; returns its accuracy on recordings that it has not seen. */
export async function sequenceGates(kind: "channel" | "spatial" | "both", maxEpochs = 12): Promise<number> {
  const labelled = ({ sequences, labels }: ReturnType<typeof bursts>) => ({ observations: sequences, labels });
  return gateAccuracy(gatedTcn(kind), labelled(bursts(200, 1)), labelled(bursts(100, 2)), maxEpochs);
}

if (process.argv[1] === import.meta.filename) {
  for (const kind of ["channel", "spatial", "both"] as const) {
    console.log(`TCN with ${kind.padEnd(7)} attention: test accuracy ${(await sequenceGates(kind)).toFixed(3)}`);
  }
}
