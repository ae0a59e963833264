import { LayerGraphError } from "../../src/errors.ts";

/** The size of one race: what the network is fed, and how wide it is. */
export interface Shape {
  readonly batch: number;
  readonly time: number;
  /** Channels of each time step: filters, hidden units, features. */
  readonly width: number;
}

/** The largest activation, in elements, that a shape may ask for: half a gibibyte. */
const largest = 2 ** 27;

/**
 * The shape that a text such as `32x200x128` (batch × time × width) means.
 *
 * @throws LayerGraphError `invalid-shape`
 */
export function shapeFrom(text: string): Shape {
  const sizes = /^\d+x\d+x\d+$/.test(text) ? text.split("x").map(Number) : [];
  if (sizes.length !== 3 || sizes.some((size) => size < 1)) {
    throw new LayerGraphError("invalid-shape", `--shapes: "${text}" is no shape, expected batch x time x width: 32x200x128.`);
  }
  const [batch, time, width] = sizes;
  if (batch * time * width > largest) {
    const message = `--shapes: "${text}" has ${batch * time * width} elements in each activation, expected at most ${largest}.`;
    throw new LayerGraphError("invalid-shape", message);
  }
  return { batch, time, width };
}

/** The shape as a text: `32x200x128`. */
export function shapeName({ batch, time, width }: Shape): string {
  return `${batch}x${time}x${width}`;
}
