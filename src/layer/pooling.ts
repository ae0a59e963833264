import type { z } from "zod";
import type { PoolSteps } from "../ops/index.ts";
import type { Activation } from "./formats.ts";
import { positiveInteger } from "./options.ts";
import { paddingOption, printPadding } from "./slidingWindow.ts";

/** The options of a layer that pools windows along one dimension. */
export const poolingOptions = {
  poolSize: positiveInteger,
  stride: positiveInteger.default(1),
  padding: paddingOption.default(0),
};

interface Pooling {
  readonly poolSize: number;
  readonly stride: number;
  readonly padding: z.infer<typeof paddingOption>;
}

/** Refuses padding as wide as the window, where a window would hold nothing but padding. */
export function refuseWidePadding({ poolSize, padding }: Pooling, context: z.core.$RefinementCtx): void {
  const widest = padding === "same" ? 0 : Math.max(...[padding].flat());
  if (widest < poolSize || widest === 0) return;
  const message = `must be less than poolSize ${poolSize}, or a window would hold nothing but padding`;
  context.addIssue({ code: "custom", path: ["padding"], message, input: padding });
}

/** What MATLAB's table of layers says: `Max pooling with pool size 3, stride 2, and padding [0  0]`. */
export function poolingDescription(kind: string, { poolSize, stride, padding }: Pooling): string {
  return `${kind} pooling with pool size ${poolSize}, stride ${stride}, and padding ${printPadding(padding)}`;
}

/** The steps for each dimension of the activation after batch and channels: the window walks along the first, the time steps of SCBT stay apart. */
export function poolSteps(x: Activation, steps: PoolSteps): readonly PoolSteps[] {
  return x.format === "SCBT" ? [steps, { size: 1, stride: 1, before: 0, after: 0 }] : [steps];
}
