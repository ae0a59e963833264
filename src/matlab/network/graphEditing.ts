import type { Layer } from "../../layer.ts";
import { DlNetwork } from "../../network/dlnetwork.ts";
import { LayerGraph } from "../../network/layerGraph.ts";
import { textOf, textsOf } from "../values/convert.ts";
import type { Builtin, Call, HostValue, Value } from "../values/value.ts";
import { namedArguments } from "./arguments.ts";
import { GraphContent, NetworkContent } from "./graphContent.ts";
import { graphOf, graphValue, isGraphValue } from "./graphValue.ts";
import { layerElements } from "./layerElements.ts";
import { layerOf } from "./layerOf.ts";
import { graphWithValues } from "./networkArrays.ts";
import { networkValue } from "./networkValue.ts";
import { asked, mustBeKnown, notEnough, wrongArgument } from "./refusals.ts";

/** Layer graphs and what edits them. */
export const graphEditing: readonly Builtin[] = [
  editing("layerGraph", newGraph),
  editing("addLayers", (call) => edited(call, (graph) => graph.addLayers(layersIn(call, 1)))),
  editing("connectLayers", (call) => {
    const [source, destination] = [endIn(call, 1, "the source"), endIn(call, 2, "the destination")];
    return edited(call, (graph) => graph.connectLayers(source, destination));
  }),
  editing("disconnectLayers", (call) => {
    const [source, destination] = [endIn(call, 1, "the source"), endIn(call, 2, "the destination")];
    return edited(call, (graph) => graph.disconnectLayers(source, destination));
  }),
  editing("removeLayers", (call) => edited(call, (graph) => graph.removeLayers(namesIn(call, 1)))),
  editing("replaceLayer", (call) => {
    const [name, layers] = [endIn(call, 1, "the layer"), layersIn(call, 2)];
    const reconnectBy = reconnection(call);
    return edited(call, (graph) => graph.replaceLayer(name, layers, { reconnectBy }));
  }),
];

function editing(name: string, give: (call: Call) => Value): Builtin {
  return {
    name,
    role: "network",
    unknowns: "accept",
    call: (call) => [call.args[0]?.kind === "unknown" ? call.args[0] : give(call)],
  };
}

/** `layerGraph`, of layers, or of a network, whose values the layers then have. */
function newGraph({ args: [value], session, place }: Call): Value {
  if (value === undefined) return graphValue(LayerGraph.empty);
  const network = isGraphValue(value) && value.content instanceof NetworkContent ? value.content : undefined;
  return graphValue(network ? graphWithValues(network) : graphOf(value, session, place));
}

/** The graph or network of the first argument after an edit. */
function edited(call: Call, edit: (graph: LayerGraph | DlNetwork) => LayerGraph | DlNetwork): Value {
  const [value] = call.args;
  if (value === undefined) throw notEnough(call.name, "a layer graph", call.place);
  if (!isGraphValue(value) || (value.content instanceof NetworkContent && value.content.className !== "dlnetwork")) {
    throw wrongArgument(
      call.name,
      "the first argument",
      "a layer graph or a dlnetwork (make one with layerGraph)",
      value,
      call.place,
    );
  }
  return asked(call.place, () => withGraph(value, edit(editable(value.content))));
}

function editable(content: GraphContent | NetworkContent): LayerGraph | DlNetwork {
  if (content instanceof GraphContent) return content.graph;
  return new DlNetwork({
    graph: content.graph,
    learnables: content.network?.learnables ?? new Map(),
    states: content.network?.states ?? new Map(),
  });
}

function withGraph(value: HostValue<GraphContent | NetworkContent>, result: LayerGraph | DlNetwork): Value {
  if (result instanceof LayerGraph) return graphValue(result);
  const { className, seed } = value.content as NetworkContent;
  return networkValue(new NetworkContent(className, result.graph, result, seed));
}

function layersIn(call: Call, at: number): Layer[] {
  const value = call.args[at];
  const elements = value && layerElements(value);
  if (elements) return elements.map((element) => layerOf(element, call.session, call.place));
  if (value?.kind === "unknown") throw mustBeKnown(call.name, "the layers", value, call.place);
  const expected =
    value && isGraphValue(value)
      ? "an array of layers (the Layers of the other graph, which are then connected anew)"
      : "an array of layers";
  throw wrongArgument(call.name, "the layers", expected, value, call.place);
}

function endIn(call: Call, at: number, what: string): string {
  const value = call.args[at];
  const text = value && textOf(value);
  if (text !== undefined) return text;
  if (value?.kind === "unknown") throw mustBeKnown(call.name, `the name of ${what}`, value, call.place);
  throw wrongArgument(call.name, `the name of ${what}`, "a character vector or a string scalar", value, call.place);
}

function namesIn(call: Call, at: number): readonly string[] {
  const value = call.args[at];
  const texts = value && textsOf(value);
  if (texts) return texts;
  if (value?.kind === "unknown") throw mustBeKnown(call.name, "the names of the layers", value, call.place);
  throw wrongArgument(
    call.name,
    "the names of the layers",
    "text, a string array or a cell array of character vectors",
    value,
    call.place,
  );
}

function reconnection(call: Call): "name" | "order" {
  const named = namedArguments(call.args.slice(3), { where: call.name, names: ["ReconnectBy"] }, call.place);
  const given = named.length === 0 ? "name" : textOf(named[0].value)?.toLowerCase();
  if (given === "name" || given === "order") return given;
  throw wrongArgument(call.name, "ReconnectBy", "'name' or 'order'", named[0].value, call.place);
}
