import { type FunctionText, rememberFunctionText } from "../../network/functionText.ts";
import { handleText } from "../layers/handleText.ts";
import { optionOf } from "../layers/objectProperties.ts";
import type { HandleValue } from "../values/value.ts";
import { rememberHandle } from "./propertyValue.ts";

/** Remembers which function handle a function stands for, so that an option that holds it can be read again and written to a file. */
export function rememberFunction<F extends object>(compute: F, handle: HandleValue): F {
  return rememberFunctionText(rememberHandle(compute, handle), (options) => textOfHandle(handle, options));
}

function textOfHandle(handle: HandleValue, options: Readonly<Record<string, unknown>>): FunctionText | undefined {
  const { text, captured } = handleText(handle);
  const values = [...captured].map(([name, value]) => [name, optionOf(value)] as const);
  if (!values.every(([, value]) => isReadable(value))) return undefined;
  const { formattable, numOutputs, outputNames } = options;
  const count = Array.isArray(outputNames) ? outputNames.length : numOutputs;
  return {
    $matlab: text,
    ...(values.length > 0 && { values: Object.fromEntries(values) }),
    ...(formattable === true && { formattable }),
    ...(typeof count === "number" && count !== 1 && { numOutputs: count }),
  };
}

/** Whether `matlabFunction` takes a value. */
function isReadable(value: unknown): boolean {
  if (Array.isArray(value)) return ["number", "string", "boolean"].some((type) => value.every((each) => typeof each === type));
  return ["number", "string", "boolean"].includes(typeof value);
}
