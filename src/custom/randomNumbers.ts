import { LayerGraphError } from "../errors.ts";
import { type Dim, input, type Value } from "../ops/index.ts";
import { randomStream } from "../random.ts";
import { floats, type Tensor } from "../tensor.ts";

type Distribution = "uniform" | "normal";

/** Random numbers that a traced function draws: fed anew in every call under `name`. */
export interface Draw {
  readonly name: string;
  readonly shape: readonly Dim[];
  readonly distribution: Distribution;
}

let generator = { seed: 0, calls: 0 };
let current: Draw[] | undefined;

/**
 * Starts the random numbers of `dlfeval` and `forward` anew: the same seed, followed by the same calls in the same order, gives the same
 * numbers. The seed is 0 until this is called.
 *
 * @example rng(1);
 * @see MATLAB rng
 */
export function rng(seed: number): void {
  if (!Number.isInteger(seed) || seed < 0) {
    const message = `rng: the seed must be a whole number of at least 0, received ${String(seed)}.`;
    throw new LayerGraphError("invalid-option", message, { received: String(seed) });
  }
  generator = { seed, calls: 0 };
}

/**
 * Numbers between 0 and 1 (1 excluded) in a function that `dlfeval` calls: new ones in every call. `shape` is in the order
 * [batch, channels, spatial…, time]; its sizes may be those of an array, `X.value.shape[0]`.
 *
 * @example const share = rand([X.value.shape[0], 1]); // one number for each observation
 * @see MATLAB rand
 */
export function rand(shape: readonly Dim[]): Value {
  return draw("uniform", shape, "rand");
}

/**
 * Numbers of the standard normal distribution in a function that `dlfeval` calls, as `rand` gives uniform ones.
 *
 * @see MATLAB randn
 */
export function randn(shape: readonly Dim[]): Value {
  return draw("normal", shape, "randn");
}

/** Random numbers of a layer, as `rand`. */
export function drawFor(layer: string, shape: readonly Dim[]): Value {
  return draw("uniform", shape, layer);
}

/** Runs `build`, and gives with its result what it drew. */
export function collectingDraws<T>(build: () => T): { readonly result: T; readonly draws: readonly Draw[] } {
  const [before, draws] = [current, [] as Draw[]];
  current = draws;
  try {
    return { result: build(), draws };
  } finally {
    current = before;
  }
}

/** The random numbers of the next call. */
export function nextRandomNumbers(): (draw: Draw, shape: readonly number[]) => Tensor<"float32"> {
  const { seed } = generator;
  const call = generator.calls++;
  return ({ name, distribution }, shape) => {
    const stream = randomStream(seed, "dlfeval", name, call);
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    if (distribution === "uniform") stream.fillUniform(data);
    else for (let i = 0; i < data.length; i++) data[i] = stream.normal();
    return floats(shape, data);
  };
}

function draw(distribution: Distribution, shape: readonly Dim[], what: string): Value {
  if (!current) {
    throw new LayerGraphError(
      "outside-dlfeval",
      `${what}: random numbers are drawn in a function that dlfeval calls, not outside.`,
    );
  }
  const name = `/random/${current.length}/${what}`;
  current.push({ name, shape, distribution });
  return input(name, shape);
}
