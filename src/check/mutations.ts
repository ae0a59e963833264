import { ancestors, customGradient, multiply, sameShape, scalarOf, subtract, type Value, withInputs } from "../ops/index.ts";
import { largestDifference, numbers } from "./comparison.ts";
import { evaluatedGradients, type LayerGradients } from "./gradients.ts";

/** A mistake that is made easily where gradients are derived by hand: one op whose gradient is taken to be another. */
interface Mutation {
  readonly cause: string;
  /** The op with the mistake, over what it is computed from. */
  readonly make: (y: Value, inputs: readonly Value[]) => Value;
}

/** The most mistakes that are tried. */
const mostTried = 120;

/**
 * The mistake that, made in the automatic gradients, gives just the gradients that the layer's own backward gives, all of them: then it is very
 * likely the one that was made. Undefined where none of those that are tried does.
 */
export function mutationCause(found: LayerGradients): string | undefined {
  const loss = found.automaticLoss;
  if (!loss) return undefined;
  const values = ancestors([loss.value]);
  const tried = values.flatMap((value) => mutationsOf(value).map((mutation) => ({ value, mutation }))).slice(0, mostTried);
  const received = found.received.map(numbers);
  const size = received.reduce((most, data) => data.reduce((m, x) => Math.max(m, Math.abs(x)), most), 0);
  return tried.find(({ value, mutation }) => {
    const mutated = evaluatedGradients(rewritten(values, value, mutation), loss.sources, found.feeds);
    return received.every((data, i) => largestDifference(data, numbers(mutated[i]), 1e-3 * size).relative < 1e-6);
  })?.mutation.cause;
}

/** The last of the values, computed with a mistake at one of them, and without gradients of its own anywhere, so that all ops are seen. */
function rewritten(values: readonly Value[], at: Value, { make }: Mutation): Value {
  const now = new Map<Value, Value>();
  for (const value of values) {
    const inputs = value.inputs.map((x) => now.get(x)!);
    const same = inputs.every((x, i) => x === value.inputs[i]);
    if (value === at) now.set(value, make(value, inputs));
    else if (value.op.name === "customGradient") now.set(value, inputs[0]);
    else now.set(value, same ? value : withInputs(value, inputs));
  }
  return now.get(values.at(-1)!)!;
}

/** Ops that only move elements: their gradient cannot be forgotten and keep its size. */
const moving = ["reshape", "transpose", "customGradient", "customBackward", "expand", "concat", "slice", "pad"];

function mutationsOf(y: Value): Mutation[] {
  const { op, inputs } = y;
  if (y.type !== "float" || op.gradient === "none" || moving.includes(op.name)) return [];
  if (op.name === "softmax") return softmaxMutations;
  if (inputs.length === 1) return sameShape(inputs[0], y) ? [passedThrough(0, `the derivative of ${op.name} is missing`)] : [];
  const factor = inputs.findIndex((x) => scalarOf(x) !== undefined);
  if (["multiply", "divide"].includes(op.name) && factor >= 0) {
    const what = op.name === "multiply" ? "factor" : "divisor";
    return [
      passedThrough(1 - factor, `the ${what} ${Number(scalarOf(inputs[factor])!.toPrecision(4))} is missing in the gradient`),
    ];
  }
  return inputs.flatMap((x, i) => (x.type === "float" && x.inputs.length > 0 ? [cut(i, op.name, inputs.length)] : []));
}

const softmaxMutations: Mutation[] = [
  softmaxMutation((_, dy) => dy, "the Jacobian of softmax is forgotten: its gradient is passed on as it came"),
  softmaxMutation((y, dy) => multiply(dy, y), "of the Jacobian of softmax only diag(y) is there: − y·yᵀ is missing"),
  softmaxMutation(
    (y, dy) => multiply(dy, multiply(y, subtract(1, y))),
    "of the Jacobian of softmax only the diagonal y ⊙ (1 − y) is there",
  ),
];

function softmaxMutation(wrong: (y: Value, dy: Value) => Value, cause: string): Mutation {
  return {
    cause,
    make: (y, [x]) => {
      const result = withInputs(y, [x]);
      return customGradient(result, [x], (dy) => [wrong(result, dy)]);
    },
  };
}

/** The gradient goes to an input as it came. */
function passedThrough(to: number, cause: string): Mutation {
  return { cause, make: (y, inputs) => customGradient(withInputs(y, inputs), [inputs[to]], (dy) => [dy]) };
}

/** No gradient goes to an input. */
function cut(at: number, name: string, count: number): Mutation {
  const cause = `the part of the gradient that goes through operand ${at + 1} of the ${count} of ${name} is missing`;
  const uncut = (x: Value): Value => customGradient(x, [], () => []);
  return {
    cause,
    make: (y, inputs) =>
      withInputs(
        y,
        inputs.map((x, i) => (i === at ? uncut(x) : x)),
      ),
  };
}
