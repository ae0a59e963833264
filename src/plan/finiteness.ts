import type { LayerGraph } from "../network/layerGraph.ts";
import { multiply, reshape, sum, type Value } from "../ops/index.ts";
import { makePlan, type Plan, type PlanVariant } from "./plan.ts";
import { traceFlat } from "./training.ts";

/** The plan that tells for each layer whether its outputs are all finite: 0 under the layer's name where they are, NaN where not. */
export function finitenessPlan(lgraph: LayerGraph, variant: PlanVariant): Plan {
  const traced = traceFlat(lgraph, true, variant);
  const signs = [...traced.activations].map(([layer, outputs]) => [`finite/${layer}`, zeroIfFinite(outputs[0].value)] as const);
  return makePlan("finiteness", Object.fromEntries(signs), { random: traced.random });
}

/** 0·x is NaN for infinite numbers and for what is not a number. */
function zeroIfFinite(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return reshape(sum(multiply(x, 0), axes), []);
}
