import type { Initializers } from "../onnx/encode.ts";
import type { Plan } from "../plan/plan.ts";
import type { Tensor } from "../tensor.ts";

/** Named arrays. */
export type Tensors = Readonly<Record<string, Tensor>>;

/**
 * Runs plans. Arrays that a plan feeds back (parameters, moments, statistics) stay with the executor under their input's name, shared by all
 * plans it has loaded; everything else is fed and fetched.
 */
export interface Executor {
  /** Makes a plan ready under `id`. Inputs with initializers are not fed. */
  load(id: string, plan: Plan, initializers?: Initializers): Promise<void>;
  /** Runs a loaded plan; the results are what it does not feed back. */
  run(id: string, feeds: Tensors): Promise<Tensors>;
  /** Sets an array that stays with the executor. */
  setState(name: string, values: Tensor): Promise<void>;
  /** A copy of an array that stays with the executor; with `previous`, as it was before the last run that changed it. */
  getState(name: string, previous?: boolean): Promise<Tensor>;
  /** Frees everything; a run in progress is awaited first. */
  close(): Promise<void>;
}
