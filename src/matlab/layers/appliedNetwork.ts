import { passThrough } from "../../custom/networkPass.ts";
import { SymbolicNetwork } from "../../custom/symbolicNetwork.ts";
import { outputName, outputsOf } from "../../network/ends.ts";
import type { Network } from "../../network/network.ts";
import { constant, type Dim } from "../../ops/index.ts";
import { elementCount } from "../../tensor.ts";
import { textsOf } from "../values/convert.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Call, Session, Value } from "../values/value.ts";
import { fromActivation, toActivation } from "./activations.ts";
import { arraysTable } from "./arrayTables.ts";
import { constantsOf } from "./networkConstants.ts";
import { tracedFrom } from "./operators.ts";
import { plainText } from "./plainValues.ts";
import { tracedValue } from "./tracedValues.ts";

/**
 * What a network computes of arrays with labels: its outputs as arrays with labels, and where one result more is asked for its new state.
 *
 * @param training as in training, with dropout and the statistics of this mini-batch
 * @throws LayerGraphError where the arrays do not fit the network's inputs
 */
export function appliedToArrays(net: Network, call: Call, training: boolean): readonly Value[] {
  const { inputs, names } = argumentsIn(call, net);
  const { learnables, states } = constantsOf(net);
  const symbolic = new SymbolicNetwork(net.graph, learnables, states);
  const X = inputs.map((array) => toActivation(tracedFrom(array, call.name), call.name));
  const random = drawnNow(call.session);
  const pass = passThrough(call.name, symbolic, X, { outputs: names }, training, random);
  const outputs = pass.outputs.map((y) => tracedValue(fromActivation(y)));
  return call.nargout > outputs.length ? [...outputs, arraysTable(pass.states)] : outputs;
}

/** The arrays of a call, and the outputs that it asks for: all of the network without the option Outputs. */
function argumentsIn({ args, name, place }: Call, { graph }: Network) {
  const option = args.findIndex((arg, i) => i > 0 && plainText(arg) !== undefined);
  const inputs = args.slice(1, option < 0 ? undefined : option);
  if (option < 0) return { inputs, names: outputsOf(graph).map((end) => outputName(graph, end)) };
  const names = textsOf(args[option + 1]);
  if (plainText(args[option])!.toLowerCase() === "outputs" && names && args.length === option + 2) return { inputs, names };
  throw new ScriptError(
    "layergraph:option",
    `${name}: the option '${plainText(args[option])}' is not supported for arrays with labels; there is Outputs.`,
    place,
  );
}

/** Random numbers of layers such as dropout, from the script's own. */
function drawnNow({ random }: Session) {
  return (_layer: string, shape: readonly Dim[]) => {
    const sizes = shape.map(Number);
    return constant(
      Float64Array.from({ length: elementCount(sizes) }, () => random.uniform()),
      sizes,
    );
  };
}
