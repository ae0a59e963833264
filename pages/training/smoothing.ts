/**
 * The exponential moving average of values, corrected for its beginning: each point counts `weight` times as much as the next. A point that
 * stands for `every` rows counts as much as they do. Gaps stay gaps.
 */
export function smoothed(values: readonly (number | null)[], weight: number, every: number): (number | null)[] {
  const kept = weight ** every;
  let [sum, total] = [0, 0];
  return values.map((value) => {
    if (value === null) return null;
    sum = sum * kept + value * (1 - kept);
    total = total * kept + (1 - kept);
    return total > 0 ? sum / total : value;
  });
}
