import { internal, LayerGraphError } from "../errors.ts";
import { elementCount } from "../tensor.ts";
import { ancestors } from "./backward.ts";
import { type Dim, printDims, sameDim, sameDims } from "./dimension.ts";
import { closedLoop, evaluateLoop, type Loop, type LoopResult, leavesOf } from "./loopBody.ts";
import { loopGradient } from "./loopGradient.ts";
import { type Attributes, defineOp, dim, type Value } from "./op.ts";
import { operationsOf } from "./operations.ts";
import { input } from "./source.ts";

/** What `scan` computes. */
export interface ScanOptions {
  /** The states before the first step. */
  readonly states: readonly Value[];
  /** Walked through along their first axis, which must have one length; at least one. */
  readonly sequences: readonly Value[];
  /** Whether to begin at the last element. */
  readonly reverse?: boolean;
  /**
   * One step: from the states before it and this step's elements (without the first axis) the states after it, of the same sizes and types, and
   * any outputs. It is called once, to see which ops it makes; it may use every other value as a constant.
   */
  readonly body: (
    states: readonly Value[],
    elements: readonly Value[],
  ) => { readonly states: readonly Value[]; readonly outputs: readonly Value[] };
}

/** The states after the last step, and each output of all steps, stacked along a new first axis in the order of the sequences. */
export interface Scanned {
  readonly states: readonly Value[];
  readonly outputs: readonly Value[];
}

/**
 * A loop: the body is computed once for each element of the sequences, and hands its states on from step to step. Gradients flow to the states, to
 * the sequences and to everything that the body uses from outside. Random numbers for the steps are a sequence.
 *
 * @example
 * ```ts
 * // The sums of all beginnings of x [time, batch].
 * const { outputs: [sums] } = scan({
 *   states: [start],
 *   sequences: [x],
 *   body: ([sum], [element]) => {
 *     const next = add(sum, element);
 *     return { states: [next], outputs: [next] };
 *   },
 * });
 * ```
 */
export function scan({ states, sequences, reverse = false, body }: ScanOptions): Scanned {
  checkSequences(sequences);
  const stateLeaves = states.map((x, i) => input(`state ${i}`, x.shape, x.type));
  const elements = sequences.map((x, i) => input(`element ${i}`, x.shape.slice(1), x.type));
  const { states: next, outputs } = body(stateLeaves, elements);
  checkStates(stateLeaves, next);
  const loop = closedLoop({ states: stateLeaves, elements, next, reverse }, outputs);
  const inputs = [...states, ...sequences, ...loop.constants];
  return {
    states: stateLeaves.map((result) => loopValue({ loop, kind: "final", result }, inputs)),
    outputs: outputs.map((result) => loopValue({ loop, kind: "stacked", result }, inputs)),
  };
}

/** What a value made by a loop is; undefined for any other. */
export function loopResult(value: Value): LoopResult | undefined {
  return value.op.name === "scan" ? (value.attrs as LoopResult) : undefined;
}

/** A result of a loop whose leaves stand for the given inputs. */
export function loopValue(result: LoopResult, inputs: readonly Value[]): Value {
  return scanOp(inputs, result);
}

const scanOp = defineOp<readonly Value[], LoopResult>({
  name: "scan",
  shape: ({ inputs, attrs: { loop, kind, result } }) =>
    kind === "final" ? result.shape : [dim(inputs[loop.states.length], 0), ...result.shape],
  type: ({ attrs }) => attrs.result.type,
  computation: ({ loop }) => loop,
  lower: ({ names, attrs: { loop }, together, emit }) => {
    const results = together.map((value) => loopResult(value) ?? internal("a loop has results of its own only"));
    const stacked = results.flatMap((r) => (r.kind === "stacked" ? [r.result] : []));
    const fed = loop.states.length + loop.elements.length;
    const made = emit.nested({
      type: "Scan",
      inputs: names.slice(0, fed),
      attributes: scanAttributes(loop, stacked.length),
      parameters: [...loop.states, ...loop.elements],
      outer: new Map(loop.constants.map((leaf, i) => [leaf, names[fed + i]])),
      results: [...loop.next, ...stacked],
    });
    let next = loop.states.length;
    return results.map(({ kind, result }) => made[kind === "final" ? loop.states.indexOf(result) : next++]);
  },
  operations: ({ inputs, attrs: { loop }, size, together }) =>
    (inputs[loop.states.length][0] ?? 0) * operationsOf(stepValues(loop, together), size),
  evaluate: ({ inputs, attrs, shape, size }) => evaluateLoop(attrs, inputs, elementCount(shape), size),
  gradient: ({ inputs, attrs: { loop }, arrived }) => loopGradient({ loop, inputs, make: loopValue }, arrived),
});

/** What a step computes for the states and for some results. */
function stepValues(loop: Loop, together: readonly Value[]): Value[] {
  const leaves = new Set(leavesOf(loop));
  const results = together.flatMap((value) => loopResult(value)?.result ?? []);
  return ancestors([...loop.next, ...results], leaves).filter((value) => !leaves.has(value));
}

function scanAttributes({ elements, reverse }: Loop, stacked: number): Attributes {
  const backwards = (count: number): number[] => Array.from({ length: count }, () => Number(reverse));
  return {
    num_scan_inputs: elements.length,
    scan_input_directions: backwards(elements.length),
    ...(stacked > 0 && { scan_output_directions: backwards(stacked) }),
  };
}

function checkSequences(sequences: readonly Value[]): void {
  if (sequences.length === 0) throw new LayerGraphError("missing-sequence", "scan: received no sequence, expected at least one.");
  const lengths = sequences.map((x): Dim | undefined => x.shape[0]);
  if (lengths.every((length) => length !== undefined && sameDim(length, lengths[0]!))) return;
  const received = sequences.map((x) => printDims(x.shape)).join(" and ");
  throw new LayerGraphError("size-mismatch", `scan: the sequences ${received} differ in length, their first size.`, { received });
}

function checkStates(before: readonly Value[], after: readonly Value[]): void {
  const printed = (values: readonly Value[]): string => values.map((x) => `${x.type} ${printDims(x.shape)}`).join(", ") || "none";
  const same =
    before.length === after.length && before.every((x, i) => x.type === after[i].type && sameDims(x.shape, after[i].shape));
  if (same) return;
  const [received, expected] = [printed(after), printed(before)];
  throw new LayerGraphError(
    "size-mismatch",
    `scan: the states after a step are ${received}, expected as before it: ${expected}.`,
    {
      received,
      expected,
    },
  );
}
