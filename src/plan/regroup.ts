import {
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
  withInputs,
} from "../ops/index.ts";
import { ancestors } from "./backward.ts";

/**
 * The same values with small work done before large work, before gradients are taken, so that these gain too:
 * - a convolution whose channel mean is subtracted (layer normalization does) is computed with filters whose mean is subtracted instead;
 * - a mask of one number for each channel (spatial dropout) goes through what precedes it, into the scale and offset of a normalization.
 * Each saves passes over arrays as large as the activations. Arrays that something else needs too stay as they are.
 */
export function regroup(values: readonly Value[]): Value[] {
  const all = ancestors(values);
  const uses = new Map<Value, number>();
  for (const value of [...values, ...all.flatMap((v) => v.inputs)]) uses.set(value, (uses.get(value) ?? 0) + 1);
  const replacement = new Map<Value, Value>();
  const usesOf = new Map<Value, number>();
  for (const value of all) {
    const inputs = value.inputs.map((x) => replacement.get(x)!);
    const same = inputs.every((x, i) => x === value.inputs[i]) ? value : withInputs(value, inputs);
    const result = centredConvolution(same, usesOf) ?? maskedEarlier(same, usesOf) ?? same;
    replacement.set(value, result);
    usesOf.set(result, Math.max(usesOf.get(result) ?? 0, uses.get(value) ?? 0));
  }
  return values.map((value) => replacement.get(value)!);
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
