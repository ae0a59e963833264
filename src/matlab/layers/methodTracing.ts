import { LayerGraphError } from "../../errors.ts";
import type { Activation, Format } from "../../layer.ts";
import type { Value as Op } from "../../ops/index.ts";
import type { Place } from "../syntax/ast.ts";
import { lineAndColumn } from "../syntax/sourceText.ts";
import { runNow } from "../values/evaluation.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { ObjectValue, Session, Value } from "../values/value.ts";
import { fromActivation, inFormat, toActivation, withLengths } from "./activations.ts";
import { withProperties } from "./objectProperties.ts";
import { tracedFrom } from "./operators.ts";
import { type DrawRandom, drawingFrom } from "./traceContext.ts";
import { fromStored, type TracedArray } from "./tracedArray.ts";
import { tracedValue } from "./tracedValues.ts";

/** An instance of a layer class and the run that its methods belong to. */
export interface LayerObject {
  readonly object: ObjectValue;
  readonly session: Session;
  readonly place: Place;
}

/** Whether a class gets its arrays with labels. */
export function isFormattable({ definition }: ObjectValue): boolean {
  return definition.ancestors.includes("nnet.layer.Formattable");
}

/** Calls a method of the class, whose errors name the class, the method and the line. */
export function callMethod(
  { object, session, place }: LayerObject,
  method: string,
  args: readonly Value[],
  nargout: number,
): readonly Value[] {
  const where = `${method} of class ${object.className}`;
  try {
    const results = runNow(session.invoke(method, args, nargout, place), where);
    if (results.length >= nargout) return results;
    throw new ScriptError("MATLAB:maxlhs", `Output argument ${results.length + 1} was not assigned a value.`);
  } catch (error) {
    throw methodError(where, error);
  }
}

/** What went wrong in a method of the class, as an error of its layer. */
export function methodError(where: string, error: unknown): unknown {
  if (!(error instanceof ScriptError)) return error;
  const at = error.place && lineAndColumn(error.place);
  const line = at ? ` (${error.place?.source.name}:${at.line})` : "";
  return new LayerGraphError("matlab-class", `${where}${line}: ${error.message}`, { cause: error });
}

/** The object as a method sees it while it is traced: its learnables and states are the arrays of the network. */
export function withArrays(
  object: ObjectValue,
  arrays: Readonly<Record<string, Op>>,
  other: ReadonlyMap<string, Value>,
): ObjectValue {
  const entries = Object.entries(arrays).map(([name, value]): [string, Value] => [name, tracedValue(fromStored(value))]);
  return withProperties(object, new Map([...entries, ...other]));
}

/** The inputs as the class gets them. */
export function inputValues(object: ObjectValue, inputs: readonly Activation[]): Value[] {
  return inputs.map((x) => tracedValue(fromActivation(x, isFormattable(object))));
}

/** A method of the class traced over arrays: its results, as many as are asked for. */
export function tracedMethodCall(
  layer: LayerObject,
  method: string,
  inputs: readonly Value[],
  nargout: number,
  random: DrawRandom,
): TracedArray[] {
  const results = drawingFrom(random, () => callMethod(layer, method, [layer.object, ...inputs], nargout));
  return results.slice(0, nargout).map((result) => {
    try {
      return tracedFrom(result, `The output of ${method}`);
    } catch (error) {
      throw methodError(`${method} of class ${layer.object.className}`, error);
    }
  });
}

/**
 * What a class returned as the output of its layer. A class with labels returns arrays with labels; one that lost them on the way is understood as the
 * format of its first input. A class without labels keeps the format of its first input.
 */
export function outputOf(object: ObjectValue, result: TracedArray, inputs: readonly Activation[]): Activation {
  const where = `Class ${object.className}`;
  try {
    const y = result.labels === undefined ? inFormat(result, firstFormat(inputs), where) : toActivation(result, where);
    return withLengths(y, inputs);
  } catch (error) {
    throw methodError(where, error);
  }
}

function firstFormat(inputs: readonly Activation[]): Format {
  return inputs[0]?.format ?? "CB";
}
