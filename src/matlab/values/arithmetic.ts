import type { MatNumeric, NumericClass } from "../../data/matValues.ts";
import type { BinaryOperator } from "../syntax/ast.ts";
import { broadcastSize, zipInto } from "./broadcast.ts";
import { bigElement, classOf, elementsOf, isIntegerClass, storage } from "./classes.ts";
import { number, numericOf } from "./construct.ts";
import { numbersOf } from "./convert.ts";
import { fastArithmetic, isSimple } from "./kernels.ts";
import { notSupported } from "./refusals.ts";
import { ScriptError } from "./scriptError.ts";
import { type Charge, chargeArray, sizeOf } from "./shape.ts";
import type { Value } from "./value.ts";

/** The elementwise operators on numbers. */
export const elementwise = {
  "+": (x: number, y: number) => x + y,
  "-": (x: number, y: number) => x - y,
  ".*": (x: number, y: number) => x * y,
  "./": (x: number, y: number) => x / y,
  ".\\": (x: number, y: number) => y / x,
  ".^": power,
} as const;

/** An operator of {@link elementwise}. */
export type Elementwise = keyof typeof elementwise;

/** MATLAB's x^y for real results: 1^NaN is NaN, (−1)^Inf is NaN. */
function power(x: number, y: number): number {
  return y === 2 ? x * x : x ** y;
}

/**
 * The class of an arithmetic result: integer classes win and do not mix, then `single`, else `double`.
 * @throws ScriptError `MATLAB:mixedClasses`
 */
export function resultClass(operator: string, a: Value, b: Value): NumericClass {
  const [left, right] = [numericClassOf(operator, a, b, a), numericClassOf(operator, a, b, b)];
  const [whole, other] = isIntegerClass(left) ? [left, right] : [right, left];
  if (isIntegerClass(whole)) {
    if (isIntegerClass(other) && other !== whole) {
      throw new ScriptError(
        "MATLAB:mixedClasses",
        "Integers can only be combined with integers of the same class, or scalar doubles.",
      );
    }
    return whole;
  }
  return left === "single" || right === "single" ? "single" : "double";
}

function numericClassOf(operator: string, a: Value, b: Value, value: Value): NumericClass {
  if (value.kind === "numeric") return value.class;
  if (value.kind === "logical" || value.kind === "char") return "double";
  throw notSupported(operator, a, b);
}

/** The elements of an operand as numbers; refuses complex ones by name. */
export function operandNumbers(operator: string, value: Value): ArrayLike<number> {
  const data = numbersOf(value);
  if (data !== undefined) return data;
  throw new ScriptError(
    "layergraph:complex",
    `Operator '${operator}' on complex numbers (${classOf(value)}) is not supported here.`,
  );
}

/**
 * An elementwise operation with MATLAB's implicit expansion and class rules.
 * @throws ScriptError for sizes or classes that do not fit, and where the result would be complex
 */
export function arithmetic(operator: Elementwise, a: Value, b: Value, charge?: Charge): MatNumeric {
  const name = resultClass(operator, a, b);
  const f = elementwise[operator];
  if (name === "double" && isScalarNumber(a) && isScalarNumber(b)) {
    return number(realResult(operator, f(a.data[0], b.data[0]), a.data[0], b.data[0]));
  }
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  const size = broadcastSize(sizeA, sizeB);
  const exact = exactIntegers(operator, a, b);
  if (exact) {
    const data = storage(name, size, charge);
    const limited = (x: bigint, y: bigint): bigint => bigElement(exact(x, y), name as "int64" | "uint64");
    zipInto([sizeA, bigs(a)], [sizeB, bigs(b)], size, data as BigInt64Array, limited);
    return numericOf(size, data, name);
  }
  const [x, y] = [operandNumbers(operator, a), operandNumbers(operator, b)];
  chargeArray(size, 8, charge);
  const direct = !isIntegerClass(name);
  const out = (direct ? storage(name, size) : new Float64Array(chargeArray(size, 8))) as Float64Array;
  if (!(isSimple(x, out.length) && isSimple(y, out.length) && fastArithmetic(operator, x, y, out))) {
    const kernel = operator === ".^" ? (u: number, v: number) => realResult(operator, f(u, v), u, v) : f;
    zipInto([sizeA, x], [sizeB, y], size, out, kernel);
  }
  return numericOf(size, direct ? out : elementsOf(out, name, size), name);
}

function isScalarNumber(value: Value): value is MatNumeric & { data: Float64Array } {
  return value.kind === "numeric" && value.data.length === 1 && value.class === "double" && value.imaginary === undefined;
}

/** A power that is NaN though its operands are not would be complex in MATLAB. */
function realResult(operator: Elementwise, result: number, x: number, y: number): number {
  if (operator === ".^" && Number.isNaN(result) && x < 0 && Number.isFinite(x) && Number.isFinite(y)) {
    throw new ScriptError("layergraph:complex", `(${x})^${y} is a complex number; complex numbers are not supported here.`);
  }
  return result;
}

/** For sums, differences and products of 64-bit integers: the operation on exact integers. */
function exactIntegers(operator: Elementwise, a: Value, b: Value): ((x: bigint, y: bigint) => bigint) | undefined {
  if (!isBig(a) && !isBig(b)) return undefined;
  if (![a, b].every((value) => isBig(value) || Array.prototype.every.call(operandNumbers(operator, value), Number.isInteger))) {
    return undefined;
  }
  if (operator === "+") return (x, y) => x + y;
  if (operator === "-") return (x, y) => x - y;
  return operator === ".*" ? (x, y) => x * y : undefined;
}

function isBig(value: Value): boolean {
  return value.kind === "numeric" && (value.class === "int64" || value.class === "uint64");
}

function bigs(value: Value): ArrayLike<bigint> {
  if (isBig(value)) return (value as MatNumeric).data as BigInt64Array;
  return Array.from(operandNumbers("+", value), BigInt);
}

/** Whether an operator is elementwise arithmetic, `*`, `/` and `^` with a scalar included. */
export function asElementwise(operator: BinaryOperator, scalarLeft: boolean, scalarRight: boolean): Elementwise | undefined {
  if (operator in elementwise) return operator as Elementwise;
  if (operator === "*" && (scalarLeft || scalarRight)) return ".*";
  if (operator === "/" && scalarRight) return "./";
  if (operator === "\\" && scalarLeft) return ".\\";
  return operator === "^" && scalarLeft && scalarRight ? ".^" : undefined;
}
