import { LayerGraphError } from "../../errors.ts";
import type { Activation } from "../../layer.ts";
import { codeFile, refuseProblems } from "../interpret/library.ts";
import { machineFor } from "../interpret/machineFor.ts";
import { finished } from "../interpret/step.ts";
import { functionOption } from "../layers/functionOption.ts";
import { rememberFunction } from "../network/handleFunctionText.ts";
import { parseProgram } from "../syntax/parseProgram.ts";
import { sourceText } from "../syntax/sourceText.ts";
import { logical, number, row, string } from "../values/construct.ts";
import { numbersOf } from "../values/convert.ts";
import { runNow } from "../values/evaluation.ts";
import type { HandleValue, Value } from "../values/value.ts";
import { matlabValue } from "./classArguments.ts";

/** What a function of MATLAB's is given beside its text. */
export interface MatlabFunctionOptions {
  /** The variables that the text mentions, by name: numbers, texts, booleans, and lists of one of these. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Whether its arrays have labels, as `Formattable=true` says in MATLAB; false by default. */
  readonly formattable?: boolean;
  /** How many results it gives; 1 by default. */
  readonly numOutputs?: number;
}

/**
 * A function that is written in MATLAB, for the places that take one: the function of a `functionLayer`, and the initializers of layers. Gradients follow by
 * themselves.
 *
 * @param text an anonymous function, or `@name` with the functions that it needs below it
 * @returns the function as the layer takes it; the layer alone calls it
 * @throws LayerGraphError `matlab-syntax` for a text that cannot be read, `matlab-function` for one that is no function or a value without a form in MATLAB
 * @example
 * ```ts
 * const squash = matlabFunction("@(x) x .* sqrt(x.^2 + epsilon) ./ (1 + x.^2)", { values: { epsilon: 1e-8 } });
 * const layer = functionLayer(squash, { name: "squash" });
 * ```
 * @see MATLAB functionLayer
 */
export function matlabFunction(
  text: string,
  { values = {}, formattable = false, numOutputs = 1 }: MatlabFunctionOptions = {},
): (...inputs: readonly unknown[]) => never {
  const program = parseProgram(sourceText(`given = ${text}`, "matlabFunction"));
  refuseProblems(program);
  const file = codeFile("matlabFunction.m", program);
  const machine = machineFor({ path: "matlabFunction.m", mode: "port" }, file);
  machine.meter.rest();
  const [statement] = program.statements;
  for (const [name, value] of Object.entries(values))
    machine.frame.scope.write(name, matlabValue(value, `'${name}'`, "matlabFunction"));
  if (statement?.kind !== "assign") throw noFunction(text);
  const handle = runNow(finished(machine.evaluate(machine.frame, statement.value)), "The text of matlabFunction");
  if (handle.kind !== "handle") throw noFunction(text);
  const args = [string("Formattable"), logical(formattable), string("NumOutputs"), number(numOutputs)];
  const call = { name: "functionLayer", args, nargout: 1, place: statement.place, session: machine.session };
  const layerFunction = functionOption(handle, call);
  const apply = (...inputs: readonly unknown[]): unknown =>
    isSize(inputs[0]) ? initialValues(handle, inputs[0], machine) : layerFunction(...(inputs as readonly Activation[]));
  const named = Object.assign(apply as (...inputs: readonly unknown[]) => never, { formattable: true as const });
  return rememberFunction(Object.defineProperty(named, "length", { value: layerFunction.length }), handle);
}

type Machine = ReturnType<typeof machineFor>;

function initialValues(handle: HandleValue, size: readonly number[], { session, frame }: Machine): unknown {
  const place = frame.file.program.statements[0].place;
  const [result] = runNow(session.invoke(handle, [row(size)], 1, place), "An initializer");
  const values = isNumeric(result) ? numbersOf(result) : undefined;
  if (values) return values;
  throw new LayerGraphError("matlab-function", "matlabFunction: an initializer must give numbers.", {
    received: result?.kind ?? "nothing",
  });
}

function isNumeric(value: Value | undefined): value is Value & { kind: "numeric" } {
  return value?.kind === "numeric";
}

function isSize(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((each) => typeof each === "number");
}

function noFunction(text: string): LayerGraphError {
  const expected = "an anonymous function '@(x) …', or '@name' with its functions below";
  const message = `matlabFunction: '${text.slice(0, 40)}' is no function, expected ${expected}.`;
  return new LayerGraphError("matlab-function", message, { received: text.slice(0, 40), expected });
}
