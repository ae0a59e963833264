import type { ArrayLiteral, Binary, Expression, NumberLiteral, Range, TextLiteral, Unary } from "../syntax/ast.ts";
import { textAt } from "../syntax/sourceText.ts";
import { literal as literalOf } from "../values/concatenate.ts";
import { cell, emptyMatrix, logical, number, string, text } from "../values/construct.ts";
import { binary, unary } from "../values/operators.ts";
import { range } from "../values/range.ts";
import { ScriptError } from "../values/scriptError.ts";
import { endOf } from "../values/subscripts.ts";
import { isUnknown, unknownFrom } from "../values/unknown.ts";
import { product, sized } from "../values/unknownSizes.ts";
import type { UnknownValue, Value } from "../values/value.ts";
import { evaluateChain } from "./chains.ts";
import { anonymousHandle, namedHandle } from "./handles.ts";
import type { Frame } from "./machine.ts";
import { objectOperation } from "./objectOperators.ts";
import { after, each, type Step, Waiting } from "./step.ts";
import { superclassCall } from "./superclasses.ts";
import { onOpen } from "./tolerance.ts";
import { truth } from "./truth.ts";

const literals = new WeakMap<Expression, Value>();

/** The value of an expression: at once, unless a function of the script runs or something is waited for. */
export function evaluate(frame: Frame, expression: Expression): Step<Value> {
  frame.machine.meter.step(1);
  const { kind } = expression;
  if (kind === "number" || kind === "text") return literals.get(expression) ?? literal(expression);
  const step = kind === "name" ? nameValue(frame, expression.name, expression) : compute(frame, expression);
  if (step instanceof Waiting) return after(step, (value) => observed(frame, expression, value));
  return observed(frame, expression, step);
}

function observed(frame: Frame, expression: Expression, value: Value): Value {
  frame.machine.journal.observe(expression, value);
  return value;
}

function nameValue(frame: Frame, name: string, expression: Expression): Step<Value> {
  return frame.scope.read(name) ?? single(frame, expression);
}

function single(frame: Frame, expression: Expression): Step<Value> {
  return after(evaluateChain(frame, expression, 1), (values) => theOne(values, expression));
}

/** The first of the values of an expression. */
export function theOne(values: readonly Value[], expression: Expression): Value {
  if (values.length > 0) return values[0];
  const { kind } = expression;
  if (kind === "apply" && expression.brackets === "()" && expression.target.kind === "name")
    throw new ScriptError("MATLAB:maxlhs", `Error using ${expression.target.name}\nToo many output arguments.`, expression.place);
  throw new ScriptError(
    "MATLAB:index:expected_one_output_from_expression",
    `Expected one output from a curly brace or dot indexing expression, but there were 0 results: ${textAt(expression.place)}.`,
    expression.place,
  );
}

/** All values of an expression: those of a comma list such as `c{:}`, or a call's results. */
export function evaluateAll(frame: Frame, expression: Expression, nargout: number): Step<readonly Value[]> {
  const { kind } = expression;
  if (kind === "apply" || kind === "member" || (kind === "name" && frame.scope.peek(expression.name) === undefined)) {
    frame.machine.meter.step(1);
    return after(evaluateChain(frame, expression, nargout), (values) => {
      if (values.length > 0) frame.machine.journal.observe(expression, values[0]);
      return values;
    });
  }
  return after(kind === "superclass" ? superclassCall(frame, expression) : evaluate(frame, expression), (value) => [value]);
}

function literal(expression: NumberLiteral | TextLiteral): Value {
  const value =
    expression.kind === "number" ? numberOf(expression) : (expression.quote === "'" ? text : string)(expression.value);
  literals.set(expression, value);
  return value;
}

function numberOf({ value, imaginary }: NumberLiteral): Value {
  return imaginary ? { ...number(0), imaginary: Float64Array.of(value) } : number(value);
}

function compute(frame: Frame, expression: Exclude<Expression, NumberLiteral | TextLiteral>): Step<Value> {
  switch (expression.kind) {
    case "binary":
      return expression.operator === "&&" || expression.operator === "||"
        ? shortCircuit(frame, expression)
        : operation(frame, expression);
    case "unary":
      return unaryOperation(frame, expression);
    case "array":
      return expression.brackets === "{}" ? cellLiteral(frame, expression) : arrayLiteral(frame, expression);
    case "range":
      return rangeValue(frame, expression);
    case "colon":
      return text(":");
    case "end":
      return endValue(frame, expression);
    case "handle":
      return namedHandle(frame, expression);
    case "anonymous":
      return anonymousHandle(frame, expression);
    case "superclass":
      return superclassCall(frame, expression);
    case "metaclass":
      return text(expression.name);
    default:
      return single(frame, expression);
  }
}

function operation(frame: Frame, { operator, left, right, place }: Binary): Step<Value> {
  const a = evaluate(frame, left);
  if (a instanceof Waiting)
    return after(a, (first) => after(evaluate(frame, right), (second) => operated(frame, operator, first, second, place)));
  const b = evaluate(frame, right);
  if (b instanceof Waiting) return after(b, (second) => operated(frame, operator, a, second, place));
  return operated(frame, operator, a, b, place);
}

