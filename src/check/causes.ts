import type { Tensors } from "../run/executor.ts";
import { elementCount, type Tensor } from "../tensor.ts";
import { numbers } from "./comparison.ts";
import type { LayerGradients } from "./gradients.ts";
import { mutationCause } from "./mutations.ts";
import type { Subject } from "./subject.ts";

/** What there is to find a cause in. */
export interface Evidence {
  readonly subject: Subject;
  readonly found: LayerGradients;
  /** Which gradient is most wrong. */
  readonly worst: number;
  /** The measured slopes; NaN where there is none. */
  readonly measured: readonly Float64Array[];
  readonly results: Tensors;
  /** The automatic gradients of what one observation contributes. */
  readonly ofObservation: (n: number) => readonly Tensor[] | undefined;
}

/** How far numbers may be apart, as a part of the largest, to count as the same. */
const same = 1e-5;

/** What the numbers say that the mistake in a gradient is; undefined where they say nothing clearly. */
export function likelyCause(evidence: Evidence): string | undefined {
  const { found, worst, measured } = evidence;
  const received = numbers(found.received[worst]);
  const expected = found.automatic ? numbers(found.automatic[worst]) : measured[worst];
  if (received.some((x) => !Number.isFinite(x))) return "the gradient holds numbers that are not finite";
  if (received.every((x) => x === 0)) return "the gradient is zero everywhere: it is not computed, or it is cut on its way";
  const factor = commonFactor(received, expected);
  return (
    mutationCause(found) ??
    (factor === undefined ? undefined : factorCause(factor, evidence.subject.observations)) ??
    arrangementCause(received, expected, found.received[worst].shape) ??
    observationCause(evidence, received) ??
    missingFactorCause(evidence, received, expected)
  );
}

/** The k of received = k · expected, where there is one. */
function commonFactor(received: Float64Array, expected: Float64Array): number | undefined {
  let [product, square] = [0, 0];
  for (let i = 0; i < received.length; i++) {
    if (Number.isNaN(expected[i])) continue;
    product += received[i] * expected[i];
    square += expected[i] ** 2;
  }
  const factor = product / square;
  const fits =
    received.length > 1 &&
    Number.isFinite(factor) &&
    alike(
      received,
      expected.map((x) => factor * x),
    );
  return fits ? factor : undefined;
}

/** Whether two arrays hold the same numbers, where both are known. */
function alike(a: Float64Array, b: Float64Array): boolean {
  const size = a.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return a.every((x, i) => Number.isNaN(b[i]) || Math.abs(x - b[i]) <= same * size);
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

/** Two dimensions that have changed places, or one that runs the other way. */
function arrangementCause(received: Float64Array, expected: Float64Array, shape: readonly number[]): string | undefined {
  if (shape.length < 2) return undefined;
  const [rows, columns] = shape.slice(-2);
  const block = rows * columns;
  const swapped = expected.map((_, at) => {
    const [start, within] = [at - (at % block), at % block];
    return expected[start + (within % rows) * columns + Math.floor(within / rows)];
  });
  if (alike(received, swapped)) return "the gradient is transposed: its last two dimensions have changed places";
  for (let axis = 0; axis < shape.length; axis++) {
    const inner = elementCount(shape.slice(axis + 1));
    const flipped = expected.map((_, at) => {
      const place = Math.floor(at / inner) % shape[axis];
      return expected[at + (shape[axis] - 1 - 2 * place) * inner];
    });
    if (shape[axis] > 1 && alike(received, flipped)) return "the gradient is flipped along a dimension";
  }
  return undefined;
}

function observationCause({ subject, worst, ofObservation, found }: Evidence, received: Float64Array): string | undefined {
  if (subject.observations < 2 || found.sources[worst].kind === "input") return undefined;
  for (let n = 0; n < subject.observations; n++) {
    const gradients = ofObservation(n);
    if (gradients && alike(received, numbers(gradients[worst]))) {
      return `the gradient is that of observation ${n + 1} alone: the sum over the observations is missing`;
    }
  }
  return undefined;
}

/** A factor of the input or the output that would make the gradient right. */
function missingFactorCause(evidence: Evidence, received: Float64Array, expected: Float64Array): string | undefined {
  const { found, worst, results } = evidence;
  const source = found.sources[worst];
  if (source.kind !== "input") return undefined;
  const [x, z] = [numbers(found.feeds[source.name]), numbers(results["out 0"])];
  const candidates: readonly (readonly [name: string, of: (x: number, z: number) => number])[] = [
    ["X", (a) => a],
    ["Z", (_, b) => b],
    ["1 − Z", (_, b) => 1 - b],
    ["Z ⊙ (1 − Z), the derivative of a sigmoid,", (_, b) => b * (1 - b)],
    ["1 − Z², the derivative of tanh,", (_, b) => 1 - b * b],
  ];
  if (x.length !== received.length || z.length !== received.length) return undefined;
  const missing = candidates.find(([, of]) =>
    alike(
      received.map((g, i) => g * of(x[i], z[i])),
      expected,
    ),
  );
  return missing && `a factor ${missing[0]} is missing in the gradient`;
}
