import { activations } from "../../train/activations.ts";
import { classesByOutput, classesOf, classify } from "../../train/classify.ts";
import { evaluateNetwork } from "../../train/evaluateNetwork.ts";
import type { OutputPrediction } from "../../train/gatheredOutput.ts";
import type { Prediction } from "../../train/networkOutputs.ts";
import { predict } from "../../train/predict.ts";
import { classifyAndUpdateState, predictAndUpdateState, resetState } from "../../train/updateState.ts";
import { argument } from "../builtins/arguments.ts";
import { appliedToArrays } from "../layers/appliedNetwork.ts";
import { tracedOf } from "../layers/tracedArray.ts";
import { number, numericOf } from "../values/construct.ts";
import { integerOf, isTrue, numbersOf, textOf, textsOf } from "../values/convert.ts";
import { waitFor } from "../values/evaluation.ts";
import { ScriptError } from "../values/scriptError.ts";
import { isUnknown, unknown } from "../values/unknown.ts";
import type { Builtin, Call, Evaluation, HostValue, UnknownValue, Value } from "../values/value.ts";
import { NetworkContent } from "./graphContent.ts";
import { readyNetwork } from "./networkReadiness.ts";
import { networkValue } from "./networkValue.ts";
import { networkIn, type PredictionRequest, positionalIn, predictionRequest, type RequestForm } from "./predictionRequest.ts";
import { asked, refusal, wrongArgument } from "./refusals.ts";
import { readResponses } from "./responses.ts";
import { labelsValue, scoresValue } from "./results.ts";
import { scoresToLabels } from "./scoresToLabels.ts";

/** MATLAB's functions that apply networks. */
export const predicting: readonly Builtin[] = [
  applying("classify", { timeRows: false }, classified),
  applying("predict", { timeRows: false, more: ["ReturnCategorical"] }, predicted),
  applying(
    "minibatchpredict",
    { timeRows: true, more: ["UniformOutput", "Outputs", "InputDataFormats", "OutputDataFormats"] },
    predictedInBatches,
  ),
  applying("activations", { timeRows: false, after: 1, more: ["OutputAs"] }, activated),
  applying("predictAndUpdateState", { timeRows: false }, predictedWithState),
  applying("classifyAndUpdateState", { timeRows: false }, classifiedWithState),
  { name: "forward", role: "training", unknowns: "accept", call: (call) => withLabels(call, networkIn(call), true) },
  { name: "resetState", role: "training", unknowns: "accept", call: (call) => [withoutState(call)] },
  { name: "scores2label", role: "computes", call: (call) => [scoresToLabels(call)] },
  { name: "testnet", role: "training", unknowns: "accept", call: tested },
];

/** `predict` and `forward` of arrays with labels, as custom training loops call them; unknown while a script is ported. */
function withLabels(call: Call, content: NetworkContent, training: boolean): readonly Value[] {
  const missing = call.args.find(isUnknown);
  if (missing) return unknownResults(call, missing);
  const net = call.session.mode === "run" ? readyNetwork(content, call) : undefined;
  const reason = "nothing is computed by networks while their script is ported";
  if (!net) return unknownResults(call, unknown("Y", reason, call.place) as UnknownValue);
  return asked(call.place, () => appliedToArrays(net, call, training));
}

type Applied = (call: Call, request: PredictionRequest) => Promise<readonly Value[]>;

function applying(name: string, form: RequestForm, apply: Applied): Builtin {
  return { name, role: "training", unknowns: "accept", call: (call) => appliedNetwork(call, form, apply) };
}

function* appliedNetwork(call: Call, form: RequestForm, apply: Applied): Evaluation<readonly Value[]> {
  const { content } = argument(call, 0) as HostValue;
  if (content instanceof NetworkContent && call.args.some((arg) => tracedOf(arg))) return withLabels(call, content, false);
  const own = methodOfData(call);
  if (own) {
    const results = own.call(call);
    return Symbol.iterator in results && "next" in results ? yield* results : (results as readonly Value[]);
  }
  const request = predictionRequest(call, form);
  if ("kind" in request) return unknownResults(call, request);
  try {
    return (yield* waitFor(apply(call, request))).slice(0, Math.max(1, call.nargout));
  } catch (error) {
    throw refusal(error, call.place);
  }
}

