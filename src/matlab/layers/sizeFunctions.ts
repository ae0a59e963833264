import { cast, type Dim, multiplyDims } from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Call, Value } from "../values/value.ts";
import { plainArray } from "./concrete.ts";
import { type Family, knownNumbers, knownText, type Result } from "./functionArguments.ts";
import { tracedFrom, tracedOrNothing } from "./operators.ts";
import { chars, double, isEmptyArray, plainText, row, truth } from "./plainValues.ts";
import { longest } from "./shapes.ts";
import { numbersRow, simplest, sizeNumber, symbolicOf } from "./symbolicNumbers.ts";
import { noticeBeyond } from "./traceContext.ts";
import {
  fromStored,
  keptOf,
  numeric,
  permuted,
  sizesOf,
  storedLearnable,
  TracedArray,
  tracedOf,
  unlabelled,
  withRank,
} from "./tracedArray.ts";

/** Functions that ask for sizes, kinds and labels, or that put labels on and take them off. */
export const sizeFunctions: Family = {
  size: sizeOf,
  numel: (call) => sized(multiplyDims(...sizes(call))),
  ndims: (call) => double(sizes(call).length),
  length: (call) => sized(longest(sizes(call))),
  height: (call) => sized(sizes(call)[0]),
  width: (call) => sized(sizes(call)[1]),
  isempty: (call) => truth(sizes(call).includes(0)),
  isscalar: (call) => truth(sizes(call).every((d) => d === 1)),
  isvector: (call) => truth(sizes(call).length === 2 && sizes(call).includes(1)),
  isrow: (call) => truth(sizes(call).length === 2 && sizes(call)[0] === 1),
  iscolumn: (call) => truth(sizes(call).length === 2 && sizes(call)[1] === 1),
  ismatrix: (call) => truth(sizes(call).length === 2),
  isnumeric: () => truth(true),
  isfloat: () => truth(true),
  isreal: () => truth(true),
  islogical: ({ args }) => truth(tracedOf(args[0])?.value.type === "bool"),
  isdlarray: ({ args }) => truth(tracedOf(args[0]) !== undefined),
  isgpuarray: () => truth(false),
  isUnderlyingType: ({ args }) => truth(plainText(args[1]) === typeName(args[0])),
  underlyingType: ({ args }) => chars(typeName(args[0])),
  class: ({ args }) => chars(tracedOf(args[0]) ? "dlarray" : "double"),
  isa: ({ args }) => truth(isKind(args[0], knownText(args[1], "The class"))),
  dims: ({ args }) => chars(tracedOf(args[0])?.labels ?? ""),
  finddim: ({ args }) => placesOf(tracedOf(args[0])?.labels ?? "", knownText(args[1], "The label")),
  stripdims: ({ args }) => unlabelled(tracedFrom(args[0])),
  dlarray: ({ args }) => formatted(tracedFrom(args[0], "dlarray"), args[1]),
  extractdata: ({ args }) => {
    const x = unlabelled(tracedFrom(args[0], "extractdata"));
    return plainArray(x) ?? x;
  },
  gather: ({ args }) => same(args[0]),
  gpuArray: ({ args }) => same(args[0]),
  full: ({ args }) => same(args[0]),
  single: ({ args }) => asNumbers(args[0]),
  double: ({ args }) => asNumbers(args[0]),
  cast: ({ args }) => asNumbers(args[0]),
  logical: ({ args }) => {
    const x = tracedFrom(args[0], "logical");
    return new TracedArray(cast(x.value, "bool"), x.axes, keptOf(x));
  },
};

function sizes({ args, name }: Call): Dim[] {
  const symbolic = symbolicOf(args[0]);
  return symbolic ? [...symbolic.size] : sizesOf(tracedFrom(args[0], name));
}

function sized(dim: Dim): Result {
  return simplest([1, 1], [sizeNumber(dim)]);
}

