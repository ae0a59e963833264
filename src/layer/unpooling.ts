import { LayerGraphError } from "../errors.ts";
import {
  add,
  cast,
  constant,
  type Dim,
  expand,
  maxPoolIndex,
  multiply,
  multiplyDims,
  quotient,
  remainder,
  reshape,
  sameDims,
  scatterAlong,
  sizeValue,
  subtract,
  type Value,
} from "../ops/index.ts";
import { requireDimensions } from "./dimensions.ts";
import { type Activation, printSizes } from "./formats.ts";
import { type PoolWindow, poolable } from "./pooling.ts";
import { lowest } from "./slidingWindow.ts";

/**
 * Where the largest element of each window is: its place among the positions of its channel (and time step) in MATLAB's order, from 1, the height
 * fastest. The place is that of one channel, so that it depends on no other observation and is exact in single precision.
 */
export function placesOfMaxima(x: Activation, windows: readonly PoolWindow[]): Value {
  const { value, steps } = poolable(x, windows, lowest);
  const [, , height, width, ...time] = value.shape;
  const flat = quotient(maxPoolIndex(value, steps), size(multiplyDims(...time)));
  const column = remainder(flat, size(width));
  const row = remainder(quotient(flat, size(width)), size(height));
  return cast(add(add(row, multiply(column, size(x.value.shape[2]))), 1), "float");
}

/** Ones in the sizes of an activation: what tells another layer these sizes. */
export function sizesOf(x: Activation): Activation {
  const one = constant(
    [1],
    x.value.shape.map(() => 1),
  );
  return { ...x, value: expand(one, x.value.shape) };
}

/** The elements of x put where `places` says (see `placesOfMaxima`), into images as large as `sizes`; zeros elsewhere. */
export function unpooled(x: Activation, places: Activation, sizes: Activation): Activation {
  requireDimensions(x, 2);
  if (places.format !== x.format || !sameDims(places.value.shape, x.value.shape))
    throw mismatch("indices", places, x, "the sizes");
  if (sizes.format !== x.format) throw mismatch("size", sizes, x, "the format");
  const [batch, channels, tall, wide, ...time] = x.value.shape;
  const [height, width] = sizes.value.shape.slice(2);
  const from: Dim[] = [batch, channels, multiplyDims(tall, wide), ...time];
  const place = cast(subtract(reshape(places.value, from), 0.5), "int64"); // from 0, whatever rounding was left
  const [row, column] = [remainder(place, size(height)), quotient(place, size(height))];
  const spread = scatterAlong(reshape(x.value, from), add(multiply(row, size(width)), column), 2, multiplyDims(height, width));
  return { ...x, value: reshape(spread, [batch, channels, height, width, ...time]) };
}

function size(d: Dim): Value {
  return sizeValue(d, "int64");
}

function mismatch(port: string, got: Activation, x: Activation, what: string): LayerGraphError {
  const fix = `Connect '${port}' of the pooling layer that made 'in' to it.`;
  return new LayerGraphError(
    "size-mismatch",
    `'${port}' has ${printSizes(got)}, expected ${what} of 'in', ${printSizes(x)}. ${fix}`,
    {
      port,
      received: printSizes(got),
      expected: printSizes(x),
      fix,
    },
  );
}
