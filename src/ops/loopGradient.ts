import { ancestors, pulledBack } from "./backward.ts";
import { add, subtract } from "./elementwise.ts";
import { matmul } from "./linear.ts";
import { closedLoop, type Loop, type LoopResult, leavesOf, substituted, varyingValues } from "./loopBody.ts";
import { transpose } from "./movement.ts";
import type { Arrived, GradientThunk, Value } from "./op.ts";
import { type Steps, sumOverSteps } from "./overSteps.ts";
import { zeros } from "./reduction.ts";
import { input } from "./source.ts";

/** A loop, what its leaves stand for, and how its results are made. */
export interface GivenLoop {
  readonly loop: Loop;
  readonly inputs: readonly Value[];
  readonly make: (result: LoopResult, inputs: readonly Value[]) => Value;
}

/** A leaf of a body and what it stands for. */
interface Fed {
  readonly leaf: Value;
  readonly given: Value;
}

/** What has arrived at a result of the steps, and the leaf that stands for its elements. */
interface Incoming extends Fed {
  readonly result: Value;
}

/** Ops that are computed again rather than kept for each step: they only look at what is kept in another way. */
const views: ReadonlySet<string> = new Set(["reshape", "expand"]);

/**
 * The gradients of a loop: a loop in the other direction, whose body is the reverse walk over the body. Its states are the gradients of the states;
 * what the walk needs of the forward steps is stacked there and read here as a sequence. What constants and sequences receive is taken out of the
 * loop where it is a product or a sum.
 */
export function loopGradient(forward: GivenLoop, arrived: readonly Arrived[]): readonly (GradientThunk | undefined)[] {
  let made: ((leaf: Value) => Value) | undefined;
  const gradient = (leaf: Value): Value => {
    made ??= backwardLoop(forward, arrived);
    return made(leaf);
  };
  return leavesOf(forward.loop).map((leaf) => (isFloat(leaf) ? () => gradient(leaf) : undefined));
}

/** Makes the loop; the result tells the gradient of what a leaf of the forward loop stands for. */
function backwardLoop(forward: GivenLoop, arrived: readonly Arrived[]): (leaf: Value) => Value {
  const [states, elements, constants] = [forward.loop.states, forward.loop.elements, forward.loop.constants].map((leaves) =>
    leaves.filter(isFloat),
  );
  const adjoints = states.map((leaf) => ({ leaf: input("gradient of a state", leaf.shape), given: arrivedLast(leaf, arrived) }));
  const incoming = arrivedInSteps(arrived);
  const inStep = stepGradients(forward.loop, adjoints, incoming);
  const { stacked, accumulated } = neededBySums(constants.map(inStep));
  const totals = accumulated.map((value) => ({ value, leaf: input("sum", value.shape), given: zeros(value.shape) }));
  const backward = reversed(forward, {
    states: [...adjoints, ...totals],
    next: [...states.map((leaf) => withoutTiny(inStep(leaf))), ...totals.map(({ leaf, value }) => add(leaf, value))],
    incoming,
    roots: [...elements.map(inStep), ...stacked],
  });
  const steps: Steps = {
    stacked: (value) => stackedOutside(backward, value),
    accumulated: (value) => final(backward, totals.find((total) => total.value === value)!.leaf),
  };
  return (leaf) => {
    if (states.includes(leaf)) return final(backward, adjoints[states.indexOf(leaf)].leaf);
    return elements.includes(leaf) ? steps.stacked(inStep(leaf)) : sumOverSteps(inStep(leaf), steps);
  };
}

/**
 * The gradient with 0 in place of numbers below 10⁻²⁷ or so; all numbers from 10⁻¹² on stay as they are to the bit, in single precision, and those between to its last digit. Gradients
 * fade from step to step, and numbers below the smallest normal one (10⁻³⁸) make products ten times slower: a step of a GRU over 200 time steps of
 * which only the last one counts (32 × 200 × 128) took 2700 ms, now 170.
 */
function withoutTiny(gradient: Value): Value {
  return subtract(add(gradient, faint), faint);
}

const faint = 1e-20;

/** What has arrived at the last value of a state. */
function arrivedLast(state: Value, arrived: readonly Arrived[]): Value {
  const found = arrived.filter(({ y }) => {
    const { kind, result } = y.attrs as LoopResult;
    return kind === "final" && result === state;
  });
  return (
    found.map(({ dy }) => dy).reduce<Value | undefined>((sum, dy) => (sum ? add(sum, dy) : dy), undefined) ?? zeros(state.shape)
  );
}

/** What has arrived at results of the steps: the sequences, and the leaves that stand for their elements. */
function arrivedInSteps(arrived: readonly Arrived[]): Incoming[] {
  return arrived.flatMap(({ y, dy: given }) => {
    const { kind, result } = y.attrs as LoopResult;
    return kind === "stacked" ? [{ result, leaf: input("gradient", result.shape), given }] : [];
  });
}

