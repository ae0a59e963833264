import { LayerGraphError } from "../errors.ts";
import type { Image } from "./images.ts";
import { type Responses, responseCount, responseLength } from "./responses.ts";
import type { Sequence } from "./sequences.ts";

/** What one input of a network is fed, an entry for each observation. */
export type Observations =
  /** A vector of features each. */
  | { readonly kind: "features"; readonly predictors: readonly Float32Array[] }
  /** Features × time each. */
  | { readonly kind: "sequences"; readonly predictors: readonly Sequence[] }
  /** An image each; of one, two or three dimensions beside its channels. */
  | { readonly kind: "images"; readonly predictors: readonly Image[] }
  /** A sequence of images each. */
  | { readonly kind: "imageSequences"; readonly predictors: readonly Image[] };

/** What a network with one input and one output is trained or judged on: observations, and what it should answer to each. */
export type DataSet = Observations & { readonly responses?: Responses };

/** A data set of sequences. */
export type SequenceData = Extract<DataSet, { kind: "sequences" }>;

/**
 * The data set itself, once its parts fit together: a response for each observation, and where responses go step by step, as many
 * steps as the observation has.
 *
 * @throws LayerGraphError `response-count` or `response-length`
 */
export function checkedDataSet(data: DataSet): DataSet {
  const { responses } = data;
  if (responses === undefined) return data;
  requireSameCount(responses, data.predictors.length);
  if (responses.kind !== "labelSequences" && responses.kind !== "numberSequences") return data;
  if (observationLength(data, 0) === undefined)
    throw new LayerGraphError(
      "response-length",
      `The responses go step by step, but the observations are ${data.kind === "features" ? "feature vectors" : data.kind}, which have no time.`,
    );
  requireSameLengths(responses, data);
  return data;
}

/** Throws `response-count` unless there is a response for each observation. */
export function requireSameCount(responses: Responses, expected: number): void {
  const count = responseCount(responses);
  if (count !== expected)
    throw new LayerGraphError(
      "response-count",
      `There are ${expected} observations but ${count} responses; each observation needs one.`,
    );
}

/** Throws `response-length` unless responses for each step have as many steps as the observations. */
export function requireSameLengths(responses: Responses, data: Observations): void {
  for (let index = 0; index < data.predictors.length; index++) {
    const [steps, time] = [responseLength(responses, index), observationLength(data, index)];
    if (steps !== undefined && steps !== time)
      throw new LayerGraphError(
        "response-length",
        `Observation ${index} has ${time ?? "no"} time steps, but its response has ${steps}; both must be the same.`,
      );
  }
}

/** The number of time steps of an observation; undefined where it has no time. */
export function observationLength(data: Observations, index: number): number | undefined {
  return data.kind === "sequences" || data.kind === "imageSequences" ? data.predictors[index]?.size.at(-1) : undefined;
}

/** The number of features or channels of every observation; undefined where there are none. */
export function numFeatures(data: Observations): number | undefined {
  switch (data.kind) {
    case "features":
      return data.predictors[0]?.length;
    case "sequences":
      return data.predictors[0]?.size[0];
    default:
      return data.predictors[0]?.size.at(data.kind === "images" ? -1 : -2);
  }
}
