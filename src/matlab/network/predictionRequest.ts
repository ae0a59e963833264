import { inputLayersOf } from "../../network/ends.ts";
import type { Network } from "../../network/network.ts";
import { commonShape } from "../../train/optionShapes.ts";
import type { PredictionOptions } from "../../train/predictionOptions.ts";
import type { GivenPredictors } from "../../train/trainingData.ts";
import { concatenated } from "../values/concatenate.ts";
import { textOf } from "../values/convert.ts";
import { ScriptError } from "../values/scriptError.ts";
import { isTable } from "../values/tableData.ts";
import { unknown } from "../values/unknown.ts";
import type { Call, UnknownValue, Value } from "../values/value.ts";
import { isName, namedArguments } from "./arguments.ts";
import { NetworkContent } from "./graphContent.ts";
import { isGraphValue } from "./graphValue.ts";
import { readyNetwork } from "./networkReadiness.ts";
import { readObservations } from "./observations.ts";
import { optionValue } from "./optionValue.ts";
import { mustBeKnown, notEnough, wrongArgument } from "./refusals.ts";

/** What a prediction function of MATLAB is called with. */
export interface PredictionRequest {
  readonly content: NetworkContent;
  readonly net: Network;
  readonly X: GivenPredictors;
  readonly options: PredictionOptions;
  /** Whether one sequence was given as a bare matrix. */
  readonly bare: boolean;
  /** Arguments by name that the library does not have. */
  readonly more: ReadonlyMap<string, Value>;
}

/** Options of ours, by MATLAB's names. */
const names: readonly string[] = ["MiniBatchSize", "SequenceLength", "SequencePaddingValue", "SequencePaddingDirection"];
/** Options that change nothing here: there is one way of computing. */
const needless: readonly string[] = ["ExecutionEnvironment", "Acceleration"];

/** What follows the network and what a function has beside. */
export interface RequestForm {
  /** How many arguments stand between the data and those by name. */
  readonly after?: number;
  readonly more?: readonly string[];
  /** Whether time steps are rows of the data. */
  readonly timeRows: boolean;
}

/** The network of a call's first argument. */
export function networkIn(call: Call): NetworkContent {
  const [value] = call.args;
  if (value === undefined) throw notEnough(call.name, "a network and data", call.place);
  if (isGraphValue(value) && value.content instanceof NetworkContent) return value.content;
  throw wrongArgument(call.name, "the first argument", "a network", value, call.place);
}

/** The arguments of a call before those by name, the network left out. */
export function positionalIn({ args }: Call, more: readonly string[] = []): readonly Value[] {
  const all = [...names, ...needless, ...more];
  const begin = args.findIndex((arg, i) => {
    const text = i > 0 ? textOf(arg) : undefined;
    return text !== undefined && (args.length - i) % 2 === 0 && isName(text, all);
  });
  return args.slice(1, begin < 0 ? undefined : begin);
}

/** What a call asks for; an unknown where its network or data are not known. */
export function predictionRequest(call: Call, { after = 0, more = [], timeRows }: RequestForm): PredictionRequest | UnknownValue {
  const missing = call.args.find((arg) => arg.kind === "unknown");
  if (missing && call.session.mode === "port") return missing;
  if (missing) throw mustBeKnown(call.name, "what the network is given", missing, call.place);
  const content = networkIn(call);
  const net = readyNetwork(content, call);
  if (!net || call.session.mode === "port")
    return unknown(call.name, "networks are not run while a script is ported", call.place);
  const positional = positionalIn(call, more);
  const data = positional.slice(0, positional.length - after);
  const named = namedArguments(
    call.args.slice(1 + positional.length),
    { where: call.name, names: [...names, ...needless, ...more] },
    call.place,
  );
  const { predictors, bare } = predictorsFor(net, data, call, timeRows);
  const options = Object.fromEntries(
    named.flatMap(({ name, value }): [string, unknown][] => {
      const option = (name.charAt(0).toLowerCase() + name.slice(1)) as keyof typeof commonShape;
      return names.includes(name) ? [[option, optionValue(value, commonShape[option])]] : [];
    }),
  );
  return { content, net, X: predictors, options, bare, more: new Map(named.map(({ name, value }) => [name, value])) };
}

function predictorsFor(
  net: Network,
  data: readonly Value[],
  call: Call,
  timeRows: boolean,
): { predictors: GivenPredictors; bare: boolean } {
  const inputs = inputLayersOf(net.graph);
  if (data.length !== inputs.length) {
    const inputNames = inputs.map(({ name }) => `'${name}'`).join(", ");
    throw new ScriptError(
      "layergraph:wrongInputs",
      `${call.name}: the network has ${inputs.length} inputs (${inputNames}), received ${data.length} arrays of data.`,
      call.place,
    );
  }
  const read = inputs.map((layer, i) => {
    const spec = layer.definition.input!(layer.options as never);
    return readObservations(tableless(data[i], spec.channels), spec, {
      name: inputs.length === 1 ? "X" : layer.name,
      timeRows,
      place: call.place,
    });
  });
  const predictors =
    read.length === 1 ? read[0].observations : Object.fromEntries(inputs.map(({ name }, i) => [name, read[i].observations]));
  return { predictors, bare: read[0].bare };
}

/** The predictors of a table: its first variables, as many as the network has features; sequences in a variable of cells. */
function tableless(value: Value, features: number): Value {
  if (!isTable(value)) return value;
  const { columns } = value.content;
  return columns[0]?.kind === "cell" ? columns[0] : concatenated(2, columns.slice(0, features));
}
