import type { Layer } from "../../layer.ts";
import { analyze } from "../../network/analyze.ts";
import { openPorts, usageOf } from "../../network/ends.ts";
import { LayerGraph } from "../../network/layerGraph.ts";
import { printAnalysis } from "../../network/printAnalysis.ts";
import { assembleNetwork } from "../../train/assembleNetwork.ts";
import { freshAxes, graphics } from "../builtins/figures.ts";
import { isTrue, textOf } from "../values/convert.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { isName, namedArguments } from "./arguments.ts";
import { NetworkContent } from "./graphContent.ts";
import { graphOf, isGraphValue } from "./graphValue.ts";
import { layerElements } from "./layerElements.ts";
import { layerOf } from "./layerOf.ts";
import { requireValid, seedFrom } from "./networkReadiness.ts";
import { networkValue } from "./networkValue.ts";
import { asked, mustBeKnown, notEnough, wrongArgument } from "./refusals.ts";

/** Networks that are made without training, and what shows them. */
export const networks: readonly Builtin[] = [
  making("dlnetwork", dlnetworkFrom),
  making("initialize", initialized),
  making("addInputLayer", withInputLayer),
  making("assembleNetwork", assembled),
];

/** What shows a graph: methods of graphs and networks, for other values have functions of these names. */
export const showing: readonly Builtin[] = [
  { name: "plot", role: "draws", call: (call) => drawn(call) },
  { name: "analyzeNetwork", role: "prints", unknowns: "accept", call: (call) => analyzed(call) },
  { name: "summary", role: "prints", call: (call) => analyzed(call) },
];

function making(name: string, give: (call: Call) => Value): Builtin {
  return {
    name,
    role: "network",
    unknowns: "accept",
    call: (call) => [call.args[0]?.kind === "unknown" ? call.args[0] : give(call)],
  };
}

const names: readonly string[] = ["Initialize", "OutputNames"];

/** The arguments by position, and whether values are wanted. */
function withInitialize(
  { name: where, args, place }: Call,
  from: number,
): { readonly positional: readonly Value[]; readonly initialize: boolean } {
  const begin = args.findIndex((arg, i) => {
    const text = i >= from ? textOf(arg) : undefined;
    return text !== undefined && (args.length - i) % 2 === 0 && isName(text, names);
  });
  const named = begin < 0 ? [] : namedArguments(args.slice(begin), { where, names }, place);
  const given = named.find(({ name }) => name === "Initialize")?.value;
  return {
    positional: args.slice(0, begin < 0 ? undefined : begin),
    initialize: given === undefined || given.kind === "unknown" || isTrue(given),
  };
}

function dlnetworkFrom(call: Call): Value {
  const { positional, initialize } = withInitialize(call, 0);
  const [layers] = positional;
  if (layers === undefined) return networkValue(new NetworkContent("dlnetwork", LayerGraph.empty));
  const graph = graphOf(layers, call.session, call.place);
  const known = isGraphValue(layers) && layers.content instanceof NetworkContent ? layers.content.network : undefined;
  if (graph.layers.length === 0) return networkValue(new NetworkContent("dlnetwork", graph));
  const complete = initialize && openPorts(graph, "input").length === 0;
  if (initialize) refuseOutputLayers(graph, call);
  if (complete) requireValid(graph, usageOf(graph), call);
  return networkValue(new NetworkContent("dlnetwork", graph, known, complete ? seedFrom(call) : undefined));
}

function refuseOutputLayers(graph: LayerGraph, { place }: Call): void {
  const found = graph.layers.filter((layer) => layer.definition.loss);
  if (found.length === 0) return;
  const causes = found.map(
    ({ name, type }) =>
      `    Layer '${name}': Detected output layer (${type}). The network must not have any output layers. Remove it with removeLayers.`,
  );
  throw new ScriptError("invalid-network", ["Invalid network.", "Caused by:", ...causes].join("\n"), place);
}

function networkArgument(call: Call): NetworkContent {
  const [value] = call.args;
  if (value === undefined) throw notEnough(call.name, "a dlnetwork", call.place);
  if (isGraphValue(value) && value.content instanceof NetworkContent) return value.content;
  throw wrongArgument(call.name, "the first argument", "a dlnetwork", value, call.place);
}

function initialized(call: Call): Value {
  const { className, graph, network } = networkArgument(call);
  requireValid(graph, usageOf(graph), call);
  return networkValue(new NetworkContent(className, graph, network, seedFrom(call)));
}

/** `addInputLayer(net, layer, inputName)`: connected to that input, or to the first one that is open. */
function withInputLayer(call: Call): Value {
  const { positional, initialize } = withInitialize(call, 2);
  const { graph, network } = networkArgument(call);
  const [, given, input] = positional;
  const elements = given && layerElements(given);
  if (elements?.length !== 1) throw wrongArgument("addInputLayer", "the second argument", "one input layer", given, call.place);
  if (input?.kind === "unknown") throw mustBeKnown("addInputLayer", "the name of the input", input, call.place);
  const [open] = openPorts(graph, "input");
  const end = input === undefined ? open && `${open.layer.name}/${open.ports[0]}` : textOf(input);
  if (end === undefined)
    throw new ScriptError("layergraph:noOpenInput", "addInputLayer: every input of the network is connected.", call.place);
  const changed = asked(call.place, () => withFirst(graph, layerOf(elements[0], call.session, call.place), end));
  const complete = initialize && openPorts(changed, "input").length === 0;
  return networkValue(new NetworkContent("dlnetwork", changed, network, complete ? seedFrom(call) : undefined));
}

/** The graph with an input layer before all others, connected to an end. */
function withFirst(graph: LayerGraph, layer: Layer, end: string): LayerGraph {
  const added = graph.addLayers([layer]);
  const [input] = added.layers.slice(-1);
  const again = LayerGraph.unconnected([input, ...graph.layers]).connectLayers(input.name, end);
  return graph.edges.reduce(
    (all, { source, sourcePort, destination, destinationPort }) =>
      all.connectLayers(`${source}/${sourcePort}`, `${destination}/${destinationPort}`),
    again,
  );
}

function assembled(call: Call): Value {
  const [layers] = call.args;
  if (layers === undefined) throw notEnough("assembleNetwork", "layers", call.place);
  const graph = graphOf(layers, call.session, call.place);
  call.session.note({ kind: "graph", value: layers, trained: false, place: call.place });
  const kind = isGraphValue(layers) ? "DAGNetwork" : "SeriesNetwork";
  requireValid(graph, "trainNetwork", call);
  if (call.session.mode === "port") return networkValue(new NetworkContent(kind, graph));
  return networkValue(
    new NetworkContent(
      kind,
      graph,
      asked(call.place, () => assembleNetwork(graph)),
    ),
  );
}

function drawn(call: Call): readonly Value[] {
  const { session, place, nargout } = call;
  const [value] = call.args;
  session.note({ kind: "graph", value, trained: false, place });
  if (session.mode === "run") freshAxes(call).graph = graphOf(value, session, place);
  return nargout > 0 ? [graphics] : [];
}

/** The analysis, printed where the script is run. */
function analyzed({ args: [value], session, place }: Call): readonly Value[] {
  if (value === undefined || value.kind === "unknown") return [];
  const graph = graphOf(value, session, place);
  session.note({ kind: "graph", value, trained: false, place });
  if (session.mode === "run") session.print(`${printAnalysis(analyze(graph, { targetUsage: usageOf(graph) }))}\n`);
  return [];
}