/** Data with a behaviour of their own, such as formatted arrays, say themselves how a network is applied to them. */
function methodOfData({ name, args }: Call): Builtin | undefined {
  for (const arg of args.slice(1)) {
    if (tracedOf(arg)) continue;
    const method = arg.kind === "host" && !(arg.content instanceof NetworkContent) ? arg.operations.method?.(name) : undefined;
    if (method) return method;
  }
  return undefined;
}

function unknownResults(call: Call, { reason }: UnknownValue): readonly Value[] {
  const names = ["Y", "scores", "state"];
  return names.slice(0, Math.max(1, call.nargout)).map((name) => unknown(name, reason, call.place));
}

async function classified(_: Call, { net, X, options, bare }: PredictionRequest): Promise<readonly Value[]> {
  const result = await classify(net, X, options);
  const layout = { bare, timeRows: false };
  return [labelsValue(result, classesOf(net)!, layout), scoresValue(scoresIn(result), layout)];
}

function scoresIn(result: Awaited<ReturnType<typeof classify>>): OutputPrediction {
  return { kind: result.kind, values: result.scores } as OutputPrediction;
}

async function predicted(call: Call, { net, X, options, bare, more }: PredictionRequest): Promise<readonly Value[]> {
  const categorical = more.get("ReturnCategorical");
  if (categorical && isTrue(categorical))
    return [(await classified(call, { net, X, options, bare, more } as PredictionRequest))[0]];
  return outputsOf(await predict(net, X, options), bare, false);
}

/** The outputs in the order of the network. */
function outputsOf({ outputs, ...first }: Prediction, bare: boolean, timeRows: boolean): Value[] {
  const all = outputs ? Object.values(outputs) : [first as OutputPrediction];
  return all.map((output) => scoresValue(output, { bare, timeRows }));
}

async function predictedInBatches(_: Call, { net, X, options, bare, more }: PredictionRequest): Promise<readonly Value[]> {
  const values = outputsOf(await predict(net, X, options), bare, true);
  const uniform = more.get("UniformOutput");
  return uniform && !isTrue(uniform) ? values : values.map(stackedSequences);
}

/** Sequences of a cell array as one array, time × channels × observations, the shorter ones with zeros at their end. */
function stackedSequences(value: Value): Value {
  if (value.kind !== "cell") return value;
  const parts = value.elements as readonly Extract<Value, { kind: "numeric" }>[];
  const time = parts.reduce((most, { size }) => Math.max(most, size[0]), 0);
  const channels = parts[0]?.size[1] ?? 0;
  const data = new Float32Array(time * channels * parts.length);
  for (const [i, part] of parts.entries()) {
    const numbers = numbersOf(part)!;
    for (let c = 0; c < channels; c++) {
      for (let t = 0; t < part.size[0]; t++) data[(i * channels + c) * time + t] = numbers[c * part.size[0] + t];
    }
  }
  return numericOf([time, channels, parts.length], data, "single");
}

async function activated(call: Call, { net, X, options, bare, more }: PredictionRequest): Promise<readonly Value[]> {
  const asked = positionalIn(call, ["OutputAs"]).at(-1)!;
  const index = integerOf(asked);
  const name = textOf(asked) ?? (index === undefined ? undefined : net.graph.layers[index - 1]?.name);
  if (name === undefined)
    throw wrongArgument("activations", "the layer", "the name or the number of a layer of the network", asked, call.place);
  const layout = more.get("OutputAs");
  const order = layout === undefined ? "channels" : textOf(layout)?.toLowerCase();
  const { outputs: _, ...prediction } = await activations(net, X, name, options);
  return [arranged(prediction as OutputPrediction, order, bare, call)];
}

