import { LayerGraphError } from "../errors.ts";
import { bindSymbols, inputAttrs, printDims, type Value, type ValueType } from "../ops/index.ts";
import type { Plan } from "../plan/plan.ts";
import type { Tensor } from "../tensor.ts";
import type { Tensors } from "./executor.ts";

/** Checks what is fed to a plan: throws a `wrong-input` error that names the input whose size or type does not fit. */
export function feedCheck(plan: Plan): (feeds: Tensors) => void {
  const inputs = plan.values.filter((value) => inputAttrs(value) !== undefined);
  return (feeds) => {
    const fed = inputs.flatMap((value) => {
      const { name } = inputAttrs(value)!;
      const given = feeds[name];
      if (given && !fits(given, value.type)) throw wrongInput(plan, name, `elements of type ${given.type}`, value.type);
      return given ? [{ value, shape: given.shape }] : [];
    });
    sizesOf(plan, fed);
  };
}

/** What the symbols of a plan measure in the arrays that are fed; throws a `wrong-input` error where two contradict each other. */
export function sizesOf(
  plan: Plan,
  fed: readonly { readonly value: Value; readonly shape: readonly number[] }[],
): Record<string, number> {
  return bindSymbols(fed, (value, shape) => {
    throw wrongInput(plan, inputAttrs(value)!.name, `[${shape.join(", ")}]`, printDims(value.shape));
  });
}

function wrongInput(plan: Plan, name: string, received: string, expected: string): LayerGraphError {
  const message = `plan '${plan.name}': input '${name}' received ${received}, expected ${expected}.`;
  return new LayerGraphError("wrong-input", message, { received, expected });
}

/** The error for an input that is neither fed nor kept. */
export function missingInput(name: string): LayerGraphError {
  return new LayerGraphError("missing-input", `input '${name}' was not given.`);
}

/** The error for an op that cannot compute what it is given; `layer` is the layer that the op belongs to, if any. */
export function runFailed(layer: string | undefined, reason: string, cause: unknown): LayerGraphError {
  const where = layer ? `Layer '${layer}'` : "The network";
  return new LayerGraphError("run-failed", `${where} failed while running: ${reason}`, { ...(layer && { layer }), cause });
}

function fits({ type }: Tensor, expected: ValueType): boolean {
  return expected === "float" ? type === "float32" || type === "float64" : type === expected;
}
