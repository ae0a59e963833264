import type { Argument, Expression } from "../syntax/ast.ts";
import { partsOf } from "../syntax/walk.ts";
import { string, text } from "../values/construct.ts";
import type { Subscript, Value } from "../values/value.ts";
import type { Frame } from "./machine.ts";
import { after, each, type Step, Waiting } from "./step.ts";

/** The arguments of a call: comma lists spread, `Name=value` as a string and the value. */
export function evaluateArguments(frame: Frame, args: readonly Argument[]): Step<readonly Value[]> {
  if (args.length === 0) return [];
  if (args.length === 1 && args[0].name === undefined && !mayspread(args[0].value))
    return after(argument(frame, args[0].value) as Step<Value>, (value) => [value]);
  const parts = each(args, ({ name, value }) => {
    const step = argument(frame, value);
    return name === undefined ? step : after(step, (given) => [string(name), ...[given].flat()] as readonly Value[]);
  });
  return after(parts, (lists) => lists.flat() as Value[]);
}

function mayspread({ kind }: Expression): boolean {
  return kind === "apply" || kind === "member";
}

function argument(frame: Frame, expression: Expression): Step<Value | readonly Value[]> {
  if (expression.kind === "colon") return text(":");
  return mayspread(expression) ? frame.machine.evaluateAll(frame, expression, 1) : frame.machine.evaluate(frame, expression);
}

/** The subscripts of an array, in which `end` counts it. */
export function evaluateSubscripts(frame: Frame, value: Value, args: readonly Argument[]): Step<readonly Subscript[]> {
  if (args.length === 1 && args[0].value.kind !== "colon" && !mayspread(args[0].value)) {
    const step = subscript(frame, value, args[0].value, 1, 1);
    return after(step as Step<Value>, (only) => [only]);
  }
  const parts = each([...args.keys()], (i) => subscript(frame, value, args[i].value, i + 1, args.length));
  return after(parts, (lists) => lists.flat() as Subscript[]);
}

function subscript(
  frame: Frame,
  value: Value,
  expression: Expression,
  position: number,
  count: number,
): Step<Subscript | readonly Value[]> {
  if (expression.kind === "colon") return ":";
  if (!mentionsEnd(expression)) return argument(frame, expression);
  const { ends } = frame;
  const outer = ends.length;
  ends.push({ value, position, count });
  const step = argument(frame, expression);
  if (step instanceof Waiting)
    return after(step, (result) => {
      ends.length = outer;
      return result;
    });
  ends.length = outer;
  return step;
}

const endings = new WeakMap<Expression, boolean>();

/** Whether an expression mentions `end`. */
function mentionsEnd(expression: Expression): boolean {
  if (expression.kind === "end") return true;
  if (expression.kind === "name" || expression.kind === "number" || expression.kind === "text") return false;
  const known = endings.get(expression);
  if (known !== undefined) return known;
  const mentions = partsOf(expression).some(mentionsEnd);
  endings.set(expression, mentions);
  return mentions;
}
