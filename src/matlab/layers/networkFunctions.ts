import {
  avgpool,
  batchnorm,
  dlconv,
  dltranspconv,
  embed,
  fullyconnect,
  gelu,
  groupnorm,
  gru,
  layernorm,
  leakyrelu,
  lstm,
  maxpool,
} from "../../functions/index.ts";
import type { Activation } from "../../layer.ts";
import { multiplyDims, type Value as Op, reshape, softmax } from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Call, Value } from "../values/value.ts";
import { attended } from "./attentionFunction.ts";
import { applied } from "./elementwiseFunctions.ts";
import { type Family, knownNumber, knownText, parted, type Result } from "./functionArguments.ts";
import { column, dataOf, labelled, matrix, perChannel, stateLike, stateOf, vector, zeroBias } from "./functionData.ts";
import { tracedFrom } from "./operators.ts";
import { paddedWith } from "./padding.ts";
import { plainNumbers, plainText } from "./plainValues.ts";
import { asFloat, numeric, sizesOf, storedLearnable, TracedArray, unlabelled } from "./tracedArray.ts";

/** MATLAB's deep-learning functions on arrays with labels, or with `DataFormat`. */
export const networkFunctions: Family = {
  softmax: (call) => {
    const x = dataOf(call, ["DataFormat"]);
    const channel = x.array.labels?.indexOf("C") ?? -1;
    if (channel < 0)
      throw new ScriptError("deep:dlarray:NoChannelDimension", "softmax: the format has no channel dimension 'C'.");
    const array = paddedWith(numeric(x.array), channel, -1e30);
    return x.back(new TracedArray(softmax(array.value, array.axes[channel]), array.axes, x.kept));
  },
  leakyrelu: (call) => {
    const scale = call.args[1] && plainNumbers(call.args[1]) ? knownNumber(call.args[1], "The scale of leakyrelu") : 0.01;
    const x = numeric(tracedFrom(call.args[0]));
    return elementFunction(x, (activation) => leakyrelu(activation, scale));
  },
  gelu: (call) => {
    const { options } = parted(call, ["Approximation"]);
    const approximation = options.has("Approximation") ? knownText(options.get("Approximation"), "Approximation") : "none";
    const x = numeric(tracedFrom(call.args[0]));
    return elementFunction(x, (activation) => gelu(activation, { approximation: approximation as "none" | "tanh" }));
  },
  fullyconnect: (call) => {
    const x = dataOf(call, ["DataFormat"]);
    const bias = x.given[1] ? column(x.given[1]) : zeroBias(matrix(x.given[0]));
    return x.back(labelled(fullyconnect(x.activation, matrix(x.given[0]), bias)));
  },
  embed: (call) => {
    const x = dataOf(call, ["DataFormat"]);
    return labelled(embed(x.activation, matrix(x.given[0])));
  },
  dlconv: (call) => convolved(call, dlconv),
  dltranspconv: (call) => convolved(call, dltranspconv),
  avgpool: (call) => pooled(call, avgpool),
  maxpool: (call) => pooled(call, (X, size, options) => maxpool(X, size, options as never)),
  layernorm: (call) => {
    const x = dataOf(call, ["DataFormat", "Epsilon", "OperationDimension"]);
    return x.back(labelled(layernorm(x.activation, perChannel(x.given[0]), perChannel(x.given[1]), x.options)));
  },
  groupnorm: (call) => {
    const x = dataOf(call, ["DataFormat", "Epsilon"]);
    const groups = plainText(x.given[0]) ?? knownNumber(x.given[0], "The number of groups");
    return x.back(labelled(groupnorm(x.activation, groups as number, perChannel(x.given[1]), perChannel(x.given[2]), x.options)));
  },
  instancenorm: (call) => {
    const x = dataOf(call, ["DataFormat", "Epsilon"]);
    return x.back(labelled(groupnorm(x.activation, "channel-wise", perChannel(x.given[0]), perChannel(x.given[1]), x.options)));
  },
  batchnorm: (call) => {
    const x = dataOf(call, ["DataFormat", "Epsilon", "MeanDecay", "VarianceDecay"]);
    const { meanDecay: _, varianceDecay: __, ...options } = x.options as Record<string, unknown>;
    const [offset, scale, mean, variance] = x.given.map(perChannel);
    if (mean && variance && call.nargout < 2)
      return x.back(labelled(batchnorm(x.activation, offset, scale, mean, variance, options)));
    const [y, mu, sigma] = batchnorm(x.activation, offset, scale, options);
    return [x.back(labelled(y)), vector(mu), vector(sigma)];
  },
  attention: attended,
  lstm: (call) => {
    const x = dataOf(call, ["DataFormat"]);
    const [hidden, cell] = x.given.slice(0, 2).map(stateOf);
    const [y, h, c] = lstm(x.activation, hidden, cell, matrix(x.given[2]), matrix(x.given[3]), column(x.given[4]));
    return [x.back(labelled(y)), ...[h, c].map((state) => stateLike(state, call.args[1]))];
  },
  gru: (call) => {
    const x = dataOf(call, ["DataFormat", "ResetGateMode"]);
    const [y, h] = gru(x.activation, stateOf(x.given[0]), matrix(x.given[1]), matrix(x.given[2]), column(x.given[3]), x.options);
    return [x.back(labelled(y)), stateLike(h, call.args[1])];
  },
};

function elementFunction(x: TracedArray, apply: (activation: Activation) => Activation): TracedArray {
  return applied((value) => apply({ value, format: "CB" }).value, x);
}

type Convolve = (X: Activation, weights: Op, bias: Op, options: never) => Activation;

/** Convolutions: the bias may be a number, and the weights have groups as a fourth or fifth dimension. */
function convolved(call: Call, convolve: Convolve): Result {
  const x = dataOf(call, ["DataFormat", "Stride", "DilationFactor", "Padding", "PaddingValue", "Cropping", "WeightsFormat"]);
  const { weightsFormat: _, ...options } = x.options as Record<string, unknown>;
  const weights = tracedFrom(x.given[0], call.name);
  const spatial = x.activation.format.startsWith("SS") ? 2 : 1;
  const sizes = sizesOf(weights);
  while (sizes.length < spatial + 2) sizes.push(1);
  const stored = reshape(asFloat(storedLearnable(unlabelled(weights))), [...sizes].reverse());
  const filters = multiplyDims(...sizes.slice(spatial + 1));
  const bias = tracedFrom(x.given[1], call.name);
  const flat = perChannel(x.given[1]);
  const whole = sizesOf(bias).every((d) => d === 1) && filters !== 1 ? repeatedNumber(x.given[1], Number(filters)) : flat;
  return x.back(labelled(convolve(x.activation, stored, whole, options as never)));
}

function repeatedNumber(value: Value, count: number): Op {
  const number = knownNumber(value, "The bias");
  return perChannel({ kind: "numeric", class: "double", size: [count, 1], data: new Float64Array(count).fill(number) });
}

function pooled(
  call: Call,
  pool: (X: Activation, size: number | readonly [number, number], options: never) => Activation,
): Result {
  const x = dataOf(call, ["DataFormat", "Stride", "Padding", "PaddingValue", "PoolFormat"]);
  const { poolFormat: _, ...options } = x.options as Record<string, unknown>;
  const numbers = plainNumbers(x.given[0]);
  if (!numbers) throw new ScriptError("layergraph:argument", `${call.name}: the size of the window must be numbers.`);
  const size = numbers.data.length === 1 ? numbers.data[0] : ([numbers.data[0], numbers.data[1]] as const);
  return x.back(labelled(pool(x.activation, size, options as never)));
}
