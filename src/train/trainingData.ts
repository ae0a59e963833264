import { checkedDataSet, type DataSet, type Observations } from "../data/dataSet.ts";
import type { ImageInput } from "../data/images.ts";
import type { LabelImageInput } from "../data/labelImages.ts";
import { type ResponseInput, type Responses, toResponses } from "../data/responses.ts";
import { type SequenceInput, toFeatures, toSequences } from "../data/sequences.ts";
import { LayerGraphError } from "../errors.ts";

/** Predictors of one input as users write them: sequences (features × time each), a row of features for each observation, or images. */
export type Predictors = readonly SequenceInput[] | readonly ArrayLike<number>[] | readonly ImageInput[];

/** Predictors of one or several inputs: by the name of the input layer, or as a list in the order of the input layers. */
export type GivenPredictors =
  | Predictors
  | Observations
  | Readonly<Record<string, Predictors | Observations>>
  | readonly (Predictors | Observations)[];

/** Responses of one output as users write them. */
export type OutputResponses = ResponseInput | readonly LabelImageInput[] | readonly ImageInput[] | Responses;

/** Responses of one or several outputs: by the name of the output, or as a list in their order. */
export type GivenResponses = OutputResponses | Readonly<Record<string, OutputResponses>> | readonly OutputResponses[];

/** Predictors as the trainer takes them; rows of numbers are feature vectors, everything else sequences. */
export function toPredictors(x: Predictors, name = "X"): DataSet {
  if (!Array.isArray(x) || x.length === 0) {
    throw new LayerGraphError(
      "no-observations",
      `${name} must be a list with at least one observation, received ${x === undefined ? "nothing" : "none"}.`,
    );
  }
  const first: unknown = x[0];
  const row = ArrayBuffer.isView(first) || (Array.isArray(first) && first.every((v) => typeof v === "number"));
  return row
    ? { kind: "features", predictors: toFeatures(x as readonly ArrayLike<number>[], { name }) }
    : { kind: "sequences", predictors: toSequences(x as readonly SequenceInput[], { name }) };
}

/** Predictors and responses as one checked data set; `classes` fixes the classes and their order. */
export function toDataSet(
  x: Predictors,
  t: ResponseInput,
  options: { readonly classes?: readonly string[]; readonly name?: string } = {},
): DataSet {
  const responses = toResponses(t, { ...(options.classes && { classes: options.classes }), name: options.name ?? "T" });
  return checkedDataSet({ ...toPredictors(x), responses } as DataSet);
}

/** Whether a value is a data set, such as a reader returns, rather than predictors. */
export function isDataSet(value: unknown): value is DataSet {
  return typeof value === "object" && value !== null && "kind" in value && "predictors" in value;
}
