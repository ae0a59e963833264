import { LayerGraphError } from "../../src/errors.ts";

/** The size of one race: what the network is fed, and how wide it is. */
export interface Shape {
  readonly batch: number;
  readonly time: number;
  readonly filters: number;
}

/** What the temporal convolutional network is beside its width; `pytorch.py` has the same. */
export const tcnSizes = { numFeatures: 3, filterSize: 5, numBlocks: 4, dropoutFactor: 0.005, numClasses: 5 } as const;

/** The largest activation, in elements, that a shape may ask for: half a gibibyte. */
const largest = 2 ** 27;

/** The shapes that are measured where none are asked for. */
export const defaultShapes: readonly Shape[] = ["32x200x128", "32x1000x128", "1x53888x64", "64x100x32", "1x200x128"].map(
  shapeFrom,
);

/**
 * The shape that a text such as `32x200x128` (batch × time × filters) means.
 *
 * @throws LayerGraphError `invalid-shape`
 */
export function shapeFrom(text: string): Shape {
  const sizes = /^\d+x\d+x\d+$/.test(text) ? text.split("x").map(Number) : [];
  if (sizes.length !== 3 || sizes.some((size) => size < 1)) {
    throw new LayerGraphError("invalid-shape", `--shapes: "${text}" is no shape, expected batch x time x filters: 32x200x128.`);
  }
  const [batch, time, filters] = sizes;
  if (batch * time * filters > largest) {
    const message = `--shapes: "${text}" has ${batch * time * filters} elements in each activation, expected at most ${largest}.`;
    throw new LayerGraphError("invalid-shape", message);
  }
  return { batch, time, filters };
}

/** The shape as a text: `32x200x128`. */
export function shapeName({ batch, time, filters }: Shape): string {
  return `${batch}x${time}x${filters}`;
}

/**
 * The floating-point operations of the products in one training step. A convolution costs as much again for each of its two gradients; that
 * of the data is not needed where the data come in.
 */
export function trainingOperations({ batch, time, filters }: Shape): number {
  const { numFeatures, filterSize, numBlocks, numClasses } = tcnSizes;
  const product = (taps: number, channels: number): number => 2 * batch * time * taps * channels * filters;
  const inner = (2 * numBlocks - 1) * product(filterSize, filters);
  const first = product(filterSize, numFeatures) + product(1, numFeatures);
  return 3 * inner + 2 * first + 3 * 2 * batch * filters * numClasses;
}
