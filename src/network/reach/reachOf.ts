import { type LayerReach, type Reach, type StepReach, sameStep } from "../../layer/reach.ts";
import { layoutOf } from "../../layer.ts";
import type { TracedLayer } from "../trace.ts";
import { measuredReach } from "./measuredReach.ts";
import { stepsOf } from "./steps.ts";

/** How the outputs of a layer depend on its inputs: as it declares, or as measured; undefined where that could not be told. */
export function reachOf(traced: TracedLayer): LayerReach | undefined {
  const { layer, inputs } = traced;
  if (inputs.every((x) => stepsOf(x) === undefined)) return { reach: sameStep };
  const declared = layer.definition.reach?.({ options: layer.options as never, inputs: inputs.map(layoutOf) });
  return declared ?? measuredReach(traced);
}

/** How one output depends on one input. */
export function reachBetween({ reach }: LayerReach, output: number, input: number): Reach {
  return isOne(reach) ? reach : reach[output][input];
}

function isOne(reach: LayerReach["reach"]): reach is Reach {
  return !Array.isArray(reach);
}

/** Whether a step sees steps behind its own. */
export function looksAhead({ earliest, latest, stride = 1, spread = 1 }: StepReach): boolean {
  if (earliest === "end" || latest === "end") return true;
  // ⌊(stride·u + latest) / spread⌋ · spread ≤ stride · u for every u of a period
  return Array.from({ length: spread }, (_, u) => u).some(
    (u) => Math.floor((stride * u + latest) / spread) * spread > stride * u && !isEmpty({ earliest, latest, stride, spread }, u),
  );
}

function isEmpty({ earliest, latest, stride = 1, spread = 1 }: StepReach, u: number): boolean {
  if (earliest === "start" || earliest === "end" || latest === "end") return false;
  return Math.ceil((stride * u + earliest) / spread) > Math.floor((stride * u + latest) / spread);
}
