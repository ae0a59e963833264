import type { MatValue } from "../../data/matValues.ts";
import { findNetworks } from "../saved/findNetworks.ts";
import { importVariables } from "../saved/importMat.ts";
import type { Call, Value } from "../values/value.ts";
import { NetworkContent } from "./graphContent.ts";
import { graphValue } from "./graphValue.ts";
import { layersValue } from "./layerArray.ts";
import { networkValue } from "./networkValue.ts";
import { asked } from "./refusals.ts";

/** A network, layer graph or array of layers that MATLAB saved in a file; undefined for other objects. What differs from MATLAB is told. */
export function savedValue(value: MatValue, { session, place }: Pick<Call, "session" | "place">): Value | undefined {
  const variables = new Map([["net", value]]);
  const [holder] = findNetworks(variables);
  if (holder?.path !== "net") return undefined;
  const { graph, network, className, notes } = asked(place, () => importVariables(variables));
  for (const message of notes) session.note({ kind: "warning", code: "saved-network", message, place });
  if (holder.kind === "layers") return layersValue(graph.layers);
  if (holder.kind === "graph") return graphValue(graph);
  return networkValue(new NetworkContent(className as NetworkContent["className"], graph, network));
}
