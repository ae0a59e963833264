import type { DataSet, Observations } from "../../data/dataSet.ts";
import type { Responses } from "../../data/responses.ts";
import { inputLayersOf } from "../../network/ends.ts";
import type { LayerGraph } from "../../network/layerGraph.ts";
import type { OutputFunction, OutputFunctionInfo } from "../../train/trainingOptions.ts";
import type { Store } from "../builtins/stores.ts";
import { observationsIn, readAll, storeOf } from "../builtins/storeValue.ts";
import { concatenated } from "../values/concatenate.ts";
import { cell, emptyMatrix, number, struct, text } from "../values/construct.ts";
import { isTrue, textsOf } from "../values/convert.ts";
import { runNow } from "../values/evaluation.ts";
import { ScriptError } from "../values/scriptError.ts";
import { sizeOf } from "../values/shape.ts";
import { isTable } from "../values/tableData.ts";
import type { Call, CellValue, Value } from "../values/value.ts";
import { readObservations } from "./observations.ts";
import type { OptionsContent } from "./optionsContent.ts";
import { mustBeKnown } from "./refusals.ts";
import { readResponses } from "./responses.ts";

/** Predictors and responses for a network with one input and one output. */
export type TrainingData = Observations & { readonly responses: Responses };

/** The data of a training as the script gives them. */
export function trainingData(graph: LayerGraph, predictors: Value, targets: Value, call: Call, timeRows: boolean): TrainingData {
  const [layer, ...others] = inputLayersOf(graph);
  if (layer === undefined || others.length > 0) {
    throw new ScriptError(
      "layergraph:unsupported",
      `${call.name}: networks with ${layer ? "several inputs" : "no input layer"} cannot be trained on arrays; MATLAB takes a datastore for them, which is not supported here.`,
      call.place,
    );
  }
  for (const value of [predictors, targets]) {
    if (value.kind === "unknown") throw mustBeKnown(call.name, "the training data", value, call.place);
  }
  const target = graph.layers.find(({ definition }) => definition.loss)?.definition.target;
  const reading = { timeRows, place: call.place };
  const { observations, bare } = readObservations(predictors, layer.definition.input!(layer.options as never), {
    ...reading,
    name: "X",
  });
  const responses = readResponses(targets, { ...reading, name: "T", bare, ...(target && { target }) });
  return { ...observations, responses };
}

/** Predictors and responses among the arguments of a training function: two arrays, a datastore that gives both, or a table and the names of its responses (its last variable). */
export function dataIn(call: Call, after: number): readonly [predictors: Value, responses: Value] {
  const data = call.args.slice(0, call.args.length - after);
  const [first, second] = data;
  const store = second === undefined ? storeOf(first) : undefined;
  if (store !== undefined) return storedData(call, store);
  if (!isTable(first)) {
    if (second !== undefined) return [first, second];
    throw new ScriptError(
      "layergraph:unsupported",
      `${call.name}: of datastores only arrayDatastore, and what combine and transform make of it, can be training data here; else give predictors and responses.`,
      call.place,
    );
  }
  const { names, columns } = first.content;
  const responses = second === undefined ? names.slice(-1) : (textsOf(second) ?? []);
  const unknown = responses.find((name) => !names.includes(name));
  if (unknown !== undefined || responses.length === 0) {
    throw new ScriptError(
      "layergraph:invalidData",
      `Invalid training data. The table has no variable '${unknown ?? ""}' for the responses. It has ${names.join(", ")}.`,
      call.place,
    );
  }
  const chosen = (wanted: boolean): Value[] => columns.filter((_, i) => responses.includes(names[i]) === wanted);
  const [X, T] = [chosen(false), chosen(true)];
  const sequences = X.length === 1 && X[0].kind === "cell";
  return [sequences ? X[0] : concatenated(2, X), T.length === 1 ? T[0] : concatenated(2, T)];
}

/** Predictors and responses of a datastore that gives two variables: predictors in cells, responses as one array where they can be one. */
function storedData(call: Call, store: Store): readonly [predictors: Value, responses: Value] {
  const rows = observationsIn(runNow(readAll(call, store), call.name));
  const odd = rows.find((row) => row.length !== 2);
  if (odd !== undefined || rows.length === 0)
    throw new ScriptError(
      "layergraph:invalidData",
      `Invalid training data. The datastore must give predictors and responses, 2 variables; it gives ${odd?.length ?? "no observations"}.`,
      call.place,
    );
  const variable = (j: number): CellValue =>
    cell(
      rows.map((row) => row[j]),
      [rows.length, 1],
    );
  const responses = variable(1);
  const rowsOfNumbers = responses.elements.every((each) => sizeOf(each).length === 2 && sizeOf(each)[0] === 1);
  return [variable(0), rowsOfNumbers ? concatenated(1, responses.elements) : responses];
}

/** What options say that is known only when training begins: validation data and functions of the script. */
export function laterOptions(
  graph: LayerGraph,
  { given }: OptionsContent,
  call: Call,
  timeRows: boolean,
): { readonly validationData?: DataSet; readonly outputFcn?: readonly OutputFunction[] } {
  const validation = given.get("ValidationData");
  const functions = given.get("OutputFcn");
  return {
    ...(validation && !isEmptyArray(validation) && { validationData: validationData(graph, validation, call, timeRows) }),
    ...(functions && !isEmptyArray(functions) && { outputFcn: outputFunctions(functions, call) }),
  };
}

function isEmptyArray(value: Value): boolean {
  return (value.kind === "numeric" && value.data.length === 0) || (value.kind === "cell" && value.elements.length === 0);
}

function validationData(graph: LayerGraph, value: Value, call: Call, timeRows: boolean): DataSet {
  if (value.kind === "cell" && value.elements.length >= 2)
    return trainingData(graph, value.elements[0], value.elements[1], call, timeRows);
  if (value.kind === "unknown") throw mustBeKnown(call.name, "ValidationData", value, call.place);
  const store = storeOf(value);
  if (store !== undefined) return trainingData(graph, ...storedData(call, store), call, timeRows);
  throw new ScriptError(
    "layergraph:unsupported",
    `${call.name}: ValidationData must be a cell array {X, T} or an arrayDatastore of both here.`,
    call.place,
  );
}

function outputFunctions(value: Value, { session, place }: Call): OutputFunction[] {
  const handles = value.kind === "cell" ? value.elements : [value];
  return handles.map(
    (handle): OutputFunction =>
      (info) => {
        const [stop] = runNow(session.invoke(handle, [infoValue(info)], 1, place), "OutputFcn");
        return stop !== undefined && isTrue(stop);
      },
  );
}

function infoValue(info: OutputFunctionInfo): Value {
  const optional = (x: number | undefined): Value => (x === undefined || Number.isNaN(x) ? emptyMatrix : number(x));
  const metric = info.trainingRMSE === undefined ? "Accuracy" : "RMSE";
  return struct({
    Epoch: number(info.epoch),
    Iteration: number(info.iteration),
    TimeSinceStart: number(info.timeSinceStart),
    TrainingLoss: optional(info.trainingLoss),
    ValidationLoss: optional(info.validationLoss),
    BaseLearnRate: number(info.baseLearnRate),
    [`Training${metric}`]: optional(info[`training${metric}`]),
    [`Validation${metric}`]: optional(info[`validation${metric}`]),
    State: text(info.state),
  });
}
