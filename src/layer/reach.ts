import type { Layout } from "./formats.ts";

/**
 * Which steps of an input one step of an output depends on: with step u of the output (from 0) go the steps t of the input for which
 * `earliest ≤ spread·t − stride·u ≤ latest`. An output without time steps counts as step 0.
 */
export interface StepReach {
  /** `"start"`: from the first step on; `"end"`: the last step only. */
  readonly earliest: number | "start" | "end";
  /** `"end"`: up to the last step. */
  readonly latest: number | "end";
  /** How many steps of the input lie between neighbouring steps of the output; 1 by default. */
  readonly stride?: number;
  /** How many steps of the output lie between neighbouring steps of the input; 1 by default. */
  readonly spread?: number;
}

/** How an output depends on an input; `"none"`: on its sizes at most. */
export type Reach = StepReach | "none";

/** How far a layer reaches along time. */
export interface LayerReach {
  /** For all outputs and inputs alike, or for each output (in order) one for each input. What has no time steps needs none, so any will do. */
  readonly reach: Reach | readonly (readonly Reach[])[];
  /** What to change so that no output depends on a later step, as a sentence; for layers that do. */
  readonly causalFix?: string;
}

/** Declares how far a layer reaches along time. */
export type ReachFunction<Options> = (args: { readonly options: Options; readonly inputs: readonly Layout[] }) => LayerReach;

/** Every step by itself. */
export const sameStep: StepReach = { earliest: 0, latest: 0 };

/** All steps, before and after. */
export const allSteps: StepReach = { earliest: "start", latest: "end" };

/** The steps up to the own one. */
export const pastSteps: StepReach = { earliest: "start", latest: 0 };

/** What a layer that computes each time step by itself declares. */
export const stepByStep = (): LayerReach => ({ reach: sameStep });
