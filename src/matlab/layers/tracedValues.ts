import { type Dim, multiplyDims } from "../../ops/index.ts";
import type { BinaryOperator, UnaryOperator } from "../syntax/ast.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, HostValue, Subscript, Value, ValueOperations } from "../values/value.ts";
import { assigned, withoutElements } from "./assignment.ts";
import { plainArray } from "./concrete.ts";
import { creationFunctions } from "./creationFunctions.ts";
import { elementwiseFunctions } from "./elementwiseFunctions.ts";
import type { Family, Result } from "./functionArguments.ts";
import { lossFunctions } from "./lossFunctions.ts";
import { networkFunctions } from "./networkFunctions.ts";
import { binary, tracedFrom, unary } from "./operators.ts";
import { isEmptyArray, notTraced } from "./plainValues.ts";
import { reductionFunctions } from "./reductionFunctions.ts";
import { shapeFunctions, together } from "./shapeFunctions.ts";
import { sizeFunctions } from "./sizeFunctions.ts";
import { indexed, progression, progressionRow } from "./subscripts.ts";
import { indexedNumbers, numbersAssigned } from "./symbolicIndexing.ts";
import { combined, dimFrom, matrixOf, SymbolicNumbers, simplest, symbolicOf } from "./symbolicNumbers.ts";
import { numeric, printSizesOf, sizesOf, TracedArray, tracedOf } from "./tracedArray.ts";

/** Every function that is known on arrays that are being traced, and on sizes that are known only when data arrives. */
const functions: Family = {
  ...sizeFunctions,
  ...shapeFunctions,
  ...creationFunctions,
  ...elementwiseFunctions,
  ...reductionFunctions,
  ...networkFunctions,
  ...lossFunctions,
  colon: ({ args }) => rangeOf(args[0], args.length > 2 ? args[1] : one, args.at(-1)!),
};

/** Functions that MATLAB has for `dlarray` but that cannot be traced here, and why. */
const refused: Readonly<Record<string, string>> = {
  fft: "There are no complex numbers in networks here; write the transform as a product with matrices of cosines and sines.",
  ifft: "There are no complex numbers in networks here; write the transform as a product with matrices of cosines and sines.",
  fft2: "There are no complex numbers in networks here.",
  complex: "There are no complex numbers in networks here.",
  imag: "There are no complex numbers in networks here.",
  angle: "There are no complex numbers in networks here.",
  sort: "The order depends on the data.",
  unique: "How many elements there are depends on the data.",
  find: "How many elements there are depends on the data; multiply with the condition instead.",
  cumprod: "Use exp(cumsum(log(X))) where X is positive.",
  median: "The order depends on the data.",
  inv: "Use a product with a learnable matrix.",
  interp1: "Write it with products.",
};

const methods = new Map<string, Builtin>([
  ...Object.entries(functions).map(([name, compute]): [string, Builtin] => [
    name,
    {
      name,
      role: "computes",
      call: (call) => {
        call.session.charge({ steps: 1 });
        const result = compute(call);
        return (Array.isArray(result) ? (result as readonly Result[]) : [result as Result]).map(hostOf);
      },
    },
  ]),
  ...Object.entries(refused).map(([name, why]): [string, Builtin] => [
    name,
    {
      name,
      role: "computes",
      call: ({ place }: Call) => {
        throw new ScriptError("layergraph:notTraced", `${name} cannot be traced in a layer. ${why}`, place);
      },
    },
  ]),
]);

const one: Value = { kind: "numeric", class: "double", size: [1, 1], data: Float64Array.of(1) };

/** A result as a value of the script. */
export function hostOf(result: Result): Value {
  if (result instanceof TracedArray) return tracedValue(result);
  return result instanceof SymbolicNumbers ? symbolicValue(result) : result;
}

/** An array that is being traced as a value of the script: MATLAB's `dlarray`. */
export function tracedValue(content: TracedArray): HostValue<TracedArray> {
  return { kind: "host", operations: tracedOperations, content };
}

/** Sizes that are known only when data arrives as a value of the script. */
export function symbolicValue(content: SymbolicNumbers): HostValue<SymbolicNumbers> {
  return { kind: "host", operations: symbolicOperations, content };
}

/** Lets traced arrays be given to further functions as they are, not as ordinary numbers. */
export function declareTracedMethods(builtins: readonly Builtin[]): void {
  for (const each of builtins) methods.set(each.name, each);
}

/** What any function on arrays does for traced ones, by its name. */
export function tracedMethod(name: string): Builtin | undefined {
  return methods.get(name);
}

function anyBinary(operator: BinaryOperator, left: Value, right: Value): Value {
  if (!tracedOf(left) && !tracedOf(right)) {
    const [a, b] = [left, right].map(matrixOf);
    const result = a && b && combined(operator, a, b);
    if (result) return hostOf(result);
  }
  return tracedValue(binary(operator, left, right));
}

