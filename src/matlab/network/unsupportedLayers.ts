import { z } from "zod";
import type { Layer } from "../../layer.ts";
import { placeholderLayer } from "../../network/placeholder.ts";
import { writeGraph } from "../../network/writeGraph.ts";
import { handleText } from "../layers/handleText.ts";
import { textOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { isGraphValue } from "./graphValue.ts";
import { layersValue } from "./layerArray.ts";
import { optionValue } from "./optionValue.ts";

/** MATLAB's functions for layers that there are not here. */
const names = [
  "averagePooling3dLayer",
  "complexFullyConnectedLayer",
  "complexReluLayer",
  "complexToRealLayer",
  "convolution3dLayer",
  "crop3dLayer",
  "depthToSpace2dLayer",
  "dicePixelClassificationLayer",
  "focalLossLayer",
  "globalAveragePooling3dLayer",
  "globalMaxPooling3dLayer",
  "gruProjectedLayer",
  "image3dInputLayer",
  "lstmProjectedLayer",
  "maxPooling3dLayer",
  "neuralODELayer",
  "patchEmbeddingLayer",
  "pointCloudInputLayer",
  "quadraticLayer",
  "realToComplexLayer",
  "reshapeLayer",
  "resize2dLayer",
  "resize3dLayer",
  "roiInputLayer",
  "roiMaxPooling2dLayer",
  "rpnSoftmaxLayer",
  "spaceToDepthLayer",
  "ssdMergeLayer",
  "transposedConv3dLayer",
  "yolov2OutputLayer",
  "yolov2ReorgLayer",
  "yolov2TransformLayer",
  "cwtLayer",
  "dlhdl.layer.reductionLayer",
  "melSpectrogramLayer",
  "stftLayer",
  "istftLayer",
  "modwtLayer",
] as const;

/** Functions for such layers: a script that is ported keeps its graph, with a place for the layer; one that is run ends there. */
export const unsupportedLayers: readonly Builtin[] = names.map(
  (name): Builtin => ({
    name,
    role: "network",
    unknowns: "accept",
    call: (call) => [layersValue([placeholder(name, call)])],
  }),
);

function placeholder(type: string, { args, session, place }: Call): Layer {
  const message = `${type}: there is no such layer here.`;
  if (session.mode === "run") throw new ScriptError("layergraph:unsupported", message, place);
  session.note({ kind: "warning", code: "unsupported-layer", message: `${message} The graph keeps its place.`, place });
  const { name, ...options } = byName(args);
  const label = typeof name === "string" ? name : "";
  const fix = "Replace it, or define a layer of your own with defineLayer.";
  return placeholderLayer(type, label, options, {
    code: "unsupported-layer",
    severity: "error",
    message: `${message} ${fix}`,
    fix,
  });
}

/** The options given by name, and those by position as `arguments`. */
function byName(args: Call["args"]): Record<string, unknown> {
  const begin = args.findIndex((arg, i) => (args.length - i) % 2 === 0 && /^[a-z]\w*$/i.test(textOf(arg) ?? ""));
  const positional = args.slice(0, begin < 0 ? undefined : begin).map(plainOption);
  const named = begin < 0 ? [] : args.slice(begin);
  const entries = Array.from({ length: named.length / 2 }, (_, i): [string, unknown] => {
    const name = textOf(named[2 * i]) ?? "";
    return [name.charAt(0).toLowerCase() + name.slice(1), plainOption(named[2 * i + 1])];
  });
  return { ...(positional.length > 0 && { arguments: positional }), ...Object.fromEntries(entries) };
}

/** A value as plain data, which files can hold: graphs as graph files, functions as MATLAB's text, other values with a behaviour in words. */
function plainOption(value: Value): unknown {
  if (isGraphValue(value)) return writeGraph(value.content.graph);
  if (value.kind === "handle") return handleText(value).text;
  if (value.kind === "host" || value.kind === "object" || value.kind === "struct") return describeValue(value);
  return optionValue(value, z.unknown());
}
