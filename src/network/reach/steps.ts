import { type Activation, axisOf } from "../../layer.ts";
import { type Dim, symbolsOf } from "../../ops/index.ts";

/** The number of time steps of an activation, which folding may have made part of its observations; undefined where it has none. */
export function stepsOf({ value, format }: Activation): Dim | undefined {
  const axis = axisOf(format, "T");
  if (axis !== undefined) return value.shape[axis];
  const [observations] = value.shape;
  return [...symbolsOf(observations)].some((name) => name !== "batch") ? observations : undefined;
}

/** Whether two activations have steps of the same time. */
export function shareTime(a: Activation, b: Activation): boolean {
  const [first, second] = [stepsOf(a), stepsOf(b)];
  if (first === undefined || second === undefined) return false;
  const names = symbolsOf(first);
  return names.size === 0 || [...symbolsOf(second)].some((name) => name !== "batch" && names.has(name));
}
