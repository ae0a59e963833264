import { ancestors } from "./backward.ts";
import type { Dim } from "./dimension.ts";
import { type Numeric, type Value, withInputs } from "./op.ts";

/**
 * What is computed once for each element of some sequences. The body is a graph of values that begins at the loop's leaves: the states before
 * the step, the elements of the step, and the constants, values from around the loop that are the same in all steps. A leaf only stands for what
 * the loop is given: a constant began as the very value from outside, and stays the leaf when a rewrite replaces that.
 */
export interface Loop {
  readonly states: readonly Value[];
  readonly elements: readonly Value[];
  readonly constants: readonly Value[];
  /** The states after the step, one for each of `states`. */
  readonly next: readonly Value[];
  /** Whether the last element comes first. Results are stacked at the place of their element either way. */
  readonly reverse: boolean;
}

/** A result of a loop: the last of the states whose leaf is `result`, or the values of the body's `result` in all steps. */
export interface LoopResult {
  readonly loop: Loop;
  readonly kind: "final" | "stacked";
  readonly result: Value;
}

/** What stands for the loop's inputs in its body, in the order of the inputs. */
export function leavesOf(loop: Loop): Value[] {
  return [...loop.states, ...loop.elements, ...loop.constants];
}

/** The loop over a body that begins at the given leaves; everything else that `roots` and `next` need and that no step changes is a constant. */
export function closedLoop(parts: Omit<Loop, "constants">, roots: readonly Value[]): Loop {
  const leaves = new Set([...parts.states, ...parts.elements]);
  const ends = [...parts.next, ...roots];
  const varying = varyingValues(ends, leaves);
  const constants = new Set<Value>();
  for (const x of [...ends, ...[...varying].filter((value) => !leaves.has(value)).flatMap((value) => value.inputs)]) {
    if (!varying.has(x) && !leaves.has(x) && x.op.name !== "constant") constants.add(x);
  }
  return { ...parts, constants: [...constants].sort((a, b) => a.id - b.id) };
}

/** The values among the ancestors of some that depend on the leaves, the leaves that are needed included. */
export function varyingValues(ends: readonly Value[], leaves: ReadonlySet<Value>): ReadonlySet<Value> {
  // Nothing older than the leaves depends on them: the walk need not go on into the graph around the loop.
  const oldest = Math.min(...[...leaves].map((leaf) => leaf.id));
  const found = new Set<Value>(ends);
  for (const value of found) {
    if (leaves.has(value) || value.id < oldest) continue;
    for (const x of value.inputs) found.add(x);
  }
  const varying = new Set<Value>();
  for (const value of [...found].sort((a, b) => a.id - b.id)) {
    if (leaves.has(value) || (value.id > oldest && value.inputs.some((x) => varying.has(x)))) varying.add(value);
  }
  return varying;
}

/** The values with some of their ancestors replaced. */
export function substituted(values: readonly Value[], replacement: ReadonlyMap<Value, Value>): Value[] {
  const made = new Map(replacement);
  for (const value of ancestors(values, new Set(replacement.keys()))) {
    if (made.has(value)) continue;
    const inputs = value.inputs.map((x) => made.get(x)!);
    made.set(value, inputs.every((x, i) => x === value.inputs[i]) ? value : withInputs(value, inputs));
  }
  return values.map((value) => made.get(value)!);
}

type Computed = Map<Value, Numeric>;

interface Run {
  readonly inputs: readonly Numeric[];
  /** What each step has computed so far, in the order of the sequence. */
  readonly steps: readonly Computed[];
  readonly last: readonly Numeric[];
}

/** The latest run of each loop: its other results are read from it. */
const runs = new WeakMap<Loop, Run>();

/** A result of a loop in double precision. */
export function evaluateLoop(
  { loop, kind, result }: LoopResult,
  inputs: readonly Numeric[],
  count: number,
  size: (dim: Dim) => number,
): Float64Array {
  const known = runs.get(loop);
  const run = known?.inputs.every((x, i) => x === inputs[i]) ? known : runLoop(loop, inputs, size);
  runs.set(loop, run);
  if (kind === "final") return run.last[loop.states.indexOf(result)].data;
  const stacked = new Float64Array(count);
  const each = count / run.steps.length;
  run.steps.forEach((step, i) => void stacked.set(evaluateValues([result], step, size)[0].data, i * each));
  return stacked;
}

function runLoop(loop: Loop, inputs: readonly Numeric[], size: (dim: Dim) => number): Run {
  const { states, elements, constants } = loop;
  const sequences = inputs.slice(states.length, states.length + elements.length);
  const fixed = constants.map((leaf, i) => [leaf, inputs[states.length + elements.length + i]] as const);
  const length = sequences[0].shape[0];
  const steps = new Array<Computed>(length);
  let last = inputs.slice(0, states.length);
  for (let i = 0; i < length; i++) {
    const at = loop.reverse ? length - 1 - i : i;
    const before = last;
    const given = sequences.map((sequence, k) => [elements[k], elementOf(sequence, at)] as const);
    steps[at] = new Map<Value, Numeric>([...states.map((leaf, k) => [leaf, before[k]] as const), ...given, ...fixed]);
    last = evaluateValues(loop.next, steps[at], size);
  }
  return { inputs, steps, last };
}

function elementOf({ data, shape }: Numeric, at: number): Numeric {
  const count = data.length / shape[0];
  return { data: data.subarray(at * count, (at + 1) * count), shape: shape.slice(1) };
}

/**
 * Values in double precision, each by its naive loop, and all that they are computed from. What `known` holds is taken from there, and what is computed is
 * put there.
 */
export function evaluateValues(values: readonly Value[], known: Map<Value, Numeric>, size: (dim: Dim) => number): Numeric[] {
  for (const value of ancestors(values, new Set(known.keys()))) {
    if (known.has(value)) continue;
    const inputs = value.inputs.map((x) => known.get(x)!);
    const shape = value.shape.map(size);
    known.set(value, { data: value.op.evaluate({ inputs, attrs: value.attrs, shape, size }), shape });
  }
  return values.map((value) => known.get(value)!);
}
