import {
  ancestors,
  convInputs,
  convOn,
  mean,
  multiply,
  relu,
  sameDim,
  scalarOf,
  scaleShift,
  scaleShiftInputs,
  subtract,
  type Value,
} from "../ops/index.ts";
import { rewrite } from "./rewrite.ts";

/**
 * The same values with small work done before large work, before gradients are taken, so that these gain too:
 * - a convolution whose channel mean is subtracted (layer normalization does) is computed with filters whose mean is subtracted instead;
 * - a mask of one number for each channel (spatial dropout) goes through what precedes it, into the scale and offset of a normalization.
 * Each saves passes over arrays as large as the activations. Arrays that something else needs too stay as they are.
 */
export function regroup(values: readonly Value[], leaves: ReadonlySet<Value> = new Set()): Value[] {
  const uses = new Map<Value, number>();
  const walked = ancestors(values, leaves).filter((v) => !leaves.has(v));
  for (const value of [...values, ...walked.flatMap((v) => v.inputs)]) uses.set(value, (uses.get(value) ?? 0) + 1);
  const usesOf = new Map<Value, number>();
  return rewrite(values, leaves, {
    body: regroup,
    value: (value, original) => {
      const result = centredConvolution(value, usesOf) ?? maskedEarlier(value, usesOf) ?? value;
      usesOf.set(result, Math.max(usesOf.get(result) ?? 0, uses.get(original) ?? 0));
      return result;
    },
  });
}

/** `x − mean over channels of x`, x a convolution: the convolution with `w − mean over filters of w`, likewise the bias. */
function centredConvolution(value: Value, uses: ReadonlyMap<Value, number>): Value | undefined {
  if (value.op.name !== "subtract") return undefined;
  const [x, center] = value.inputs;
  const conv = convInputs(x);
  const { axes } = (center.attrs ?? {}) as { axes?: readonly number[] };
  if (!conv || center.op.name !== "mean" || center.inputs[0] !== x || axes?.join() !== "1" || uses.get(x) !== 2) return undefined;
  const centred = (w: Value): Value => subtract(w, mean(w, [0]));
  return convOn(x, conv[0], centred(conv[1]), conv[2] && centred(conv[2]));
}

/** `relu(u) · m` is `relu(u · m)` where m is not negative; `(x·r·a + b) · m` is `x·r·(a·m) + b·m`. */
function maskedEarlier(value: Value, uses: ReadonlyMap<Value, number>): Value | undefined {
  if (value.op.name !== "multiply") return undefined;
  const [x, mask] = value.inputs;
  if (uses.get(x) !== 1 || !isMask(mask, x)) return undefined;
  const parts = scaleShiftInputs(x);
  if (parts) return scaleShift(parts[0], parts[1], multiply(parts[2], mask), multiply(parts[3], mask));
  if (x.op.name !== "relu") return undefined;
  const [inner] = x.inputs;
  if (uses.get(inner) !== 1 || !scaleShiftInputs(inner)) return undefined;
  return relu(maskedEarlier(multiply(inner, mask), uses)!);
}

/** Whether a value chooses between constants that are not negative, one for each channel of each observation. */
function isMask(mask: Value, x: Value): boolean {
  if (mask.op.name !== "select") return false;
  const constants = mask.inputs.slice(1).map(scalarOf);
  const small = mask.shape.length === x.shape.length && mask.shape.slice(2).every((d) => d === 1) && mask.shape.length > 2;
  return small && sameDim(mask.shape[1], x.shape[1]) && constants.every((c) => c !== undefined && c >= 0);
}
