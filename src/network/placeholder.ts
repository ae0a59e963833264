import { z } from "zod";
import { type Issue, internal } from "../errors.ts";
import type { AnyLayerDefinition, Layer } from "../layer.ts";

const placeholders = new WeakSet<AnyLayerDefinition>();

/** A layer that stands for one whose kind is not known: it may have any ports, keeps its options, and `problem` says what is wrong. */
export function placeholderLayer(type: string, name: string, given: Readonly<Record<string, unknown>>, problem: Issue): Layer {
  const definition: AnyLayerDefinition = {
    type,
    options: z.object({}),
    inputNames: () => [],
    outputNames: () => [],
    predict: () => internal(`the placeholder '${name}' was computed`),
  };
  placeholders.add(definition);
  return {
    name,
    type,
    options: given,
    given,
    inputNames: [],
    outputNames: [],
    base: "layer",
    definition,
    problems: [problem],
  };
}

/** Whether a layer stands for one whose kind is not known. */
export function isPlaceholder(layer: Layer): boolean {
  return placeholders.has(layer.definition);
}
