import { Script } from "node:vm";
import * as layers from "../../../layers/index.ts";
import { DlNetwork, dlnetwork } from "../../network/dlnetwork.ts";
import { addLayers, connectLayers, disconnectLayers, removeLayers, replaceLayer } from "../../network/edits.ts";
import { setL2Factor, setLearnRateFactor } from "../../network/factors.ts";
import { LayerGraph, layerGraph } from "../../network/layerGraph.ts";
import { trainingOptions } from "../../train/trainingOptions.ts";
import { trainNetwork } from "../../train/trainNetwork.ts";
import { trainnet } from "../../train/trainnet.ts";
import { layerClass } from "../saved/layerClass.ts";
import { matlabFunction } from "../saved/matlabFunction.ts";

/** What a generated module may import. */
const library: Readonly<Record<string, unknown>> = {
  ...layers,
  layerGraph,
  addLayers,
  connectLayers,
  disconnectLayers,
  removeLayers,
  replaceLayer,
  dlnetwork,
  setL2Factor,
  setLearnRateFactor,
  trainingOptions,
  trainNetwork,
  trainnet,
  layerClass,
  matlabFunction,
  LayerGraph,
  DlNetwork,
};

/** Longer than any graph takes to build, in milliseconds. */
const timeout = 20_000;

/**
 * Runs a compiled module with this very library, and returns the graph that it builds.
 *
 * @throws what the module throws, and where its default export is no graph
 */
export function builtGraph(code: string, given: Readonly<Record<string, unknown>>): LayerGraph {
  const exports: { default?: unknown } = {};
  const run = new Script(`(exports, require) => {\n${code}\n}`, { filename: "generated.js" }).runInThisContext({ timeout }) as (
    exports: object,
    require: (name: string) => unknown,
  ) => void;
  const scope = globalThis as { [key: symbol]: unknown };
  scope[doorway] = () => {
    run(exports, () => library);
    return typeof exports.default === "function" ? exports.default(given) : exports.default;
  };
  try {
    const graph: unknown = new Script("globalThis[Symbol.for('layergraph:doorway')]()").runInThisContext({ timeout });
    if (graph instanceof LayerGraph) return graph;
    throw new Error("the module's default export is no layer graph");
  } finally {
    delete scope[doorway];
  }
}

/** Where the code that may take only so long finds what to run. */
const doorway = Symbol.for("layergraph:doorway");
