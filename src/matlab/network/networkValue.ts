import { cellOfTexts, logical } from "../values/construct.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { HostValue, Value, ValueOperations } from "../values/value.ts";
import { displayProperties } from "./displayProperties.ts";
import type { NetworkClass, NetworkContent } from "./graphContent.ts";
import { graphProperty } from "./graphValue.ts";
import { methodNamed } from "./methods.ts";
import { arraysValue, graphWithValues, withArraysOf } from "./networkArrays.ts";
import { isInitialized, openNames } from "./networkFacts.ts";

/** The value of a network. */
export function networkValue(content: NetworkContent): HostValue<NetworkContent> {
  return { kind: "host", operations: operations[content.className], content };
}

const operations: Readonly<Record<NetworkClass, ValueOperations>> = {
  dlnetwork: operationsOf("dlnetwork", [
    "Layers",
    "Connections",
    "Learnables",
    "State",
    "InputNames",
    "OutputNames",
    "Initialized",
  ]),
  DAGNetwork: operationsOf("DAGNetwork", ["Layers", "Connections", "InputNames", "OutputNames"]),
  SeriesNetwork: operationsOf("SeriesNetwork", ["Layers", "InputNames", "OutputNames"]),
};

function operationsOf(className: NetworkClass, names: readonly string[]): ValueOperations {
  const property = (value: Value, name: string): Value | undefined =>
    names.includes(name) || name === "Connections"
      ? networkProperty((value as HostValue<NetworkContent>).content, name)
      : undefined;
  return {
    className,
    complete: true,
    size: () => [1, 1],
    member: property,
    memberNames: () => names,
    withMember: (value, name, given) => {
      if (className === "dlnetwork" && (name === "State" || name === "Learnables")) {
        return networkValue(withArraysOf((value as HostValue<NetworkContent>).content, name, given));
      }
      throw new ScriptError("MATLAB:class:SetProhibited", `You cannot set the property '${name}' of ${className} here.`);
    },
    method: methodNamed,
    display: (value) =>
      displayProperties(
        className,
        names.map((name) => [name, property(value, name)!]),
      ),
  };
}

function networkProperty(content: NetworkContent, name: string): Value | undefined {
  const open = content.className === "dlnetwork";
  if (open && name === "InputNames") return cellOfTexts(openNames(content.graph, "input"));
  if (open && name === "OutputNames") return cellOfTexts(openNames(content.graph, "output"));
  if (name === "Initialized") return logical(isInitialized(content));
  if (name === "Learnables" || name === "State") return arraysValue(content, name);
  return graphProperty(graphWithValues(content), name);
}
