import { type MatNumeric, numberOfElements } from "../../data/matValues.ts";
import type { BinaryOperator, UnaryOperator } from "../syntax/ast.ts";
import { arithmetic, asElementwise } from "./arithmetic.ts";
import { combined, compared, isRelation, negated } from "./compare.ts";
import { logical, number } from "./construct.ts";
import { operationsOf } from "./hosts.ts";
import { leftDivided, matrixPower, product, rightDivided } from "./matrices.ts";
import { notSupported } from "./refusals.ts";
import { type Charge, sizeOf } from "./shape.ts";
import { joined } from "./stringSum.ts";
import { transposed } from "./transpose.ts";
import { isUnknown, operandName, unknownFrom } from "./unknown.ts";
import { operatedSize, sized, transposedSize } from "./unknownSizes.ts";
import type { Value } from "./value.ts";

/**
 * `left operator right` as MATLAB computes it: implicit expansion, its class rules and its messages. An unknown operand gives an unknown
 * named after the expression; a host value or object is asked through its operations. `&&` and `||` are as `&` and `|` here: whether the
 * right side is computed at all is the interpreter's business.
 * @param charge counts the work and memory before they are used
 * @throws ScriptError where MATLAB refuses the operands, and for complex numbers
 * @example binary("+", string("conv1_"), number(3)) // "conv1_3"
 */
export function binary(operator: BinaryOperator, left: Value, right: Value, charge?: Charge): Value {
  if (isPlainScalar(left) && isPlainScalar(right)) {
    const result = onScalars(operator, left.data[0], right.data[0]);
    if (result) return result;
  }
  if (isUnknown(left) || isUnknown(right)) {
    const origin = isUnknown(left) ? left : isUnknown(right) ? right : undefined;
    return sized(
      unknownFrom(origin!, `${operandName(left)}${operator}${operandName(right)}`),
      operatedSize(operator, left, right),
    );
  }
  const hosted = operationsOf(left)?.binary ?? operationsOf(right)?.binary;
  if (hosted) return hosted(operator, left, right);
  if (isRelation(operator)) return compared(operator, left, right, charge);
  if (operator === "&" || operator === "&&") return combined("&", left, right, charge);
  if (operator === "|" || operator === "||") return combined("|", left, right, charge);
  if (left.kind === "string" || right.kind === "string") {
    if (operator === "+") return joined(left, right, charge);
    throw notSupported(operator, left, right);
  }
  const [leftScalar, rightScalar] = [isScalar(left), isScalar(right)];
  const simple = asElementwise(operator, leftScalar, rightScalar);
  if (simple) return arithmetic(simple, left, right, charge);
  return onMatrices(operator, left, right, charge);
}

/** Most operations of most scripts are these: between two double scalars. */
function onScalars(operator: BinaryOperator, x: number, y: number): Value | undefined {
  switch (operator) {
    case "+":
      return number(x + y);
    case "-":
      return number(x - y);
    case "*":
    case ".*":
      return number(x * y);
    case "/":
    case "./":
      return number(x / y);
    case "==":
      return logical(x === y);
    case "~=":
      return logical(x !== y);
    case "<":
      return logical(x < y);
    case "<=":
      return logical(x <= y);
    case ">":
      return logical(x > y);
    case ">=":
      return logical(x >= y);
    default:
      return undefined;
  }
}

function isPlainScalar(value: Value): value is MatNumeric & { data: Float64Array } {
  return value.kind === "numeric" && value.class === "double" && value.data.length === 1 && value.imaginary === undefined;
}

function onMatrices(operator: BinaryOperator, left: Value, right: Value, charge?: Charge): Value {
  switch (operator) {
    case "*":
      return product(left, right, charge);
    case "/":
      return rightDivided(left, right, charge);
    case "\\":
      return leftDivided(left, right, charge);
    case "^":
      return matrixPower(left, right, charge);
    default:
      throw notSupported(operator, left, right);
  }
}

/**
 * A prefix or postfix operator: `-x`, `+x`, `~x`, `x'`, `x.'`.
 * @throws ScriptError where MATLAB refuses the operand
 */
export function unary(operator: UnaryOperator, value: Value, charge?: Charge): Value {
  if (isUnknown(value)) {
    const name = operandName(value);
    return operator.includes("'")
      ? sized(unknownFrom(value, name + operator), transposedSize(value.lengths))
      : sized(unknownFrom(value, operator + name), value.lengths);
  }
  const hosted = operationsOf(value)?.unary;
  if (hosted) return hosted(operator, value);
  if (operator === "'" || operator === ".'") return transposed(value, charge);
  if (operator === "~") return negated(value, charge);
  if (value.kind !== "numeric" && value.kind !== "logical" && value.kind !== "char") throw notSupported(operator, value);
  if (operator === "+") return value.kind === "numeric" ? value : arithmetic("+", value, number(0), charge);
  return arithmetic(".*", value, number(-1), charge);
}

function isScalar(value: Value): boolean {
  return numberOfElements(sizeOf(value)) === 1;
}
