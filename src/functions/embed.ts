import { LayerGraphError } from "../errors.ts";
import { type Activation, printSizes, realSteps } from "../layer/formats.ts";
import {
  add,
  cast,
  gatherRows,
  less,
  maximum,
  multiply,
  select,
  squeeze,
  subtract,
  transpose,
  unsqueeze,
  type Value,
} from "../ops/index.ts";

/**
 * A vector for each index: `weights` is a matrix whose value has a row for each word, [numWords, dimension] (MATLAB's size dimension × numWords). X has one
 * channel of whole numbers from 1, in any format; the result has `dimension` channels. Index 0, and what lies behind the end of a sequence, gives zeros and
 * changes no weights. An index above numWords is refused when data arrives.
 *
 * @example const vectors = embed(words, learnables.weights);
 * @throws LayerGraphError `size-mismatch` where X has more than one channel
 * @see MATLAB embed
 */
export function embed(X: Activation, weights: Value): Activation {
  const real = realSteps(X);
  const indices = wholeNumbers(real ? select(real, X.value, 0) : X.value, X);
  const rows = gatherRows(weights, subtract(maximum(indices, 1), 1)); // [batch, …, dimension]
  const known = unsqueeze(cast(less(0, indices), "float"), indices.shape.length);
  const last = rows.shape.length - 1;
  const places = Array.from({ length: last - 1 }, (_, i) => i + 1);
  return { ...X, value: transpose(multiply(rows, known), [0, last, ...places]) };
}

/** The nearest whole numbers of an activation with one channel, [batch, …]; `from` names the activation where it has more. */
function wholeNumbers(x: Value, from: Activation): Value {
  if (x.shape[1] === 1) return cast(add(squeeze(x, 1), 0.5), "int64");
  const received = printSizes(from);
  throw new LayerGraphError("size-mismatch", `received ${received}, expected one channel that holds indices.`, {
    received,
    expected: "one channel",
  });
}
