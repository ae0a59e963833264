import type { Tensors } from "../run/executor.ts";
import { numbers } from "./comparison.ts";
import type { LayerGradients } from "./gradients.ts";
import type { Subject } from "./subject.ts";

/** What there is to find a cause in. */
export interface Evidence {
  readonly subject: Subject;
  readonly found: LayerGradients;
  /** Which gradients are wrong, and which of them most. */
  readonly wrong: readonly boolean[];
  readonly worst: number;
  /** The measured slopes; NaN where there is none. */
  readonly measured: readonly Float64Array[];
  readonly results: Tensors;
}

/** What the numbers say that the mistake in a gradient is; undefined where they say nothing clearly. */
export function likelyCause(evidence: Evidence): string | undefined {
  const { found, worst, measured } = evidence;
  const received = numbers(found.received[worst]);
  const expected = found.automatic ? numbers(found.automatic[worst]) : measured[worst];
  if (received.some((x) => !Number.isFinite(x))) return "the gradient holds numbers that are not finite";
  if (received.every((x) => x === 0)) return "the gradient is zero everywhere: it is not computed, or it is cut on its way";
  const factor = commonFactor(received, expected);
  return factor === undefined ? undefined : factorCause(factor, evidence.subject.observations);
}

/** The k of received = k · expected, where there is one. */
function commonFactor(received: Float64Array, expected: Float64Array): number | undefined {
  let [product, square, size] = [0, 0, 0];
  for (let i = 0; i < received.length; i++) {
    if (Number.isNaN(expected[i])) continue;
    product += received[i] * expected[i];
    square += expected[i] ** 2;
    size = Math.max(size, Math.abs(received[i]));
  }
  const factor = product / square;
  const fits = received.every((x, i) => Number.isNaN(expected[i]) || Math.abs(x - factor * expected[i]) <= 1e-5 * size);
  return fits && Number.isFinite(factor) ? factor : undefined;
}

function factorCause(factor: number, observations: number): string {
  const near = (k: number): boolean => Math.abs(factor / k - 1) < 1e-4;
  if (near(-1)) return "the sign is wrong: the gradient is −1 times what it should be";
  if (observations > 1 && near(observations)) return "the gradient is multiplied by the number of observations";
  if (observations > 1 && near(1 / observations)) {
    return "the gradient is divided by the number of observations: it is the mean over the mini-batch, where the sum is expected";
  }
  if (near(2)) return "the gradient is 2 times what it should be";
  if (near(0.5)) return "the gradient is half of what it should be: a factor 2 is missing";
  return `the gradient is ${Number(factor.toPrecision(6))} times what it should be everywhere`;
}
