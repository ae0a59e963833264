import { permutation, type RandomStream, randomStream } from "../../random.ts";
import type { RandomStreams } from "./value.ts";

/** The seed of MATLAB's `rng('default')`, which `rng(0)` means too. */
const defaultSeed = 5489;

/**
 * The random numbers of a script, seeded as `rng('default')`. `uniform` gives the numbers of MATLAB's `rand` for the same seed (MT19937, 53 bits);
 * `normal` and `permutation` are our own seeded streams, for MATLAB's algorithms are not published.
 * @example
 * const streams = randomStreams();
 * streams.seed(1);
 * streams.uniform(); // 0.417022004702574, as rng(1); rand
 */
export function randomStreams(): RandomStreams {
  let twister = mersenneTwister(defaultSeed);
  let normals: RandomStream;
  let orders: RandomStream;
  const seed = (given: number): void => {
    const number = given === 0 ? defaultSeed : given >>> 0;
    twister = mersenneTwister(number);
    normals = randomStream(number, "matlab", "randn");
    orders = randomStream(number, "matlab", "randperm");
  };
  seed(defaultSeed);
  return {
    seed,
    uniform: () => {
      for (;;) {
        const [high, low] = [twister() >>> 5, twister() >>> 6];
        const x = (high * 2 ** 26 + low) / 2 ** 53;
        // MATLAB's rand never gives 0.
        if (x > 0) return x;
      }
    },
    normal: () => normals.normal(),
    permutation: (n) => permutation(n, orders),
  };
}

/** Matsumoto and Nishimura's MT19937: 32 random bits at each call. */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  let at = 624;
  return () => {
    if (at === 624) {
      twist(state);
      at = 0;
    }
    let y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}

/** Makes the next 624 words. */
function twist(state: Uint32Array): void {
  for (let i = 0; i < 624; i++) {
    const y = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff);
    state[i] = state[(i + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}
