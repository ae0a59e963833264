import { LayerGraphError, nearest } from "../errors.ts";
import type { Factor, Format, Layer, Layout, Learnable } from "../layer.ts";
import { elementCount } from "../tensor.ts";

/** Which factor of a learnable. */
export type FactorKind = "learnRateFactor" | "l2Factor";

type FactorsOption = "learnRateFactors" | "l2Factors";

/** The option, common to all layers, that holds the factors of learnables for which the layer has no option of its own. */
export const factorsOption: Readonly<Record<FactorKind, FactorsOption>> = {
  learnRateFactor: "learnRateFactors",
  l2Factor: "l2Factors",
};

/** What a layer declares, with the factors of its options `learnRateFactors` and `l2Factors`, which name learnables. */
export function withFactors(layer: Layer, declared: Readonly<Record<string, Learnable>>): Readonly<Record<string, Learnable>> {
  const changed = { ...declared };
  for (const kind of ["learnRateFactor", "l2Factor"] as const) {
    for (const [name, factor] of Object.entries(commonFactors(layer, kind))) {
      if (!Object.hasOwn(declared, name)) throw unknownLearnable(layer, name, Object.keys(declared));
      changed[name] = { ...changed[name], [kind]: factor };
    }
  }
  return changed;
}

/** The factors that are kept in the option common to all layers. */
export function commonFactors({ options }: Layer, kind: FactorKind): Readonly<Record<string, number>> {
  return (options[factorsOption[kind]] as Readonly<Record<string, number>> | undefined) ?? {};
}

/** The layer's own option for a factor of a learnable, named as MATLAB does: `weightLearnRateFactor` for `weights`; undefined without one. */
export function ownFactorOption({ definition }: Layer, learnable: string, kind: FactorKind): string | undefined {
  const suffix = kind === "l2Factor" ? "L2Factor" : "LearnRateFactor";
  return [learnable, learnable.replace(/s$/, "")]
    .map((base) => `${base}${suffix}`)
    .find((option) => Object.hasOwn(definition.options.shape, option));
}

/** The factor of each element of a learnable of MATLAB's size, in MATLAB's order; one number where all are the same. */
export function elementFactors(factor: Factor = 1, size: readonly number[]): number | Float64Array {
  if (typeof factor === "number") return factor;
  if (factor.every((each) => each === factor[0])) return factor[0];
  const rows = size[0] / factor.length;
  return Float64Array.from({ length: elementCount(size) }, (_, i) => factor[Math.floor((i % size[0]) / rows)]);
}

const formats: readonly Format[] = ["CB", "CBT", "SSCB", "SCB", "SCBT", "SSCBT", "SSSCB", "SSSCBT"];

/**
 * What a layer declares to learn, found without a network: for the first inputs of usual formats and small sizes that it accepts. Names and
 * factors do not depend on sizes. Undefined where it accepts none of them.
 */
export function learnablesAlone(layer: Layer): Readonly<Record<string, Learnable>> | undefined {
  if (!layer.definition.learnables) return withFactors(layer, {});
  const sizes = Object.values(layer.options).filter((v): v is number => Number.isInteger(v) && (v as number) > 0);
  for (const channels of new Set([24, 1, ...sizes])) {
    for (const format of formats) {
      const declared = declaredFor(layer, { format, shape: [...format].map((_, axis) => (axis === 1 ? channels : 24)) });
      if (declared) return withFactors(layer, declared);
    }
  }
  return undefined;
}

function declaredFor(layer: Layer, layout: Layout): Readonly<Record<string, Learnable>> | undefined {
  try {
    const inputs = layer.inputNames.map(() => layout);
    return layer.definition.learnables?.({ options: layer.options as never, inputs });
  } catch {
    return undefined; // it does not accept these inputs
  }
}

/** The error about a name that no learnable of a layer has. */
export function unknownLearnable({ name, type }: Layer, learnable: string, known: readonly string[]): LayerGraphError {
  const where = name === "" ? type : `${type} '${name}'`;
  const meant = nearest(learnable, known);
  const has = known.length === 0 ? "It learns nothing." : `It has ${known.join(", ")}.`;
  const fix = meant === undefined ? has : `Did you mean '${meant}'?`;
  return new LayerGraphError("unknown-learnable", `${where}: there is no learnable '${learnable}'. ${fix}`, {
    ...(name !== "" && { layer: name }),
    received: learnable,
    expected: known.join(", "),
    fix,
  });
}
