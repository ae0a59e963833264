import { ancestors, operationsOf } from "../../ops/index.ts";
import type { TracedLayer } from "../trace.ts";
import type { SizeOf } from "./sizes.ts";

/** The operations of a layer in prediction, from its inputs to its outputs. */
export function layerOperations({ inputs, outputs }: TracedLayer, size: SizeOf): number {
  const given = new Set(inputs.map((x) => x.value));
  const ends = outputs.map((y) => y.value).filter((value) => !given.has(value));
  const computed = ancestors(ends, given).filter((value) => !given.has(value));
  return operationsOf(computed, size);
}
