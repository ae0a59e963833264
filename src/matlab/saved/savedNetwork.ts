import type { Issue } from "../../errors.ts";
import { givenValues, type Layer, type LayerState, type Learnable, withOptions } from "../../layer.ts";
import { usageOf } from "../../network/ends.ts";
import { LayerGraph } from "../../network/layerGraph.ts";
import type { Network } from "../../network/network.ts";
import { validate } from "../../network/validate.ts";
import { traceSeparately } from "../../plan/forward.ts";
import type { PackedArray, PackedArrays } from "../../plan/parameters.ts";
import { floats, type Tensor } from "../../tensor.ts";
import type { SavedGraph } from "./savedGraph.ts";
import type { SavedLayer } from "./savedLayer.ts";

/** A network with all its values, or what keeps it from being one. */
export type NetworkOrProblems = { readonly network: Network } | { readonly problems: readonly Issue[] };

/** The network of a saved graph with the values in the file; or its problems, those that values are missing among them. */
export function savedNetwork({ graph, layers }: SavedGraph): NetworkOrProblems {
  const errors = validate(graph, { targetUsage: usageOf(graph) }).filter((issue) => issue.severity === "error");
  if (errors.length > 0) return { problems: errors };
  const saved = new Map(graph.layers.map((layer, i) => [layer.name, layers[i]]));
  const traced = traceSeparately(graph);
  const missing: Issue[] = [];
  const learnables = valuesOf(traced.learnables, (array) => {
    const values = storedValues(array, saved.get(array.layer)!);
    if (!values) missing.push(noValue(array));
    return values;
  });
  if (missing.length > 0) return { problems: missing };
  const states = valuesOf(traced.states, (array) => {
    const values = storedValues(array, saved.get(array.layer)!);
    const open = !values && !array.spec.perObservation;
    if (open) missing.push(noValue(array));
    return values ?? new Float32Array(array.count).fill(array.spec.initial);
  });
  return missing.length > 0 ? { problems: missing } : { network: { graph, learnables, states } };
}

function valuesOf<Spec>(
  { arrays }: PackedArrays<Spec>,
  read: (array: PackedArray<Spec>) => ArrayLike<number> | undefined,
): Map<string, Tensor<"float32">> {
  const values = new Map<string, Tensor<"float32">>();
  for (const array of arrays) {
    const found = read(array);
    if (found) values.set(array.key, floats(array.shape, Float32Array.from(found)));
  }
  return values;
}

/** What the file says of an array, or else what the options of its layer say. */
function storedValues(
  { name, key, spec }: PackedArray<Learnable | LayerState>,
  { arrays }: SavedLayer,
): ArrayLike<number> | undefined {
  return givenValues(arrays.get(name) ?? spec.given, spec.size, `'${key}'`);
}

function noValue({ layer, name, spec }: PackedArray<Learnable | LayerState>): Issue {
  return {
    code: "missing-value",
    severity: "error",
    message: `Layer '${layer}': '${name}' has no value in the file; expected one of size ${spec.size.join("×")}.`,
    layer,
    received: "no value",
  };
}

/** The graph with all values that the file has as options of its layers, as MATLAB keeps them: for a network that is not whole. */
export function withValues({ graph, layers }: SavedGraph): LayerGraph {
  const filled = graph.layers.map((layer, i) => filledLayer(layer, layers[i]));
  if (filled.every((layer, i) => layer === graph.layers[i])) return graph;
  return graph.connections.reduce(
    (g, { source, destination }) => g.connectLayers(source, destination),
    LayerGraph.unconnected(filled),
  );
}

function filledLayer(layer: Layer, { arrays }: SavedLayer): Layer {
  if (layer.problems.length > 0) return layer;
  const values = [...arrays].filter(([name]) => name in layer.definition.options.shape && layer.given[name] === undefined);
  return values.length === 0 ? layer : withOptions(layer, Object.fromEntries(values));
}
