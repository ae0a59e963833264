import {
  add,
  and,
  type Dim,
  divide,
  equal,
  exp,
  less,
  log,
  matmul,
  multiply,
  negate,
  not,
  type Value as Op,
  reciprocal,
  reshape,
  sameDim,
  scalarOf,
  sqrt,
  square,
  subtract,
} from "../../ops/index.ts";
import type { BinaryOperator, UnaryOperator } from "../syntax/ast.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Value } from "../values/value.ts";
import { aligned, elementwise } from "./alignment.ts";
import { paddedWith } from "./padding.ts";
import { notTraced, plainNumbers } from "./plainValues.ts";
import { symbolicOf, tracedNumbers } from "./symbolicNumbers.ts";
import {
  asFloat,
  dimOf,
  fromStored,
  isScalar,
  knownArray,
  numeric,
  permuted,
  printSizesOf,
  resized,
  sizeError,
  sizesOf,
  stored,
  TracedArray,
  tracedOf,
  unlabelled,
  withValue,
} from "./tracedArray.ts";

/** Any array of numbers as one that is being traced; throws for what holds no numbers. */
export function tracedFrom(value: Value | undefined, what = "This operation"): TracedArray {
  if (value === undefined) throw new ScriptError("MATLAB:minrhs", "Not enough input arguments.");
  const found = tracedOrNothing(value);
  if (found) return found;
  const kind = value.kind === "host" ? value.operations.className : value.kind;
  throw new ScriptError("MATLAB:UndefinedFunction", `${what} is not supported for operands of types 'dlarray' and '${kind}'.`);
}

/** The same, undefined for what holds no numbers. */
export function tracedOrNothing(value: Value): TracedArray | undefined {
  const own = tracedOf(value);
  if (own) return own;
  const symbolic = symbolicOf(value);
  if (symbolic) return tracedNumbers(symbolic);
  const plain = plainNumbers(value);
  return plain && knownArray(plain.size, plain.data, plain.logical ? "bool" : "float");
}

const elementRules: Partial<Record<BinaryOperator, (a: Op, b: Op) => Op>> = {
  "+": add,
  "-": subtract,
  ".*": multiply,
  "./": divide,
  ".\\": (a, b) => divide(b, a),
  "<": less,
  "<=": (a, b) => not(less(b, a)),
  ">": (a, b) => less(b, a),
  ">=": (a, b) => not(less(a, b)),
  "==": equal,
  "~=": (a, b) => not(equal(a, b)),
  ".^": raised,
  "&": (a, b) => and(truths(a), truths(b)),
  "|": (a, b) => not(and(not(truths(a)), not(truths(b)))),
};

/** MATLAB's operator on arrays one of which is being traced. */
export function binary(operator: BinaryOperator, left: Value, right: Value): TracedArray {
  const name = `Operator '${operator}'`;
  return combinedBy(operator, tracedFrom(left, name), tracedFrom(right, name));
}

/** The same on arrays that are being traced. */
export function combinedBy(operator: BinaryOperator, a: TracedArray, b: TracedArray): TracedArray {
  const rule = elementRules[operator];
  if (rule) return fitting(operator, rule, a, b);
  const scalar = isScalar(a) || isScalar(b);
  if (operator === "*") return scalar ? fitting(".*", multiply, a, b) : product(a, b);
  if (operator === "/" && isScalar(b)) return fitting("./", divide, a, b);
  if (operator === "\\" && isScalar(a)) return fitting("./", divide, b, a);
  if (operator === "^" && isScalar(a) && isScalar(b)) return fitting(".^", raised, a, b);
  throw notTraced(`Operator '${operator}' on matrices cannot be traced.`, "Use element by element operators, or '*'.");
}

function fitting(operator: string, rule: (a: Op, b: Op) => Op, a: TracedArray, b: TracedArray): TracedArray {
  const { axes, values } = aligned([a, b]);
  const misfit = axes.some((axis) => {
    const [m, n] = values.map(({ shape }) => shape[axis]);
    return m !== 1 && n !== 1 && !sameDim(m, n);
  });
  if (!misfit) return elementwise(rule, [a, b]);
  throw sizeError(`Arrays have incompatible sizes for this operation: ${printSizesOf(a)} ${operator} ${printSizesOf(b)}.`);
}

