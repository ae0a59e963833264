import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import { type RandomStream, randomStream } from "../random.ts";
import { elementCount } from "../tensor.ts";

/** Values of a learnable in MATLAB's order (column-major) with MATLAB's size. */
export interface LearnableValue {
  readonly size: readonly number[];
  readonly data: ArrayLike<number>;
}

/** A function of the size that gives the first values of a learnable, column-major, as MATLAB's `w = f(sz)`. */
export type InitializerFunction = (size: readonly number[]) => ArrayLike<number>;

const weightNames = ["glorot", "he", "orthogonal", "narrow-normal", "zeros", "ones"] as const;

/** How a learnable starts: a name or a function of its size. */
export type Initializer = (typeof weightNames)[number] | InitializerFunction;

const message = `must be ${weightNames.map((n) => `"${n}"`).join(", ")} or a function of the size`;

const initializerFunction = z.custom<InitializerFunction>((v) => typeof v === "function");

/** The option that names an initializer. */
export const initializerOption = z.union([z.enum(weightNames), initializerFunction], { error: message });

const vectorNames = ["zeros", "ones", "narrow-normal"] as const;

/** The option that names how a bias, an offset or a scale starts: not by the inputs and outputs of a matrix, which it does not have. */
export const vectorInitializerOption = z.union([z.enum(vectorNames), initializerFunction], {
  error: `must be ${vectorNames.map((n) => `"${n}"`).join(", ")} or a function of the size`,
});

/** What decides the spread of random first values. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The first values of a learnable. `glorot` is uniform with variance 2/(fanIn + fanOut), `he` normal with 2/fanIn, `narrow-normal` normal with
 * deviation 0.01, `orthogonal` the Q of the QR decomposition of a normal matrix (rows: the first dimension).
 *
 * @see MATLAB convolution1dLayer, WeightsInitializer
 */
export function initialValues(
  initializer: Initializer,
  size: readonly number[],
  fans: Fans,
  seed: number,
  name: string,
): Float32Array {
  const count = elementCount(size);
  if (typeof initializer === "function") return given(initializer(size), count, name);
  const random = randomStream(seed, "initialize", name);
  const fill = (next: () => number): Float32Array => Float32Array.from({ length: count }, next);
  switch (initializer) {
    case "zeros":
      return new Float32Array(count);
    case "ones":
      return fill(() => 1);
    case "narrow-normal":
      return fill(() => 0.01 * random.normal());
    case "he":
      return fill(() => Math.sqrt(2 / fans.fanIn) * random.normal());
    case "glorot": {
      const bound = Math.sqrt(6 / (fans.fanIn + fans.fanOut));
      return fill(() => bound * (2 * random.uniform() - 1));
    }
    case "orthogonal":
      return orthogonal(size, random);
  }
}

function given(values: ArrayLike<number>, count: number, name: string): Float32Array {
  if (values.length !== count) {
    throw new LayerGraphError(
      "wrong-initializer",
      `the initializer of '${name}' gave ${values.length} values, expected ${count}.`,
    );
  }
  return Float32Array.from(values);
}

/** Orthonormal columns (or rows, where there are fewer) by modified Gram and Schmidt, twice, on a normal matrix. */
function orthogonal(size: readonly number[], random: RandomStream): Float32Array {
  const columns = size.at(-1)!;
  const rows = elementCount(size) / columns;
  const [count, length] = rows >= columns ? [columns, rows] : [rows, columns];
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) for (const other of basis) removeComponent(vector, other);
    const norm = Math.sqrt(dot(vector, vector));
    if (norm > 1e-6) basis.push(vector.map((v) => v / norm));
  }
  const at = rows >= columns ? (r: number, c: number) => basis[c][r] : (r: number, c: number) => basis[r][c];
  return Float32Array.from({ length: rows * columns }, (_, i) => at(i % rows, Math.floor(i / rows)));
}

function removeComponent(vector: Float64Array, unit: Float64Array): void {
  const amount = dot(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i] -= amount * unit[i];
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}
