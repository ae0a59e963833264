import { LayerGraph } from "../../network/layerGraph.ts";
import type { Place } from "../syntax/ast.ts";
import { cellOfTexts } from "../values/construct.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { HostValue, Session, Value, ValueOperations } from "../values/value.ts";
import { connectionsTable } from "./connectionsTable.ts";
import { displayProperties } from "./displayProperties.ts";
import { GraphContent, NetworkContent } from "./graphContent.ts";
import { layersValue } from "./layerArray.ts";
import { layerElements } from "./layerElements.ts";
import { elementOf, layerOf } from "./layerOf.ts";
import { methodNamed } from "./methods.ts";
import { asked } from "./refusals.ts";

/** The value of a layer graph. */
export function graphValue(graph: LayerGraph): HostValue<GraphContent> {
  return { kind: "host", operations: graphOperations, content: new GraphContent(graph) };
}

/** Whether a value is a layer graph or a network. */
export function isGraphValue(value: Value): value is HostValue<GraphContent | NetworkContent> {
  return value.kind === "host" && (value.content instanceof GraphContent || value.content instanceof NetworkContent);
}

/**
 * The layer graph that a value is: of a layer graph, a network, or layers, which are then connected one after the other.
 *
 * @throws ScriptError where it is nothing of these, or where MATLAB would refuse the layers
 */
export function graphOf(value: Value, session: Session, place: Place): LayerGraph {
  if (isGraphValue(value)) return value.content.graph;
  const elements = layerElements(value);
  if (elements === undefined)
    throw new ScriptError("layergraph:notAGraph", "Layers argument must be an array of layers or a layer graph.", place);
  return asked(place, () => LayerGraph.empty.addLayers(elements.map((element) => layerOf(element, session, place))));
}

const propertyNames = ["Layers", "Connections", "InputNames", "OutputNames"] as const;

const graphOperations: ValueOperations = {
  className: "nnet.cnn.LayerGraph",
  complete: true,
  size: () => [1, 1],
  member: (value, name) => graphProperty((value as HostValue<GraphContent>).content.graph, name),
  memberNames: () => propertyNames,
  withMember: (_, name) => {
    throw new ScriptError(
      "MATLAB:class:SetProhibited",
      `You cannot set the read-only property '${name}' of LayerGraph. Use replaceLayer, addLayers and connectLayers.`,
    );
  },
  method: methodNamed,
  display: (value) =>
    displayProperties(
      "LayerGraph",
      ["InputNames", "OutputNames", "Layers", "Connections"].map((name) => [name, graphOperations.member!(value, name)!]),
    ),
};

/** A property that layer graphs and networks have in common. */
export function graphProperty(graph: LayerGraph, name: string): Value | undefined {
  switch (name) {
    case "Layers":
      return layersValue(graph.layers.map(elementOf));
    case "Connections":
      return connectionsTable(graph.connections);
    case "InputNames":
      return cellOfTexts(graph.inputNames);
    case "OutputNames":
      return cellOfTexts(graph.outputNames);
    default:
      return undefined;
  }
}