function same(value: Value): Result {
  return tracedOrNothing(value) ?? value;
}

function asNumbers(value: Value): Result {
  return symbolicOf(value) ?? numeric(tracedFrom(value));
}

function typeName(value: Value): string {
  const traced = tracedOf(value);
  if (!traced) return "double";
  return traced.value.type === "bool" ? "logical" : "single";
}

function isKind(value: Value, name: string): boolean {
  if (tracedOf(value)) return ["dlarray", "numeric", "float"].includes(name);
  return ["double", "numeric", "float"].includes(name);
}

/** `size(X)`, `size(X,d)`, `size(X,[d e])`, `size(X,d,e)`, or with several results each by itself. */
function sizeOf(call: Call): Result | readonly Result[] {
  const all = sizes(call);
  if (call.args.length > 1) {
    const asked = call.args.slice(1).flatMap((arg) => knownNumbers(arg, "The dimension"));
    if (asked.some((d) => d > all.length)) noticeBeyond();
    const found = asked.map((d) => all[d - 1] ?? 1);
    return call.nargout > 1 ? found.map(sized) : numbersRow(found);
  }
  if (call.nargout <= 1) return numbersRow(all);
  const { nargout } = call;
  const named = all.slice(0, nargout - 1);
  while (named.length < nargout - 1) named.push(1);
  return [...named, multiplyDims(...all.slice(nargout - 1))].map(sized);
}

function placesOf(labels: string, wanted: string): Value {
  const places = [...labels].flatMap((label, i) => (wanted.includes(label) ? [i + 1] : []));
  return places.length === 0 ? { kind: "numeric", class: "double", size: [1, 0], data: new Float64Array(0) } : row(places);
}

const labelOrder = "SCBTU";

/** `dlarray(X,format)`: with labels, the dimensions brought into the order of the labels; without, as it is. */
export function formatted(x: TracedArray, format: Value | undefined): TracedArray {
  if (format === undefined || isEmptyArray(format)) return x;
  const labels = knownText(format, "The format of dlarray");
  if (labels === "") return unlabelled(x);
  requireFormat(labels);
  const rank = sizesOf(x).filter((d, i) => i < 1 || d !== 1 || i < labels.length).length;
  if (rank > labels.length && !(labels.length === 1 && sizesOf(x).length === 2)) {
    throw new ScriptError(
      "deep:dlarray:WrongNumberOfLabels",
      `Number of dimension labels in format '${labels}' must be at least the number of dimensions of the array, ${sizesOf(x).length}.`,
    );
  }
  const plain = withRank(unlabelled(x.rank > Math.max(labels.length, 2) ? trimmed(x) : x), labels.length);
  const order = [...labels].map((label, i) => ({ label, i }));
  order.sort((a, b) => labelOrder.indexOf(a.label) - labelOrder.indexOf(b.label) || a.i - b.i);
  const sorted = order.map(({ label }) => label).join("");
  if (labels.length === 1) return vectorWithLabel(plain, labels);
  const turned = permuted(
    plain,
    order.map(({ i }) => i),
  );
  return new TracedArray(turned.value, turned.axes, { ...(x.steps && { steps: x.steps }), labels: sorted });
}

/** Without ones at the end. */
function trimmed(x: TracedArray): TracedArray {
  return fromStored(storedLearnable(x));
}

function vectorWithLabel(x: TracedArray, label: string): TracedArray {
  return new TracedArray(x.value, x.axes, { labels: label === "U" ? "UU" : `${label}U` });
}

function requireFormat(labels: string): void {
  const wrong = [...labels].find((label) => !labelOrder.includes(label));
  const repeated = [..."CBT"].find((label) => labels.split(label).length > 2);
  if (wrong === undefined && repeated === undefined) return;
  throw new ScriptError(
    "deep:dlarray:InvalidFormat",
    `The format '${labels}' is not valid: labels are S, C, B, T and U, of which C, B and T may occur once.`,
  );
}
