import fc from "fast-check";
import {
  additionLayer,
  convolution1dLayer,
  fullyConnectedLayer,
  reluLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import type { Layer } from "../../src/layer.ts";
import type { LayerGraph } from "../../src/network/layerGraph.ts";

/** An edit of a graph. */
export type GraphEdit = (graph: LayerGraph) => LayerGraph;

const size = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 2.5, 1e6) },
);
const padding = fc.oneof(
  fc.constantFrom("causal", "same"),
  fc.nat(2),
  fc.tuple(fc.nat(2), fc.nat(2)).map((both) => [...both]),
);

/** Layers of a chain with their options, names left out. */
const inner = fc.oneof(
  fc.record(
    { type: fc.constant("convolution1dLayer"), filterSize: size, numFilters: size, dilationFactor: size, stride: size, padding },
    { requiredKeys: ["type", "filterSize", "numFilters"] },
  ),
  fc.record(
    { type: fc.constantFrom("maxPooling1dLayer", "averagePooling1dLayer"), poolSize: size, stride: size, padding },
    { requiredKeys: ["type", "poolSize"] },
  ),
  fc.record(
    {
      type: fc.constant("layerNormalizationLayer"),
      operationDimension: fc.constantFrom("auto", "channel-only", "batch-excluded", "none"),
    },
    { requiredKeys: ["type"] },
  ),
  fc.record({ type: fc.constantFrom("spatialDropoutLayer", "dropoutLayer"), probability: fc.constantFrom(0, 0.1, 0.5, 1) }),
  fc.record({ type: fc.constantFrom("reluLayer", "leakyReluLayer", "tanhLayer", "sigmoidLayer", "batchNormalizationLayer") }),
  fc.record({ type: fc.constant("fullyConnectedLayer"), outputSize: size }),
);

const first = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      {
        type: fc.constant("sequenceInputLayer"),
        inputSize: size,
        minLength: fc.integer({ min: 1, max: 40 }),
        normalization: fc.constantFrom("none", "zerocenter", "zscore", "rescale-symmetric", "rescale-zero-one", "wrong"),
      },
      { requiredKeys: ["type", "inputSize"] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("featureInputLayer"), inputSize: size }) },
);

const last = fc.record({
  pooling: fc.constantFrom("globalMaxPooling1dLayer", "globalAveragePooling1dLayer", undefined),
  outputs: fc.integer({ min: 1, max: 4 }),
  classes: fc.boolean(),
});

/** A shortcut from one place of the chain to a merging layer after another. */
const shortcut = fc.record({ from: fc.nat(12), to: fc.nat(12), type: fc.constantFrom("additionLayer", "concatenationLayer") });

/** Graph files of a chain with shortcuts, a third of them without any error; names are missing, given or given twice. */
export const anyGraph: fc.Arbitrary<object> = fc
  .record({
    first,
    chain: fc.array(inner, { maxLength: 8 }),
    shortcuts: fc.array(shortcut, { maxLength: 2 }),
    last: fc.option(last, { freq: 8 }),
    slips: fc.array(
      fc.record(
        { at: fc.nat(20), kind: fc.constantFrom("missing" as const, "port" as const, "name" as const) },
        { requiredKeys: [] },
      ),
      { maxLength: 1 },
    ),
  })
  .map(({ first, chain, shortcuts, last, slips }) => {
    const file = assembled([first, ...chain, ...tailOf(last)], shortcuts);
    for (const { at = 0, kind = "missing" } of slips) slip(file, at, kind);
    return file;
  });

interface File {
  format: string;
  layers: Record<string, unknown>[];
  connections: { source: string; destination: string }[];
}

function tailOf(last: { pooling?: string; outputs: number; classes: boolean } | null): object[] {
  if (!last) return [];
  const pooling = last.pooling === undefined ? [] : [{ type: last.pooling }];
  const fc = { type: "fullyConnectedLayer", outputSize: last.outputs };
  if (!last.classes) return [...pooling, fc, { type: "regressionLayer" }];
  return [...pooling, fc, { type: "softmaxLayer" }, { type: "classificationLayer" }];
}

function assembled(chain: readonly object[], shortcuts: readonly { from: number; to: number; type: string }[]): File {
  const named = chain.map((layer, i) => ({ ...layer, name: `layer_${i}` }));
  const layers: Record<string, unknown>[] = [...named];
  const connections = named.slice(1).map(({ name }, i) => ({ source: `layer_${i}`, destination: name }));
  for (const [i, { from, to, type }] of shortcuts.entries()) {
    const at = to % connections.length;
    if (connections.length === 0) break;
    const name = `merge_${i}`;
    const { source, destination } = connections[at];
    const merging = type === "additionLayer" ? { type, name, numInputs: 2 } : { type, name, dim: 1, numInputs: 2 };
    layers.push(merging);
    connections[at] = { source, destination: `${name}/in1` };
    connections.push({ source: name, destination }, { source: `layer_${from % named.length}`, destination: `${name}/in2` });
  }
  return { format: "layergraph/2", layers, connections };
}

/** A mistake as people make it. */
function slip({ layers, connections }: File, at: number, kind: "missing" | "port" | "name"): void {
  if (kind === "name") layers[at % layers.length].name = "layer_0";
  else if (kind === "missing") connections.splice(at % Math.max(1, connections.length), 1);
  else if (connections.length > 0) connections[at % connections.length].destination += "/in7";
}

const names = fc.oneof(
  { weight: 6, arbitrary: fc.nat(10).map((i) => `layer_${i}`) },
  { weight: 2, arbitrary: fc.constantFrom("merge_0", "merge_0/in1", "merge_0/in2", "merge_1/in2") },
  { weight: 1, arbitrary: fc.constantFrom("", "none", "layer_1/out", "layer_1/in", "a/b/c", "__proto__", "new_1") },
);

const newLayer: fc.Arbitrary<Layer> = fc
  .tuple(fc.nat(5), fc.constantFrom("", "new_1", "new_2", "layer_3"))
  .map(([kind, name]) => {
    const options = name === "" ? {} : { name };
    return [
      () => reluLayer(options),
      () => additionLayer(2, options),
      () => convolution1dLayer(3, 4, { ...options, padding: "same" }),
      () => softmaxLayer(options),
      () => fullyConnectedLayer(2, options),
      () => sequenceInputLayer(3, options),
    ][kind]();
  });

const layerLists = fc.array(newLayer, { maxLength: 3 });

const anyEdit: fc.Arbitrary<GraphEdit> = fc.oneof(
  layerLists.map(
    (layers): GraphEdit =>
      (graph) =>
        graph.addLayers(layers),
  ),
  names.map(
    (name): GraphEdit =>
      (graph) =>
        graph.removeLayers(name),
  ),
  fc.tuple(names, layerLists).map(
    ([name, layers]): GraphEdit =>
      (graph) =>
        graph.replaceLayer(name, layers),
  ),
  fc.tuple(names, names).map(
    ([source, destination]): GraphEdit =>
      (graph) =>
        graph.connectLayers(source, destination),
  ),
  fc.tuple(names, names).map(
    ([source, destination]): GraphEdit =>
      (graph) =>
        graph.disconnectLayers(source, destination),
  ),
);

/** Up to twelve edits, of which many name what is not there. */
export const anyEdits: fc.Arbitrary<GraphEdit[]> = fc.array(anyEdit, { maxLength: 12 });
