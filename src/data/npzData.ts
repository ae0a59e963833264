import { LayerGraphError } from "../errors.ts";
import { checkedDataSet, type DataSet } from "./dataSet.ts";
import type { NpyArray } from "./npy.ts";
import { type Label, type Responses, toResponses } from "./responses.ts";
import { toFeatures, toSequences } from "./sequences.ts";
import { chooseVariables, type VariableChoice } from "./variables.ts";

/**
 * The data set in the arrays of a `.npz` archive. Predictors are `[N, C, T]` for N sequences of C features, cut to `lengths` (`[N]`)
 * where the archive has that array, or `[N, C]` for feature vectors. Responses are `[N]`, or `[N, T]` for a label at each step, `[N, R]`
 * for R numbers, `[N, R, T]` for numbers at each step. Whole numbers, text and logical values are classes; the rest are numbers.
 */
export function npzData(arrays: ReadonlyMap<string, NpyArray>, choice: VariableChoice, wanted?: Responses["kind"]): DataSet {
  const candidates = [...arrays.keys()].filter((name) => name !== "lengths");
  const names = chooseVariables(
    candidates,
    choice,
    (name) => `${arrays.get(name)!.type} [${arrays.get(name)!.shape.join(", ")}]`,
  );
  const x = arrays.get(names.predictors)!;
  const [count, features, time] = x.shape;
  if (x.type === "string" || x.shape.length < 2 || x.shape.length > 3)
    throw new LayerGraphError(
      "npz-predictors",
      `'${names.predictors}' is ${x.type} [${x.shape.join(", ")}]; expected numbers [observations, features, time] or [observations, features].`,
    );
  if (x.data.length === 0)
    throw new LayerGraphError("empty-sequence", `'${names.predictors}' is [${x.shape.join(", ")}], empty.`);
  const lengths = lengthsOf(arrays.get("lengths"), count, time);
  const t = names.responses === undefined ? undefined : arrays.get(names.responses)!;
  const responses = t === undefined ? undefined : npzResponses(t, names.responses!, count, { time, lengths, wanted });
  const numbers = numbersOf(x);
  const rows = Array.from({ length: count }, (_, index) => index);
  if (time === undefined) {
    const predictors = rows.map((index) => numbers.subarray(index * features, (index + 1) * features));
    return checkedDataSet({ kind: "features", predictors: toFeatures(predictors, { name: names.predictors }), responses });
  }
  const sequences = rows.map((index) => cut(numbers, index, features, time, lengths?.[index] ?? time));
  return checkedDataSet({ kind: "sequences", predictors: toSequences(sequences, { name: names.predictors }), responses });
}

function numbersOf({ data }: NpyArray): Float64Array {
  return Float64Array.from(data as ArrayLike<number | bigint | string>, Number);
}

function lengthsOf(array: NpyArray | undefined, count: number, time: number | undefined): number[] | undefined {
  if (array === undefined || time === undefined) return undefined;
  const lengths = Array.from(numbersOf(array));
  const bad = lengths.find((length) => !Number.isInteger(length) || length < 1 || length > time);
  if (array.shape.length !== 1 || lengths.length !== count || bad !== undefined)
    throw new LayerGraphError(
      "npz-lengths",
      `'lengths' must have ${count} whole numbers from 1 to ${time}; it is [${array.shape.join(", ")}]${bad === undefined ? "" : ` and holds ${bad}`}.`,
    );
  return lengths;
}

/** The first `length` steps of one observation. */
function cut(numbers: Float64Array, index: number, rows: number, time: number, length: number) {
  const data = new Float64Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const start = (index * rows + row) * time;
    data.set(numbers.subarray(start, start + length), row * length);
  }
  return { data, size: [rows, length] as const };
}

interface Steps {
  readonly time: number | undefined;
  readonly lengths: readonly number[] | undefined;
  readonly wanted: Responses["kind"] | undefined;
}

function npzResponses(t: NpyArray, name: string, count: number, { time, lengths, wanted }: Steps): Responses {
  if (t.shape[0] !== count || t.shape.length > 3)
    throw new LayerGraphError(
      "response-count",
      `'${name}' is [${t.shape.join(", ")}], but there are ${count} observations; its first size must be ${count}.`,
    );
  const [, width = 1, steps] = t.shape;
  const lengthOf = (index: number) => Math.min(lengths?.[index] ?? Number.POSITIVE_INFINITY, steps ?? width);
  const asLabels = wanted === undefined ? !t.type.startsWith("float") : wanted.startsWith("label");
  const rows = Array.from({ length: count }, (_, index) => index);
  if (asLabels) {
    if (steps !== undefined)
      throw new LayerGraphError(
        "npz-responses",
        `'${name}' is [${t.shape.join(", ")}]; labels are [observations] or [observations, time].`,
      );
    const labels = labelsOf(t);
    if (t.shape.length === 1) return toResponses(labels, { type: "labels", name });
    return toResponses(
      rows.map((index) => labels.slice(index * width, index * width + lengthOf(index))),
      { type: "labels", name },
    );
  }
  if (t.type === "string") throw new LayerGraphError("npz-responses", `'${name}' holds text, but ${wanted} are wanted.`);
  const numbers = numbersOf(t);
  if (steps !== undefined)
    return toResponses(
      rows.map((index) => cut(numbers, index, width, steps, lengthOf(index))),
      { name },
    );
  if (wanted === "numberSequences" && width === time)
    return toResponses(
      rows.map((index) => cut(numbers, index, 1, width, lengthOf(index))),
      { name },
    );
  return toResponses(
    rows.map((index) => Array.from(numbers.subarray(index * width, (index + 1) * width))),
    { name },
  );
}

function labelsOf({ type, data }: NpyArray): Label[] {
  if (type === "bool") return Array.from(data as Uint8Array, (flag) => flag === 1);
  return type === "string" ? (data as string[]) : Array.from(data as ArrayLike<number | bigint>, Number);
}
