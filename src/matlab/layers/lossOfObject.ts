import { z } from "zod";
import { LayerGraphError } from "../../errors.ts";
import { type Activation, type AnyLayerDefinition, defineLayer, like } from "../../layer.ts";
import { type Value as Op, printDims, reshape } from "../../ops/index.ts";
import type { Value } from "../values/value.ts";
import { fromActivation } from "./activations.ts";
import { isFormattable, type LayerObject, tracedMethodCall } from "./methodTracing.ts";
import { propertiesOf, textProperty } from "./objectProperties.ts";
import { plainTexts } from "./plainValues.ts";
import { askedBeyond } from "./traceContext.ts";
import { asFloat, isScalar, TracedArray, withRank } from "./tracedArray.ts";
import { TracedClass } from "./tracedClass.ts";
import { tracedValue } from "./tracedValues.ts";

type Options = Readonly<Record<string, unknown>>;

/** The layer that an instance of a class with `forwardLoss` is: an output layer, whose loss is traced. A `backwardLoss` of the class is not needed. */
export function lossDefinition(layer: LayerObject, options: Options): AnyLayerDefinition {
  const { object } = layer;
  const traced = new TracedClass(layer, options);
  const classifies = object.definition.ancestors.includes("nnet.layer.ClassificationLayer");
  const title = textProperty(object, "Type") || (classifies ? "Classification Output" : "Regression Output");
  const names = classNames(propertiesOf(object).get("Classes"));
  return defineLayer({
    type: object.className,
    base: classifies ? "classoutput" : "regressionoutput",
    title,
    description: () => textProperty(object, "Description") || title,
    options: z.object({
      ...Object.fromEntries(Object.keys(options).map((name) => [name, z.unknown()])),
      ...(classifies && { classes: z.union([z.literal("auto"), z.array(z.string())]).default(names ? [...names] : "auto") }),
    }),
    target: classifies ? "classes" : "numbers",
    ...(classifies && {
      classes: (own: Options) => (own.classes === "auto" ? undefined : (own.classes as readonly string[])),
      resolve: (own: Options, facts: { readonly classes?: readonly string[] }) =>
        own.classes === "auto" && facts.classes ? { classes: facts.classes } : {},
    }),
    predict: ({ inputs: [x] }) => x,
    loss: ({ prediction, target, options: own }) => {
      const { classes: _, ...properties } = own as Options;
      return tracedLoss(traced.with(properties), prediction, target);
    },
  }).definition as unknown as AnyLayerDefinition;
}

function classNames(value: Value | undefined): readonly string[] | undefined {
  if (value?.kind === "categorical") return Array.from(value.codes, (code) => value.categories[code - 1]);
  const texts = value && plainTexts(value);
  return texts && texts.join() !== "auto" ? texts : undefined;
}

/**
 * The loss of predictions and targets, channels × observations (× steps). A class that asks for sizes beyond these was written for networks of images, where
 * MATLAB gives 1 × 1 × channels × observations, and gets arrays like that.
 */
function tracedLoss(layer: LayerObject, prediction: Activation, target: Op): Op {
  const attempt = (images: boolean): TracedArray => {
    const arrays = [prediction, like(prediction, target)].map((x) => {
      const array = fromActivation(x, isFormattable(layer.object));
      return tracedValue(images ? asImage(array) : array);
    });
    return tracedMethodCall(layer, "forwardLoss", arrays, 1, noRandom)[0];
  };
  const { result, beyond } = askedBeyond(() => attempted(() => attempt(false)));
  const loss = beyond && prediction.format === "CB" ? attempt(true) : unwrapped(result);
  if (isScalar(loss)) return reshape(asFloat(loss.value), []);
  throw new LayerGraphError(
    "matlab-class",
    `forwardLoss of class ${layer.object.className} must return a single number, received ${printDims(loss.value.shape)}. Sum over all dimensions.`,
  );
}

/** channels × observations as 1 × 1 × channels × observations. */
function asImage(x: TracedArray): TracedArray {
  const wide = withRank(x, 4);
  const [channels, observations, first, second] = wide.axes;
  return new TracedArray(wide.value, [first, second, channels, observations]);
}

type Attempt = { readonly value: TracedArray } | { readonly error: unknown };

function attempted(compute: () => TracedArray): Attempt {
  try {
    return { value: compute() };
  } catch (error) {
    return { error };
  }
}

function unwrapped(attempt: Attempt): TracedArray {
  if ("error" in attempt) throw attempt.error;
  return attempt.value;
}

function noRandom(): never {
  throw new LayerGraphError("matlab-class", "A loss cannot draw random numbers.");
}
