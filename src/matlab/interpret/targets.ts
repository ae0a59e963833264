import { numberOfElements } from "../../data/matValues.ts";
import type { Expression } from "../syntax/ast.ts";
import { emptyMatrix, number } from "../values/construct.ts";
import { ScriptError } from "../values/scriptError.ts";
import { lengthAlong, sizeOf } from "../values/shape.ts";
import type { Subscript, Value } from "../values/value.ts";
import { evaluateSubscripts } from "./arguments.ts";
import { assign } from "./assignments.ts";
import type { Frame } from "./machine.ts";
import { after, each, type Step } from "./step.ts";

/** How many values a target between brackets takes: `c{1:3}` and `s.field` of a struct array may take several. */
export function targetCounts(frame: Frame, target: Expression | undefined): Step<number> {
  if (target === undefined || target.kind === "name") return 1;
  if (target.kind === "apply" && target.brackets === "{}" && target.target.kind === "name") {
    const value = frame.scope.peek(target.target.name);
    return after(evaluateSubscripts(frame, value ?? emptyMatrix, target.args), (subscripts) => countOf(value, subscripts));
  }
  if (target.kind === "member" && target.target.kind === "name") {
    const value = frame.scope.peek(target.target.name);
    return value?.kind === "struct" ? Math.max(1, numberOfElements(value.size)) : 1;
  }
  return 1;
}

function countOf(value: Value | undefined, subscripts: readonly Subscript[]): number {
  const size = value === undefined ? [0, 0] : sizeOf(value);
  const counts = subscripts.map((subscript, i) => {
    if (subscript === ":") return subscripts.length === 1 ? numberOfElements(size) : lengthAlong(size, i + 1);
    if (subscript.kind === "logical") return subscript.data.reduce((sum, bit) => sum + bit, 0);
    return subscript.kind === "numeric" ? subscript.data.length : 1;
  });
  return numberOfElements(counts);
}

/** Gives the elements or fields that one target names a value each. */
export function assignList(frame: Frame, target: Expression, values: readonly Value[]): Step<void> {
  const { place } = target;
  const literal = (i: number): Expression => ({ kind: "number", value: i, text: `${i}`, imaginary: false, place });
  if (target.kind === "apply" && target.target.kind === "name") {
    const { name } = target.target;
    const current = frame.scope.peek(name) ?? emptyMatrix;
    return after(evaluateSubscripts(frame, current, target.args), (subscripts) => {
      const [only] = subscripts;
      if (subscripts.length !== 1)
        throw new ScriptError(
          "layergraph:unsupportedTarget",
          "Several cells of a matrix as targets of one assignment are not supported.",
          place,
        );
      const indices = only === ":" ? values.map((_, i) => i + 1) : positions(only);
      const assignments = each([...values.keys()], (i) =>
        assign(frame, { ...target, args: [{ value: literal(indices[i]), place }] }, values[i]),
      );
      return after(assignments, () => undefined);
    });
  }
  if (target.kind !== "member") throw new ScriptError("layergraph:unsupportedTarget", "This target takes one value only.", place);
  const base = target.target;
  const assignments = each([...values.keys()], (i) => {
    const element: Expression = { kind: "apply", target: base, brackets: "()", args: [{ value: literal(i + 1), place }], place };
    return assign(frame, { ...target, target: element }, values[i]);
  });
  return after(assignments, () => undefined);
}

function positions(subscript: Value): number[] {
  if (subscript.kind === "logical") return [...subscript.data.keys()].filter((i) => subscript.data[i] === 1).map((i) => i + 1);
  return subscript.kind === "numeric"
    ? Array.from(subscript.data as ArrayLike<number | bigint>, Number)
    : [number(1).data[0] as number];
}
