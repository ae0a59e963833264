import { multiplyDims, reshape, transpose } from "../ops/index.ts";
import { type Activation, axesOf, type Layout, layoutOf } from "./formats.ts";

/** How many features an input has when its spatial dimensions are taken together with the channels. */
export function flatFeatures({ format, shape }: Layout): number {
  return axesOf(format, "C", "S").reduce((product, axis) => product * Number(shape[axis]), 1);
}

/** `CB` or `CBT`: spatial dimensions joined with the channels in MATLAB's order (column-major), the first one fastest and the channels slowest. */
export function flattened({ value, format, lengths }: Activation): Activation {
  const spatial = axesOf(format, "S");
  const time = axesOf(format, "T");
  const flat = { format: time.length > 0 ? "CBT" : "CB", ...(lengths && { lengths }) } as const;
  if (spatial.length === 0) return { ...flat, value };
  const features = multiplyDims(...axesOf(format, "C", "S").map((axis) => value.shape[axis]));
  const turned = hasOnePlace({ format, shape: value.shape }) ? value : transpose(value, [0, 1, ...spatial.reverse(), ...time]);
  return { ...flat, value: reshape(turned, [value.shape[0], features, ...time.map((axis) => value.shape[axis])]) };
}

/** Whether an array has spatial dimensions, and all of them have size 1, whatever the data. */
export function hasOnePlace({ format, shape }: Layout): boolean {
  const spatial = axesOf(format, "S");
  return spatial.length > 0 && spatial.every((axis) => shape[axis] === 1);
}

/** CB (CBT) instead of images of one place; everything else as it is. What a network answers so is one answer for each observation (and time step). */
export function withoutOnePlace(x: Activation): Activation {
  return hasOnePlace(layoutOf(x)) ? flattened(x) : x;
}
