import type { z } from "zod";
import { type Issue, LayerGraphError } from "./errors.ts";
import type { BackwardArguments, BackwardGradients, LayerArguments, LayerResult } from "./layer/computing.ts";
import type { Activation, Format, Layout } from "./layer/formats.ts";
import type { Fans, Initializer } from "./layer/initializers.ts";
import type { MatlabForm } from "./layer/matlabForm.ts";
import { type ArrayOption, type CommonOptions, commonOptions, optionIssues, printReceived } from "./layer/options.ts";
import type { ReachFunction } from "./layer/reach.ts";
import type { Value } from "./ops/index.ts";

export * from "./layer/computing.ts";
export * from "./layer/formats.ts";
export * from "./layer/givenValues.ts";
export * from "./layer/initializers.ts";
export * from "./layer/matlabForm.ts";
export * from "./layer/options.ts";
export * from "./layer/reach.ts";

/** One factor for all elements of a learnable, or one for each of as many equal blocks of its rows. */
export type Factor = number | readonly number[];

/** A trainable array of a layer. */
export interface Learnable {
  /** MATLAB's size. The value that a layer computes with lies in MATLAB's memory order: row-major with this size reversed. */
  readonly size: readonly number[];
  readonly initializer: Initializer;
  /** What scales random initializers; both 1 where it does not matter. */
  readonly fans?: Fans;
  /** Values given by the user instead of the initializer's. */
  readonly given?: ArrayOption;
  /** Multiplies the global learning rate; 1 by default, 0 freezes. */
  readonly learnRateFactor?: Factor;
  /** Multiplies the global L2 factor; 1 by default. */
  readonly l2Factor?: Factor;
}

/** An array of a layer that is kept with the network but not trained: running statistics, statistics of the training data. */
export interface LayerState {
  /** MATLAB's size, as for `Learnable`. */
  readonly size: readonly number[];
  /** What every element starts at. */
  readonly initial: number;
  readonly given?: ArrayOption;
  /**
   * Whether each observation has a value of its own, as the state of a recurrent layer: the last dimension of `size` is then 1, and stands for the
   * observations. Every sequence begins with the given or initial value. The layer is given that one value (H × 1), or, where sequences go on in
   * another piece, one for each observation (H × N), and returns those after its steps (H × N).
   */
  readonly perObservation?: boolean;
  /** Computed from the training data before training: over each channel, each element of an observation, or everything. */
  readonly statistic?: {
    readonly kind: "mean" | "standardDeviation" | "min" | "max";
    readonly over: "channel" | "element" | "all";
  };
}

/** What the data of an input layer looks like. */
export interface InputSpec {
  readonly format: Format;
  readonly channels: number;
  readonly spatial?: readonly number[];
  /** The shortest sequence that the layer accepts. */
  readonly minLength?: number;
  /** The name of the time dimension, `"time"` by default: inputs with the same name have sequences of the same lengths. */
  readonly timeDimension?: string;
}

/** What a loss is computed from; `weights` belong to the padded steps and are handled by the trainer's mask. */
export interface LossArguments<Options> {
  readonly prediction: Activation;
  /** `classes`: one-hot, in the shape of the prediction; `numbers`: in the shape of the prediction. */
  readonly target: Value;
  readonly options: Options;
}

/** What the training data says that a layer may need: the names of the classes. */
export interface TrainingFacts {
  readonly classes?: readonly string[];
}