function anyUnary(operator: UnaryOperator, value: Value): Value {
  const symbolic = symbolicOf(value);
  if (!symbolic) return tracedValue(unary(operator, tracedFrom(value)));
  const { size, elements } = symbolic;
  if (operator === "+") return value;
  if (operator === "'" || operator === ".'") return hostOf(simplest([size[1], size[0]], elements));
  const minus = combined("-", new SymbolicNumbers([1, 1], [{ numerator: 0, divisor: 1 }]), symbolic);
  if (operator === "-" && minus) return hostOf(minus);
  return tracedValue(unary(operator, tracedFrom(value)));
}

/** `[a, b]` or `[a; b]`: sizes alone stay sizes. */
function joinedValues(dimension: number, values: readonly Value[]): Value {
  const filled = values.filter((value) => !isEmptyArray(value));
  if (filled.length === 1) return filled[0];
  const parts = filled.map(matrixOf);
  const along = dimension === 2 ? 0 : 1;
  if (filled.every((value) => !tracedOf(value)) && parts.every((part) => part !== undefined && part.size[along] === 1)) {
    const elements = parts.flatMap((part) => part!.elements);
    return hostOf(simplest(dimension === 2 ? [1, elements.length] : [elements.length, 1], elements));
  }
  return tracedValue(together(filled, dimension - 1));
}

/** `start:step:stop` where one of them is known only when data arrives. */
function rangeOf(start: Value, step: Value, stop: Value): Result {
  const by = dimFrom(step, "The step of a range");
  if (typeof by !== "number" || by === 0) {
    throw notTraced("A range whose step is known only when data arrives cannot be traced.", "Give the step as a number.");
  }
  const [from, to] = [start, stop].map((value) => dimFrom(value, "The ends of a range"));
  return progressionRow(progression(from, by, to));
}

const shared = {
  binary: anyBinary,
  unary: anyUnary,
  concatenate: joinedValues,
  method: tracedMethod,
  range: (start: Value, step: Value, stop: Value): Value => hostOf(rangeOf(start, step, stop)),
};

/** What an array that is being traced can do. */
export const tracedOperations: ValueOperations = {
  ...shared,
  className: "dlarray",
  complete: true,
  ancestors: ["numeric", "float"],
  size: (value) => sizesOf(tracedOf(value)!).map((d) => (typeof d === "number" ? d : Number.NaN)),
  index: (value, subscripts) => tracedValue(indexed(tracedOf(value)!, subscripts)),
  withIndex: assignedValue,
  end: (value, position, count) =>
    hostOf(simplest([1, 1], [{ numerator: endOf(tracedOf(value)!, position, count), divisor: 1 }])),
  isTrue: (value) => {
    const plain = plainArray(tracedOf(value)!);
    if (plain?.kind === "numeric" || plain?.kind === "logical") {
      return plain.data.length > 0 && Array.from(plain.data as ArrayLike<number>).every((n) => n !== 0);
    }
    throw notTraced("A condition on the values of an array cannot be traced.", "Multiply with the condition instead.");
  },
  plain: (value) => plainArray(tracedOf(value)!),
  display: (value) => `  ${printSizesOf(tracedOf(value)!)} dlarray`,
};

/** What sizes that are known only when data arrives can do. */
export const symbolicOperations: ValueOperations = {
  ...shared,
  className: "double",
  complete: true,
  ancestors: ["numeric", "float"],
  size: (value) => symbolicOf(value)!.size,
  index: (value, subscripts) => hostOf(indexedNumbers(symbolicOf(value)!, subscripts)),
  withIndex: assignedValue,
  isTrue: () => {
    throw notTraced("A condition on a size that is known only when data arrives cannot be traced.", "Compare it with a number.");
  },
  display: (value) =>
    `    ${symbolicOf(value)!
      .elements.map(({ numerator }) => numerator)
      .join("    ")}`,
};

function endOf(x: TracedArray, position: number, count: number): Dim {
  const sizes = sizesOf(x);
  return position < count ? (sizes[position - 1] ?? 1) : multiplyDims(...sizes.slice(position - 1));
}

/** `value(subscripts) = given`; either may be an ordinary array. Sizes put into sizes stay sizes. */
function assignedValue(value: Value, subscripts: readonly Subscript[], given: Value): Value {
  const [target, source] = [matrixOf(value), matrixOf(given)];
  if (target && source && subscripts.length === 1) return hostOf(numbersAssigned(target, subscripts[0], source));
  if (isEmptyArray(given)) return tracedValue(withoutElements(tracedFrom(value), subscripts));
  const array = isEmptyArray(value) ? undefined : tracedFrom(value, "Assignment");
  return tracedValue(assigned(array, subscripts, numeric(tracedFrom(given, "Assignment"))));
}
