import { add, divide, multiply, type Value as Op, type Operand, sqrt, square, subtract } from "../../ops/index.ts";
import { argument } from "../builtins/arguments.ts";
import { cell } from "../values/construct.ts";
import { ScriptError } from "../values/scriptError.ts";
import { isTable } from "../values/tableData.ts";
import type { Builtin, Call, CellValue, Value } from "../values/value.ts";
import { elementwise } from "./alignment.ts";
import { tableArrays, withTableArrays } from "./arrayTables.ts";
import { computedArray } from "./concrete.ts";
import { knownNumber } from "./functionArguments.ts";
import { tracedFrom } from "./operators.ts";
import { isEmptyArray } from "./plainValues.ts";
import { numeric, type TracedArray, withValue } from "./tracedArray.ts";
import { tracedValue } from "./tracedValues.ts";

/** One step for one array: the array and its averages after it. */
type Step = (parameter: TracedArray, gradient: TracedArray, averages: readonly TracedArray[]) => readonly TracedArray[];

/** `adamupdate`, `rmspropupdate` and `sgdmupdate` for arrays, and for structs and cell arrays of them. */
export const updates: readonly Builtin[] = [
  update("adamupdate", 2, ({ args }) => {
    const [iteration, rate, first, second, epsilon] = numbersFrom(args, 4, [Number.NaN, 0.001, 0.9, 0.999, 1e-8]);
    const scale = (rate * Math.sqrt(1 - second ** iteration)) / (1 - first ** iteration);
    return (parameter, gradient, [mean, squares]) => {
      const m = mixed(first, mean, gradient);
      const v = mixed(second, squares, withValue(gradient, square(gradient.value)));
      const moved = elementwise((p, a, b) => subtract(p, multiply(divide(a, add(sqrt(b), epsilon)), scale)), [parameter, m, v]);
      return [moved, m, v];
    };
  }),
  update("rmspropupdate", 1, ({ args }) => {
    const [rate, decay, epsilon] = numbersFrom(args, 3, [0.001, 0.9, 1e-8]);
    return (parameter, gradient, [squares]) => {
      const v = mixed(decay, squares, withValue(gradient, square(gradient.value)));
      return [
        elementwise((p, g, b) => subtract(p, multiply(divide(g, add(sqrt(b), epsilon)), rate)), [parameter, gradient, v]),
        v,
      ];
    };
  }),
  update("sgdmupdate", 1, ({ args }) => {
    const [rate, momentum] = numbersFrom(args, 3, [0.01, 0.9]);
    return (parameter, gradient, [velocity]) => {
      const v = elementwise((a, g) => subtract(times(a, momentum), times(g, rate)), [velocity, gradient]);
      return [elementwise(add, [parameter, v]), v];
    };
  }),
];

function times(x: Op, by: Operand): Op {
  return multiply(x, by);
}

/** `decay · average + (1 − decay) · fresh`. */
function mixed(decay: number, average: TracedArray, fresh: TracedArray): TracedArray {
  return elementwise((a, b) => add(multiply(a, decay), multiply(b, 1 - decay)), [average, fresh]);
}

function numbersFrom(args: readonly Value[], from: number, defaults: readonly number[]): number[] {
  return defaults.map((usual, i) => {
    const given = args[from + i];
    if (given !== undefined && !isEmptyArray(given)) return knownNumber(given, "A setting of the solver");
    if (!Number.isNaN(usual)) return usual;
    throw new ScriptError("MATLAB:minrhs", "Not enough input arguments: the iteration is missing.");
  });
}

/** @param count how many averages there are, the arguments behind parameters and gradients */
function update(name: string, count: number, stepFor: (call: Call) => Step): Builtin {
  return {
    name,
    role: "computes",
    call: (call) => {
      const step = stepFor(call);
      const [parameters, gradients] = [argument(call, 0), argument(call, 1)];
      const rest = call.args.slice(2);
      const averages = Array.from({ length: count }, (_, i) => rest[i]);
      return everywhere(parameters, gradients, averages, step);
    },
  };
}

/** The step for every array in a struct, cell array or table such as `net.Learnables`; averages that are `[]` begin with zeros. */
function everywhere(parameter: Value, gradient: Value, averages: readonly (Value | undefined)[], step: Step): Value[] {
  if (isTable(parameter) && tableArrays(gradient)) {
    const results = everywhere(
      inCell(parameter),
      inCell(gradient),
      averages.map((a) => a && inCell(a)),
      step,
    );
    return results.map((result) => withTableArrays(parameter, (result as CellValue).elements));
  }
  if (parameter.kind === "cell" && gradient.kind === "cell") {
    const parts = parameter.elements.map((each, i) =>
      everywhere(
        each,
        gradient.elements[i],
        averages.map((a) => (a?.kind === "cell" ? a.elements[i] : undefined)),
        step,
      ),
    );
    return parts[0].map((_, k) => ({ ...parameter, elements: parts.map((part) => part[k]) }));
  }
  if (parameter.kind === "struct" && gradient.kind === "struct") {
    const parts = [...parameter.fields].map(([name, [each]]) => {
      const inside = averages.map((a) => (a?.kind === "struct" ? a.fields.get(name)?.[0] : undefined));
      return [name, everywhere(each, gradient.fields.get(name)![0], inside, step)] as const;
    });
    const results = parts[0][1].map((_, k) => new Map(parts.map(([name, part]) => [name, [part[k]]] as const)));
    return results.map((fields) => ({ ...parameter, fields }));
  }
  const [p, g] = [parameter, gradient].map((value) => numeric(tracedFrom(value)));
  const known = averages.map((a) => (a && !isEmptyArray(a) ? numeric(tracedFrom(a)) : withValue(p, multiply(p.value, 0))));
  return step(p, g, known).map((result) => tracedValue(computedArray(result)));
}

/** The arrays of a table such as `net.Learnables` as a cell array. */
function inCell(value: Value): Value {
  const arrays = tableArrays(value);
  return arrays ? cell(arrays) : value;
}
