import { encodeModel, type Initializers } from "../onnx/encode.ts";
import type { Plan } from "../plan/plan.ts";
import type { HostModel } from "./onnxRuntimeHost.ts";

/** A plan as ONNX Runtime's host loads it. */
export function hostModel(plan: Plan, initializers: Initializers): HostModel {
  return {
    bytes: encodeModel(plan, { initializers }),
    feedback: plan.feedback,
    outputs: plan.outputs.map((o) => o.name),
    inputs: plan.inputs.map((i) => i.name).filter((name) => !initializers.has(name)),
  };
}
