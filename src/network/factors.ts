import { LayerGraphError } from "../errors.ts";
import {
  commonFactors,
  type FactorKind,
  factorsOption,
  learnablesAlone,
  ownFactorOption,
  unknownLearnable,
} from "../layer/factors.ts";
import { type Factor, type Layer, type Learnable, withOptions } from "../layer.ts";
import { DlNetwork, dlnetwork, isNetwork } from "./dlnetwork.ts";
import { LayerGraph } from "./layerGraph.ts";
import type { Network } from "./network.ts";
import { traceLayers } from "./trace.ts";
import { unknownLayer } from "./wiring.ts";

type Graphs = LayerGraph | Network;
type Changed<G extends Graphs> = G extends LayerGraph ? LayerGraph : DlNetwork;
type Several = readonly Layer[];

/**
 * The layer, graph or network in which a learnable's learn rate is the global one times `factor`; 0 freezes it. In a graph or network the
 * learnable is named by its layer and itself, or as `layer/parameter`. A layer that has an option for it (`weightLearnRateFactor`) gets it;
 * for all others, own layers included, the factor goes into the option `learnRateFactors`, which every layer has. Both are kept in files.
 *
 * @example net = setLearnRateFactor(net, "conv_1", "weights", 0.1)
 * @throws LayerGraphError `unknown-learnable`, `unknown-layer`, `invalid-option`
 * @see MATLAB setLearnRateFactor
 */
export function setLearnRateFactor(layer: Layer, parameter: string, factor: number): Layer;
export function setLearnRateFactor<G extends Graphs>(net: G, path: string, factor: number): Changed<G>;
export function setLearnRateFactor<G extends Graphs>(net: G, layer: string, parameter: string, factor: number): Changed<G>;
export function setLearnRateFactor(...args: readonly unknown[]): Layer | LayerGraph | DlNetwork {
  return changedFactor("setLearnRateFactor", "learnRateFactor", args);
}

/**
 * The same as `setLearnRateFactor` for the factor of the L2 regularization.
 *
 * @see MATLAB setL2Factor
 */
export function setL2Factor(layer: Layer, parameter: string, factor: number): Layer;
export function setL2Factor<G extends Graphs>(net: G, path: string, factor: number): Changed<G>;
export function setL2Factor<G extends Graphs>(net: G, layer: string, parameter: string, factor: number): Changed<G>;
export function setL2Factor(...args: readonly unknown[]): Layer | LayerGraph | DlNetwork {
  return changedFactor("setL2Factor", "l2Factor", args);
}

/**
 * The factor that multiplies the global learn rate for a learnable: of a layer, or in a graph or network by its layer and itself, or as
 * `layer/parameter`.
 *
 * @example getLearnRateFactor(net, "conv_1", "weights")
 * @see MATLAB getLearnRateFactor
 */
export function getLearnRateFactor(layer: Layer | Graphs, ...path: readonly [string] | readonly [string, string]): Factor {
  return knownFactor("getLearnRateFactor", "learnRateFactor", layer, path);
}

/**
 * The factor that multiplies the global L2 factor for a learnable, named as for `getLearnRateFactor`.
 *
 * @see MATLAB getL2Factor
 */
export function getL2Factor(layer: Layer | Graphs, ...path: readonly [string] | readonly [string, string]): Factor {
  return knownFactor("getL2Factor", "l2Factor", layer, path);
}

/**
 * The same with all learn-rate factors 0, so that training leaves the learnables bit for bit as they are: of a layer, of layers, or of a
 * graph or network, there of the named layers if any are named. Running statistics, which are no learnables, still follow the data.
 *
 * @example const frozen = freezeWeights(net, ["conv_1", "conv_2"]);
 * @see MATLAB "Transfer Learning", freezeWeights
 */
export function freezeWeights(layer: Layer): Layer;
export function freezeWeights(layers: Several): Layer[];
export function freezeWeights<G extends Graphs>(net: G, names?: readonly string[]): Changed<G>;
export function freezeWeights(
  what: Layer | Several | Graphs,
  names?: readonly string[],
): Layer | Layer[] | LayerGraph | DlNetwork {
  if (Array.isArray(what)) return (what as Several).map((layer) => frozen(layer, declaredBy(layer)));
  if (!isGraph(what)) return frozen(what as Layer, declaredBy(what as Layer));
  const { layers } = traceLayers(graphOf(what));
  const chosen = names ?? graphOf(what).layers.map((layer) => layer.name);
  return chosen.reduce<LayerGraph | DlNetwork>((all, name) => {
    const layer = layerOf(all, name);
    return withLayer(all, frozen(layer, layers.get(name)?.learnables ?? declaredBy(layer)));
  }, asEditable(what));
}

