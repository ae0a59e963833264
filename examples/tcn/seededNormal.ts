/** Random numbers that repeat: the same seed gives the same sequence. */
export interface SeededRandom {
  /** Evenly spread between `low` (included) and `high` (excluded). */
  uniform(low: number, high: number): number;
  /** Bell-shaped, with mean 0 and standard deviation 1. */
  normal(): number;
}

/**
 * A source of even and of normal random numbers, for making data (mulberry32 and the Box–Muller transform).
 *
 * @param seed a whole number; its lowest 32 bits count
 * @example
 * const random = seededNormal(7);
 * const noise = Array.from({ length: 5 }, () => random.normal());
 */
export function seededNormal(seed: number): SeededRandom {
  let state = seed | 0;

  function uniform(low: number, high: number): number {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return low + (high - low) * (((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32);
  }

  function normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform(0, 1))); // 1 − u is never 0
    return radius * Math.cos(uniform(0, 2 * Math.PI));
  }

  return { uniform, normal };
}
