import {
  expand,
  gatherAlong,
  less,
  type Value as Op,
  range,
  reshape,
  sameDim,
  scalar,
  select,
  subtract,
} from "../../ops/index.ts";
import { asFloat, dimOf, type TracedArray, withValue } from "./tracedArray.ts";

/**
 * Which steps along a dimension are real, truth values that stretch to the value of the array; undefined where the dimension is not the padded one, or
 * where it does not show which observation a step belongs to. MATLAB takes padding for data; here a sequence gives in a padded batch what it gives alone.
 */
export function realAlong(x: TracedArray, dimension: number): Op | undefined {
  const { steps } = x;
  if (!steps || !sameDim(dimOf(x, dimension), steps.time)) return undefined;
  const [batch] = steps.lengths.shape;
  const observations = x.axes.filter((axis, d) => d !== dimension && sameDim(x.value.shape[axis], batch));
  if (observations.length !== 1) return undefined;
  const along = (axis: number, values: Op): Op =>
    reshape(
      values,
      x.value.shape.map((d, i) => (i === axis ? d : 1)),
    );
  return less(along(x.axes[dimension], range(steps.time)), along(observations[0], steps.lengths));
}

/** The array with a number in place of padded steps along a dimension. */
export function paddedWith(x: TracedArray, dimension: number, value: number): TracedArray {
  const real = realAlong(x, dimension);
  return real ? withValue(x, select(real, asFloat(x.value), value)) : x;
}

/** Real steps in the opposite order, padded ones where they are; undefined where no step along the dimension is padded. */
export function realFlipped(x: TracedArray, dimension: number): TracedArray | undefined {
  const real = realAlong(x, dimension);
  if (!real) return undefined;
  const { value, axes, steps } = x;
  const batch = value.shape.findIndex((d, i) => i !== axes[dimension] && sameDim(d, steps!.lengths.shape[0]));
  const along = (axis: number, values: Op): Op =>
    reshape(
      values,
      value.shape.map((d, i) => (i === axis ? d : 1)),
    );
  const places = along(axes[dimension], range(steps!.time));
  const last = subtract(along(batch, steps!.lengths), scalar(1, "int64"));
  const index = select(real, subtract(last, places), places);
  return withValue(x, gatherAlong(asFloat(value), expand(index, value.shape), axes[dimension]));
}
