import { classOf } from "./classes.ts";
import { ScriptError } from "./scriptError.ts";
import type { Value } from "./value.ts";

/** What MATLAB says of an operator that its operands' classes do not have. */
export function notSupported(operator: string, ...operands: readonly Value[]): ScriptError {
  const plain = ["numeric", "logical", "char"];
  const odd = operands.filter((each) => !plain.includes(each.kind));
  const [first] = odd.length === 0 ? operands : odd;
  return new ScriptError(
    "MATLAB:UndefinedFunction",
    `Operator '${operator}' is not supported for operands of type '${classOf(first)}'.`,
  );
}
