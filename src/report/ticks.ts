/** Round numbers on an axis, and how they are written. */
export interface Ticks {
  readonly values: readonly number[];
  readonly labels: readonly string[];
}

/**
 * Round numbers (1, 2 or 5 times a power of ten) that span a range, about `count` of them.
 *
 * @example ticksOver(0, 0.93, 5).labels // ["0", "0.2", "0.4", "0.6", "0.8", "1"]
 */
export function ticksOver(least: number, most: number, count: number): Ticks {
  const [from, to] = least < most ? [least, most] : [least - 0.5, least + 0.5];
  const step = roundStep((to - from) / Math.max(1, count));
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  const values = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { values, labels: values.map((value) => labelOf(value, step)) };
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough * (1 - 1e-9))!;
  return factor * power;
}

function labelOf(value: number, step: number): string {
  const size = Math.abs(value);
  if (size < step / 2) return "0";
  if (size >= 1e6 || size < 1e-4) return Number(value.toPrecision(6)).toExponential().replace("e+", "e");
  return String(Number(value.toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))));
}
