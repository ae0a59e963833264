const bars = "▁▂▃▄▅▆▇█";

/**
 * A small curve of a line of text: as many characters as asked for, or as there are values. Each shows the mean of its values, between the
 * least and the largest of them all; one that has no finite value is a space.
 *
 * @example sparkline([4, 3, 2, 1, 1], 5) // "█▆▃▁▁"
 */
export function sparkline(values: readonly (number | null)[], width: number): string {
  const count = Math.min(width, values.length);
  const heights = Array.from({ length: count }, (_, i) => {
    const part = values.slice(Math.floor((i * values.length) / count), Math.floor(((i + 1) * values.length) / count));
    const finite = part.filter((value): value is number => value !== null && Number.isFinite(value));
    return finite.length === 0 ? undefined : finite.reduce((sum, value) => sum + value, 0) / finite.length;
  });
  const known = heights.filter((height) => height !== undefined);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const level = (height: number): number =>
    most > least ? Math.round(((height - least) / (most - least)) * (bars.length - 1)) : 0;
  return heights.map((height) => (height === undefined ? " " : bars[level(height)])).join("");
}

/** Whether a terminal is likely to show them: it does not say that it has another encoding than UTF-8. */
export function showsSparklines(environment: Readonly<Record<string, string | undefined>>): boolean {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG;
  return !locale || /utf-?8/i.test(locale);
}
