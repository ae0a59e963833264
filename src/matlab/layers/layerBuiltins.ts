import { gradients, reshape } from "../../ops/index.ts";
import { argument } from "../builtins/arguments.ts";
import type { Place } from "../syntax/ast.ts";
import { ScriptError } from "../values/scriptError.ts";
import { unknown } from "../values/unknown.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { withEachArray } from "./arrayTables.ts";
import { computedArray, plainArray } from "./concrete.ts";
import { dlupdate } from "./elementUpdates.ts";
import { knownNumbers, knownText } from "./functionArguments.ts";
import { dataLayout } from "./layoutValue.ts";
import { updatingNetworks } from "./networkUpdates.ts";
import { tracedFrom } from "./operators.ts";
import { plainNumbers, plainText } from "./plainValues.ts";
import { formatted } from "./sizeFunctions.ts";
import { asFloat, isScalar, type TracedArray, tracedOf, withValue } from "./tracedArray.ts";
import { declareTracedMethods, tracedMethod, tracedValue } from "./tracedValues.ts";
import { updates } from "./updates.ts";

/** What custom training loops call with arrays. */
const loops: readonly Builtin[] = [
  {
    name: "dlfeval",
    role: "training",
    unknowns: "accept",
    *call({ args, nargout, place, session }) {
      const reason = "no loss and no gradient is computed while a script is ported";
      if (session.mode === "port") return Array.from({ length: nargout }, () => unknown("dlfeval(…)", reason, place));
      const results = yield* session.invoke(args[0], args.slice(1), Math.max(1, nargout), place);
      return results.map(forgotten);
    },
  },
  {
    name: "dlgradient",
    role: "computes",
    call: ({ args, place }) => {
      const loss = tracedFrom(args[0], "dlgradient");
      if (!isScalar(loss))
        throw new ScriptError("deep:dlgradient:NotScalar", "Value to differentiate must be a traced dlarray scalar.", place);
      return derived(loss, withoutOptions(args.slice(1), place));
    },
  },
  // Only MATLAB's speed depends on it: the function itself computes the same.
  computing("dlaccelerate", (call) => argument(call, 0)),
  ...updates.map(updatingNetworks),
  dlupdate,
];

declareTracedMethods(loops);

/** MATLAB's functions that make arrays with labels of ordinary numbers, and those of custom training loops. */
export const layerBuiltins: readonly Builtin[] = [
  computing("dlarray", ({ args }) => tracedValue(formatted(tracedFrom(args[0], "dlarray"), args[1]))),
  computing("networkDataLayout", ({ args }) =>
    dataLayout(knownNumbers(args[0], "The size"), args[1] ? knownText(args[1], "The format") : ""),
  ),
  ...loops,
  // Arrays without labels stand for themselves, as results of functions that are computed here have none.
  computing("extractdata", (call) => argument(call, 0)),
  computing("stripdims", (call) => argument(call, 0)),
  computing("dims", () => ({ kind: "char", size: [0, 0], text: "" })),
  computing("finddim", () => ({ kind: "numeric", class: "double", size: [1, 0], data: new Float64Array(0) })),
  // Functions of arrays with labels are those of traced arrays, also where the array itself is ordinary and DataFormat says its labels.
  ...[
    "softmax",
    "relu",
    "sigmoid",
    "fullyconnect",
    "dlconv",
    "crossentropy",
    "mse",
    "l1loss",
    "l2loss",
    "huber",
    "pagemtimes",
  ].flatMap(onOrdinary),
];

/** The function of that name where no argument is traced: its results are ordinary arrays. */
function onOrdinary(name: string): Builtin | readonly [] {
  const method = tracedMethod(name);
  if (!method) return [];
  return {
    ...method,
    call: (call) => (method.call(call) as readonly Value[]).map((result) => plainArray(tracedFrom(result)) ?? result),
  };
}

function computing(name: string, compute: (call: Call) => Value): Builtin {
  return { name, role: "computes", call: (call) => [compute(call)] };
}

/** Gradients of a number, in the shape of what it is differentiated by: arrays, or structs, cell arrays and tables of them. */
function derived(loss: TracedArray, by: readonly Value[]): Value[] {
  const arrays: TracedArray[] = [];
  for (const each of by) {
    withEachArray(each, (array) => {
      arrays.push(differentiable(array));
      return array;
    });
  }
  const found = gradients(
    reshape(asFloat(loss.value), []),
    arrays.map(({ value }) => value),
  );
  let at = 0;
  return by.map((each) =>
    withEachArray(each, () => {
      const gradient = tracedValue(withValue(arrays[at], found[at]));
      at++;
      return gradient;
    }),
  );
}

/** Options that change nothing here: what a number was computed from is kept as long as it is needed, and gradients have gradients. */
const gradientOptions: readonly string[] = ["retaindata", "enablehigherderivatives", "allowcomplex"];

function withoutOptions(args: readonly Value[], place: Place): readonly Value[] {
  const begin = args.findIndex((arg) => plainText(arg) !== undefined);
  if (begin < 0) return args;
  const names = args.slice(begin).filter((_, i) => i % 2 === 0);
  const odd = names.find((name) => !gradientOptions.includes(plainText(name)?.toLowerCase() ?? ""));
  if (odd === undefined) return args.slice(0, begin);
  throw new ScriptError("layergraph:option", `dlgradient: there is no option '${plainText(odd) ?? odd.kind}'.`, place);
}

function differentiable(by: Value): TracedArray {
  const x = tracedOf(by);
  if (x) return x;
  const what = plainNumbers(by) ? "an ordinary array" : by.kind;
  throw new ScriptError(
    "deep:dlgradient:NotTraced",
    `dlgradient: received ${what}. Differentiate by arrays made with dlarray outside of the function that dlfeval calls.`,
  );
}

/** A result with its numbers computed. */
function forgotten(value: Value): Value {
  return withEachArray(value, (array) => {
    const x = tracedOf(array);
    return x ? tracedValue(computedArray(x)) : array;
  });
}
