import { LayerGraphError } from "../../errors.ts";
import type { LayerArguments, Layout, WholeResult } from "../../layer.ts";
import type { ObjectValue, Value } from "../values/value.ts";
import { type BackwardVerdict, compareBackward } from "./backwardComparison.ts";
import { arraysOf, type ClassArrays } from "./classArrays.ts";
import { tracedResult } from "./classResult.ts";
import { layoutValue } from "./layoutValue.ts";
import { callMethod, type LayerObject } from "./methodTracing.ts";
import { arrayProperty, propertiesOf, propertyOf, withProperties } from "./objectProperties.ts";

type Options = Readonly<Record<string, unknown>>;

/** What is known for inputs of some sizes. */
interface Entry {
  arrays?: ClassArrays;
  backward?: BackwardVerdict;
}

/** An instance of a layer class of the script, and what its methods compute as a layer of the library. */
export class TracedClass {
  readonly #layer: LayerObject;
  readonly #options: Options;
  readonly #objects = new Map<string, ObjectValue>();
  readonly #known = new Map<string, Entry>();

  /** @param options the instance's hyperparameters as options, which a layer with other options differs from */
  constructor(layer: LayerObject, options: Options) {
    this.#layer = layer;
    this.#options = options;
  }

  /** Whether the class defines a method. */
  has(method: string): boolean {
    return this.#layer.object.definition.methods.has(method);
  }

  /** The instance with the hyperparameters that the options say. */
  with(options: Options): LayerObject {
    const changed = Object.entries(options).filter(([name, value]) => value !== undefined && !same(value, this.#options[name]));
    const properties = new Map(changed.map(([name, value]) => [name, propertyOf(value)]));
    return { ...this.#layer, object: withProperties(this.#layer.object, properties) };
  }

  /** The instance after `initialize`, which is called once for inputs of some sizes, as far as `initialize` is told them. */
  #initialized(options: Options, inputs: readonly Layout[]): LayerObject {
    const layer = this.with(options);
    if (!this.has("initialize")) return layer;
    const layouts = inputs.map(layoutValue);
    const key = JSON.stringify([options, layouts.map(({ content }) => content)]);
    const known = this.#objects.get(key) ?? initializedObject(layer, layouts);
    this.#objects.set(key, known);
    return { ...layer, object: known };
  }

  #entry(options: Options, inputs: readonly Layout[]): Entry {
    const key = JSON.stringify([options, inputs.map(({ format, shape }) => [format, shape])]);
    const known = this.#known.get(key) ?? {};
    this.#known.set(key, known);
    return known;
  }

  /** What it learns and keeps; those of inner networks are found by tracing `predict` once. */
  arrays(options: Options, inputs: readonly Layout[]): ClassArrays {
    const entry = this.#entry(options, inputs);
    entry.arrays ??= arraysOf(this.#initialized(options, inputs), inputs);
    return entry.arrays;
  }

  /** What a hand-written `backward` is worth for inputs of some sizes; undefined where the class has none. The script's report is told at once. */
  backward(options: Options, inputs: readonly Layout[]): BackwardVerdict | undefined {
    if (!this.has("backward")) return undefined;
    const entry = this.#entry(options, inputs);
    if (!entry.backward) {
      const layer = this.#initialized(options, inputs);
      entry.backward = compareBackward(layer, this.arrays(options, inputs), inputs);
      const { right, message } = entry.backward;
      layer.session.note({ kind: "warning", code: right ? "right-backward" : "wrong-backward", message, place: layer.place });
    }
    return entry.backward;
  }

  /** What a method computes. */
  computed(method: "predict" | "forward", args: LayerArguments<Options>): WholeResult {
    const layouts = args.inputs.map(({ format, value }) => ({ format, shape: value.shape }));
    return tracedResult(this.#initialized(args.options, layouts), method, {
      ...args,
      inner: { learnable: (name) => args.learnables[name], state: (name) => args.state[name] },
    });
  }

  /** What `resetState` sets the states to. */
  resetState(options: Options, names: readonly string[]): Record<string, { size: number[]; data: number[] }> {
    const layer = this.with(options);
    const [result] = callMethod(layer, "resetState", [layer.object], 1);
    const object = objectFrom(result, layer, "resetState");
    const entries = names.flatMap((name) => {
      const array = arrayProperty(propertiesOf(object).get(name));
      return array ? [[name, array] as const] : [];
    });
    return Object.fromEntries(entries);
  }
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function initializedObject(layer: LayerObject, layouts: readonly Value[]): ObjectValue {
  const [result] = callMethod(layer, "initialize", [layer.object, ...layouts], 1);
  return objectFrom(result, layer, "initialize");
}

function objectFrom(result: Value | undefined, { object }: LayerObject, method: string): ObjectValue {
  if (result?.kind === "object") return result;
  throw new LayerGraphError("matlab-class", `${method} of class ${object.className} must return the layer.`);
}
