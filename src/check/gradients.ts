import type { BackwardGradients } from "../layer.ts";
import { add, gradients, input, multiply, scalar, total, type Value } from "../ops/index.ts";
import { randomStream } from "../random.ts";
import type { Tensors } from "../run/executor.ts";
import type { Tensor } from "../tensor.ts";
import { activationIndex, doubles, storedIndex } from "./arrays.ts";
import { numbers } from "./comparison.ts";
import { measuredSlopes, type Slopes } from "./slopes.ts";
import { CannotBeMade, resultsOf, type Subject } from "./subject.ts";
import { evaluated, inputName, learnableName, stateName, type TracedLayer } from "./trace.ts";

/** An array that has a gradient. */
export interface Source {
  /** The name under which it is fed. */
  readonly name: string;
  /** What its gradient is called: `dL/dX of input 'in'`. */
  readonly label: string;
  readonly value: Value;
  readonly kind: "input" | "learnable" | "state";
  /** Where an element of it lies, as MATLAB writes it. */
  readonly index: (at: number) => string;
}

/** The gradients of a layer over some observations: those that the layer gives, the automatic ones, and those that were measured. */
export interface LayerGradients {
  readonly traced: TracedLayer;
  readonly sources: readonly Source[];
  readonly feeds: Tensors;
  readonly loss: Value;
  readonly received: readonly Tensor[];
  /** The automatic gradients of a layer with a backward of its own; undefined where there are none. */
  readonly automatic: readonly Tensor[] | undefined;
  /** The loss and the arrays that these are computed from. */
  readonly automaticLoss: { readonly value: Value; readonly sources: readonly Value[] } | undefined;
}

/** The loss that gradients are checked with: results, each element times a number of its own. */
interface CheckedLoss {
  readonly loss: Value;
  readonly feeds: Record<string, Tensor>;
}

/** A way through the layer's gradients: what was built, or what went wrong where. */
export type Built = { readonly gradients: LayerGradients } | { readonly error: unknown; readonly inBackward: boolean };

/** The gradients in training. An error is told with whether the layer's own backward threw it. */
export function builtGradients(subject: Subject): Built {
  return subject.kept("gradients", () => {
    const { watched } = subject.attempt("forward");
    const traced = subject.traced("forward");
    const results = subject.results("forward");
    try {
      return { gradients: layerGradients(subject, traced, results) };
    } catch (error) {
      if (error instanceof CannotBeMade) throw error;
      return { error, inBackward: watched.calls.backward === undefined || watched.calls.backward.error !== undefined };
    }
  });
}

/** The measured slopes of the loss by an array. */
export function slopesOf(subject: Subject, { loss, feeds }: LayerGradients, { name }: Source): Slopes {
  return subject.kept(`slopes ${name}`, () => measuredSlopes(loss, feeds, name));
}

function layerGradients(subject: Subject, traced: TracedLayer, results: Tensors): LayerGradients {
  const own = subject.layer.definition.backward !== undefined;
  const withState = own && returnsState(subject, traced, results);
  const { loss, feeds } = weightedLoss(subject, traced, results, withState);
  const sources = sourcesOf(subject, traced, withState);
  const received = evaluatedGradients(loss, valuesOf(sources), feeds);
  return {
    traced,
    sources,
    feeds,
    loss,
    received,
    ...(own ? automaticGradients(subject, results, withState) : none),
  };
}

function valuesOf(sources: readonly Source[]): Value[] {
  return sources.map(({ value }) => value);
}

const none = { automatic: undefined, automaticLoss: undefined };

function automaticGradients(
  subject: Subject,
  results: Tensors,
  withState: boolean,
): Pick<LayerGradients, "automatic" | "automaticLoss"> {
  const { traced } = subject.attempt("forward", { automatic: true });
  if (!traced) return none;
  try {
    const { loss, feeds } = weightedLoss(subject, traced, results, withState);
    const sources = sourcesOf(subject, traced, withState);
    const automaticLoss = { value: loss, sources: valuesOf(sources) };
    return { automatic: evaluatedGradients(loss, valuesOf(sources), feeds), automaticLoss };
  } catch {
    return none;
  }
}

/** Whether a backward of its own gives gradients of states. One that does not lets none flow through the new states either. */
function returnsState(subject: Subject, traced: TracedLayer, results: Tensors): boolean {
  if (Object.keys(traced.state).length === 0) return false;
  const { loss } = weightedLoss(subject, traced, results, false);
  gradients(loss, valuesOf(sourcesOf(subject, traced, false)));
  const returned: BackwardGradients | undefined = subject.attempt("forward").watched.calls.backward?.returned;
  return Object.keys(returned?.state ?? {}).length > 0;
}

function weightedLoss(subject: Subject, traced: TracedLayer, results: Tensors, withState: boolean): CheckedLoss {
  const feeds = subject.feeds(traced);
  const parts = Object.entries(resultsOf(traced)).flatMap(([name, value]) => {
    if (value.type !== "float" || (name.startsWith("new state ") && !withState)) return [];
    const weight = `weight ${name}`;
    const random = randomStream(1, "checkLayer", weight);
    const { shape, data } = results[name];
    feeds[weight] = doubles(
      shape,
      Float64Array.from(numbers({ data } as Tensor), () => Math.fround(random.normal())),
    );
    return [total(multiply(value, input(weight, value.shape)))];
  });
  return { loss: parts.length > 0 ? parts.reduce(add) : scalar(0), feeds };
}

function sourcesOf(subject: Subject, traced: TracedLayer, withState: boolean): Source[] {
  const { inputNames } = subject.layer;
  const inputs = traced.inputs.map(({ value, format }, i): Source => {
    const port = inputNames[i] ?? "in";
    const shape = [subject.observations, ...subject.inputs[i].shape.slice(1)];
    const index = (at: number): string => `${port}${activationIndex(format, shape, at)}`;
    return { name: inputName(i), label: `dL/dX of input '${port}'`, value, kind: "input", index };
  });
  const stored = (kind: "learnable" | "state", values: Readonly<Record<string, Value>>): Source[] =>
    Object.entries(values).map(([name, value]) => ({
      name: kind === "learnable" ? learnableName(name) : stateName(name),
      label: `${kind === "learnable" ? "dL/dW" : "dL/dS"} of ${kind} '${name}'`,
      value,
      kind,
      index: (at) => `${name}${storedIndex(value.shape as number[], at)}`,
    }));
  const differentiable = inputs.filter((_, i) => subject.inputs[i].largestIndex === undefined);
  const states = withState ? stored("state", traced.sources.state) : [];
  return [...differentiable, ...stored("learnable", traced.sources.learnables), ...states];
}

/** The gradients of a loss, evaluated; together with the loss, whose inputs say how many observations there are where all gradients are zero. */
export function evaluatedGradients(loss: Value, sources: readonly Value[], feeds: Tensors): Tensor[] {
  const found = gradients(loss, sources);
  const results = evaluated({ ...Object.fromEntries(found.map((value, i) => [`gradient ${i}`, value])), loss }, feeds);
  return found.map((_, i) => results[`gradient ${i}`]);
}