/** The matrix product; labels of the one that has them stay where it is a matrix. */
export function product(a: TracedArray, b: TracedArray): TracedArray {
  const [sizeA, sizeB] = [sizesOf(a), sizesOf(b)];
  if (sizeA.length > 2 || sizeB.length > 2) {
    throw sizeError(
      `Arguments must be 2-D, or at least one argument must be scalar. Use TIMES (.*) for elementwise multiplication, or PAGEMTIMES to apply matrix multiplication to the pages of an N-D array. They are ${printSizesOf(a)} and ${printSizesOf(b)}.`,
    );
  }
  if (!sameDim(sizeA[1], sizeB[0])) {
    throw new ScriptError(
      "MATLAB:innerdim",
      `Incorrect dimensions for matrix multiplication. Check that the number of columns in the first matrix matches the number of rows in the second matrix. They are ${printSizesOf(a)} and ${printSizesOf(b)}.`,
    );
  }
  const [x, y] = [a, b].map((each) => asFloat(reshape(stored(each), [...sizesOf(each)].reverse())));
  const labels = a.labels ?? b.labels;
  const steps = a.steps ?? b.steps;
  const result = fromStored(matmul(y, x), labels?.length === 2 ? labels : undefined);
  return steps ? new TracedArray(result.value, result.axes, { ...(result.labels && { labels: result.labels }), steps }) : result;
}

/** MATLAB's unary operator. */
export function unary(operator: UnaryOperator, x: TracedArray): TracedArray {
  switch (operator) {
    case "+":
      return numeric(x);
    case "-":
      return withValue(x, negate(asFloat(x.value)));
    case "~":
      return withValue(x, not(truths(x.value)));
    default:
      return transposed(x);
  }
}

/** Rows and columns exchanged. */
export function transposed(x: TracedArray): TracedArray {
  const size = sizesOf(x);
  if (size.length > 2) {
    throw new ScriptError(
      "MATLAB:transposeND",
      `TRANSPOSE does not support N-D arrays. Use PAGETRANSPOSE or PERMUTE. The array is ${printSizesOf(x)}.`,
    );
  }
  return permuted(unlabelled(x.rank > 2 ? resized(x, size) : x), [1, 0]);
}

/** `a .^ b`: repeated products for small whole exponents, roots, otherwise exp(b · log a). */
export function raised(a: Op, b: Op): Op {
  const exponent = numberIn(b);
  if (exponent !== undefined) {
    if (exponent < 0) return reciprocal(raisedTo(a, -exponent));
    return raisedTo(a, exponent);
  }
  const base = numberIn(a);
  return exp(multiply(b, base !== undefined && base > 0 ? Math.log(base) : log(a)));
}

function raisedTo(a: Op, exponent: number): Op {
  if (exponent === 0) return add(multiply(a, 0), 1);
  if (exponent === 1) return a;
  if (exponent === 2) return square(a);
  if (exponent === 0.5) return sqrt(a);
  if (Number.isInteger(exponent) && exponent <= 64) {
    const half = raisedTo(a, Math.floor(exponent / 2));
    return exponent % 2 === 0 ? square(half) : multiply(square(half), a);
  }
  if (Number.isInteger(2 * exponent) && exponent <= 64) return multiply(raisedTo(a, Math.floor(exponent)), sqrt(a));
  return exp(multiply(log(a), exponent));
}

/** The one number of a constant of any rank. */
function numberIn(x: Op): number | undefined {
  const own = scalarOf(x);
  if (own !== undefined) return own;
  return ["reshape", "cast", "transpose", "expand"].includes(x.op.name) ? numberIn(x.inputs[0]) : undefined;
}

/** Numbers as truth values. */
export function truths(x: Op): Op {
  return x.type === "bool" ? x : not(equal(x, 0));
}

/** The products of the matrices in the first two dimensions, page by page; pages of one are stretched. */
export function pageProduct(a: TracedArray, b: TracedArray): TracedArray {
  const rank = Math.max(a.rank, b.rank, 2);
  // Padded steps among what is added up count as nothing.
  const [x, y] = [paddedWith(a, 1, 0), paddedWith(b, 0, 0)].map((each) => asFloat(stored(each, rank)));
  const [inner, given]: Dim[] = [dimOf(a, 1), dimOf(b, 0)];
  if (!sameDim(inner, given)) {
    throw new ScriptError(
      "MATLAB:pagemtimes:innerDimMismatch",
      `Incorrect dimensions for matrix multiplication. Check that the number of columns in each page of the first array matches the number of rows in each page of the second. They are ${printSizesOf(a)} and ${printSizesOf(b)}.`,
    );
  }
  const result = fromStored(matmul(y, x));
  const steps = a.steps ?? b.steps;
  return steps ? new TracedArray(result.value, result.axes, { steps }) : result;
}
