import { LayerGraphError } from "../../errors.ts";
import type { Activation } from "../../layer.ts";
import { runNow } from "../values/evaluation.ts";
import type { Call, HandleValue, Value } from "../values/value.ts";
import { fromActivation, inFormat, toActivation, withLengths } from "./activations.ts";
import { methodError } from "./methodTracing.ts";
import { tracedFrom } from "./operators.ts";
import { plainNumbers, plainText, plainTexts } from "./plainValues.ts";
import { drawingFrom } from "./traceContext.ts";
import { tracedValue } from "./tracedValues.ts";

/** A function of activations that a layer applies; it says itself that it takes activations, and how many. */
export type ActivationFunction = ((...inputs: readonly Activation[]) => readonly Activation[]) & { readonly formattable: true };

/**
 * A function handle of the script as the function that a layer applies: traced once over arrays with MATLAB's dimensions, which have labels where the call
 * that makes the layer says `Formattable`. It takes as many inputs as the handle has parameters.
 */
export function functionOption(handle: HandleValue, { args, session, place }: Call): ActivationFunction {
  const formattable = isOn(optionIn(args, "Formattable"));
  const count = outputCount(args);
  const where = `The function of functionLayer`;
  const apply = (...inputs: readonly Activation[]): readonly Activation[] => {
    const values = inputs.map((x) => tracedValue(fromActivation(x, formattable)));
    try {
      const results = drawingFrom(noRandom, () => runNow(session.invoke(handle, values, count, place), where));
      return results.slice(0, count).map((result) => {
        const y = tracedFrom(result, where);
        return withLengths(y.labels === undefined ? inFormat(y, inputs[0].format, where) : toActivation(y, where), inputs);
      });
    } catch (error) {
      throw methodError(where, error);
    }
  };
  const parameters = handle.anonymous?.parameters.length ?? 1;
  return Object.defineProperty(Object.assign(apply, { formattable: true as const }), "length", { value: parameters });
}

function optionIn(args: readonly Value[], name: string): Value | undefined {
  const at = args.findIndex((arg) => plainText(arg)?.toLowerCase() === name.toLowerCase());
  return at < 0 ? undefined : args[at + 1];
}

function isOn(value: Value | undefined): boolean {
  return value !== undefined && plainNumbers(value)?.data[0] === 1;
}

function outputCount(args: readonly Value[]): number {
  const names = optionIn(args, "OutputNames");
  const count = optionIn(args, "NumOutputs");
  return (names && plainTexts(names)?.length) ?? (count && plainNumbers(count)?.data[0]) ?? 1;
}

function noRandom(): never {
  const fix = "Write a layer class with predict and forward.";
  throw new LayerGraphError("matlab-class", `The function of a functionLayer cannot draw random numbers. ${fix}`, { fix });
}
