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

/** The dimension that is taken away: time in CBT, the spatial one (or both, taken together) in the other formats. */
const pooledAxis = 2;

/** The largest element of each channel over one dimension or over images; padded steps are left out where time is pooled. */
export function globalMaximum(x: Activation, dimensions: Dimensions): Activation {
  return globallyPooled(x, dimensions, (pooled) => {
    const real = realSteps(pooled);
    return max(real ? select(real, pooled.value, lowest) : pooled.value, pooledAxis);
  });
}

/** The mean of each channel over one dimension or over images; padded steps are left out where time is pooled. */
export function globalMean(x: Activation, dimensions: Dimensions): Activation {
  return globallyPooled(x, dimensions, (pooled) => {
    if (!pooled.lengths) return mean(pooled.value, [pooledAxis]);
    const total = sum(withZeroPadding(pooled).value, [pooledAxis]);
    return divide(total, perObservation(cast(pooled.lengths, "float"), pooled.value));
  });
}

/** What is left when `pool` has brought the pooled dimension to 1: CB, or CBT where there are time steps beside spatial dimensions. */
function globallyPooled(x: Activation, dimensions: Dimensions, pool: (x: Activation) => Value): Activation {
  requireDimensions(x, dimensions, true);
  if (x.format === "CBT") return { value: squeeze(pool(x), pooledAxis), format: "CB" };
  const [batch, channels, ...rest] = x.value.shape;
  const joined = reshape(x.value, [batch, channels, multiplyDims(...rest.slice(0, dimensions)), ...rest.slice(dimensions)]);
  if (!x.format.includes("T")) return { value: squeeze(pool({ value: joined, format: "SCB" }), pooledAxis), format: "CB" };
  // Steps do not mix: the lengths stay.
  return { value: squeeze(pool({ value: joined, format: "SCBT" }), pooledAxis), format: "CBT", lengths: x.lengths };
}
