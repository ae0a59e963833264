import { LayerGraphError } from "../errors.ts";
import type { CarriedStates } from "./carriedStates.ts";
import type { Computation, ReadyStep } from "./computation.ts";
import type { Fed } from "./feeds.ts";
import type { PreparedNetwork } from "./prepareNetwork.ts";

/** The step whose loss was not a finite number. */
export interface FailedStep {
  readonly batch: Fed;
  readonly ready: ReadyStep;
  /** The states of the observations before the step. */
  readonly states: CarriedStates;
  readonly iteration: number;
  readonly loss: number;
}

/** The error for a loss that is not a finite number: it names the first layer, in the order of computing, whose output was not finite. */
export async function notANumber(network: PreparedNetwork, computation: Computation, step: FailedStep): Promise<LayerGraphError> {
  const layer = await computation.firstNotFinite(step.batch, step.ready, step.states);
  const where = layer === undefined ? `in the loss of '${network.outputs[0].label}'` : `in the output of '${layer}'`;
  return new LayerGraphError(
    "not-a-number",
    `iteration ${step.iteration}: the loss is ${Number.isNaN(step.loss) ? "not a number" : "infinite"}; it first appeared ${where}. Lower initialLearnRate, set gradientThreshold, or look at the data of that layer.`,
    { layer: layer ?? network.outputs[0].label, received: String(step.loss), expected: "a finite loss" },
  );
}
