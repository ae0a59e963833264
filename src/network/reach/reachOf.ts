import type { LayerReach, Reach, StepReach } from "../../layer/reach.ts";
import { type Activation, axisOf, layoutOf } from "../../layer.ts";
import { type Dim, symbolsOf } from "../../ops/index.ts";
import type { TracedLayer } from "../trace.ts";

/** The number of time steps of an activation, which folding may have made part of its observations; undefined where it has none. */
export function stepsOf({ value, format }: Activation): Dim | undefined {
  const axis = axisOf(format, "T");
  if (axis !== undefined) return value.shape[axis];
  const [observations] = value.shape;
  return [...symbolsOf(observations)].some((name) => name !== "batch") ? observations : undefined;
}

/** How the outputs of a layer depend on its inputs, as it declares; undefined where it declares nothing. */
export function declaredReach({ layer, inputs }: TracedLayer): LayerReach | undefined {
  return layer.definition.reach?.({ options: layer.options as never, inputs: inputs.map(layoutOf) });
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

/** How the outputs of a layer depend on its inputs: as it declares, or as measured. */
export function reachOf(traced: TracedLayer): LayerReach | undefined {
  return declaredReach(traced);
}
