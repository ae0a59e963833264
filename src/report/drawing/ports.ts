/** What a port without a wire counts where places are found. */
const openWeight = 0.01;

/**
 * Where ports stand on a side from `low` to `high`: as near as can be to where their wires come from, in that order, at least a slot apart. A single port
 * stands in the middle. A port without a wire stands behind the one before it.
 */
export function portPlaces(wished: readonly (number | undefined)[], low: number, high: number, slot: number): number[] {
  const count = wished.length;
  if (count === 1) return [(low + high) / 2];
  const step = Math.min(slot, (high - low) / Math.max(1, count - 1));
  let before = low;
  const wishes = wished.map((wish) => {
    before = wish ?? before;
    return before;
  });
  const order = wishes.map((_, i) => i).sort((a, b) => wishes[a] - wishes[b]);
  const starts = ascending(
    order.map((port, i) => ({ value: wishes[port] - i * step, weight: wished[port] === undefined ? openWeight : 1 })),
  );
  const places = new Array<number>(count);
  order.forEach((port, i) => {
    places[port] = Math.max(low, Math.min(high - (count - 1) * step, starts[i])) + i * step;
  });
  return places;
}

/** The ascending numbers that are nearest to the given ones: those that descend are replaced by their weighted means. */
function ascending(values: readonly { readonly value: number; readonly weight: number }[]): number[] {
  const pools: { mean: number; weight: number; count: number }[] = [];
  for (const { value, weight } of values) {
    let pool = { mean: value, weight, count: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      const sum = pool.weight + last.weight;
      const mean = (pool.mean * pool.weight + last.mean * last.weight) / sum;
      pool = { mean, weight: sum, count: pool.count + last.count };
      pools.pop();
    }
    pools.push(pool);
  }
  return pools.flatMap(({ mean, count }) => new Array<number>(count).fill(mean));
}