function operated(frame: Frame, operator: Binary["operator"], a: Value, b: Value, place: Binary["place"]): Step<Value> {
  if (a.kind === "object" || b.kind === "object") return objectOperation(frame, operator, a, b, place);
  if (a.kind !== "host" && b.kind !== "host") return binary(operator, a, b, frame.machine.session.charge);
  return onOpen(
    frame,
    [a, b],
    place,
    () => textAt(place),
    () => binary(operator, a, b, frame.machine.session.charge),
  );
}

function unaryOperation(frame: Frame, { operator, operand, place }: Unary): Step<Value> {
  const step = evaluate(frame, operand);
  const { charge } = frame.machine.session;
  const name = (): string => textAt(place);
  const apply = (value: Value): Value => onOpen(frame, [value], place, name, () => unary(operator, value, charge));
  return step instanceof Waiting ? after(step, apply) : apply(step);
}

/** `a && b`: the second is only looked at where the first leaves it open; an unknown side is decided by the other one alone. */
function shortCircuit(frame: Frame, { operator, left, right, place }: Binary): Step<Value> {
  const deciding = operator === "||";
  return after(evaluate(frame, left), (a) => {
    const first = truth(a, place);
    if (first === deciding) return logical(deciding);
    return after(evaluate(frame, right), (b) => {
      const second = truth(b, place);
      if (second === deciding) return logical(deciding);
      const open = first === undefined ? a : second === undefined ? b : undefined;
      return open !== undefined && isUnknown(open) ? unknownFrom(open, textAt(place)) : logical(!deciding);
    });
  });
}

function rangeValue(frame: Frame, { start, step, stop, place }: Range): Step<Value> {
  const parts = step === undefined ? [start, stop] : [start, step, stop];
  return after(
    each(parts, (part) => evaluate(frame, part)),
    (values) => {
      const { charge } = frame.machine.session;
      const [first, second, third] = values;
      return onOpen(
        frame,
        values,
        place,
        () => textAt(place),
        () => (values.length === 2 ? range(first, undefined, second, charge) : range(first, second, third, charge)),
      );
    },
  );
}

function endValue(frame: Frame, expression: Expression): Value {
  const context = frame.ends.at(-1);
  if (context === undefined)
    throw new ScriptError("MATLAB:badend", "The end operator must be used within an array index expression.", expression.place);
  const { value, position, count } = context;
  if (isUnknown(value)) return unknownEnd(value, position, count);
  const own = value.kind === "host" ? value.operations.end?.(value, position, count) : undefined;
  return own ?? endOf(value, position, count);
}

/** `end` of an array of which the length may be known that it stands for. */
function unknownEnd(value: UnknownValue, position: number, count: number): Value {
  const size = value.lengths;
  const along = size && (position < count ? size[position - 1] : product(size.slice(position - 1)));
  return along === undefined ? sized(unknownFrom(value, `numel(${value.name})`), [1, 1]) : number(along);
}

function rowsOf(frame: Frame, { rows }: ArrayLiteral): Step<(readonly Value[])[]> {
  return each(rows, (row) => rowValues(frame, row));
}

function rowValues(frame: Frame, row: readonly Expression[]): Step<readonly Value[]> {
  return after(
    each(row, (element) => (spreads(element) ? evaluateAll(frame, element, 1) : evaluate(frame, element))),
    (parts) => parts.flat() as Value[],
  );
}

/** Whether an expression can stand for several values. */
export function spreads(expression: Expression): boolean {
  return (
    expression.kind === "member" || (expression.kind === "apply" && (expression.brackets === "{}" || spreads(expression.target)))
  );
}

function arrayLiteral(frame: Frame, expression: ArrayLiteral): Step<Value> {
  if (expression.rows.length === 0) return emptyMatrix;
  return after(rowsOf(frame, expression), (rows) => {
    const [only] = rows;
    return rows.length === 1 && only.length === 1 && only[0].kind !== "host"
      ? only[0]
      : onOpen(
          frame,
          rows.flat(),
          expression.place,
          () => textAt(expression.place),
          () => literalOf(rows, frame.machine.session.charge),
        );
  });
}

function cellLiteral(frame: Frame, expression: ArrayLiteral): Step<Value> {
  return after(rowsOf(frame, expression), (rows) => {
    const filled = rows.filter((row) => row.length > 0);
    if (filled.length === 0) return cell([], [0, 0]);
    const width = filled[0].length;
    if (filled.some((row) => row.length !== width))
      throw new ScriptError(
        "MATLAB:catenate:dimensionMismatch",
        "Dimensions of arrays being concatenated are not consistent.",
        expression.place,
      );
    frame.machine.meter.make(8 * width * filled.length);
    const elements = Array.from(
      { length: width * filled.length },
      (_, i) => filled[i % filled.length][Math.floor(i / filled.length)],
    );
    return cell(elements, [filled.length, width]);
  });
}
