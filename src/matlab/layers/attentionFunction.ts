import { attention } from "../../functions/index.ts";
import type { Activation } from "../../layer.ts";
import type { Value as Op } from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Call, Value } from "../values/value.ts";
import { toActivation } from "./activations.ts";
import { knownNumber, type Result } from "./functionArguments.ts";
import { dataOf, labelled } from "./functionData.ts";
import { tracedFrom } from "./operators.ts";
import { formatted } from "./sizeFunctions.ts";
import { layerRandom } from "./traceContext.ts";
import { permuted, sizesOf, storedLearnable, TracedArray, unlabelled } from "./tracedArray.ts";

/** `[Y,weights] = attention(queries,keys,values,numHeads,…)`. */
export function attended(call: Call): readonly Result[] {
  const names = ["DataFormat", "Scale", "PaddingMask", "AttentionMask", "DropoutProbability", "NumQueryGroups"];
  const x = dataOf(call, names);
  const format = x.parted.options.get("DataFormat");
  const arrays = [call.args[0], ...x.given.slice(0, 2)].map((value) => {
    const array = tracedFrom(value, "attention");
    return toActivation(format ? formatted(unlabelled(array), format) : array, "attention");
  });
  const { attentionMask, paddingMask, ...options } = x.options as Record<string, unknown>;
  const random = layerRandom();
  const [y, weights] = attention(arrays[0], arrays[1], arrays[2], knownNumber(x.given[2], "The number of heads"), {
    ...options,
    ...(attentionMask !== undefined && { attentionMask: maskOf(attentionMask, x.parted.options.get("AttentionMask")!) }),
    ...(paddingMask !== undefined && { paddingMask: paddingOf(paddingMask) }),
    ...(random && { random }),
  });
  return [x.back(labelled(y)), unlabelled(labelled(weights))];
}

/** An attention mask: text, or keys × queries. */
function maskOf(option: unknown, given: Value): "none" | "causal" | Op {
  if (option === "none" || option === "causal") return option;
  const mask = tracedFrom(given);
  if (sizesOf(mask).length === 2) return storedLearnable(permuted(mask, [1, 0]));
  throw new ScriptError("layergraph:option", "attention: AttentionMask must be text or a matrix of keys by queries.");
}

function paddingOf(option: unknown): Activation {
  if (option instanceof TracedArray && option.labels !== undefined) return toActivation(option, "attention");
  throw new ScriptError("layergraph:option", "attention: PaddingMask must be an array with labels.");
}
