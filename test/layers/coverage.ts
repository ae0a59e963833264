import type { Layer } from "../../src/layer.ts";

/** Options that name something, that are only checked, or that say how learnables start and learn: none of them changes a result. */
const silent =
  /(LearnRateFactor|L2Factor|Initializer|Names?)$|^(numChannels|numChannelsPerGroup|minLength|timeDimension|splitComplexInputs|acceleratable|description)$/;

/** A layer as it was tried: with which options, over what. */
export interface Tried {
  readonly options: Readonly<Record<string, unknown>>;
  /** The formats and sizes of what flows in. */
  readonly inputs: unknown;
}

/**
 * What the trials of a layer lack: three different inputs (formats or sizes), and two sets of options that compute something different where
 * the layer has such options; `given` are the names of its arrays, whose values are no option of that kind. Empty where nothing is missing.
 */
export function missing(trials: readonly Tried[], given: readonly string[]): string[] {
  const matters = (name: string): boolean => !silent.test(name) && !given.includes(name);
  const chosen = ({ options }: Tried): Readonly<Record<string, unknown>> =>
    Object.fromEntries(Object.entries(options).filter(([name]) => matters(name)));
  const inputs = new Set(trials.map((each) => JSON.stringify(each.inputs)));
  const sets = new Set(trials.map((each) => printed(chosen(each))));
  const least = trials.some((each) => Object.keys(chosen(each)).length > 0) ? 2 : 1;
  return [
    ...(inputs.size < 3 ? [`three inputs, there are ${inputs.size}: ${[...inputs].join(" ")}`] : []),
    ...(sets.size < least ? [`two sets of options, there is one: ${[...sets].join(" ")}`] : []),
  ];
}

/** Options as text, functions by what they do, graphs by their layers. */
function printed(options: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(options, (_, value) => {
    if (typeof value === "function") return String(value);
    if (typeof value !== "object" || value === null || !("layers" in value)) return value;
    return (value.layers as readonly Layer[]).map(({ type, given }) => ({ type, ...given }));
  });
}
