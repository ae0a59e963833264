import { randomStream } from "../../src/random.ts";
import type { Contest } from "./networks.ts";
import { numClasses } from "./timedNetwork.ts";

/** Random sequences, features × time each, and a label for each. */
export interface Recordings {
  readonly X: readonly { readonly data: Float32Array; readonly size: readonly [features: number, time: number] }[];
  readonly T: readonly string[];
  readonly classes: readonly string[];
}

/** Enough mini-batches that shuffling has something to do. */
const miniBatches = 8;

/** Seeded recordings for a network at a shape: of its length, or of lengths from half of it up. */
export function recordings({ network, shape }: Contest, unequalLengths: boolean): Recordings {
  const { batch, time } = shape;
  const numFeatures = network.numFeatures(shape);
  const lengths = randomStream(1, "bench lengths");
  const classes = Array.from({ length: numClasses }, (_, index) => `class ${index + 1}`);
  const count = batch * miniBatches;
  const X = Array.from({ length: count }, (_, index) => {
    const steps = unequalLengths ? time - lengths.below(Math.floor(time / 2) + 1) : time;
    const random = randomStream(1, "bench sequence", index);
    const values = Float32Array.from({ length: numFeatures * steps }, () => random.normal());
    return { data: values, size: [numFeatures, steps] as const };
  });
  return { X, T: X.map((_, index) => classes[index % numClasses]), classes };
}