/** Features of images by channels (h × w × c × N), or each observation as a row or column. */
function arranged(prediction: OutputPrediction, order: string | undefined, bare: boolean, call: Call): Value {
  const value = scoresValue(prediction, { bare, timeRows: false });
  if (value.kind !== "numeric") return value;
  if (order !== "channels" && order !== "rows" && order !== "columns") {
    throw new ScriptError(
      "layergraph:wrongArgument",
      "activations: OutputAs must be 'channels', 'rows' or 'columns'.",
      call.place,
    );
  }
  const data = numbersOf(value) as Float32Array;
  const flat = prediction.kind === "vectors";
  if (order === "channels")
    return flat ? numericOf([1, 1, value.size[1], value.size[0]], transposed(data, value.size[0]), "single") : value;
  const observations = flat ? value.size[0] : (value.size[3] ?? 1);
  const width = data.length / observations;
  const columns = flat ? transposed(data, observations) : data; // features × observations
  return order === "columns"
    ? numericOf([width, observations], columns, "single")
    : numericOf([observations, width], transposed(columns, width), "single");
}

function transposed(data: Float32Array, rows: number): Float32Array {
  const columns = data.length / rows;
  return Float32Array.from({ length: data.length }, (_, i) => data[(i % columns) * rows + Math.floor(i / columns)]);
}

async function predictedWithState(_: Call, { net, X, options, bare, content }: PredictionRequest): Promise<readonly Value[]> {
  const { net: after, ...prediction } = await predictAndUpdateState(net, X, options);
  return [changed(content, after), ...outputsOf(prediction as Prediction, bare, false)];
}

async function classifiedWithState(_: Call, { net, X, options, bare, content }: PredictionRequest): Promise<readonly Value[]> {
  const { net: after, ...result } = await classifyAndUpdateState(net, X, options);
  const layout = { bare, timeRows: false };
  return [changed(content, after), labelsValue(result, classesOf(net)!, layout), scoresValue(scoresIn(result as never), layout)];
}

function changed({ className }: NetworkContent, net: PredictionRequest["net"]): Value {
  return networkValue(new NetworkContent(className, net.graph, net));
}

function withoutState(call: Call): Value {
  const [value] = call.args;
  if (value && isUnknown(value)) return value;
  const content = networkIn(call);
  return content.network ? changed(content, resetState(content.network)) : value;
}

/** `testnet(net, X, T, metrics)`: the accuracy in percent, or the root mean square error. */
function* tested(call: Call): Evaluation<readonly Value[]> {
  const request = predictionRequest(call, { timeRows: true, after: 2, more: ["InputDataFormats", "TargetDataFormats"] });
  if ("kind" in request) return [unknown("metrics", request.reason, call.place)];
  const [targets, metrics] = positionalIn(call, ["InputDataFormats", "TargetDataFormats"]).slice(-2);
  const target = classesByOutput(request.net).size > 0 ? "classes" : "numbers";
  const responses = readResponses(targets, { name: "T", timeRows: true, place: call.place, bare: request.bare, target });
  try {
    const result = yield* waitFor(
      evaluateNetwork(request.net, { ...(request.X as object), responses } as never, request.options),
    );
    return [metricsValue(result, metrics, call)];
  } catch (error) {
    throw refusal(error, call.place);
  }
}

function metricsValue(result: Awaited<ReturnType<typeof evaluateNetwork>>, metrics: Value, { place }: Call): Value {
  const values = (textsOf(metrics) ?? []).map((name) => {
    if (name === "accuracy" && result.accuracy !== undefined) return 100 * result.accuracy;
    if (name === "rmse" && result.rmse !== undefined) return result.rmse;
    throw new ScriptError(
      "layergraph:unsupported",
      `testnet: the metric '${name}' is not supported here for this network; there are 'accuracy' for classes and 'rmse' for numbers.`,
      place,
    );
  });
  if (values.length === 0) throw wrongArgument("testnet", "the metrics", 'names such as "accuracy"', metrics, place);
  return values.length === 1 ? number(values[0]) : numericOf([1, values.length], Float64Array.from(values), "double");
}
