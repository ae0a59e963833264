import type { Responses } from "../../data/responses.ts";
import type { Layer } from "../../layer.ts";
import { inputLayersOf } from "../../network/ends.ts";
import type { LayerGraph } from "../../network/layerGraph.ts";
import type { GivenData } from "../../train/networkData.ts";
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

/** Predictors for each input of a network, and responses for its output. */
export type TrainingData = GivenData & { readonly responses: Responses };

/** What a script trains on, not yet read: an array or cells for each input, and the responses. */
export interface WrittenData {
  readonly predictors: readonly Value[];
  readonly responses: Value;
}

/** The data of a training as the script gives them. */
export function trainingData(graph: LayerGraph, data: WrittenData, call: Call, timeRows: boolean): TrainingData {
  const inputs = inputLayersOf(graph);
  const { predictors, responses: targets } = data;
  if (inputs.length !== predictors.length || inputs.length === 0) throw wrongInputs(inputs, predictors.length, call);
  for (const value of [...predictors, targets]) {
    if (value.kind === "unknown") throw mustBeKnown(call.name, "the training data", value, call.place);
  }
  const target = graph.layers.find(({ definition }) => definition.loss)?.definition.target;
  const reading = { timeRows, place: call.place };
  const specs = inputs.map(({ definition, options }) => definition.input!(options as never));
  const read = predictors.map((value, i) =>
    readObservations(value, specs[i], { ...reading, name: inputs.length === 1 ? "X" : inputs[i].name }),
  );
  const { observations, bare } = read[0];
  const perObservation = !specs.some(({ format }) => format.includes("T"));
  const written = perObservation ? asRows(targets) : targets;
  const responses = readResponses(written, { ...reading, name: "T", bare, ...(target && { target }) });
  if (inputs.length === 1) return { ...observations, responses };
  const byName = Object.fromEntries(inputs.map(({ name }, i) => [name, read[i].observations]));
  return { predictors: byName, responses } as TrainingData;
}

function wrongInputs(inputs: readonly Layer[], given: number, call: Call): ScriptError {
  const names = inputs.map(({ name }) => `'${name}'`).join(", ");
  return new ScriptError(
    "layergraph:invalidData",
    inputs.length === 0
      ? `${call.name}: a network without an input layer cannot be trained.`
      : `Invalid training data. The network has ${inputs.length} inputs (${names}); the data have predictors for ${given}. Give a datastore that combines the predictors of each input and the responses: combine(arrayDatastore(X1), arrayDatastore(X2), arrayDatastore(T)).`,
    call.place,
  );
}

/** Responses of single observations as the rows of a matrix, where each was read as a vector by itself. */
function asRows(responses: Value): Value {
  if (responses.kind !== "cell" || responses.elements.length === 0) return responses;
  const vectors = responses.elements.flatMap((each) =>
    each.kind === "numeric" && Math.min(...sizeOf(each)) === 1 ? [each] : [],
  );
  if (vectors.length !== responses.elements.length || vectors.some(({ size }) => size.length !== 2)) return responses;
  return concatenated(
    1,
    vectors.map((each) => ({ ...each, size: [1, each.data.length] })),
  );
}

/** Predictors and responses among the arguments of a training function: two arrays, a datastore that gives both, or a table and the names of its responses (its last variable). */
export function dataIn(call: Call, after: number): WrittenData {
  const data = call.args.slice(0, call.args.length - after);
  const [first, second] = data;
  const store = second === undefined ? storeOf(first) : undefined;
  if (store !== undefined) return storedData(call, store);
  if (!isTable(first)) {
    if (second !== undefined) return { predictors: [first], responses: second };
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
  return { predictors: [sequences ? X[0] : concatenated(2, X)], responses: T.length === 1 ? T[0] : concatenated(2, T) };
}

/** Predictors and responses of a datastore whose last variable are the responses: predictors in cells, responses as one array where they can be one. */
function storedData(call: Call, store: Store): WrittenData {
  const rows = observationsIn(runNow(readAll(call, store), call.name));
  const width = rows[0]?.length ?? 0;
  const odd = rows.find((row) => row.length !== width || width < 2);
  if (odd !== undefined || rows.length === 0)
    throw new ScriptError(
      "layergraph:invalidData",
      `Invalid training data. The datastore must give the predictors of each input and the responses, at least 2 variables; it gives ${odd?.length ?? "no observations"}.`,
      call.place,
    );
  const variables = Array.from(
    { length: width },
    (_, j): CellValue =>
      cell(
        rows.map((row) => row[j]),
        [rows.length, 1],
      ),
  );
  const responses = variables.at(-1)!;
  const rowsOfNumbers = responses.elements.every((each) => sizeOf(each).length === 2 && sizeOf(each)[0] === 1);
  return { predictors: variables.slice(0, -1), responses: rowsOfNumbers ? concatenated(1, responses.elements) : responses };
}

/** What options say that is known only when training begins: validation data and functions of the script. */
export function laterOptions(
  graph: LayerGraph,
  { given }: OptionsContent,
  call: Call,
  timeRows: boolean,
): { readonly validationData?: TrainingData; readonly outputFcn?: readonly OutputFunction[] } {
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

function validationData(graph: LayerGraph, value: Value, call: Call, timeRows: boolean): TrainingData {
  if (value.kind === "cell" && value.elements.length >= 2)
    return trainingData(graph, { predictors: value.elements.slice(0, -1), responses: value.elements.at(-1)! }, call, timeRows);
  if (value.kind === "unknown") throw mustBeKnown(call.name, "ValidationData", value, call.place);
  const store = storeOf(value);
  if (store !== undefined) return trainingData(graph, storedData(call, store), call, timeRows);
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
