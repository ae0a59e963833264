import { gradients, reshape } from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { computedArray, plainArray } from "./concrete.ts";
import { knownNumbers, knownText } from "./functionArguments.ts";
import { dataLayout } from "./layoutValue.ts";
import { tracedFrom } from "./operators.ts";
import { plainNumbers } from "./plainValues.ts";
import { formatted } from "./sizeFunctions.ts";
import { asFloat, isScalar, type TracedArray, tracedOf, withValue } from "./tracedArray.ts";
import { declareTracedMethods, tracedMethod, tracedValue } from "./tracedValues.ts";
import { updates } from "./updates.ts";

/** What custom training loops call with arrays. */
const loops: readonly Builtin[] = [
  {
    name: "dlfeval",
    role: "computes",
    *call({ args, nargout, place, session }) {
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
      return args.slice(1).map((each) => derived(loss, each));
    },
  },
  ...updates,
];

declareTracedMethods(loops);

/** MATLAB's functions that make arrays with labels of ordinary numbers, and those of custom training loops that need no network. */
export const layerBuiltins: readonly Builtin[] = [
  computing("dlarray", ({ args }) => tracedValue(formatted(tracedFrom(args[0], "dlarray"), args[1]))),
  computing("networkDataLayout", ({ args }) =>
    dataLayout(knownNumbers(args[0], "The size"), args[1] ? knownText(args[1], "The format") : ""),
  ),
  ...loops,
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

/** Gradients of a number, in the shape of what it is differentiated by: an array, or a struct or cell array of arrays. */
function derived(loss: TracedArray, by: Value): Value {
  if (by.kind === "cell") return { ...by, elements: by.elements.map((each) => derived(loss, each)) };
  if (by.kind === "struct") {
    const fields = [...by.fields].map(([name, values]) => [name, values.map((each) => derived(loss, each))] as const);
    return { ...by, fields: new Map(fields) };
  }
  const x = tracedOf(by);
  if (!x) {
    const what = plainNumbers(by) ? "an ordinary array" : by.kind;
    throw new ScriptError(
      "deep:dlgradient:NotTraced",
      `dlgradient: received ${what}. Differentiate by arrays made with dlarray outside of the function that dlfeval calls.`,
    );
  }
  const [gradient] = gradients(reshape(asFloat(loss.value), []), [x.value]);
  return tracedValue(computedArray(withValue(x, gradient)));
}

/** A result with its numbers computed. */
function forgotten(value: Value): Value {
  const x = tracedOf(value);
  return x ? tracedValue(computedArray(x)) : value;
}
