import { learnablesAlone } from "../../layer/factors.ts";
import type { Layer } from "../../layer.ts";
import { DlNetwork } from "../../network/dlnetwork.ts";
import { freezeWeights, getL2Factor, getLearnRateFactor, setL2Factor, setLearnRateFactor } from "../../network/factors.ts";
import { LayerGraph } from "../../network/layerGraph.ts";
import { number, row } from "../values/construct.ts";
import { scalarOf, textOf, textsOf } from "../values/convert.ts";
import { member } from "../values/members.ts";
import { ScriptError } from "../values/scriptError.ts";
import { isTable } from "../values/tableData.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { GraphContent, NetworkContent } from "./graphContent.ts";
import { graphOf, graphValue, isGraphValue } from "./graphValue.ts";
import { layersValue, singleLayer } from "./layerArray.ts";
import { isObject, LayerArray, layerElements } from "./layerElements.ts";
import { layerOf } from "./layerOf.ts";
import { readyNetwork } from "./networkReadiness.ts";
import { networkValue } from "./networkValue.ts";
import { asked, notEnough, wrongArgument } from "./refusals.ts";

/** Functions that change or ask layers and graphs: factors of learnables, and the helpers of MATLAB's examples on transfer learning. */
export const graphUtilities: readonly Builtin[] = [
  utility("setLearnRateFactor", (call) => [withFactor(call, setLearnRateFactor)]),
  utility("setL2Factor", (call) => [withFactor(call, setL2Factor)]),
  utility("getLearnRateFactor", (call) => [factorOf(call, getLearnRateFactor)]),
  utility("getL2Factor", (call) => [factorOf(call, getL2Factor)]),
  utility("freezeWeights", (call) => [frozen(call)]),
  utility("createLgraphUsingConnections", (call) => [rebuilt(call)]),
  utility("findLayersToReplace", layersToReplace),
];

function utility(name: string, give: (call: Call) => readonly Value[]): Builtin {
  return { name, role: "network", call: (call) => give(call).slice(0, Math.max(1, call.nargout)) };
}

type SetFactor = (what: never, ...rest: never[]) => unknown;

/** `setLearnRateFactor(layer, 'Weights', 2)`, or of a graph or network with the layer's name before. */
function withFactor(call: Call, set: SetFactor): Value {
  const { args, name, place } = call;
  const factor = args.length > 2 ? scalarOf(args[args.length - 1]) : undefined;
  if (factor === undefined) throw notEnough(name, "a layer or network, the name of a learnable and a factor", place);
  const path = pathOf(call, args.slice(1, -1));
  const layer = singleLayer(args[0]);
  if (layer) return layersValue([asked(place, () => set(layer as never, ...([path.join("/"), factor] as never[]))) as Layer]);
  return withChanged(call, (what) => set(what as never, ...([...path, factor] as never[])) as LayerGraph | DlNetwork);
}

function factorOf(call: Call, get: typeof getLearnRateFactor): Value {
  const [value, ...rest] = call.args;
  if (value === undefined || rest.length === 0)
    throw notEnough(call.name, "a layer or network and the name of a learnable", call.place);
  const path = pathOf(call, rest) as [string, string];
  const layer = singleLayer(value);
  const factor = asked(call.place, () => get(layer ?? editable(call), ...path));
  return typeof factor === "number" ? number(factor) : row(factor);
}

/** The names of a layer and its learnable; MATLAB's learnables begin with a capital letter. */
function pathOf({ name, place }: Call, values: readonly Value[]): string[] {
  const texts = values.map((value) => textOf(value));
  const wrong = texts.indexOf(undefined);
  if (wrong >= 0) throw wrongArgument(name, "the name of a layer or learnable", "text", values[wrong], place);
  const names = texts.flatMap((text) => (text as string).split("/"));
  return names.map((each, i) => (i === names.length - 1 ? each.charAt(0).toLowerCase() + each.slice(1) : each));
}

