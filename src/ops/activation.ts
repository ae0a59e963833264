import { exp, multiply, negate, sigmoid, square } from "./elementwise.ts";
import { defineOp, type Value } from "./op.ts";

/** The error function `2/√π · ∫ e^(−t²) dt` from 0 to x. */
export function erf(x: Value): Value {
  return erfOp([x], undefined);
}
const erfOp = defineOp<readonly [x: Value], undefined>({
  name: "erf",
  shape: ({ inputs: [x] }) => x.shape,
  lower: () => ({ type: "Erf" }),
  evaluate: ({ inputs: [x] }) => x.data.map(errorFunction),
  gradient: ({ inputs: [x], dy }) => [() => multiply(dy, multiply(2 / Math.sqrt(Math.PI), exp(negate(square(x)))))],
});

/** `2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1))`, whose terms have one sign, so that none cancel. */
function errorFunction(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  if (Math.abs(x) > 6) return Math.sign(x); // nearer to it than double precision can tell
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** `log(1 + eˣ)`, also where eˣ is more than a number can hold. */
export function softplus(x: Value): Value {
  return softplusOp([x], undefined);
}
const softplusOp = defineOp<readonly [x: Value], undefined>({
  name: "softplus",
  shape: ({ inputs: [x] }) => x.shape,
  lower: () => ({ type: "Softplus" }),
  evaluate: ({ inputs: [x] }) => x.data.map((v) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)))),
  gradient: ({ inputs: [x], dy }) => [() => multiply(dy, sigmoid(x))],
});
