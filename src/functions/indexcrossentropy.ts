import { LayerGraphError } from "../errors.ts";
import { type Activation, like } from "../layer/formats.ts";
import { add, cast, equal, printDims, range, reshape, type Value } from "../ops/index.ts";
import { type CrossentropyOptions, crossentropy } from "./crossentropy.ts";

/**
 * The cross-entropy of predicted probabilities and the numbers of the right classes, a scalar: `−Σ w·ln(y at the class)`, divided as
 * `crossentropy` divides. `t` has one channel, class numbers that count from 1 as in MATLAB; where the number is none of the classes, such as 0,
 * the position adds nothing to the sum.
 *
 * @example const loss = indexcrossentropy(y, t, { normalizationFactor: "positions" });
 * @see MATLAB indexcrossentropy
 */
export function indexcrossentropy(
  y: Activation,
  t: Activation,
  options: Omit<CrossentropyOptions, "classificationMode"> = {},
): Value {
  const { shape } = y.value;
  if (t.value.shape[1] !== 1 || t.value.shape.length !== shape.length) {
    throw new LayerGraphError(
      "size-mismatch",
      `indexcrossentropy: the target is ${printDims(t.value.shape)} (${t.format}), expected one channel of class numbers beside the prediction ${printDims(shape)} (${y.format}).`,
    );
  }
  const numbers = t.value.type === "int64" ? t.value : cast(t.value, "int64");
  const classes = add(reshape(range(shape[1]), [shape[1], ...shape.slice(2).map(() => 1)]), 1);
  return crossentropy(y, like(y, cast(equal(numbers, classes), "float")), options);
}