function editable(call: Call): LayerGraph | DlNetwork {
  const [value] = call.args;
  if (!isGraphValue(value))
    throw wrongArgument(call.name, "the first argument", "a layer, a layer graph or a dlnetwork", value, call.place);
  const { content } = value;
  if (content instanceof GraphContent) return content.graph;
  const network = readyNetwork(content, call);
  return new DlNetwork({
    ...network,
    graph: content.graph,
    learnables: network?.learnables ?? new Map(),
    states: network?.states ?? new Map(),
  });
}

function withChanged(call: Call, change: (what: LayerGraph | DlNetwork) => LayerGraph | DlNetwork): Value {
  const [value] = call.args;
  const result = asked(call.place, () => change(editable(call)));
  if (result instanceof LayerGraph) return graphValue(result);
  const { className, seed } = (value as { content: NetworkContent }).content;
  return networkValue(new NetworkContent(className, result.graph, result, seed));
}

/** `freezeWeights(layers)`: all factors of learn rates are 0; instances of classes of the script stay as they are. */
function frozen(call: Call): Value {
  const [value] = call.args;
  if (value !== undefined && isGraphValue(value)) return withChanged(call, (what) => freezeWeights(what as LayerGraph));
  const elements = value && layerElements(value);
  if (!elements)
    throw wrongArgument(
      "freezeWeights",
      "the first argument",
      "an array of layers, a layer graph or a dlnetwork",
      value,
      call.place,
    );
  const changed = elements.map((element) => (isObject(element) || !learnablesAlone(element) ? element : freezeWeights(element)));
  const size = value.kind === "host" && value.content instanceof LayerArray ? value.content.size : undefined;
  return layersValue(changed, size);
}

/** `createLgraphUsingConnections(layers, connections)` of MATLAB's examples: a graph of layers and a table of connections. */
function rebuilt(call: Call): Value {
  const [layers, connections] = call.args;
  const elements = layers && layerElements(layers);
  if (!elements) throw wrongArgument(call.name, "the layers", "an array of layers", layers, call.place);
  if (connections === undefined || !(isTable(connections) || connections.kind === "struct")) {
    throw wrongArgument(
      call.name,
      "the connections",
      "a table with Source and Destination, as lgraph.Connections",
      connections,
      call.place,
    );
  }
  const [sources, destinations] = ["Source", "Destination"].map((side) => textsOf(member(connections, side)) ?? []);
  const graph = asked(call.place, () => {
    const unconnected = LayerGraph.unconnected(elements.map((element) => layerOf(element, call.session, call.place)));
    return sources.reduce((all, source, i) => all.connectLayers(source, destinations[i]), unconnected);
  });
  return graphValue(graph);
}

/** `[learnableLayer, classLayer] = findLayersToReplace(lgraph)` of MATLAB's examples: the last layers with weights, and the one that tells classes. */
function layersToReplace(call: Call): readonly Value[] {
  const [value] = call.args;
  if (value === undefined) throw notEnough(call.name, "a layer graph", call.place);
  const graph = graphOf(value, call.session, call.place);
  const output = graph.layers.find((layer) => layer.definition.target === "classes");
  if (!output)
    throw new ScriptError(
      "layergraph:noClassificationLayer",
      `${call.name}: Layer graph must have a single classification layer.`,
      call.place,
    );
  let current: Layer | undefined = output;
  while (current && !isReplaceable(current)) current = graph.layer(graph.edgesInto(current.name)[0]?.source ?? "");
  if (!current)
    throw new ScriptError(
      "layergraph:noLearnableLayer",
      `${call.name}: there is no fully connected or convolution layer before '${output.name}'.`,
      call.place,
    );
  return [layersValue([current]), layersValue([output])];
}

/** Whether a layer decides the number of classes by its weights. */
function isReplaceable({ definition: { learnables, options } }: Layer): boolean {
  return (
    learnables !== undefined && "weights" in options.shape && ("numFilters" in options.shape || "outputSize" in options.shape)
  );
}
