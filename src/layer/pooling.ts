import type { z } from "zod";
import { averagePool, constant, divide, expand, maximum, maxPool, type PoolSteps, select, type Value } from "../ops/index.ts";
import { type Activation, realSteps } from "./formats.ts";
import { positiveInteger } from "./options.ts";
import { lowest, walked } from "./slidingWindow.ts";
import {
  imagePaddingOption,
  type Padding,
  paddingOfEach,
  paddingOption,
  pairOf,
  pairOption,
  printImagePadding,
  printNumbers,
  printPadding,
  sidesOf,
} from "./windowOptions.ts";

/** The options of a layer that pools windows along one dimension. */
export const poolingOptions = {
  poolSize: positiveInteger,
  stride: positiveInteger.default(1),
  padding: paddingOption.default(0),
};

/** The options of a layer that pools windows of images. */
export const imagePoolingOptions = {
  poolSize: pairOption,
  stride: pairOption.default(1),
  padding: imagePaddingOption.default(0),
};

type Pooling = z.output<z.ZodObject<typeof poolingOptions>>;
type ImagePooling = z.output<z.ZodObject<typeof imagePoolingOptions>>;

/** The window of pooling along one dimension. */
export interface PoolWindow {
  readonly size: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** The window along the one dimension. */
export function poolWindow({ poolSize: size, stride, padding }: Pooling): PoolWindow[] {
  return [{ size, stride, padding }];
}

/** The windows along height and along width. */
export function imagePoolWindows(options: ImagePooling): PoolWindow[] {
  const [strides, paddings] = [pairOf(options.stride), paddingOfEach(options.padding)];
  return pairOf(options.poolSize).map((size, i) => ({ size, stride: strides[i], padding: paddings[i] }));
}

/** Refuses padding as wide as the window, which MATLAB takes along one dimension: a window would hold nothing but padding, whose maximum is −∞. */
export function refuseWidePadding(options: Pooling, context: z.core.$RefinementCtx): void {
  refuseWide(poolWindow(options), options, context);
}

/** The same for images. */
export function refuseWideImagePadding(options: ImagePooling, context: z.core.$RefinementCtx): void {
  refuseWide(imagePoolWindows(options), options, context);
}

function refuseWide(
  windows: readonly PoolWindow[],
  { poolSize, padding }: { readonly poolSize: number | readonly number[]; readonly padding: unknown },
  context: z.core.$RefinementCtx,
): void {
  const fits = ({ size, padding: own }: PoolWindow): boolean =>
    typeof own === "string" || sidesOf(own).every((side) => side === 0 || side < size);
  if (windows.every(fits)) return;
  const size = typeof poolSize === "number" ? poolSize : printNumbers(poolSize);
  const message = `must be less than poolSize ${size}, or a window would hold nothing but padding`;
  context.addIssue({ code: "custom", path: ["padding"], message, input: padding });
}

/** What MATLAB's table of layers says: `Max pooling with pool size 3, stride 2, and padding [0  0]`. */
export function poolingDescription(kind: string, { poolSize, stride, padding }: Pooling): string {
  return `${kind} pooling with pool size ${poolSize}, stride ${stride}, and padding ${printPadding(padding)}`;
}

/** The same for images: `2×2 max pooling with stride [2  2] and padding [0  0  0  0]`. */
export function imagePoolingDescription(kind: string, { poolSize, stride, padding }: ImagePooling): string {
  const size = pairOf(poolSize).join("×");
  return `${size} ${kind} pooling with stride ${printNumbers(pairOf(stride))} and padding ${printImagePadding(padding)}`;
}

/** An activation that is ready to be pooled. */
export interface Poolable {
  readonly value: Value;
  /** For each dimension after batch and channels; time steps beside spatial dimensions stay apart. */
  readonly steps: readonly PoolSteps[];
  readonly lengths?: Value;
}

/** Prepares an activation for pooling; `fill` is what the op takes padding for. */
export function poolable(x: Activation, windows: readonly PoolWindow[], fill: number): Poolable {
  const { value, edges, lengths } = walked(
    x,
    windows.map((window) => ({ ...window, dilation: 1, fill, ownFill: fill })),
  );
  const steps = windows.map(({ size, stride }, i): PoolSteps => ({ size, stride, ...edges[i] }));
  const apart = value.shape.slice(2 + steps.length).map((): PoolSteps => ({ size: 1, stride: 1, before: 0, after: 0 }));
  return { value, steps: [...steps, ...apart], lengths };
}

/** The largest element of each window. */
export function maxPooled(x: Activation, windows: readonly PoolWindow[]): Activation {
  const { value, steps, lengths } = poolable(x, windows, lowest);
  const pooled: Activation = { value: maxPool(value, steps), format: x.format, lengths };
  const real = realSteps(pooled);
  // Windows of padding alone hold numbers so low that later layers would overflow.
  return real ? { ...pooled, value: select(real, pooled.value, 0) } : pooled;
}

/** The mean of each window, padding counted as zeros, or with `"mean"` not at all. */
export function averagePooled(x: Activation, windows: readonly PoolWindow[], paddingValue: 0 | "mean"): Activation {
  const average = (from: Activation): Activation => {
    const { value, steps, lengths } = poolable(from, windows, 0);
    return { value: averagePool(value, steps), format: x.format, lengths };
  };
  const pooled = average(x);
  const padded =
    paddingValue === "mean" && windows.some(({ padding }) => typeof padding === "string" || sidesOf(padding).some(Boolean));
  return padded ? { ...pooled, value: divide(pooled.value, realShare(x, windows, average)) } : pooled;
}

/** Which part of each window is no padding; of windows that lie in a batch's padding, as much as one element. */
function realShare(x: Activation, windows: readonly PoolWindow[], average: (ones: Activation) => Activation): Value {
  const sized = (axis: number): boolean =>
    (axis >= 2 && axis < 2 + windows.length) || (axis === 0 && x.format === "CBT" && x.lengths !== undefined);
  const shape = x.value.shape.map((d, axis) => (sized(axis) ? d : 1));
  const one = constant(
    [1],
    shape.map(() => 1),
  );
  const least = windows.reduce((share, { size }) => share / size, 1);
  return maximum(average({ ...x, value: expand(one, shape) }).value, least);
}
