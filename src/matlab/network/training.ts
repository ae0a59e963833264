import type { LayerGraph } from "../../network/layerGraph.ts";
import type { Network } from "../../network/network.ts";
import type { TrainingInfo } from "../../train/trainingInfo.ts";
import { train } from "../../train/trainNetwork.ts";
import { trainByLoss } from "../../train/trainnet.ts";
import { number, row, struct, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { waitFor } from "../values/evaluation.ts";
import { ScriptError } from "../values/scriptError.ts";
import { unknown } from "../values/unknown.ts";
import type { Builtin, Call, Evaluation, Value } from "../values/value.ts";
import { GraphContent, NetworkContent } from "./graphContent.ts";
import { graphOf, isGraphValue } from "./graphValue.ts";
import { layerElements } from "./layerElements.ts";
import { readyNetwork, requireValid, seedFrom } from "./networkReadiness.ts";
import { networkValue } from "./networkValue.ts";
import { checkedOptions, drawsProgress, type OptionsContent } from "./optionsContent.ts";
import { isOptions } from "./optionsValue.ts";
import { drawTraining } from "./progressFigure.ts";
import { mustBeKnown, notEnough, refusal, wrongArgument } from "./refusals.ts";
import { dataIn, laterOptions, trainingData } from "./trainingRequest.ts";
import { tellTrainingTraps } from "./trainingTraps.ts";

/** MATLAB's functions that train. */
export const training: readonly Builtin[] = [
  { name: "trainNetwork", role: "training", unknowns: "accept", trains: "whole", call: trainedNetwork },
  { name: "trainnet", role: "training", unknowns: "accept", trains: "whole", call: trainedByLoss },
];

function* trainedNetwork(call: Call): Evaluation<readonly Value[]> {
  const { args, session, place } = call;
  if (args.length < 3) throw notEnough("trainNetwork", "data, layers and options", place);
  const [layers, options] = args.slice(-2);
  if (layers.kind === "unknown") return unknownResults(call, layers.reason);
  if (!(layerElements(layers) || (isGraphValue(layers) && layers.content instanceof GraphContent))) {
    throw new ScriptError(
      "layergraph:notAGraph",
      `Layers argument must be an array of layers or a layer graph. Received ${className(layers)}; write layerGraph(net) for the layers of a network.`,
      place,
    );
  }
  const graph = graphOf(layers, session, place);
  const content = optionsIn(call, options);
  session.note({ kind: "graph", value: layers, trained: true, ...(content && { options }), place });
  if (content) tellTrainingTraps(graph, content, call);
  requireValid(graph, "trainNetwork", call);
  const kind = isGraphValue(layers) ? "DAGNetwork" : "SeriesNetwork";
  if (session.mode === "port") return ported(call, new NetworkContent(kind, graph));
  if (!content) throw mustBeKnown("trainNetwork", "the options", options as Extract<Value, { kind: "unknown" }>, place);
  const data = trainingData(graph, dataIn(call, 2), call, false);
  const checked = checkedOptions(content, place, {
    seed: seedFrom(call),
    ...(session.signal && { signal: session.signal }),
    ...(session.plots && { plots: session.plots }),
    ...laterOptions(graph, content, call, false),
  });
  const result = yield* trainedBy(call, () =>
    train({ data, layers: graph, options: checked, print: (line) => session.print(`${line}\n`) }),
  );
  if (drawsProgress(content)) drawTraining(result.info, call);
  return [networkValue(new NetworkContent(kind, result.net.graph, result.net)), infoValue(result.info)].slice(
    0,
    Math.max(1, call.nargout),
  );
}

function* trainedByLoss(call: Call): Evaluation<readonly Value[]> {
  const { args, session, place } = call;
  if (args.length < 4) throw notEnough("trainnet", "data, a network, a loss and options", place);
  const [layers, loss, options] = args.slice(-3);
  if (layers.kind === "unknown") return unknownResults(call, layers.reason);
  const graph = graphOf(layers, session, place);
  const content = optionsIn(call, options);
  session.note({ kind: "graph", value: layers, trained: true, ...(content && { options }), place });
  if (content) tellTrainingTraps(graph, content, call);
  requireValid(graph, "dlnetwork", call);
  if (session.mode === "port") return ported(call, new NetworkContent("dlnetwork", graph));
  if (!content) throw mustBeKnown("trainnet", "the options", options as Extract<Value, { kind: "unknown" }>, place);
  const timeRows = !channelsFirst(content);
  const data = trainingData(graph, dataIn(call, 3), call, timeRows);
  const checked = checkedOptions(content, place, {
    seed: seedFrom(call),
    ...(session.signal && { signal: session.signal }),
    ...(session.plots && { plots: session.plots }),
    ...laterOptions(graph, content, call, timeRows),
  });
  const start = startOf(layers, graph, call);
  const result = yield* trainedBy(call, () =>
    trainByLoss({
      data,
      layers: start,
      loss: lossNamed(loss, call) as never,
      options: checked,
      print: (line) => session.print(`${line}\n`),
    }),
  );
  if (drawsProgress(content)) drawTraining(result.info, call);
  return [networkValue(new NetworkContent("dlnetwork", result.net.graph, result.net)), infoValue(result.info)].slice(
    0,
    Math.max(1, call.nargout),
  );
}

/** Whether the data have their channels in rows, as `InputDataFormats` "CTB" says. */
function channelsFirst({ given }: OptionsContent): boolean {
  const format = given.get("InputDataFormats");
  const letters = (format && textOf(format)) ?? "";
  return letters.indexOf("C") >= 0 && letters.indexOf("C") < letters.indexOf("T");
}

/** A network is trained further from its values. */
function startOf(layers: Value, graph: LayerGraph, call: Call): LayerGraph | Network {
  const content = isGraphValue(layers) && layers.content instanceof NetworkContent ? layers.content : undefined;
  return (content && readyNetwork(content, call)) ?? graph;
}

function lossNamed(loss: Value, { place }: Call): string {
  const name = textOf(loss);
  if (name !== undefined) return name === "mean-squared-error" ? "mse" : name === "mean-absolute-error" ? "mae" : name;
  throw new ScriptError(
    "layergraph:unsupported",
    'trainnet: the loss must be the name of one here, such as "crossentropy" or "mse"; functions of the script cannot be trained by.',
    place,
  );
}

function optionsIn(call: Call, options: Value): OptionsContent | undefined {
  if (isOptions(options)) return options.content;
  if (options.kind === "unknown") return undefined;
  throw wrongArgument(call.name, "the last argument", "training options, as trainingOptions returns them", options, call.place);
}

function className(value: Value): string {
  return value.kind === "host" ? value.operations.className : value.kind;
}

/** While a script is only ported, a trained network is its layers without values. */
function ported(call: Call, content: NetworkContent): readonly Value[] {
  const info = unknown("info", "nothing is trained while a script is ported", call.place);
  return [networkValue(content), info].slice(0, Math.max(1, call.nargout));
}

function unknownResults(call: Call, reason: string): readonly Value[] {
  return ["net", "info"].slice(0, Math.max(1, call.nargout)).map((name) => unknown(name, reason, call.place));
}

/** Waits for a training; what it refuses is an error of the script. */
function* trainedBy<T>({ place }: Call, start: () => Promise<T>): Evaluation<T> {
  try {
    return yield* waitFor(start());
  } catch (error) {
    throw refusal(error, place, isData(error) ? "Invalid training data." : undefined);
  }
}

function isData(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "invalid-training-data";
}

/** MATLAB's record of a training. */
function infoValue(info: TrainingInfo): Value {
  const fields: Record<string, Value> = {};
  for (const [name, value] of Object.entries(info)) {
    const field = name.charAt(0).toUpperCase() + name.slice(1);
    if (Array.isArray(value)) fields[field] = row(value as number[]);
    else if (typeof value === "number") fields[field] = number(value);
    else if (typeof value === "string") fields[field] = text(value);
  }
  return struct(fields);
}
