import type { LayerGraph } from "../../network/layerGraph.ts";
import { scalarOf } from "../values/convert.ts";
import type { Call } from "../values/value.ts";
import type { OptionsContent } from "./optionsContent.ts";

/** Warns of what people are surprised by when they train elsewhere. */
export function tellTrainingTraps(graph: LayerGraph, { given }: OptionsContent, { name, session, place }: Call): void {
  const warn = (code: string, message: string): void =>
    session.note({ kind: "warning", code, message: `${name}: ${message}.`, place });
  if (!given.has("L2Regularization")) {
    warn("l2-default", "L2Regularization is not given, so it is MATLAB's default 1e-4 and not 0 as in most other libraries");
  }
  const batch = given.get("MiniBatchSize");
  const several = batch === undefined || batch.kind === "unknown" || scalarOf(batch) !== 1;
  if (
    several &&
    graph.layers.some(
      (layer) => layer.problems.length === 0 && layer.definition.input?.(layer.options as never).format.includes("T"),
    )
  ) {
    const value = given.has("SequencePaddingValue") ? "SequencePaddingValue" : "zeros";
    warn(
      "padding",
      `MATLAB pads the sequences of a mini-batch with ${value} and computes with the padding as with data; here padding changes nothing (paddingMode "exact"), unless paddingMode is "matlab"`,
    );
  }
  if (given.has("GradientThreshold") && !given.has("GradientThresholdMethod")) {
    warn(
      "gradient-threshold",
      'GradientThreshold limits the gradient of each learnable array by itself, not the norm over all of them; that is GradientThresholdMethod="global-l2norm"',
    );
  }
}
