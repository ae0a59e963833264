import { LayerGraphError } from "../../errors.ts";
import { timeDimensionOf } from "../../layer/apply.ts";
import { type Dim, sizeOfDim, symbolsOf, type Value } from "../../ops/index.ts";
import type { Wiring } from "../wiring.ts";

/** How much data a network is fed at once. */
export interface DataSizes {
  /** Observations in a mini-batch. */
  readonly miniBatchSize: number;
  /** Time steps of each sequence; without a meaning where nothing has time steps. */
  readonly sequenceLength: number;
}

/** What is assumed where nothing is said: the mini-batches of `trainingOptions`, and sequences of 100 steps. */
export const usualSizes: DataSizes = { miniBatchSize: 128, sequenceLength: 100 };

/** The sizes with what was not given filled in; refuses what is no positive whole number. */
export function checkedSizes(given: Partial<DataSizes>): DataSizes {
  for (const name of ["miniBatchSize", "sequenceLength"] as const) {
    const value = given[name];
    if (value === undefined || (Number.isSafeInteger(value) && value > 0)) continue;
    const message = `analyze: option '${name}' must be a positive whole number, received ${String(value)}.`;
    throw new LayerGraphError("invalid-option", message, { received: String(value), expected: "a positive whole number" });
  }
  return {
    miniBatchSize: given.miniBatchSize ?? usualSizes.miniBatchSize,
    sequenceLength: given.sequenceLength ?? usualSizes.sequenceLength,
  };
}

/** Tells the size of a dimension. */
export type SizeOf = (dim: Dim) => number;

/** The time dimensions of what a network is fed. */
export function timesOf({ layers }: Wiring): Set<string> {
  const specs = layers.flatMap(({ problems, definition, options }) =>
    problems.length > 0 ? [] : (definition.input?.(options as never) ?? []),
  );
  return new Set(specs.flatMap((spec) => timeDimensionOf(spec) ?? []));
}

/** The sizes of dimensions for so many observations and sequences of one length; 1 for what depends on anything else. */
export function sizesFor(times: ReadonlySet<string>, { miniBatchSize, sequenceLength }: DataSizes): SizeOf {
  const symbols = { batch: miniBatchSize, ...Object.fromEntries([...times].map((name) => [name, sequenceLength])) };
  return (dim) => {
    if (typeof dim === "number") return dim;
    return [...symbolsOf(dim)].every((name) => name in symbols) ? Math.max(0, sizeOfDim(dim, symbols)) : 1;
  };
}

const bytesOf: Record<Value["type"], number> = { float: 4, int64: 8, bool: 1 };

/** The memory that a value takes. */
export function bytes({ shape, type }: Value, size: SizeOf): number {
  return shape.reduce<number>((product, d) => product * size(d), bytesOf[type]);
}
