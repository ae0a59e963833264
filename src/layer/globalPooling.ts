import {
  cast,
  divide,
  max,
  mean,
  multiplyDims,
  perObservation,
  reshape,
  select,
  squeeze,
  sum,
  type Value,
} from "../ops/index.ts";
import { type Dimensions, requireDimensions } from "./dimensions.ts";
import { type Activation, realSteps, withZeroPadding } from "./formats.ts";
import { lowest } from "./slidingWindow.ts";

/** Whether spatial dimensions stay, with sizes of 1, or are taken away. */
type Spatial = "keep" | "remove";

/** The dimension that is taken away: time in CBT, the spatial one (or both, taken together) in the other formats. */
const pooledAxis = 2;

/** The largest element of each channel over one dimension or over images; padded steps are left out where time is pooled. */
export function globalMaximum(x: Activation, dimensions: Dimensions, spatial: Spatial = "remove"): Activation {
  return globallyPooled(x, { dimensions, spatial }, (pooled) => {
    const real = realSteps(pooled);
    return max(real ? select(real, pooled.value, lowest) : pooled.value, pooledAxis);
  });
}

/** The mean of each channel over one dimension or over images; padded steps are left out where time is pooled. */
export function globalMean(x: Activation, dimensions: Dimensions, spatial: Spatial = "remove"): Activation {
  return globallyPooled(x, { dimensions, spatial }, (pooled) => {
    if (!pooled.lengths) return mean(pooled.value, [pooledAxis]);
    const total = sum(withZeroPadding(pooled).value, [pooledAxis]);
    return divide(total, perObservation(cast(pooled.lengths, "float"), pooled.value));
  });
}

/**
 * What is left when `pool` has brought the pooled dimension to 1: CB, or CBT where there are time steps beside spatial dimensions; where the spatial
 * dimensions are kept, those of the input with sizes of 1.
 */
function globallyPooled(
  x: Activation,
  { dimensions, spatial }: { readonly dimensions: Dimensions; readonly spatial: Spatial },
  pool: (x: Activation) => Value,
): Activation {
  requireDimensions(x, dimensions, true);
  if (x.format === "CBT") return { value: squeeze(pool(x), pooledAxis), format: "CB" };
  const { format } = x;
  const [batch, channels, ...rest] = x.value.shape;
  const after = rest.slice(dimensions);
  const temporal = format.includes("T");
  const joined = reshape(x.value, [batch, channels, multiplyDims(...rest.slice(0, dimensions)), ...after]);
  const pooled = pool({ value: joined, format: temporal ? "SCBT" : "SCB" });
  // Steps do not mix: the lengths stay.
  const lengths = temporal && x.lengths && { lengths: x.lengths };
  if (spatial === "remove") return { value: squeeze(pooled, pooledAxis), format: temporal ? "CBT" : "CB", ...lengths };
  const ones = rest.slice(0, dimensions).map(() => 1);
  return { value: reshape(pooled, [batch, channels, ...ones, ...after]), format, ...lengths };
}