/** Everything about one kind of layer, in one object. */
export interface LayerDefinition<Shape extends z.core.$ZodLooseShape = z.core.$ZodLooseShape> {
  /** The name of the function that makes it, and `type` in a graph file. */
  readonly type: string;
  /** The options of the layer but its name. */
  readonly options: z.ZodObject<Shape>;
  /** Options given by position, in order: the first ones required, those in `optionalPositional` not. */
  readonly positional?: readonly (keyof Shape & string)[];
  readonly optionalPositional?: readonly (keyof Shape & string)[];
  /** The base of automatic names; MATLAB calls every custom layer `layer`. */
  readonly base?: string;
  /** MATLAB's Type column: `1-D Convolution`; the layer's type by default. */
  readonly title?: string;
  /** MATLAB's description: `64 5 convolutions with stride 1`; the title by default. */
  readonly description?: (options: z.output<z.ZodObject<Shape>>, inputs: readonly Layout[]) => string;
  /** Input ports; `["in"]` by default. */
  readonly inputNames?: readonly string[] | ((options: z.output<z.ZodObject<Shape>>) => readonly string[]);
  /** Output ports; `["out"]` by default. */
  readonly outputNames?: readonly string[] | ((options: z.output<z.ZodObject<Shape>>) => readonly string[]);
  /** Present in input layers: what is fed in. */
  readonly input?: (options: z.output<z.ZodObject<Shape>>) => InputSpec;
  readonly learnables?: (args: {
    readonly options: z.output<z.ZodObject<Shape>>;
    readonly inputs: readonly Layout[];
  }) => Readonly<Record<string, Learnable>>;
  readonly state?: (args: {
    readonly options: z.output<z.ZodObject<Shape>>;
    readonly inputs: readonly Layout[];
  }) => Readonly<Record<string, LayerState>>;
  /** What the layer computes in prediction, and in training where `forward` is missing. */
  readonly predict: (args: LayerArguments<z.output<z.ZodObject<Shape>>>) => LayerResult;
  /** What the layer computes in training, where that differs. */
  readonly forward?: (args: LayerArguments<z.output<z.ZodObject<Shape>>>) => LayerResult;
  /**
   * Gradients by hand, used instead of the automatic ones. It is called once for all outputs. `checkLayer` compares it with the automatic
   * gradients and with central differences.
   */
  readonly backward?: (args: BackwardArguments<z.output<z.ZodObject<Shape>>>) => BackwardGradients;
  /**
   * Values that states are set to where a sequence begins anew, by the state's name; the states that it leaves out stay as they are. Values
   * are given as for a learnable: a number fills a state, arrays have its size.
   */
  readonly resetState?: (args: {
    readonly options: z.output<z.ZodObject<Shape>>;
    readonly state: Readonly<Record<string, LayerState>>;
  }) => Readonly<Record<string, ArrayOption>>;
  /**
   * How far each output reaches along the time steps of each input, in prediction; `analyze` composes receptive fields from it. A layer that leaves it out is
   * measured: its inputs are changed step by step.
   */
  readonly reach?: ReachFunction<z.output<z.ZodObject<Shape>>>;
  /** Present in output layers: the mean loss over the mini-batch, a scalar. */
  readonly loss?: (args: LossArguments<z.output<z.ZodObject<Shape>>>) => Value;
  /** In output layers: what the targets are. */
  readonly target?: "classes" | "numbers";
  /**
   * In output layers: whether each place of an image has a target of its own. Other output layers are given CB (CBT) where an image has one place
   * only, as global pooling leaves it: one answer for each observation.
   */
  readonly targetPerPlace?: boolean;
  /** What the output can be read as, if it is anything special. */
  readonly produces?: "probabilities" | ((options: z.output<z.ZodObject<Shape>>) => "probabilities" | undefined);
  /** Options that hold a layer graph, or a network with one; a graph file holds that graph in its own form. */
  readonly graphs?: readonly (keyof Shape & string)[];
  /** What is suspicious about the inputs though it can be computed, and what to do: a warning of validation. */
  readonly warning?: (args: {
    readonly options: z.output<z.ZodObject<Shape>>;
    readonly inputs: readonly Layout[];
  }) => string | undefined;
  /** What the source must produce. */
  readonly expects?: "probabilities";
  /**
   * In layers with attention: the output port that gives its weights (formats as for `scores` of `WholeResult`), and the truth-valued option that
   * adds this port, where it is not always there. A layer without such a port may return its weights as `scores` instead.
   */
  readonly scores?: { readonly option?: keyof Shape & string; readonly output: string };
  /** In output layers for classes: their names in order, once they are known. */
  readonly classes?: (options: z.output<z.ZodObject<Shape>>) => readonly string[] | undefined;
  /** Options that the training data decides, for an output layer whose options leave them open. */
  readonly resolve?: (options: z.output<z.ZodObject<Shape>>, facts: TrainingFacts) => Record<string, unknown>;
  /** The options that say today what these said in a graph file of the first format, `layergraph/1`, where that was something else. */
  readonly fromFirstFormat?: (given: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** What MATLAB's function for such layers takes beside that; read where scripts of MATLAB are run. */
  readonly matlab?: MatlabForm<z.output<z.ZodObject<Shape>>>;
}

/** A definition as shared code sees it. */
export type AnyLayerDefinition = LayerDefinition;

/** A layer: a name, a kind and options. Immutable. */
export interface Layer {
  /** Empty until a graph names the layer. */
  readonly name: string;
  readonly type: string;
  /** The checked options, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The options as they were given, which is what a graph file holds. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly base: string;
  readonly definition: AnyLayerDefinition;
  /** What is wrong with the layer's options, where it was read from a file; validation reports it. */
  readonly problems: readonly Issue[];
}

/** zod's type of no options forbids every property, `name` too. */
type Given<Shape extends z.core.$ZodLooseShape> = keyof Shape extends never ? Record<never, never> : z.input<z.ZodObject<Shape>>;
type Positional<Shape extends z.core.$ZodLooseShape, Names extends readonly PropertyKey[]> = {
  [I in keyof Names]: NonNullable<Given<Shape>[Names[I] & keyof Given<Shape>]>;
};
type Named<Shape extends z.core.$ZodLooseShape, Names extends PropertyKey> = Flat<Omit<Given<Shape>, Names> & CommonOptions>;
/** One object type instead of an intersection, so that the compiler refuses text where options are expected. */
type Flat<T> = { [K in keyof T]: T[K] };
type RequiredKeys<T> = { [K in keyof T]-?: Record<string, never> extends Pick<T, K> ? never : K }[keyof T];

type OptionsArgument<Options> = RequiredKeys<Options> extends never ? readonly [options?: Options] : readonly [options: Options];

/** A function that makes layers of one kind: options given by position first, then an object with the others and `name`. */
export interface LayerFunction<
  Shape extends z.core.$ZodLooseShape,
  P extends readonly (keyof Shape & string)[],
  Q extends readonly (keyof Shape & string)[],
> {
  (...args: [...Positional<Shape, P>, ...OptionsArgument<Named<Shape, P[number]>>]): Layer;
  (...args: [...Positional<Shape, P>, ...Positional<Shape, Q>, ...OptionsArgument<Named<Shape, P[number] | Q[number]>>]): Layer;
  readonly definition: LayerDefinition<Shape>;
}

/**
 * Defines a kind of layer and returns the function that makes layers of it. Built-in layers and your own are defined alike: options as
 * a zod object, learnables whose sizes follow from the input, and `predict` written with the ops of this library; gradients follow.
 *
 * What MATLAB's class template has, by its names: properties are `options`, learnable properties and `initialize` are `learnables` (called with
 * the layouts of the inputs), state properties are `state`, `predict`, `forward` and `resetState` keep their names, and so does `backward`,
 * which is optional. Every layer is formattable: inputs are `Activation`s, whose labels `dims` and `finddim` tell.
 *
 * @example
 * ```ts
 * const scaleLayer = defineLayer({
 *   type: "scaleLayer",
 *   options: z.object({ start: z.number().default(1) }),
 *   learnables: ({ options }) => ({ scale: { size: [1, 1], initializer: () => [options.start] } }),
 *   predict: ({ inputs: [x], learnables: { scale } }) => ops.multiply(x.value, ops.reshape(scale, [])),
 * });
 * const layer = scaleLayer({ start: 2, name: "scale" });
 * ```
 * @see MATLAB "Define Custom Deep Learning Layers"
 */
export function defineLayer<
  Shape extends z.core.$ZodLooseShape,
  const P extends readonly (keyof Shape & string)[] = readonly [],
  const Q extends readonly (keyof Shape & string)[] = readonly [],
>(definition: LayerDefinition<Shape> & { readonly positional?: P; readonly optionalPositional?: Q }): LayerFunction<Shape, P, Q> {
  const kind = definition as unknown as AnyLayerDefinition;
  const make = (...args: unknown[]): Layer => {
    const layer = layerFrom(kind, givenOptions(kind, args));
    if (layer.problems.length > 0) {
      throw new LayerGraphError(layer.problems[0].code, layer.problems.map((p) => p.message).join("\n"), {
        issues: layer.problems,
      });
    }
    return layer;
  };
  return Object.assign(make, { definition }) as unknown as LayerFunction<Shape, P, Q>;
}

function givenOptions(definition: AnyLayerDefinition, args: readonly unknown[]): Record<string, unknown> {
  const rest = [...args];
  const last = rest.at(-1);
  const named = isOptions(last) ? (rest.pop() as Record<string, unknown>) : {};
  const names = [...(definition.positional ?? []), ...(definition.optionalPositional ?? [])];
  if (rest.length > names.length) {
    throw new LayerGraphError(
      "too-many-arguments",
      `${definition.type}: received ${rest.length} arguments by position, expected at most ${names.length}${names.length ? ` (${names.join(", ")})` : ""}. Give the others by name: { name: "…" }.`,
    );
  }
  const positional = Object.fromEntries(rest.map((value, i) => [names[i], value]));
  return { ...positional, ...named };
}

function isOptions(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/**
 * A layer from its options as a graph file holds them. Wrong options do not throw: they are the layer's `problems`, so that validation
 * can report those of all layers at once.
 */
export function layerFrom(definition: AnyLayerDefinition, given: Readonly<Record<string, unknown>>): Layer {
  const { name = "", ...options } = given;
  const known = Object.keys(definition.options.shape);
  const label = typeof name === "string" ? name : "";
  const where = label === "" ? definition.type : `${definition.type} '${label}'`;
  const parsed = strictOptions(definition).safeParse(options, { reportInput: true });
  const problems = [
    ...nameProblems(name, definition.type),
    ...(parsed.success ? [] : optionIssues(parsed.error, where, ["name", ...known], label || undefined)),
  ];
  const ports = (names: AnyLayerDefinition["inputNames"], usual: string): readonly string[] =>
    typeof names === "function" ? (parsed.success ? names(parsed.data) : []) : (names ?? [usual]);
  return {
    name: label,
    type: definition.type,
    options: parsed.success ? parsed.data : options,
    given: options,
    inputNames: definition.input ? [] : ports(definition.inputNames, "in"),
    outputNames: definition.loss ? [] : ports(definition.outputNames, "out"),
    base: definition.base ?? "layer",
    definition,
    problems,
  };
}

const strict = new WeakMap<AnyLayerDefinition, z.ZodObject>();

/** The options schema that refuses unknown keys; made once for each kind of layer, for zod compiles a new one at its first use. */
function strictOptions(definition: AnyLayerDefinition): z.ZodObject {
  const schema = strict.get(definition) ?? definition.options.safeExtend(commonOptions).strict();
  strict.set(definition, schema);
  return schema;
}

function nameProblems(name: unknown, type: string): Issue[] {
  if (typeof name === "string" && !name.includes("/")) return [];
  const message =
    typeof name === "string"
      ? `${type}: the name '${name}' contains '/', which separates a layer from its port. Use another character.`
      : `${type}: option 'name' must be text, received ${printReceived(name)}.`;
  return [{ code: "invalid-name", severity: "error", message, received: printReceived(name) }];
}

/** What the output of a layer can be read as. */
export function producedBy({ definition, options }: Layer): "probabilities" | undefined {
  return typeof definition.produces === "function" ? definition.produces(options as never) : definition.produces;
}

/** The same layer under another name. */
export function renamed(layer: Layer, name: string): Layer {
  return layer.name === name ? layer : { ...layer, name };
}

/** The same layer with some options changed; throws as the layer's function does where they are wrong. */
export function withOptions(layer: Layer, changes: Readonly<Record<string, unknown>>): Layer {
  const changed = layerFrom(layer.definition, { ...layer.given, ...changes, name: layer.name });
  if (changed.problems.length > 0) {
    throw new LayerGraphError(changed.problems[0].code, changed.problems.map((p) => p.message).join("\n"), {
      issues: changed.problems,
    });
  }
  return { ...changed, base: layer.base };
}
