import { LayerGraphError } from "../errors.ts";
import type { Layer } from "../layer.ts";
import { declarationChecks } from "./declarationChecks.ts";
import { gradientChecks } from "./gradientChecks.ts";
import { checkedSizes, type InputLayout, type InputSize } from "./inputSizes.ts";
import type { CheckResult, CheckStatus, LayerCheck } from "./layerCheck.ts";
import { observationChecks } from "./observationChecks.ts";
import { runChecks } from "./runChecks.ts";
import { stateChecks } from "./stateChecks.ts";
import { CannotBeMade, type Check, messageOf, Subject } from "./subject.ts";

/** Options of `checkLayer`. */
export interface CheckLayerOptions {
  /** Which dimension of the sizes the observations are along: 2 for sequences and features, 4 for images. */
  readonly observationDimension?: number;
}

/** Sizes of one input, or of several in a list. */
export type CheckLayerSizes = InputSize | readonly InputSize[];

const allChecks: readonly Check[] = [...declarationChecks, ...runChecks, ...stateChecks, ...gradientChecks, ...observationChecks];

/** Why checks over several observations are skipped. */
const noObservationDimension =
  "To check the layer with several observations, give observationDimension, or sizes with their format.";

/**
 * Checks a layer, most of all one of your own: that its functions run, the number of its outputs, their sizes and formats, its states, that single
 * precision on the runtime gives what double precision gives, its gradients in double precision against central differences (and those of
 * its own `backward` against the automatic ones), that predict depends on nothing but its arguments, and that an observation is given the same
 * in any mini-batch, padded or not. Nothing is thrown for what is found: the checks are returned, and `printLayerCheck` prints them.
 *
 * A size is MATLAB's, without letters. With `observationDimension` d, n numbers are read as `S…SCB` where n = d, with `T` behind where n = d + 1, and
 * without the observations where n = d − 1; so `[12 8]` with 2 is `CB`, `[12 8 20]` with 2 is `CBT`, `[24 24 20]` with 4 is one `SSCB` image.
 * Without `observationDimension` they are one observation, `[c]`, `[c t]`, `[h w c]` or `[h w d c]`, and checks over several are skipped. Anything else
 * is given with its format: `{ size: [24, 24, 20, NaN], format: "SSCB" }`, NaN where a size does not matter; `range` says which numbers flow in (−2 to 2
 * by default), `largestIndex` that whole numbers from 1 to this one do. Several inputs are a list of sizes.
 *
 * Of more than 3 observations 3 are drawn; of arrays with more than 128 elements 128 are moved for central differences.
 *
 * @example
 * ```ts
 * const check = await checkLayer(attentionLayer(8), [12, 3, 20], { observationDimension: 2 });
 * console.log(printLayerCheck(check));
 * ```
 * @throws LayerGraphError `wrong-input-size` where the sizes cannot be read or are not one for each input
 * @see MATLAB checkLayer
 */
export async function checkLayer(layer: Layer, inputSize: CheckLayerSizes, options: CheckLayerOptions = {}): Promise<LayerCheck> {
  const began = performance.now();
  const sizes = checkedSizes(sizesOf(layer, inputSize), options.observationDimension);
  const one = new Subject(layer, sizes);
  const several = sizes.observations === undefined ? undefined : one.over(sizes.observations);
  const checks: CheckResult[] = [];
  for (const check of allChecks) {
    if (check.scope !== "several") checks.push(await made(check, one, check.scope === "each" ? "one" : undefined));
    if (check.scope !== "once") checks.push(await made(check, several, "several"));
  }
  const counts: Record<CheckStatus, number> = { passed: 0, failed: 0, incomplete: 0, skipped: 0 };
  for (const { status } of checks) counts[status]++;
  return {
    layer: layer.name,
    type: layer.type,
    suite: layer.definition.backward ? "TestLayerWithBackward" : "TestLayerWithoutBackward",
    passed: counts.failed === 0,
    counts,
    checks,
    seconds: (performance.now() - began) / 1000,
  };
}

async function made(check: Check, subject: Subject | undefined, observations: CheckResult["observations"]): Promise<CheckResult> {
  const { name, about } = check;
  const head = { name, ...(observations && { observations }), about };
  if (!subject) return { ...head, status: "skipped", reason: noObservationDimension };
  try {
    const reason = check.skip?.(subject);
    if (reason !== undefined) return { ...head, status: "skipped", reason };
    const finding = await check.find(subject);
    return finding ? { ...head, status: "failed", ...finding } : { ...head, status: "passed" };
  } catch (error) {
    if (error instanceof CannotBeMade) return { ...head, status: "incomplete", reason: `Not checked: ${error.message}.` };
    return { ...head, status: "failed", message: messageOf(error) };
  }
}

function sizesOf(layer: Layer, given: CheckLayerSizes): readonly InputSize[] {
  const isLayout = (size: unknown): size is InputLayout => typeof size === "object" && size !== null && "format" in size;
  const single = isLayout(given) || (given as readonly unknown[]).every((n) => typeof n === "number");
  const sizes = (single ? [given] : given) as readonly InputSize[];
  const expected = layer.definition.input ? 1 : layer.inputNames.length;
  if (sizes.length === expected) return sizes;
  const ports = layer.inputNames.join(", ");
  throw new LayerGraphError(
    "wrong-input-size",
    `checkLayer: received ${sizes.length} input sizes, expected ${expected}${expected > 1 ? `, one for each of ${ports}, in a list` : ""}.`,
    { received: `${sizes.length} input sizes`, expected: `${expected}` },
  );
}
