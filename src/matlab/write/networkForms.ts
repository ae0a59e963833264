import type { Argument, Expression } from "../syntax/ast.ts";
import { type Kind, kinds } from "./kind.ts";
import { optionName } from "./optionNames.ts";
import { Inexpressible, primary, type Scope, type Translated } from "./scope.ts";
import { settled } from "./settled.ts";
import { trainingOptionsCall } from "./trainingOptionsCall.ts";
import { updatedNetwork } from "./updates.ts";

type NetworkForm = (args: readonly Argument[], scope: Scope, call: Expression) => Translated;

/** How calls of functions for graphs and networks are written, by name. */
export const networkForms: ReadonlyMap<string, NetworkForm> = new Map<string, NetworkForm>([
  ["layerGraph", graphCall("layerGraph", kinds.graph)],
  ["addLayers", edit("addLayers")],
  ["connectLayers", edit("connectLayers")],
  ["disconnectLayers", edit("disconnectLayers")],
  ["removeLayers", edit("removeLayers")],
  ["replaceLayer", edit("replaceLayer", ["reconnectBy"])],
  ["setLearnRateFactor", factorCall("setLearnRateFactor")],
  ["setL2Factor", factorCall("setL2Factor")],
  ["dlnetwork", dlnetworkCall],
  ["initialize", (args, scope) => scope.translate(args[0].value)],
  ["dlupdate", updated],
  ["trainingOptions", trainingOptionsCall],
]);

function graphCall(name: string, kind: Kind): NetworkForm {
  return (args, scope, call) => {
    if (args.length > 1 || args[0]?.name !== undefined) throw new Inexpressible(call, `such arguments of ${name}`);
    scope.imports.add(name);
    return primary(`${name}(${args.map(({ value }) => settled(value, scope).text).join(", ")})`, kind);
  };
}

/** `setLearnRateFactor(layer, 'Weights', 0)` of a layer. */
function factorCall(name: string): NetworkForm {
  return (args, scope, call) => {
    const [layer, parameter, factor] = args.map(({ value }) => settled(value, scope));
    if (args.length !== 3 || layer.kind.is !== "layer" || !/^"[A-Z]/.test(parameter.text))
      throw new Inexpressible(call, `such arguments of ${name}`);
    scope.imports.add(name);
    const option = `"${parameter.text.charAt(1).toLowerCase()}${parameter.text.slice(2)}`;
    return primary(`${name}(${layer.text}, ${option}, ${factor.text})`, kinds.layer);
  };
}

/** An edit gives a graph of a graph, and a network of a network. */
function edit(name: string, options: readonly string[] = []): NetworkForm {
  return (args, scope) => {
    scope.imports.add(name);
    const texts: string[] = [];
    let of: Kind = kinds.graph;
    for (let at = 0; at < args.length; at++) {
      const { value, name: given } = args[at];
      const text = given ?? (at > 1 && value.kind === "text" ? value.value : undefined);
      const option = text === undefined ? undefined : optionName(text, options);
      const named = given === undefined ? args[at + 1]?.value : value;
      if (option !== undefined && named) {
        texts.push(`{ ${option}: ${settled(named, scope).text} }`);
        if (given === undefined) at++;
        continue;
      }
      if (given !== undefined) throw new Inexpressible(value, `the option ${given}`);
      const translated = settled(value, scope);
      if (at === 0) of = translated.kind;
      texts.push(translated.text);
    }
    return primary(`${name}(${texts.join(", ")})`, of.is === "network" ? kinds.network : kinds.graph);
  };
}

/** `dlupdate(f, net)`: the same graph. */
function updated(_: readonly Argument[], scope: Scope, call: Expression): Translated {
  const network = updatedNetwork(call, scope);
  if (network === undefined) throw new Inexpressible(call, "an update of such a value");
  return scope.translate(network);
}

/** A network without values yet: data to make them for are not a part of the graph. */
function dlnetworkCall(args: readonly Argument[], scope: Scope): Translated {
  scope.imports.add("dlnetwork");
  const [first] = args;
  if (first === undefined || first.name !== undefined) scope.imports.add("layerGraph");
  const graph = first === undefined || first.name !== undefined ? "layerGraph()" : settled(first.value, scope).text;
  return primary(`dlnetwork(${graph}, { initialize: false })`, kinds.network);
}
