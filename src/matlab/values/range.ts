import type { MatNumeric, NumericClass } from "../../data/matValues.ts";
import { elementsOf, isIntegerClass } from "./classes.ts";
import { emptyMatrix, number, numericOf } from "./construct.ts";
import { numbersOf } from "./convert.ts";
import { describeValue } from "./describe.ts";
import { operationsOf } from "./hosts.ts";
import { ScriptError } from "./scriptError.ts";
import { type Charge, chargeArray } from "./shape.ts";
import { firstUnknown, operandName, unknownFrom } from "./unknown.ts";
import { sized } from "./unknownSizes.ts";
import type { Value } from "./value.ts";

/**
 * `start:step:stop` as a row. The count allows for rounding, as MATLAB's does, and the second half is computed from the end, so that
 * `0:0.1:1` ends in exactly 1. An empty operand gives a 1×0 row.
 * @throws ScriptError for operands that are not numbers
 * @example range(number(1), undefined, number(4)) // [1 2 3 4]
 */
export function range(start: Value, step: Value | undefined, stop: Value, charge?: Charge): Value {
  const operands = step === undefined ? [start, stop] : [start, step, stop];
  const origin = firstUnknown(operands);
  if (origin) return sized(unknownFrom(origin, operands.map(operandName).join(":")), [1, undefined]);
  const host = operands.find((value) => operationsOf(value)?.range);
  if (host) return operationsOf(host)!.range!(start, step ?? number(1), stop);
  const name = rangeClass(operands);
  const bounds = operands.map(bound);
  if (bounds.includes(undefined)) return { ...emptyMatrix, size: [1, 0] };
  const [first, second, third] = bounds as number[];
  const [by, last] = step === undefined ? [1, second] : [second, third];
  return rangeOf(first, by, last, name, charge);
}

/** A range between numbers. */
export function rangeOf(first: number, by: number, last: number, name: NumericClass = "double", charge?: Charge): MatNumeric {
  if ([first, by, last].some(Number.isNaN)) return numericOf([1, 1], elementsOf([Number.NaN], name, [1, 1]), name);
  const count = countOfRange(first, by, last);
  const size = [1, count];
  chargeArray(size, 8, charge);
  const data = new Float64Array(count);
  const end = first + (count - 1) * by;
  const exactEnd = Math.abs(end - last) <= tolerance(first, last) ? last : end;
  const whole = Number.isInteger(first) && Number.isInteger(by);
  for (let i = 0; i < count; i++) {
    data[i] = whole || 2 * i < count ? first + i * by : exactEnd - (count - 1 - i) * by;
  }
  return numericOf(size, name === "double" ? data : elementsOf(data, name, size), name);
}

function countOfRange(first: number, by: number, last: number): number {
  if (by === 0 || (by > 0 && first > last) || (by < 0 && first < last)) return 0;
  const steps = (last - first) / by;
  const whole = Math.floor(steps * (1 + 1e-15));
  // One more step where rounding alone kept it out.
  return 1 + (Math.abs(first + (whole + 1) * by - last) <= tolerance(first, last) ? whole + 1 : whole);
}

function tolerance(first: number, last: number): number {
  return 2 * Number.EPSILON * Math.max(Math.abs(first), Math.abs(last));
}

/** The first element of an operand; undefined where it is empty. MATLAB takes the first of an array. */
function bound(value: Value): number | undefined {
  const data = numbersOf(value);
  if (data === undefined) {
    throw new ScriptError("MATLAB:colon:invalidOperand", `A range goes between numbers; ${describeValue(value)} is none.`);
  }
  return data[0];
}

function rangeClass(operands: readonly Value[]): NumericClass {
  const classes = operands.flatMap((value) => (value.kind === "numeric" ? [value.class] : []));
  const whole = classes.filter(isIntegerClass);
  if (new Set(whole).size > 1) {
    throw new ScriptError(
      "MATLAB:colon:mixedClasses",
      "Colon operands must be all the same type, or mixed with real double scalars.",
    );
  }
  return whole[0] ?? (classes.includes("single") ? "single" : "double");
}