/** The gradients of the leaves in one step, from those of the states after it and of its results. */
function stepGradients(loop: Loop, adjoints: readonly Fed[], incoming: readonly Incoming[]): (leaf: Value) => Value {
  const leaves = leavesOf(loop);
  const found = pulledBack(
    [
      ...loop.next.filter(isFloat).map((y, i) => ({ y, dy: adjoints[i].leaf })),
      ...incoming.map(({ result: y, leaf: dy }) => ({ y, dy })),
    ],
    leaves.filter(isFloat),
    new Set(leaves),
  );
  const gradients = new Map(leaves.filter(isFloat).map((leaf, i) => [leaf, found[i] ?? zeros(leaf.shape)]));
  return (leaf) => gradients.get(leaf)!;
}

/** What the sums of some values over all steps will ask of the loop. */
function neededBySums(values: readonly Value[]): { readonly stacked: readonly Value[]; readonly accumulated: readonly Value[] } {
  const stacked = new Set<Value>();
  const accumulated = new Set<Value>();
  for (const value of values) {
    sumOverSteps(value, {
      stacked: (x) => {
        stacked.add(x);
        return input("stacked", [1, ...x.shape]);
      },
      accumulated: (x) => {
        accumulated.add(x);
        return x;
      },
    });
  }
  return { stacked: [...stacked], accumulated: [...accumulated] };
}

interface BackwardParts {
  readonly states: readonly Fed[];
  readonly next: readonly Value[];
  readonly incoming: readonly Incoming[];
  readonly roots: readonly Value[];
}

/** The loop in the other direction, with all that it needs of the forward steps among its sequences. */
function reversed({ loop, inputs, make }: GivenLoop, { states, next, incoming, roots }: BackwardParts): GivenLoop {
  const given = new Map(leavesOf(loop).map((leaf, i) => [leaf, inputs[i]]));
  const kept = neededFromSteps(loop, incoming, [...next, ...roots]).map((leaf) => ({
    leaf,
    given: loop.elements.includes(leaf) ? given.get(leaf)! : make({ loop, kind: "stacked", result: leaf }, inputs),
  }));
  const walked = [...incoming, ...kept];
  // A loop has to walk along something, if only to know how many steps there are.
  const sequences = walked.length > 0 ? walked : [{ leaf: loop.elements[0], given: given.get(loop.elements[0])! }];
  const backward = closedLoop({ states: leaves(states), elements: leaves(sequences), next, reverse: !loop.reverse }, roots);
  const constants = substituted(backward.constants, given);
  return { loop: backward, inputs: [...[...states, ...sequences].map((fed) => fed.given), ...constants], make };
}

/** The values of the forward steps that some values of the backward step are computed from. */
function neededFromSteps(loop: Loop, incoming: readonly Incoming[], values: readonly Value[]): Value[] {
  const ends = new Set([...loop.states, ...loop.elements]);
  const results = incoming.map(({ result }) => result);
  const forward = varyingValues([...loop.next, ...results], ends);
  const oldest = Math.min(...[...ends].map((leaf) => leaf.id));
  const kept: Value[] = [];
  const found = new Set(values);
  for (const value of found) {
    if (forward.has(value) && (ends.has(value) || !views.has(value.op.name))) kept.push(value);
    else if (value.id > oldest) for (const x of value.inputs) found.add(x);
  }
  return kept.sort((a, b) => a.id - b.id);
}

/**
 * The values of all steps of what a body computes; the dimensions of a stacked array are exchanged, and a product that no later step needs is
 * done, once for all steps.
 */
function stackedOutside({ loop, inputs, make }: GivenLoop, value: Value): Value {
  const leaves = leavesOf(loop);
  const given = new Map(leaves.map((leaf, i) => [leaf, inputs[i]]));
  if (loop.elements.includes(value)) return given.get(value)!;
  if (leaves.includes(value)) return make({ loop, kind: "stacked", result: value }, inputs);
  const [a, b] = value.inputs;
  if (value.op.name === "transpose") {
    const { order } = value.attrs as { order: readonly number[] };
    return transpose(stackedOutside({ loop, inputs, make }, a), [0, ...order.map((axis) => axis + 1)]);
  }
  const handedOn = new Set(ancestors(loop.next, new Set(leaves)));
  const matrix = value.op.name === "matmul" && !handedOn.has(value) && b.shape.length === 2 ? given.get(b) : undefined;
  if (matrix && loop.constants.includes(b)) return matmul(stackedOutside({ loop, inputs, make }, a), matrix);
  return make({ loop, kind: "stacked", result: value }, inputs);
}

function leaves(fed: readonly Fed[]): Value[] {
  return fed.map(({ leaf }) => leaf);
}

function final({ loop, inputs, make }: GivenLoop, leaf: Value): Value {
  return make({ loop, kind: "final", result: leaf }, inputs);
}

function isFloat(value: Value): boolean {
  return value.type === "float";
}
