import { LayerGraphError } from "../errors.ts";
import { type Responses, responseCount } from "./responses.ts";
import type { Sequence } from "./sequences.ts";

/** What a network is trained or judged on: observations, and what it should answer to each. */
export type DataSet = SequenceData | FeatureData;

/** Observations over time. */
export interface SequenceData {
  readonly kind: "sequences";
  readonly predictors: readonly Sequence[];
  readonly responses?: Responses;
}

/** Observations without time: a vector of features each. */
export interface FeatureData {
  readonly kind: "features";
  readonly predictors: readonly Float32Array[];
  readonly responses?: Responses;
}

/**
 * The data set itself, once its parts fit together: a response for each observation, and where responses go step by step, as many
 * steps as the observation has.
 *
 * @throws LayerGraphError `response-count` or `response-length`
 */
export function checkedDataSet(data: DataSet): DataSet {
  const { responses } = data;
  if (responses === undefined) return data;
  const [count, expected] = [responseCount(responses), data.predictors.length];
  if (count !== expected)
    throw new LayerGraphError(
      "response-count",
      `There are ${expected} observations but ${count} responses; each observation needs one.`,
    );
  if (responses.kind !== "labelSequences" && responses.kind !== "numberSequences") return data;
  if (data.kind === "features")
    throw new LayerGraphError(
      "response-length",
      "The responses go step by step, but the observations are feature vectors, which have no time.",
    );
  data.predictors.forEach(({ size: [, time] }, index) => {
    const steps = responses.kind === "labelSequences" ? responses.codes[index].length : responses.values[index].size[1];
    if (steps !== time)
      throw new LayerGraphError(
        "response-length",
        `Observation ${index} has ${time} time steps, but its response has ${steps}; both must be the same.`,
      );
  });
  return data;
}

/** The number of features of every observation; undefined where there are none. */
export function numFeatures(data: DataSet): number | undefined {
  return data.kind === "sequences" ? data.predictors[0]?.size[0] : data.predictors[0]?.length;
}
