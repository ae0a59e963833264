import type { MatSize } from "../../data/matValues.ts";
import { numberOfElements } from "../../data/matValues.ts";
import { ScriptError } from "./scriptError.ts";
import { sameSize } from "./shape.ts";

/**
 * The size of an elementwise operation: dimensions must be equal, or one of them 1.
 * @throws ScriptError `MATLAB:sizeDimensionsMustMatch`
 */
export function broadcastSize(a: MatSize, b: MatSize): MatSize {
  if (sameSize(a, b)) return a;
  const size: number[] = [];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [m, n] = [a[i] ?? 1, b[i] ?? 1];
    if (m !== n && m !== 1 && n !== 1) {
      throw new ScriptError("MATLAB:sizeDimensionsMustMatch", "Arrays have incompatible sizes for this operation.");
    }
    size.push(m === 1 ? n : m);
  }
  return size;
}

/** Elements that can be written by their number. */
interface Writable<T> {
  [index: number]: T;
}

/** Writes f(aᵢ, bᵢ) for every element of the broadcast result into `out`, which has that many. */
export function zipInto<A, B, T>(
  [sizeA, a]: readonly [MatSize, ArrayLike<A>],
  [sizeB, b]: readonly [MatSize, ArrayLike<B>],
  size: MatSize,
  out: Writable<T>,
  f: (x: A, y: B) => T,
): void {
  const count = numberOfElements(size);
  if (a.length === count && b.length === count) {
    for (let i = 0; i < count; i++) out[i] = f(a[i], b[i]);
  } else if (b.length === 1) {
    const y = b[0];
    for (let i = 0; i < count; i++) out[i] = f(a[i], y);
  } else if (a.length === 1) {
    const x = a[0];
    for (let i = 0; i < count; i++) out[i] = f(x, b[i]);
  } else {
    zipAcross([strides(sizeA, size), a], [strides(sizeB, size), b], size, out, f);
  }
}

/** How far apart neighbours along each dimension of the result are in an operand: 0 where it has one element for all. */
function strides(operand: MatSize, size: MatSize): number[] {
  let stride = 1;
  return size.map((_, i) => {
    const length = operand[i] ?? 1;
    const step = length === 1 ? 0 : stride;
    stride *= length;
    return step;
  });
}

function zipAcross<A, B, T>(
  [stepsA, a]: readonly [readonly number[], ArrayLike<A>],
  [stepsB, b]: readonly [readonly number[], ArrayLike<B>],
  size: MatSize,
  out: Writable<T>,
  f: (x: A, y: B) => T,
): void {
  const count = numberOfElements(size);
  if (count === 0) return;
  const [rows, stepA, stepB] = [size[0], stepsA[0], stepsB[0]];
  const at = size.map(() => 0);
  let [i, j] = [0, 0];
  for (let k = 0; k < count; ) {
    for (let r = 0; r < rows; r++) out[k++] = f(a[i + r * stepA], b[j + r * stepB]);
    for (let d = 1; d < size.length; d++) {
      i += stepsA[d];
      j += stepsB[d];
      if (++at[d] < size[d]) break;
      i -= stepsA[d] * size[d];
      j -= stepsB[d] * size[d];
      at[d] = 0;
    }
  }
}
