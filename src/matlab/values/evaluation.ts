import { ScriptError } from "./scriptError.ts";
import type { Evaluation } from "./value.ts";

/** Waits for a promise inside an evaluation. */
export function* waitFor<T>(promise: Promise<T>): Evaluation<T> {
  return (yield promise) as T;
}

/** Runs an evaluation to its end, waiting where it waits. */
export async function settled<T>(evaluation: Evaluation<T>): Promise<T> {
  let step = evaluation.next();
  while (!step.done) {
    let outcome: { value: unknown } | { error: unknown };
    try {
      outcome = { value: await step.value };
    } catch (error) {
      outcome = { error };
    }
    step = "error" in outcome ? evaluation.throw(outcome.error) : evaluation.next(outcome.value);
  }
  return step.value;
}

/** Runs an evaluation at once, where nothing may wait: inside the functions of a custom layer. */
export function runNow<T>(evaluation: Evaluation<T>, where: string): T {
  const step = evaluation.next();
  if (step.done) return step.value;
  throw new ScriptError("layergraph:waits", `${where} trains or runs a network, which is not possible there.`);
}
