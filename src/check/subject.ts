import { LayerGraphError } from "../errors.ts";
import type { Layer, LayerResult, Layout } from "../layer.ts";
import type { Value } from "../ops/index.ts";
import type { Tensors } from "../run/executor.ts";
import type { Tensor } from "../tensor.ts";
import type { CheckedInput, CheckedSizes } from "./inputSizes.ts";
import type { Finding } from "./layerCheck.ts";
import { evaluated, feedsOf, symbolicShape, type TracedLayer, traceLayer } from "./trace.ts";
import { type Call, type WatchedLayer, watched } from "./watched.ts";

/** Which function of a layer a check is about; `forward` is `predict` in a layer without it. */
export type Pass = "predict" | "forward";

/** One check. */
export interface Check {
  readonly name: string;
  /** What holds where it passes. */
  readonly about: string;
  /** Whether it is made over one and over several observations, over several alone, or once. */
  readonly scope: "each" | "several" | "once";
  /** Why a layer has nothing to check here; undefined where it has. */
  readonly skip?: (subject: Subject) => string | undefined;
  /** What is wrong; undefined where nothing is. What it throws is wrong too. */
  readonly find: (subject: Subject) => Finding | undefined | Promise<Finding | undefined>;
}

/** Thrown by a check that cannot be made because what it looks at is broken in another way. */
export class CannotBeMade extends Error {}

/** A layer traced one way: the trace, or what went wrong, and what its function did. */
export interface Attempt {
  readonly traced?: TracedLayer;
  readonly error?: unknown;
  readonly call: Call<LayerResult> | undefined;
  readonly watched: WatchedLayer;
}

/** A layer under check, over a number of observations. What is computed once is kept. */
export class Subject {
  readonly layer: Layer;
  readonly sizes: CheckedSizes;
  readonly observations: number;
  readonly #attempts: Map<string, Attempt>;
  readonly #kept = new Map<string, unknown>();

  constructor(layer: Layer, sizes: CheckedSizes, observations = 1, attempts = new Map<string, Attempt>()) {
    this.layer = layer;
    this.sizes = sizes;
    this.observations = observations;
    this.#attempts = attempts;
  }

  /** The same layer over another number of observations; traces are shared. */
  over(observations: number): Subject {
    return new Subject(this.layer, this.sizes, observations, this.#attempts);
  }

  get inputs(): readonly CheckedInput[] {
    return this.sizes.inputs;
  }

  /** The layouts that sizes of learnables follow from. */
  get layouts(): readonly Layout[] {
    return this.inputs.map((each) => ({ format: each.format, shape: symbolicShape(each) }));
  }

  /** Traces the layer, or tells what went wrong. `automatic` leaves its own backward out. */
  attempt(pass: Pass, { padded = false, automatic = false } = {}): Attempt {
    const key = [pass, padded, automatic].join();
    const known = this.#attempts.get(key) ?? this.#attempted(pass, padded, automatic);
    this.#attempts.set(key, known);
    return known;
  }

  /** The trace of a layer that can be traced. Throws `CannotBeMade` for another one. */
  traced(pass: Pass, how: { padded?: boolean; automatic?: boolean } = {}): TracedLayer {
    const { traced } = this.attempt(pass, how);
    if (!traced) throw new CannotBeMade(`${pass} fails`);
    return traced;
  }

  /** What is fed. */
  feeds(traced: TracedLayer, draws = 0): Record<string, Tensor> {
    return feedsOf(traced, this.inputs, this.observations, draws);
  }

  /** The outputs of a pass in double precision, as `out 0` …, and its new states, as `new state h` …. Throws `CannotBeMade` where it cannot run. */
  results(pass: Pass): Tensors {
    return this.kept(`results ${pass}`, () => {
      const traced = this.traced(pass);
      try {
        return evaluated(resultsOf(traced), this.feeds(traced));
      } catch {
        throw new CannotBeMade(`${pass} fails`);
      }
    });
  }

  /** What `compute` gives, computed once under a name. */
  kept<T>(name: string, compute: () => T): T {
    if (!this.#kept.has(name)) this.#kept.set(name, compute());
    return this.#kept.get(name) as T;
  }

  #attempted(pass: Pass, padded: boolean, automatic: boolean): Attempt {
    const { backward: _, ...withoutBackward } = this.layer.definition;
    const seen = watched(automatic ? { ...this.layer, definition: withoutBackward } : this.layer);
    const training = pass === "forward";
    const called = (): Call<LayerResult> | undefined =>
      training && this.layer.definition.forward ? seen.calls.forward : seen.calls.predict;
    try {
      const traced = traceLayer(seen.layer, this.inputs, { training, padded });
      return { traced, call: called(), watched: seen };
    } catch (error) {
      return { error, call: called(), watched: seen };
    }
  }
}

/** The outputs and new states of a traced layer under names. */
export function resultsOf({ outputs, newState }: TracedLayer): Record<string, Value> {
  return {
    ...Object.fromEntries(outputs.map(({ value }, i) => [`out ${i}`, value])),
    ...Object.fromEntries(Object.entries(newState).map(([name, value]) => [`new state ${name}`, value])),
  };
}

/** What an error says, for a finding. */
export function messageOf(error: unknown): string {
  if (error instanceof LayerGraphError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
