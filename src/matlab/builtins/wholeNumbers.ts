import type { Builtin, Call, Value } from "../values/value.ts";
import { chargeWork, fail, numbersAt, reserve, scalarAt } from "./arguments.ts";
import { arrayOf } from "./arrays.ts";
import { define } from "./define.ts";

function choose(call: Call): Value {
  const [n, k] = [scalarAt(call, 0), scalarAt(call, 1)];
  if (!(n >= k && k >= 0)) fail(call, "MATLAB:nchoosek:InvalidArg", "K must be an integer between 0 and N.");
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = Math.round((result * (n - Math.min(k, n - k) + i)) / i);
  return arrayOf([1, 1], [result]);
}

function primesTo(call: Call): Value {
  const most = Math.floor(scalarAt(call, 0));
  reserve(call, [1, Math.max(0, most)], 1);
  const composite = new Uint8Array(Math.max(0, most) + 1);
  const found: number[] = [];
  for (let i = 2; i <= most; i++) {
    if (composite[i]) continue;
    found.push(i);
    for (let j = i * i; j <= most; j += i) composite[j] = 1;
  }
  return arrayOf([1, found.length], found);
}

function isPrime(x: number): boolean {
  if (x < 2 || !Number.isInteger(x)) return false;
  for (let i = 2; i * i <= x; i++) if (x % i === 0) return false;
  return true;
}

function factors(call: Call): Value {
  let rest = scalarAt(call, 0);
  const found: number[] = [];
  for (let i = 2; i * i <= rest; i++) for (; rest % i === 0; rest /= i) found.push(i);
  if (rest > 1 || found.length === 0) found.push(rest);
  return arrayOf([1, found.length], found);
}

/** Functions of whole numbers. */
export const wholeNumbers: readonly Builtin[] = [
  define("nchoosek", choose, { least: 2, most: 2 }),
  define("primes", primesTo, { least: 1, most: 1 }),
  define("factor", factors, { least: 1, most: 1 }),
  define(
    "isprime",
    (call) => {
      const { size, data } = numbersAt(call, 0);
      chargeWork(call, [Math.ceil(Math.sqrt(Math.max(1, ...Array.from(data)))), data.length]);
      return arrayOf(
        size,
        Float64Array.from(data, (x) => (isPrime(x) ? 1 : 0)),
        "logical",
      );
    },
    { least: 1, most: 1 },
  ),
];
