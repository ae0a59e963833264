/**
 * Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): 64 random bits for a 64-bit counter
 * under a 64-bit key. Nothing is stored between calls, so a stream can be taken up anywhere. `into` receives the two words.
 */
export function threefry(key0: number, key1: number, counter0: number, counter1: number, into: Uint32Array): void {
  const keys = [key0, key1, 0x1bd11bda ^ key0 ^ key1];
  let a = (counter0 + key0) | 0;
  let b = (counter1 + key1) | 0;
  for (let group = 0; group < 5; group++) {
    const odd = (group & 1) << 2;
    for (let i = 0; i < 4; i++) {
      a = (a + b) | 0;
      const r = rotations[odd + i];
      b = ((b << r) | (b >>> (32 - r))) ^ a;
    }
    a = (a + keys[(group + 1) % 3]) | 0;
    b = (b + keys[(group + 2) % 3] + group + 1) | 0;
  }
  into[0] = a;
  into[1] = b;
}

const rotations = [13, 15, 26, 6, 17, 29, 16, 24];

/** A seeded source of random numbers. The same seed and purpose give the same numbers on every machine. */
export interface RandomStream {
  /** The next number in [0, 1), with 24 random bits: exact in single precision. */
  uniform(): number;
  /** The next number of the standard normal distribution. */
  normal(): number;
  /** A whole number in 0 … count − 1, without bias. */
  below(count: number): number;
  /** Fills the array with numbers in [0, 1). */
  fillUniform(array: Float32Array): void;
}

/** The stream of the given seed for one purpose, such as `["shuffle", epoch]` or `["dropout_1", step]`. */
export function randomStream(seed: number, ...purpose: readonly (string | number)[]): RandomStream {
  const [key0, key1] = keyOf(seed, purpose);
  const block = new Uint32Array(2);
  let counter = 0;
  let left = 0;
  const word = (): number => {
    if (left === 0) {
      threefry(key0, key1, counter >>> 0, Math.floor(counter / 2 ** 32), block);
      counter++;
      left = 2;
    }
    return block[2 - left--];
  };
  const uniform = (): number => (word() >>> 8) / 2 ** 24;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below: (count) => {
      const limit = 2 ** 32 - (2 ** 32 % count);
      for (;;) {
        const bits = word();
        if (bits < limit) return bits % count;
      }
    },
    fillUniform: (array) => {
      for (let i = 0; i < array.length; i++) array[i] = (word() >>> 8) / 2 ** 24;
    },
  };
}

/** The whole numbers 0 … count − 1 in random order (Fisher and Yates). */
export function permutation(count: number, stream: RandomStream): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** A 64-bit key from a seed and a purpose: the text is absorbed, four bytes at a time, by the cipher itself. */
function keyOf(seed: number, purpose: readonly (string | number)[]): [number, number] {
  const bytes = new TextEncoder().encode(JSON.stringify([seed, ...purpose]));
  const state = new Uint32Array([bytes.length, 0x6c617965]);
  for (let i = 0; i < bytes.length; i += 4) {
    const word = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    threefry(state[0], state[1], word, i, state);
  }
  return [state[0], state[1]];
}
