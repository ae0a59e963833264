import type { Expression } from "../syntax/ast.ts";
import type { Value } from "../values/value.ts";
import { type Kind, kinds, listOf } from "./kind.ts";
import { constantValue, grouped, Inexpressible, type Scope } from "./scope.ts";
import { asList, settled } from "./settled.ts";
import { numberText, precedence } from "./text.ts";

/** The head of a `for` loop. */
export type LoopHead =
  /** From `start` to `stop`, both included: the text behind the variable's declaration. */
  | { readonly form: "count"; readonly start: string; readonly rest: (variable: string) => string; readonly kind: Kind }
  | { readonly form: "of"; readonly list: string; readonly kind: Kind };

/**
 * What a `for` loop goes over.
 *
 * @throws Inexpressible
 */
export function loopHead(range: Expression, scope: Scope, target?: Expression): LoopHead {
  if (range.kind === "range") {
    const start = settled(range.start, scope);
    const stop = settled(range.stop, scope);
    const step = range.step && settled(range.step, scope).text;
    if (step === undefined || /^-?\d+(\.\d+)?$/.test(step)) {
      const down = step?.startsWith("-") ?? false;
      const next = (i: string) =>
        step === undefined || step === "1"
          ? `${i}++`
          : step === "-1"
            ? `${i}--`
            : down
              ? `${i} -= ${step.slice(1)}`
              : `${i} += ${step}`;
      const limit = grouped(stop, precedence.relation + 1);
      return {
        form: "count",
        start: start.text,
        rest: (i) => `${i} ${down ? ">=" : "<="} ${limit}; ${next(i)}`,
        kind: kinds.number,
      };
    }
  }
  const list = settled(range, scope);
  if (list.kind.is === "number" || list.kind.is === "string") return { form: "of", list: asList(list), kind: list.kind };
  const columns = columnsOf(constantValue(range, scope));
  if (columns !== undefined) return { form: "of", list: columns, kind: listOf(kinds.number) };
  const cells = scope.observed(range)?.value.kind === "cell";
  const rows = range.kind === "unary" && range.operator.endsWith("'") && list.kind.is === "list" && list.kind.of.is === "list";
  if (cells && list.kind.is === "list" && list.kind.of.is !== "other") {
    const alone = target?.kind === "name" && scope.isUnwrapped(target.name);
    if (alone) return { form: "of", list: list.text, kind: list.kind.of };
    return { form: "of", list: `${list.text}.map((each) => [each])`, kind: listOf(list.kind.of) };
  }
  if (list.kind.is !== "list" || (list.kind.of.is === "list" && !rows) || cells)
    throw new Inexpressible(range, "a loop over such a value");
  return { form: "of", list: list.text, kind: list.kind.of };
}

/** The columns of a small matrix of numbers, which MATLAB loops over. */
function columnsOf(value: Value | undefined): string | undefined {
  if (value?.kind !== "numeric" || value.imaginary || value.size.length !== 2 || value.size.includes(1) || value.data.length > 64)
    return undefined;
  const [rows, columns] = value.size;
  const column = (c: number) => Array.from({ length: rows }, (_, r) => numberText(Number(value.data[c * rows + r])));
  return `[${Array.from({ length: columns }, (_, c) => `[${column(c).join(", ")}]`).join(", ")}]`;
}
