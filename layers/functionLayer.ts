import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { onlyFalse } from "../src/layer/channels.ts";
import {
  type Activation,
  type CommonOptions,
  defineLayer,
  type Layer,
  type LayerOutput,
  positiveInteger,
  printReceived,
} from "../src/layer.ts";
import type { Value } from "../src/ops/index.ts";

/** A function of values, the inputs in the order of the ports, that gives the output or a list of outputs. */
export type ValueFunction = (...inputs: readonly Value[]) => Value | readonly Value[];
/** A function of activations, which know their formats and lengths. */
export type FormattedFunction = (...inputs: readonly Activation[]) => LayerOutput | readonly LayerOutput[];

const names = (many: string) =>
  z.array(z.string().regex(/^[^/]+$/, "must be a name without '/'"), `must be a list of names, one for each ${many}`).min(1);
const distinct = (list: readonly string[]): boolean => new Set(list).size === list.length;

const shape = z.object({
  predictFcn: z.custom<ValueFunction | FormattedFunction>((v) => typeof v === "function", "must be a function of values"),
  numInputs: positiveInteger.max(1000).optional(),
  inputNames: names("input").refine(distinct, "must be different names").optional(),
  numOutputs: positiveInteger.max(1000).optional(),
  outputNames: names("output").refine(distinct, "must be different names").optional(),
  formattable: z.boolean().default(false),
  acceleratable: onlyFalse("every function is traced once and computed as a graph; leave it out"),
  description: z.string().optional(),
});
type Options = z.output<typeof shape>;

const definedLayer = defineLayer({
  type: "functionLayer",
  title: "Function",
  description: ({ description }) => description ?? "Function",
  positional: ["predictFcn"],
  matlab: { needless: { Acceleratable: "every function is traced once and computed as a graph" } },
  options: shape.superRefine((options, context) => {
    for (const [count, list] of [
      ["numInputs", "inputNames"],
      ["numOutputs", "outputNames"],
    ] as const) {
      const [number, given] = [options[count], options[list]];
      if (number === undefined || given === undefined || given.length === number) continue;
      const message = `must have as many names as ${count} says, ${number}`;
      context.addIssue({ code: "custom", path: [list], message, input: given });
    }
  }),
  inputNames: ({ predictFcn, numInputs, inputNames }) =>
    inputNames ?? numbered("in", numInputs ?? Math.max(predictFcn.length, 1)),
  outputNames: ({ numOutputs, outputNames }) => outputNames ?? numbered("out", numOutputs ?? 1),
  predict: ({ inputs, options }) => {
    const result = called(options, inputs);
    const outputs = Array.isArray(result) ? (result as readonly unknown[]) : [result];
    for (const output of outputs) if (!isOutput(output, options)) throw noOutput(output, options);
    return outputs as readonly LayerOutput[];
  },
});

type OptionsOf<Formattable> = Omit<z.input<typeof shape>, "predictFcn" | "formattable"> & CommonOptions & Formattable;

/**
 * A layer that applies a function written with the ops of this library, without learnables: `functionLayer((x) => ops.divide(x, ops.add(ops.abs(x), 1)))`.
 * Gradients follow by themselves. The function is called once while the network is traced, not with numbers.
 *
 * It gets the values of the inputs, arrays `[batch, channels, …, time]`, and returns a value with as many dimensions, which has the format of
 * the first input; or a list with one for each output. With `formattable: true` (false) it gets activations, with `format` and `lengths`, and
 * may return others. In a padded batch `lengths` say which steps are real; a function that mixes time steps must ask for them.
 *
 * The inputs are those of the function, `in` or `in1`, `in2`, …; `numInputs` or `inputNames` say otherwise. There is one output `out`, or
 * `numOutputs` of them (`out1`, `out2`, …), or those in `outputNames`. `description` is what tables of layers show. A function cannot be
 * written to a file: for that, make it a layer of its own with `defineLayer`.
 *
 * @example functionLayer((a, b) => ops.maximum(a, b), { description: "the larger of two", name: "larger" })
 * @see MATLAB functionLayer
 */
export const functionLayer = definedLayer as {
  (predictFcn: ValueFunction, options?: OptionsOf<{ readonly formattable?: false }>): Layer;
  (predictFcn: FormattedFunction, options: OptionsOf<{ readonly formattable: true }>): Layer;
  readonly definition: typeof definedLayer.definition;
};

function numbered(base: string, count: number): readonly string[] {
  return count === 1 ? [base] : Array.from({ length: count }, (_, i) => `${base}${i + 1}`);
}

function called(options: Options, inputs: readonly Activation[]): unknown {
  const compute = options.predictFcn as (...inputs: readonly unknown[]) => unknown;
  return compute(...(takesActivations(options) ? inputs : inputs.map((x) => x.value)));
}

/** Whether the option says so, or the function itself by a property of the same name. */
function takesActivations({ predictFcn, formattable }: Options): boolean {
  return formattable || (predictFcn as { readonly formattable?: boolean }).formattable === true;
}

function isOutput(output: unknown, options: Options): boolean {
  if (typeof output !== "object" || output === null) return false;
  return "op" in output || (takesActivations(options) && "value" in output && "format" in output);
}

function noOutput(output: unknown, { formattable }: Options): LayerGraphError {
  const expected = formattable ? "a value or { value, format }" : "a value, the result of an op";
  const received = typeof output === "object" && output !== null && "value" in output ? "an activation" : printReceived(output);
  const fix = received === "an activation" ? "Set formattable to true." : "Compute it with ops, such as ops.add(x, 1).";
  return new LayerGraphError("wrong-result", `predictFcn returned ${received}, expected ${expected}. ${fix}`, {
    received,
    expected,
    fix,
  });
}
