import { storedShape } from "../../layer/apply.ts";
import { type Activation, arrayValue, axisOf, type LayerState, type Layout, type Learnable } from "../../layer.ts";
import { add, constant, gradients, multiply, type Value as Op, reshape, sum } from "../../ops/index.ts";
import { randomStream } from "../../random.ts";
import { elementCount } from "../../tensor.ts";
import { fromActivation } from "./activations.ts";
import type { ClassArrays } from "./classArrays.ts";
import { ownStates, runningObject } from "./classResult.ts";
import { numbersIn } from "./concrete.ts";
import { inputValues, type LayerObject, tracedMethodCall } from "./methodTracing.ts";
import { namesProperty } from "./objectProperties.ts";
import { asFloat, fromStored, storedLearnable, TracedArray } from "./tracedArray.ts";
import { tracedValue } from "./tracedValues.ts";

/** What a hand-written `backward` is worth. */
export interface BackwardVerdict {
  readonly right: boolean;
  readonly message: string;
}

/** How far a gradient by hand may be from the automatic one, relative to its largest element: both are computed in double precision. */
const tolerance = 1e-6;

/**
 * Compares the `backward` of a class with the automatic gradients, in double precision, for random inputs of two observations and five steps. The
 * automatic gradients are what trains in any case: where both agree nothing is gained by the other.
 */
export function compareBackward(layer: LayerObject, arrays: ClassArrays, inputs: readonly Layout[]): BackwardVerdict {
  const name = `Class ${layer.object.className}`;
  try {
    const differences = differencesOf(layer, arrays, inputs);
    const worst = differences.filter(({ distance }) => !(distance <= tolerance));
    if (worst.length === 0) {
      const most = Math.max(...differences.map(({ distance }) => distance));
      return {
        right: true,
        message: `${name}: its backward is right (it differs from the automatic gradients by ${printed(most)} at most). The automatic ones are used.`,
      };
    }
    const list = worst.map(({ what, distance }) => `${what} by ${printed(distance)} of its largest element`).join(", ");
    return {
      right: false,
      message: `${name}: its backward is wrong: it differs from the automatic gradients in ${list}. The automatic ones are used instead.`,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      right: false,
      message: `${name}: its backward could not be compared: ${reason} The automatic gradients are used instead.`,
    };
  }
}

function printed(distance: number): string {
  return distance === 0 ? "0" : distance.toPrecision(2);
}

interface Difference {
  readonly what: string;
  readonly distance: number;
}

function differencesOf(layer: LayerObject, arrays: ClassArrays, layouts: readonly Layout[]): Difference[] {
  const random = randomStream(1, "backward", layer.object.className);
  const draw = (shape: readonly number[]): Op =>
    constant(
      Float64Array.from({ length: elementCount(shape) }, () => random.normal()),
      shape,
    );
  const inputs = layouts.map((layout): Activation => ({ format: layout.format, value: draw(smallShape(layout)) }));
  const learnables = started(arrays.learnables);
  const state = started(arrays.state);
  const uniform = (shape: readonly unknown[]): Op =>
    constant(
      Float64Array.from({ length: elementCount(shape as number[]) }, () => random.uniform()),
      shape as number[],
    );
  const inner = { learnable: (key: string) => learnables[key], state: (key: string) => state[key] };
  const running = runningObject(layer, { inputs, learnables, state, random: uniform, inner }, {});
  const results = forwardResults(running, inputs, uniform);
  const outputs = results.slice(0, outputCount(layer));
  const weights = outputs.map((y) => draw(y.value.shape as number[]));
  const names = Object.keys(learnables);
  const wrt = [...inputs.map(({ value }) => value), ...names.map((key) => learnables[key])];
  const automatic = gradients(total(outputs, weights), wrt).map((gradient, i) =>
    i < inputs.length ? fromActivation({ ...inputs[i], value: gradient }) : fromStored(gradient),
  );
  const given = [
    ...inputValues(layer.object, inputs),
    ...results.slice(0, outputs.length).map(tracedValue),
    ...outputs.map((y, i) =>
      tracedValue(new TracedArray(weights[i], y.axes, y.labels === undefined ? {} : { labels: y.labels })),
    ),
    ...ownStates(layer.object).map((key) => tracedValue(fromStored(multiply(state[key], 0)))),
    tracedValue(results.at(-1) ?? outputs[0]),
  ];
  const hand = tracedMethodCall(running, "backward", given, wrt.length, uniform);
  return automatic.map((expected, i) => ({
    what: i < inputs.length ? inputLabel(i, inputs.length) : `dLd${names[i - inputs.length]}`,
    distance: distanceOf(hand[i], expected),
  }));
}

function inputLabel(i: number, count: number): string {
  return count === 1 ? "dLdX" : `dLdX${i + 1}`;
}

function outputCount({ object }: LayerObject): number {
  return namesProperty(object, "OutputNames").length || 1;
}

/** The outputs and states of `forward` with what it remembers, or of `predict`. */
function forwardResults(
  layer: LayerObject,
  inputs: readonly Activation[],
  random: (shape: readonly unknown[]) => Op,
): TracedArray[] {
  const count = outputCount(layer) + ownStates(layer.object).length;
  const values = inputValues(layer.object, inputs);
  if (!layer.object.definition.methods.has("forward")) return tracedMethodCall(layer, "predict", values, count, random);
  return tracedMethodCall(layer, "forward", values, count + 1, random);
}

/** The shape with numbers for what depends on data. */
function smallShape({ format, shape }: Layout): number[] {
  const time = axisOf(format, "T");
  return shape.map((d, axis) => (axis === 0 ? 2 : axis === time ? 5 : typeof d === "number" ? d : 4));
}

function started(specs: Readonly<Record<string, Learnable | LayerState>>): Record<string, Op> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { size, given }]) => {
      const values = given === undefined ? undefined : arrayValue(given);
      return [name, constant(values?.data ?? new Float64Array(elementCount(size)), storedShape(size))];
    }),
  );
}

function total(outputs: readonly TracedArray[], weights: readonly Op[]): Op {
  const sums = outputs.map(({ value }, i) => {
    const products = multiply(asFloat(value), weights[i]);
    return reshape(
      sum(
        products,
        products.shape.map((_, axis) => axis),
      ),
      [],
    );
  });
  return sums.reduce((a, b) => add(a, b));
}

function distanceOf(hand: TracedArray, expected: TracedArray): number {
  const [a, b] = [hand, expected].map((x) => numbersIn(asFloat(storedLearnable(x))));
  if (!a || !b || a.shape.join() !== b.shape.join()) return Number.POSITIVE_INFINITY;
  const largest = b.data.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const off = b.data.reduce((most, v, i) => Math.max(most, Math.abs(v - a.data[i])), 0);
  return off === 0 ? 0 : off / largest;
}
