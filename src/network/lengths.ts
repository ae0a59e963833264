import type { Issue } from "../errors.ts";
import { timeDimensionOf } from "../layer/apply.ts";
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
  const times = new Set(inputs.flatMap((spec) => timeDimensionOf(spec) ?? []));
  const sizeAt: SizeAt = (d, time) => sizeFor(d, time, times);
  const empty = layers.filter((traced) => isEmptied(traced, minLength, sizeAt));
  if (empty.length === 0) return [];
  const needed = smallestLength(layers, sizeAt);
  return empty.map((traced) => lengthIssue(traced, minLength, needed, sizeAt));
}

/** Whether a layer makes something empty of what is not. */
function isEmptied({ inputs, outputs }: TracedLayer, time: number, sizeAt: SizeAt): boolean {
  const isEmpty = (d: Dim): boolean => sizeAt(d, time) < 1;
  return outputs.some((x) => x.value.shape.some(isEmpty)) && !inputs.some((x) => x.value.shape.some(isEmpty));
}

/** The size of a dimension for one observation of which all sequences have the given length. */
type SizeAt = (d: Dim, time: number) => number;

/** The size of a dimension where all time dimensions have one length; 1 where it depends on anything else. */
function sizeFor(d: Dim, time: number, times: ReadonlySet<string>): number {
  if (typeof d === "number") return d;
  if ([...symbolsOf(d)].some((name) => name !== "batch" && !times.has(name))) return 1;
  return sizeOfDim(d, { batch: 1, ...Object.fromEntries([...times].map((name) => [name, time])) });
}

/** The shortest sequence for which no layer's output is empty, by bisection; undefined where there is none. */
function smallestLength(layers: readonly TracedLayer[], sizeAt: SizeAt): number | undefined {
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

function lengthIssue(
  { layer, inputs, outputs }: TracedLayer,
  minLength: number,
  needed: number | undefined,
  sizeAt: SizeAt,
): Issue {
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
