import type { Issue } from "../errors.ts";
import { printSizes } from "../layer.ts";
import { type Dim, sizeOfDim, symbolsOf } from "../ops/index.ts";
import type { Trace, TracedLayer } from "./trace.ts";

/** No sequence is longer, so a network that needs more has a layer that empties every sequence. */
const longest = 2 ** 31;

/**
 * What is wrong with the sizes of a traced network for the shortest sequences that its input layers accept: the first layer on each way
 * whose output would be empty, with the smallest `minLength` that all layers can work with.
 */
export function lengthIssues(trace: Trace): Issue[] {
  const layers = [...trace.layers.values()];
  const inputs = layers.flatMap(({ layer }) => layer.definition.input?.(layer.options as never) ?? []);
  const minLength = Math.max(1, ...inputs.filter((spec) => spec.format.includes("T")).map((spec) => spec.minLength ?? 1));
  const empty = layers.filter((traced) => isEmptied(traced, minLength));
  if (empty.length === 0) return [];
  const needed = smallestLength(layers);
  return empty.map((traced) => lengthIssue(traced, minLength, needed));
}

/** Whether a layer makes something empty of what is not. */
function isEmptied({ inputs, outputs }: TracedLayer, time: number): boolean {
  const isEmpty = (d: Dim): boolean => sizeAt(d, time) < 1;
  return outputs.some((x) => x.value.shape.some(isEmpty)) && !inputs.some((x) => x.value.shape.some(isEmpty));
}

/** The size of a dimension for one observation of the given length; 1 where it depends on anything else. */
function sizeAt(d: Dim, time: number): number {
  if (typeof d === "number") return d;
  const symbols = symbolsOf(d);
  symbols.delete("batch");
  symbols.delete("time");
  return symbols.size > 0 ? 1 : sizeOfDim(d, { batch: 1, time });
}

/** The shortest sequence for which no layer's output is empty, by bisection; undefined where there is none. */
function smallestLength(layers: readonly TracedLayer[]): number | undefined {
  const dims = new Map<string, Dim>();
  for (const { outputs } of layers) for (const x of outputs) for (const d of x.value.shape) dims.set(String(d), d);
  const suffices = (time: number): boolean => [...dims.values()].every((d) => sizeAt(d, time) >= 1);
  if (!suffices(longest)) return undefined;
  let [tooShort, enough] = [0, longest];
  while (enough - tooShort > 1) {
    const middle = Math.floor((tooShort + enough) / 2);
    if (suffices(middle)) enough = middle;
    else tooShort = middle;
  }
  return enough;
}

function lengthIssue({ layer, inputs, outputs }: TracedLayer, minLength: number, needed: number | undefined): Issue {
  const output = outputs.find((x) => x.value.shape.some((d) => sizeAt(d, minLength) < 1))!;
  const axis = output.value.shape.findIndex((d) => sizeAt(d, minLength) < 1);
  const size = output.value.shape[axis];
  const depends = typeof size !== "number";
  const when = depends ? ` for sequences of length ${minLength}, which the input layer accepts` : "";
  const fix =
    needed === undefined || !depends
      ? "Use a smaller window or stride, or padding."
      : `Give the input layer minLength ${needed}, or use padding.`;
  return {
    code: "too-short",
    severity: "error",
    message: `${layer.type} '${layer.name}': its output would be empty${when}: received ${inputs.map(printSizes).join(", ")}, the output is ${printSizes(output)}. ${fix}`,
    layer: layer.name,
    received: depends ? `minLength ${minLength}` : printSizes(inputs[0]),
    expected: needed === undefined || !depends ? "a larger input" : `minLength ${needed}`,
    fix,
  };
}
