import { handleText } from "../layers/handleText.ts";
import type { HandleValue, Value } from "../values/value.ts";
import { isPlainKey } from "./identifiers.ts";
import { enclosed, quoted } from "./text.ts";

/** What the layer that a function is given to says of it. */
export interface FunctionUse {
  readonly formattable?: unknown;
  readonly numOutputs?: unknown;
  readonly outputNames?: unknown;
}

/**
 * A function handle as a call of `matlabFunction`; undefined where it took along a value without a form.
 *
 * @param valueText how a variable that the handle took along is written
 */
export function matlabFunctionText(
  handle: HandleValue,
  { formattable, numOutputs, outputNames }: FunctionUse,
  valueText: (name: string, value: Value) => string | undefined,
  imports: Set<string>,
): string | undefined {
  const { text, captured } = handleText(handle);
  const values: string[] = [];
  for (const [name, value] of captured) {
    const written = valueText(name, value);
    if (written === undefined || !isPlainKey(name)) return undefined;
    values.push(written === name ? name : `${name}: ${written}`);
  }
  const count = Array.isArray(outputNames) ? outputNames.length : numOutputs;
  const options = [
    ...(values.length > 0 ? [`values: ${enclosed("{", values, "}")}`] : []),
    ...(formattable === true ? ["formattable: true"] : []),
    ...(typeof count === "number" && count !== 1 ? [`numOutputs: ${count}`] : []),
  ];
  imports.add("matlabFunction");
  const written = text.includes("\n") ? `\`${text.replaceAll(/[\\`]|\$\{/g, "\\$&")}\`` : quoted(text);
  return `matlabFunction(${[written, ...(options.length > 0 ? [enclosed("{", options, "}")] : [])].join(", ")})`;
}
