import { storedShape } from "../../layer/apply.ts";
import { axisOf, givenValues, type LayerState } from "../../layer.ts";
import {
  ancestors,
  type Dim,
  evaluateValues,
  inputAttrs,
  type Numeric,
  sizeOfDim,
  type Value,
  varyingValues,
} from "../../ops/index.ts";
import { type RandomStream, randomStream } from "../../random.ts";
import { elementCount, stridesOf } from "../../tensor.ts";
import type { TracedLayer } from "../trace.ts";

/** What numbers a layer is tried on: any, positive ones, or small whole numbers from 1, such as indices. */
export type Numbers = "any" | "positive" | "indices";

/** A layer by itself on random numbers, with sequences of one length. */
export interface Trial {
  readonly traced: TracedLayer;
  readonly size: (dim: Dim) => number;
  readonly known: ReadonlyMap<Value, Numeric>;
  /** Its outputs. */
  readonly base: readonly Numeric[];
}

/** Runs a layer by itself, in double precision. Throws where it cannot compute with such numbers. */
export function trialOf(traced: TracedLayer, symbols: Readonly<Record<string, number>>, numbers: Numbers, seed: number): Trial {
  const size = (dim: Dim): number => sizeOfDim(dim, symbols);
  const random = randomStream(seed, "reach");
  const known = new Map<Value, Numeric>();
  for (const { value } of traced.inputs)
    known.set(
      value,
      drawn(value.shape.map(size), () => number(numbers, random)),
    );
  const ends = traced.outputs.map((y) => y.value);
  for (const value of ancestors(ends, new Set(known.keys()))) {
    if (inputAttrs(value) && !known.has(value)) known.set(value, parameter(traced, value, size, random));
  }
  return { traced, size, known, base: evaluateValues(ends, known, size) };
}

function drawn(shape: readonly number[], next: () => number): Numeric {
  return { shape, data: Float64Array.from({ length: elementCount(shape) }, next) };
}

function number(numbers: Numbers, random: RandomStream): number {
  if (numbers === "any") return random.normal();
  return numbers === "positive" ? 0.5 + random.uniform() : 1 + Math.floor(2 * random.uniform());
}

/** Values of a learnable, drawn so that products stay of the size of what is multiplied; a state as it begins. */
function parameter({ layer, state }: TracedLayer, value: Value, size: Trial["size"], random: RandomStream): Numeric {
  const shape = value.shape.map(size);
  const name = inputAttrs(value)!.name.slice(layer.name.length + 1);
  const spec = Object.hasOwn(state, name) ? state[name] : undefined;
  if (spec) return { shape, data: Float64Array.from(firstState(spec)) };
  const scale = 1 / Math.sqrt(Math.max(...shape, 1));
  return drawn(shape, () => scale * (random.normal() || 1));
}

function firstState(spec: LayerState): ArrayLike<number> {
  return givenValues(spec.given, spec.size, "state") ?? new Float64Array(elementCount(storedShape(spec.size))).fill(spec.initial);
}

/** The outputs of a trial after one step of an input has been changed. */
export function changedOutputs(trial: Trial, input: number, step: number, change: (x: number) => number): readonly Numeric[] {
  const { traced, known, size } = trial;
  const { value } = traced.inputs[input];
  const before = known.get(value)!;
  const after = { shape: before.shape, data: before.data.slice() };
  const axis = stepAxis(traced.inputs[input]);
  forEachAt(before.shape, axis, step, (at) => {
    after.data[at] = change(after.data[at]);
  });
  const ends = traced.outputs.map((y) => y.value);
  const varying = varyingValues(ends, new Set([value]));
  const kept = new Map([...known].filter(([each]) => !varying.has(each)));
  return evaluateValues(ends, kept.set(value, after), size);
}

/** The axis along which the steps of an activation lie: the observations where these were made of steps. */
export function stepAxis({ format }: { readonly format: TracedLayer["inputs"][number]["format"] }): number {
  return axisOf(format, "T") ?? 0;
}

/** For each step along an axis (of no axis: for all elements together), the largest difference of two arrays; infinite where one has no number. */
export function differences(a: Numeric, b: Numeric, axis: number | undefined): Float64Array {
  const [stride, steps] = axis === undefined ? [1, 1] : [stridesOf(a.shape)[axis], a.shape[axis]];
  const found = new Float64Array(steps);
  for (let at = 0; at < a.data.length; at++) {
    const [x, y] = [a.data[at], b.data[at]];
    if (x === y) continue;
    const difference = Math.abs(x - y);
    const step = axis === undefined ? 0 : Math.floor(at / stride) % steps;
    found[step] = Math.max(found[step], Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return found;
}

/** Visits all elements at one place of an axis. */
function forEachAt(shape: readonly number[], axis: number, place: number, visit: (at: number) => void): void {
  const stride = stridesOf(shape)[axis];
  const block = stride * shape[axis];
  for (let start = place * stride; start < elementCount(shape); start += block) {
    for (let at = start; at < start + stride; at++) visit(at);
  }
}
