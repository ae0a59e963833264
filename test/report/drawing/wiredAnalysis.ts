import type { AnalyzedLayer, NetworkAnalysis } from "../../../src/network/analyze.ts";

/** An analysis of layers that are nothing but wired: layer `i` has as many inputs as edges lead to it. */
export function wiredAnalysis(
  count: number,
  edges: readonly (readonly [from: number, to: number])[],
  nameOf: (place: number) => string = (place) => `layer ${place}`,
): NetworkAnalysis {
  const inputs = new Array<number>(count).fill(0);
  const connections = edges.map(([from, to]) => ({ source: nameOf(from), destination: `${nameOf(to)}/in${++inputs[to]}` }));
  const layers = inputs.map(
    (ports, place): AnalyzedLayer => ({
      name: nameOf(place),
      type: "wiredLayer",
      title: "Wired",
      description: "",
      role: ports === 0 ? "input" : "other",
      inputNames: Array.from({ length: ports }, (_, port) => `in${port + 1}`),
      outputNames: ["out"],
      activations: [],
      learnables: [],
      state: [],
      totalLearnables: 0,
      receptiveField: null,
      causal: null,
      costs: null,
    }),
  );
  const single = new Set(layers.filter(({ inputNames }) => inputNames.length === 1).map(({ name }) => name));
  return {
    layers,
    connections: connections.map(({ source, destination }) => {
      const name = destination.slice(0, destination.lastIndexOf("/"));
      return { source, destination: single.has(name) ? name : destination };
    }),
    inputNames: [],
    outputNames: [],
    issues: [],
    causality: { causal: null, judged: [], breaks: [], unknown: [] },
    totals: {
      layers: count,
      connections: edges.length,
      learnables: 0,
      errors: 0,
      warnings: 0,
      miniBatchSize: 128,
      sequenceLength: null,
      operations: 0,
      operationsPerStep: null,
      activationBytes: { prediction: 0, training: 0 },
    },
  };
}
