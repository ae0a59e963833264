import type { Dim, Value } from "../ops/index.ts";
import type { Activation } from "./formats.ts";

/** What a layer computes from. */
export interface LayerArguments<Options> {
  /** One for each input port, in order. */
  readonly inputs: readonly Activation[];
  readonly options: Options;
  readonly learnables: Readonly<Record<string, Value>>;
  readonly state: Readonly<Record<string, Value>>;
  /** Whether the plan trains: `forward` is called with true, `predict` with either. */
  readonly training: boolean;
  /** Random numbers in [0, 1), new in every training step. */
  readonly random: (shape: readonly Dim[]) => Value;
}

/** One result of a layer; a bare value has the format and lengths of the first input. */
export type LayerOutput = Value | Activation;

/** A layer's outputs, one for each port, with all else that it may tell. */
export interface WholeResult {
  readonly outputs: readonly LayerOutput[];
  /** New values for its state. */
  readonly state?: Readonly<Record<string, Value>>;
  /** Statistics of this mini-batch alone, for states that are averaged over the whole training set after training. */
  readonly population?: Readonly<Record<string, Value>>;
  /** What `backward` is handed as it is, so that it need not compute it again. */
  readonly memory?: Readonly<Record<string, Value>>;
  /**
   * In a layer with attention: its weights, for `attentionMap` to show. SSCB are keys × queries × heads × observations, SCBT keys × heads ×
   * observations × queries over time; with one query, CBT are heads × observations × keys over time, and SCB keys × heads × observations. A plan
   * that nobody asks for them does not compute them.
   */
  readonly scores?: Activation;
}

/** What a layer returns: its output, or one for each output port, or these with new values for its state. */
export type LayerResult = LayerOutput | readonly LayerOutput[] | WholeResult;

/** What a layer's own `backward` computes from: all that `predict` or `forward` had and returned, and the gradients of the loss. */
export interface BackwardArguments<Options> extends LayerArguments<Options> {
  readonly outputs: readonly Activation[];
  /** dL/dZ, one for each output port, in the shape of that output; zeros where the output is not used. */
  readonly outputGradients: readonly Value[];
  /** The new states that were returned, and the gradients that reach them; zeros where they are not used. */
  readonly newState: Readonly<Record<string, Value>>;
  readonly stateGradients: Readonly<Record<string, Value>>;
  /** What `forward` (or `predict`) returned as `memory`. */
  readonly memory: Readonly<Record<string, Value>>;
}

/** What a layer's own `backward` returns: dL/dX for each input and dL/dW for each learnable, in their shapes; states may be left out. */
export interface BackwardGradients {
  readonly inputs: readonly Value[];
  readonly learnables?: Readonly<Record<string, Value>>;
  /** Gradients of the states that the layer was given; none flows to a state that is left out. */
  readonly state?: Readonly<Record<string, Value>>;
}
