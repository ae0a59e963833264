import { addDims, multiplyDims, sqrt } from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Call, Value } from "../values/value.ts";
import { extreme } from "./elementwiseFunctions.ts";
import { type Family, knownNumber, knownNumbers, type Result } from "./functionArguments.ts";
import { combinedBy, tracedFrom, truths } from "./operators.ts";
import { isEmptyArray, notTraced, plainText } from "./plainValues.ts";
import { placeOfLargest, reductions, runningSum, spread } from "./reductions.ts";
import { firstDimension, reshaped } from "./shapes.ts";
import { matrixOf, simplest, sizeNumber, symbolicOf } from "./symbolicNumbers.ts";
import { numeric, sizesOf, type TracedArray, tracedOf, unlabelled, withValue } from "./tracedArray.ts";

/** Functions that take elements together: `sum(X,dim)`, `max(X,[],dim)`, `std(X,0,dim)`, `cumsum(X,dim)` … */
export const reductionFunctions: Family = {
  sum: (call) => sizesTogether(call) ?? reduced(call),
  prod: (call) => sizesTogether(call) ?? reduced(call),
  mean: reduced,
  sumsqr: reduced,
  vecnorm: (call) => {
    const power = call.args.length > 1 ? knownNumber(call.args[1], "The norm's exponent") : 2;
    if (power !== 2) throw notTraced(`vecnorm with the exponent ${power} cannot be traced.`, "Use 2, or sum(abs(X).^p).^(1/p).");
    return reductions.vecnorm(numeric(first(call)), dimensions(call.args[2], first(call)));
  },
  norm: (call) => {
    const x = numeric(first(call));
    if (call.args.length > 1 || Math.min(...sizesOf(x).map((d) => (d === 1 ? 1 : 2))) > 1) {
      throw notTraced("norm of a matrix, or with a second argument, cannot be traced.", "Use vecnorm, or sqrt(sum(X.^2,'all')).");
    }
    return reductions.vecnorm(x, allDimensions(x));
  },
  max: (call) => extremes("max", call),
  min: (call) => extremes("min", call),
  std: (call) => deviation(call, true),
  var: (call) => deviation(call, false),
  rms: (call) => {
    const x = numeric(first(call));
    const along = dimensions(call.args[1], x);
    const mean = reductions.mean(combinedBy(".*", x, x), along);
    return withValue(mean, sqrt(mean.value));
  },
  cumsum: (call) => {
    const reverse = call.args.some((arg) => plainText(arg) === "reverse");
    const [, along] = call.args.filter((arg) => plainText(arg) === undefined);
    const x = first(call);
    return runningSum(x, along ? knownNumber(along, "The dimension") - 1 : firstDimension(x), reverse);
  },
  dot: ({ args }) => {
    const [a, b] = [0, 1].map((i) => tracedFrom(args[i], "dot"));
    const products = combinedBy(".*", a, b);
    return reductions.sum(products, args[2] ? [knownNumber(args[2], "The dimension") - 1] : [firstDimension(products)]);
  },
  normalize: (call) => {
    if (call.args.length > 2) throw notTraced("normalize with a method cannot be traced.", "Write (X - mean(X)) ./ std(X).");
    const x = numeric(first(call));
    const along = dimensions(call.args[1], x);
    return combinedBy("./", combinedBy("-", x, reductions.mean(x, along)), spread(x, along, false, true));
  },
  any: (call) => whetherTrue(call, "max"),
  all: (call) => whetherTrue(call, "min"),
};

function first({ args, name }: Call): TracedArray {
  return tracedFrom(args[0], name);
}

function reduced(call: Call): Result {
  const x = first(call);
  const given = call.args
    .slice(1)
    .filter((arg) => !["omitnan", "includenan", "default", "native"].includes(plainText(arg) ?? ""));
  if (plainText(call.args.at(-1)) === "omitnan")
    throw notTraced(`${call.name} with "omitnan" cannot be traced.`, "Leave it out.");
  const along = dimensions(given[0], x);
  const result = reductions[call.name](x, along);
  return plainText(given[0]) === "all" ? reshaped(unlabelled(result), [1, 1]) : result;
}

/** The dimensions that an argument names, from 0: a number, several, `'all'`, labels, or the first that is not 1. */
function dimensions(given: Value | undefined, x: TracedArray): number[] {
  if (given === undefined || isEmptyArray(given)) return [firstDimension(x)];
  const text = plainText(given);
  if (text === "all") return allDimensions(x);
  if (text !== undefined) return labelled(text, x);
  return knownNumbers(given, "The dimension").map((d) => {
    if (Number.isInteger(d) && d >= 1) return d - 1;
    throw new ScriptError(
      "MATLAB:getdimarg:dimensionMustBePositiveInteger",
      "Dimension argument must be a positive integer scalar within indexing range.",
    );
  });
}

function labelled(labels: string, x: TracedArray): number[] {
  const found = [...(x.labels ?? "")].flatMap((label, d) => (labels.includes(label) ? [d] : []));
  if (found.length > 0) return found;
  throw new ScriptError("layergraph:dimension", `The array has no dimension that is labelled '${labels}'.`);
}

function allDimensions(x: TracedArray): number[] {
  return Array.from({ length: x.rank }, (_, d) => d);
}

function extremes(which: "max" | "min", call: Call): Result | readonly Result[] {
  const { args, nargout } = call;
  if (args.length >= 2 && !isEmptyArray(args[1])) return extreme(which, call);
  const x = first(call);
  const along = dimensions(args[2], x);
  const value = reductions[which](x, along);
  const whole = plainText(args[2]) === "all" ? reshaped(unlabelled(value), [1, 1]) : value;
  if (nargout < 2) return whole;
  if (along.length > 1) throw notTraced(`The place of ${which} over several dimensions cannot be traced.`, "Take one dimension.");
  return [whole, placeOfLargest(x, along[0], which === "min")];
}

function deviation(call: Call, root: boolean): Result {
  const x = first(call);
  const weight = call.args[1] === undefined || isEmptyArray(call.args[1]) ? 0 : knownNumber(call.args[1], "The weight");
  const result = spread(x, dimensions(call.args[2], x), weight === 1, root);
  return plainText(call.args[2]) === "all" ? reshaped(unlabelled(result), [1, 1]) : result;
}

/** Sums and products of sizes alone. */
function sizesTogether({ name, args }: Call): Result | undefined {
  const symbolic = symbolicOf(args[0]) && !tracedOf(args[0]) && matrixOf(args[0]);
  if (!symbolic || args.length > 1) return undefined;
  if (symbolic.elements.some(({ divisor }) => divisor !== 1)) return undefined;
  const dims = symbolic.elements.map(({ numerator }) => numerator);
  return simplest([1, 1], [sizeNumber((name === "prod" ? multiplyDims : addDims)(...dims))]);
}

/** Whether any element, or every one, is not zero. */
function whetherTrue(call: Call, which: "max" | "min"): Result {
  const x = numeric(first(call));
  const isTrue = numeric(withValue(x, truths(x.value)));
  const result = reductions[which](isTrue, dimensions(call.args[1], x));
  return withValue(result, truths(result.value));
}
