import { type Dim, multiplyDims, sameDim } from "./dimension.ts";
import { add, negate } from "./elementwise.ts";
import { scatterAlong } from "./indexing.ts";
import { matmul, transposed } from "./linear.ts";
import { pad, reshape, transpose } from "./movement.ts";
import { dim, sameShape, type Value } from "./op.ts";
import { sum } from "./reduction.ts";

/** How what a loop's body computes is seen from outside of the loop. */
export interface Steps {
  /** The values of all steps, along a new first axis. */
  readonly stacked: (value: Value) => Value;
  /** The sum over all steps, added up step by step. */
  readonly accumulated: (value: Value) => Value;
}

/**
 * The sum over all steps of what a loop's body computes in each, with as much of the work as possible done once, after the loop: a sum of matrix
 * products is one product of the factors of all steps, and what is linear comes after the sum.
 */
export function sumOverSteps(value: Value, steps: Steps): Value {
  const { op, attrs, inputs } = value;
  const [a, b] = inputs;
  const inner = (x: Value): Value => sumOverSteps(x, steps);
  switch (op.name) {
    case "add":
      if (sameShape(a, b)) return add(inner(a), inner(b));
      break;
    case "negate":
      return negate(inner(a));
    case "reshape":
      return reshape(inner(a), value.shape);
    case "transpose":
      return transpose(inner(a), (attrs as { order: readonly number[] }).order);
    case "pad": {
      const cut = attrs as { axis: number; before: Dim; after: Dim; value: number };
      if (cut.value === 0) return pad(inner(a), cut.axis, cut.before, cut.after);
      break;
    }
    case "sum": {
      const { axes } = attrs as { axes: readonly number[] };
      if (isProductOver(a, axes)) return reshape(productOverSteps(a.inputs[0], a.inputs[1], axes, steps), value.shape);
      return reshape(sum(steps.stacked(a), [0, ...axes.map((axis) => axis + 1)]), value.shape);
    }
    case "matmul":
      if (a.shape.length === b.shape.length) return productOverSteps(a, b, [], steps);
      break;
    case "scatterAlong": {
      const { axis, size } = attrs as { axis: number; size: Dim };
      if (axis === 0) return scatterAlong(joined(steps.stacked(a), 0, 2), joined(steps.stacked(b), 0, 2), 0, size);
    }
  }
  return steps.accumulated(value);
}

/** `Σ a·b` over steps and some leading axes: [K, M]·[M, N] becomes [K, steps·M]·[steps·M, N]. */
function productOverSteps(a: Value, b: Value, summed: readonly number[], { stacked }: Steps): Value {
  const rank = a.shape.length;
  const kept = Array.from({ length: rank - 2 }, (_, i) => i).filter((axis) => !summed.includes(axis));
  const [outer, steps] = [kept.map((axis) => axis + 1), [0, ...summed.map((axis) => axis + 1)]];
  const left = transpose(stacked(a), [...outer, ...steps, rank, rank - 1]);
  const right = transpose(stacked(b), [...outer, ...steps, rank - 1, rank]);
  return matmul(transposed(joined(left, kept.length, rank)), joined(right, kept.length, rank));
}

/** Whether a value is a matrix product whose factors both have the given leading axes. */
function isProductOver({ op, inputs: [a, b], shape }: Value, axes: readonly number[]): boolean {
  if (op.name !== "matmul" || a.shape.length !== b.shape.length) return false;
  return axes.every((axis) => axis < shape.length - 2 && sameDim(dim(a, axis), dim(b, axis)));
}

/** The axes from `from` up to but not including `end` as one. */
function joined(x: Value, from: number, end: number): Value {
  return reshape(x, [...x.shape.slice(0, from), multiplyDims(...x.shape.slice(from, end)), ...x.shape.slice(end)]);
}
