import { LayerGraphError, nearest } from "../errors.ts";
import { type Activation, axisOf, realSteps } from "../layer/formats.ts";
import {
  cast,
  divide,
  expand,
  multiply,
  multiplyDims,
  perObservation,
  printDims,
  sameDims,
  sizeValue,
  sum,
  total,
  type Value,
} from "../ops/index.ts";

const factors = ["batch-size", "all-elements", "mask-included", "positions", "steps", "none"] as const;

/**
 * What a loss is divided by: `"batch-size"`, the number of observations; `"all-elements"`, the number of elements of the prediction;
 * `"mask-included"`, the number of those that the mask includes; `"none"`. Two are ours: `"positions"`, all elements but the channels, which is
 * what `trainnet` and `classificationLayer` divide a cross-entropy by; `"steps"`, each observation by its own number of time steps and then by
 * the number of observations, as `regressionLayer` does. Padded steps are never counted.
 */
export type NormalizationFactor = (typeof factors)[number];

/** What every loss function can be told by name. */
export interface LossOptions {
  /** Which elements count: 1 or 0 (or a weight) for each element, or for each in some dimensions and 1 in the others. All by default. */
  readonly mask?: Activation | Value;
  /** `"sum"` (default): one number. `"none"`: the loss of each element, neither added up nor divided. */
  readonly reduction?: "sum" | "none";
  /** What the sum is divided by; `"batch-size"` by default. */
  readonly normalizationFactor?: NormalizationFactor;
}

/** What the loss functions have in common: the losses of the elements added up, padded steps and masked elements left out, and divided. */
export function reducedLoss(each: Value, y: Activation, options: LossOptions, where: string): Value {
  const { reduction = "sum", normalizationFactor = "batch-size" } = options;
  const mask = options.mask && ("value" in options.mask ? options.mask.value : options.mask);
  requireKnown(where, "reduction", reduction, ["sum", "none"]);
  requireKnown(where, "normalizationFactor", normalizationFactor, factors);
  const real = realSteps(y);
  const unpadded = real ? multiply(each, cast(real, "float")) : each;
  const counted = mask ? multiply(unpadded, mask) : unpadded;
  if (reduction === "none") return counted;
  if (normalizationFactor === "steps") return dividedByOwnSteps(counted, y);
  const sum = total(counted);
  switch (normalizationFactor) {
    case "batch-size":
      return divide(sum, sizeValue(y.value.shape[0]));
    case "all-elements":
      return divide(sum, realCount(y, [1]));
    case "positions":
      return divide(sum, realCount(y, []));
    case "mask-included":
      return divide(sum, mask ? included(mask, y) : realCount(y, [1]));
    case "none":
      return sum;
  }
}

/** Throws unless a prediction and its target have the same format and sizes. */
export function requireSameSizes(where: string, y: Activation, t: Activation): void {
  if (y?.value !== undefined && t?.value !== undefined && sameDims(y.value.shape, t.value.shape)) return;
  const print = (x: Activation): string => (x?.value ? `${printDims(x.value.shape)} (${x.format})` : String(x));
  throw new LayerGraphError(
    "size-mismatch",
    `${where}: Size of predictions and targets must match. The prediction is ${print(y)}, the target ${print(t)}.`,
    { received: print(t), expected: print(y) },
  );
}

function requireKnown(where: string, name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  const meant = nearest(String(value), known);
  const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  throw new LayerGraphError(
    "invalid-option",
    `${where}: option '${name}' must be ${known.map((v) => `"${v}"`).join(", ")}, received "${value}".${hint}`,
  );
}

/** The number of elements that are no padding, the channels counted or not. */
function realCount({ value, format, lengths }: Activation, channels: readonly number[]): Value {
  const time = axisOf(format, "T");
  const counted = value.shape.filter(
    (_, axis) => (axis !== 1 || channels.includes(1)) && !(lengths && (axis === 0 || axis === time)),
  );
  if (!lengths) return sizeValue(multiplyDims(...counted));
  const steps = total(cast(lengths, "float"));
  return counted.length === 0 ? steps : multiply(steps, sizeValue(multiplyDims(...counted)));
}

/** How many elements the mask includes that are no padding. */
function included(mask: Value, y: Activation): Value {
  const whole = sameDims(mask.shape, y.value.shape) ? mask : expand(mask, y.value.shape);
  const real = realSteps(y);
  return total(real ? multiply(whole, cast(real, "float")) : whole);
}

function dividedByOwnSteps(each: Value, { value, format, lengths }: Activation): Value {
  const batch = value.shape[0];
  const time = axisOf(format, "T");
  if (!lengths || time === undefined)
    return divide(total(each), sizeValue(multiplyDims(batch, time === undefined ? 1 : value.shape[time])));
  const own = sum(each, value.shape.map((_, axis) => axis).slice(1));
  return divide(total(divide(own, perObservation(cast(lengths, "float"), value))), sizeValue(batch));
}