function frozen(layer: Layer, declared: Readonly<Record<string, Learnable>>): Layer {
  return Object.keys(declared).reduce((l, name) => withFactor(l, name, "learnRateFactor", 0), layer);
}

function changedFactor(where: string, kind: FactorKind, args: readonly unknown[]): Layer | LayerGraph | DlNetwork {
  const [what, ...rest] = args;
  const factor = rest.pop();
  if (typeof factor !== "number" || !(factor >= 0) || factor === Number.POSITIVE_INFINITY) {
    throw new LayerGraphError(
      "invalid-option",
      `${where}: the factor must be a number of at least 0, received ${String(factor)}.`,
    );
  }
  if (!isGraph(what)) {
    const layer = asLayer(where, what);
    return withFactor(layer, checkedName(layer, String(rest[0]), declaredBy(layer)), kind, factor);
  }
  const { layer, parameter } = found(where, what, rest as string[]);
  return withLayer(asEditable(what), withFactor(layer, parameter, kind, factor));
}

function knownFactor(where: string, kind: FactorKind, what: Layer | Graphs, path: readonly string[]): Factor {
  if (isGraph(what)) return found(where, what, path).spec[kind] ?? 1;
  const layer = asLayer(where, what);
  const declared = declaredBy(layer);
  return declared[checkedName(layer, path[0], declared)][kind] ?? 1;
}

/** The layer with a factor in its own option for it, or in the one that all layers have. */
function withFactor(layer: Layer, learnable: string, kind: FactorKind, factor: number): Layer {
  const own = ownFactorOption(layer, learnable, kind);
  const common = { ...commonFactors(layer, kind) };
  if (own === undefined) return withOptions(layer, { [factorsOption[kind]]: { ...common, [learnable]: factor } });
  delete common[learnable];
  return withOptions(layer, { [own]: factor, [factorsOption[kind]]: Object.keys(common).length > 0 ? common : undefined });
}

interface FoundLearnable {
  readonly layer: Layer;
  readonly parameter: string;
  readonly spec: Learnable;
}

function found(where: string, what: Graphs, path: readonly string[]): FoundLearnable {
  const whole = path.join("/");
  const slash = whole.indexOf("/");
  if (slash < 0) {
    const message = `${where}: received '${whole}', expected the name of a layer and that of its learnable, such as "fc", "weights".`;
    throw new LayerGraphError("invalid-name", message, { received: whole, expected: "a layer and a learnable" });
  }
  const layer = layerOf(what, whole.slice(0, slash));
  const declared = traceLayers(graphOf(what)).layers.get(layer.name)?.learnables ?? declaredBy(layer);
  const parameter = checkedName(layer, whole.slice(slash + 1), declared);
  return { layer, parameter, spec: declared[parameter] };
}

function checkedName(layer: Layer, name: string, declared: Readonly<Record<string, Learnable>>): string {
  if (!Object.hasOwn(declared, name)) throw unknownLearnable(layer, name, Object.keys(declared));
  return name;
}

function declaredBy(layer: Layer): Readonly<Record<string, Learnable>> {
  const declared = learnablesAlone(layer);
  if (declared) return declared;
  const message = `${layer.type} '${layer.name}': what it learns depends on its inputs. Put it into a graph, and name it there: setLearnRateFactor(lgraph, "${layer.name || "layer"}", "weights", 0).`;
  throw new LayerGraphError("unknown-learnables", message, { layer: layer.name });
}

function asLayer(where: string, what: unknown): Layer {
  if (typeof what === "object" && what !== null && "definition" in what) return what as Layer;
  throw new LayerGraphError("not-a-layer", `${where}: the first argument must be a layer, a layer graph or a network.`);
}

function isGraph(what: unknown): what is Graphs {
  return what instanceof LayerGraph || isNetwork(what);
}

function graphOf(what: Graphs): LayerGraph {
  return what instanceof LayerGraph ? what : what.graph;
}

function asEditable(what: Graphs): LayerGraph | DlNetwork {
  return what instanceof LayerGraph ? what : dlnetwork(what);
}

function layerOf(what: Graphs, name: string): Layer {
  const graph = graphOf(what);
  return (
    graph.layer(name) ??
    unknownLayer(
      name,
      graph.layers.map((layer) => layer.name),
    )
  );
}

function withLayer(all: LayerGraph | DlNetwork, layer: Layer): LayerGraph | DlNetwork {
  return all instanceof DlNetwork ? all.withLayer(layer) : all.replaceLayer(layer.name, [layer]);
}
