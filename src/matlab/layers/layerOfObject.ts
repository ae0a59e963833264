import { z } from "zod";
import { type AnyLayerDefinition, defineLayer, type Layer, type Layout } from "../../layer.ts";
import { layerWithUnknowns } from "../../network/unknown.ts";
import type { Place } from "../syntax/ast.ts";
import type { ObjectValue, Session } from "../values/value.ts";
import { lossDefinition } from "./lossOfObject.ts";
import type { LayerObject } from "./methodTracing.ts";
import { namesProperty, optionOf, plainProperties, propertiesOf, textProperty } from "./objectProperties.ts";
import { TracedClass } from "./tracedClass.ts";

type Options = Readonly<Record<string, unknown>>;

/**
 * An instance of a layer class of the script as a layer of the library. Its options are the hyperparameters that a graph file can hold; `predict` and
 * `forward` are traced, so that gradients follow by themselves: a `backward` of the class is compared with them, and not used. Errors in methods name the
 * class, the method and the line. A layer without a name is called `layer`, as in MATLAB.
 *
 * @param place where the layer enters a graph, for messages
 */
export function layerOfObject(object: ObjectValue, session: Session, place: Place): Layer {
  const layer: LayerObject = { object, session, place };
  const options = optionsOf(object);
  const definition = isLoss(object) ? lossDefinition(layer, options) : layerDefinition(layer, options);
  return layerWithUnknowns(definition, { name: textProperty(object, "Name"), ...options });
}

function isLoss({ definition }: ObjectValue): boolean {
  return definition.methods.has("forwardLoss");
}

function optionsOf(object: ObjectValue): Options {
  const entries = plainProperties(object).flatMap((name) => {
    const value = propertiesOf(object).get(name);
    const option = value && optionOf(value);
    return option === undefined ? [] : [[name, option] as const];
  });
  return Object.fromEntries(entries);
}

function layerDefinition(layer: LayerObject, options: Options): AnyLayerDefinition {
  const { object } = layer;
  const traced = new TracedClass(layer, options);
  const inputNames = namesProperty(object, "InputNames");
  const outputNames = namesProperty(object, "OutputNames");
  const arrays = ({ options: own, inputs }: { readonly options: Options; readonly inputs: readonly Layout[] }) =>
    traced.arrays(own, inputs);
  const title = textProperty(object, "Type") || object.className;
  return defineLayer({
    type: object.className,
    base: "layer",
    title,
    description: () => textProperty(object, "Description") || title,
    options: z.object(Object.fromEntries(Object.keys(options).map((name) => [name, z.unknown()]))),
    inputNames: inputNames.length > 0 ? inputNames : ["in"],
    outputNames: outputNames.length > 0 ? outputNames : ["out"],
    learnables: (about) => arrays(about).learnables,
    state: (about) => arrays(about).state,
    warning: ({ options: own, inputs }) => {
      const verdict = traced.backward(own, inputs);
      return verdict && !verdict.right ? verdict.message : undefined;
    },
    predict: (args) => traced.computed("predict", args),
    ...(traced.has("forward") && {
      forward: (args: Parameters<AnyLayerDefinition["predict"]>[0]) => traced.computed("forward", args),
    }),
    ...(traced.has("resetState") && {
      resetState: ({ options: own, state }: { options: Options; state: object }) => traced.resetState(own, Object.keys(state)),
    }),
  }).definition as unknown as AnyLayerDefinition;
}
