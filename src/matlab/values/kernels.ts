/** Doubles as operands of {@link fastArithmetic}: one element, or as many as the result has. */
type Doubles = Float64Array;

/**
 * Elementwise arithmetic on doubles where no broadcasting over single dimensions is needed: plain loops, one for each operator, for the sake
 * of speed. False where the operator has none.
 */
export function fastArithmetic(operator: string, a: Doubles, b: Doubles, out: Doubles): boolean {
  const count = out.length;
  const [m, n] = [a.length === 1 ? 0 : 1, b.length === 1 ? 0 : 1];
  switch (operator) {
    case "+":
      for (let i = 0; i < count; i++) out[i] = a[i * m] + b[i * n];
      return true;
    case "-":
      for (let i = 0; i < count; i++) out[i] = a[i * m] - b[i * n];
      return true;
    case ".*":
      for (let i = 0; i < count; i++) out[i] = a[i * m] * b[i * n];
      return true;
    case "./":
      for (let i = 0; i < count; i++) out[i] = a[i * m] / b[i * n];
      return true;
    default:
      return false;
  }
}

/** Comparison of doubles, as {@link fastArithmetic}. */
export function fastComparison(operator: string, a: Doubles, b: Doubles, out: Uint8Array): void {
  const count = out.length;
  const [m, n] = [a.length === 1 ? 0 : 1, b.length === 1 ? 0 : 1];
  switch (operator) {
    case "==":
      for (let i = 0; i < count; i++) out[i] = a[i * m] === b[i * n] ? 1 : 0;
      return;
    case "~=":
      for (let i = 0; i < count; i++) out[i] = a[i * m] !== b[i * n] ? 1 : 0;
      return;
    case "<":
      for (let i = 0; i < count; i++) out[i] = a[i * m] < b[i * n] ? 1 : 0;
      return;
    case "<=":
      for (let i = 0; i < count; i++) out[i] = a[i * m] <= b[i * n] ? 1 : 0;
      return;
    case ">":
      for (let i = 0; i < count; i++) out[i] = a[i * m] > b[i * n] ? 1 : 0;
      return;
    default:
      for (let i = 0; i < count; i++) out[i] = a[i * m] >= b[i * n] ? 1 : 0;
  }
}

/** Whether an operand is doubles, one or `count` of them, as {@link fastArithmetic} and {@link fastComparison} take them. */
export function isSimple(operand: unknown, count: number): operand is Doubles {
  return operand instanceof Float64Array && (operand.length === count || operand.length === 1);
}
