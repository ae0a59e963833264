import type { DataSet } from "../data/dataSet.ts";
import type { Responses } from "../data/responses.ts";
import { internal } from "../errors.ts";
import { sizeOfDim } from "../ops/index.ts";
import type { Plan } from "../plan/plan.ts";
import { fed } from "../plan/training.ts";
import { randomStream } from "../random.ts";
import type { Tensors } from "../run/executor.ts";
import { floats, type Tensor } from "../tensor.ts";
import { type PaddingOptions, type PieceLayout, padBatch, padLabels } from "./padding.ts";

/** One array of observations as a network is fed it. */
export interface Fed {
  readonly feeds: Tensors;
  /** Whether the sequences have unequal lengths, so that the network must be told them. */
  readonly padded: boolean;
  readonly symbols: Readonly<Record<string, number>>;
  /** How the sequences lie in the array; missing for feature vectors. */
  readonly layout?: PieceLayout;
  readonly observations: number;
}

/**
 * The chosen observations as feeds for the network's input: one, or more where `sequenceLength` cuts the mini-batch into pieces. With responses
 * if `withTarget`.
 */
export function batchFeeds(
  input: string,
  data: DataSet,
  indices: Int32Array,
  padding: PaddingOptions,
  withTarget: boolean,
): Fed[] {
  const target = withTarget ? data.responses : undefined;
  if (data.kind === "features") return [featureFeeds(input, data.predictors, indices, target)];
  const targets = target ? stepTargets(target, indices, padding) : undefined;
  return padBatch(data.predictors, indices, padding).map((piece, i) => {
    const own = targets
      ? targets[i]
      : target &&
        observationTarget(
          target,
          piece.rows.map((row) => indices[row]),
        );
    const lengths: Tensors = piece.lengths
      ? { [fed.lengths]: { type: "int64", shape: [piece.rows.length], data: BigInt64Array.from(piece.lengths, BigInt) } }
      : {};
    return {
      feeds: { [input]: floats(piece.shape, piece.data), ...lengths, ...(own && { [fed.target]: own }) },
      padded: piece.lengths !== undefined,
      symbols: { batch: piece.rows.length, time: piece.time },
      layout: piece,
      observations: piece.rows.length,
    };
  });
}

/** Fresh random numbers for the layers of a plan that draw them: the same for the same seed and step. */
export function randomFeeds(plan: Plan, symbols: Readonly<Record<string, number>>, seed: number, step: number): Tensors {
  return Object.fromEntries(
    plan.random.map(({ name, shape }) => {
      const sizes = shape.map((d) => sizeOfDim(d, symbols));
      const data = new Float32Array(sizes.reduce((a, b) => a * b, 1));
      randomStream(seed, name, step).fillUniform(data);
      return [name, floats(sizes, data)];
    }),
  );
}

function featureFeeds(input: string, rows: readonly Float32Array[], indices: Int32Array, target: Responses | undefined): Fed {
  return {
    feeds: { [input]: stacked(rows, indices), ...(target && { [fed.target]: observationTarget(target, indices) }) },
    padded: false,
    symbols: { batch: indices.length },
    observations: indices.length,
  };
}

function stepTargets(responses: Responses, indices: Int32Array, padding: PaddingOptions): Tensor[] | undefined {
  if (responses.kind === "labelSequences") {
    return padLabels(responses.codes, indices, padding).map(({ codes, shape }) => integers(codes, shape));
  }
  if (responses.kind !== "numberSequences") return undefined;
  return padBatch(responses.values, indices, { ...padding, paddingValue: 0 }).map(({ data, shape }) => floats(shape, data));
}

function observationTarget(responses: Responses, indices: Int32Array): Tensor {
  if (responses.kind === "labels")
    return integers(
      indices.map((i) => responses.codes[i]),
      [indices.length],
    );
  if (responses.kind !== "numbers") internal(`${responses.kind} are no responses for whole observations`);
  return stacked(responses.values, indices);
}

function stacked(rows: readonly Float32Array[], indices: Int32Array): Tensor<"float32"> {
  const width = rows[indices[0]].length;
  const data = new Float32Array(indices.length * width);
  for (const [row, index] of indices.entries()) data.set(rows[index], row * width);
  return floats([indices.length, width], data);
}

function integers(values: Int32Array, shape: readonly number[]): Tensor<"int64"> {
  return { type: "int64", shape, data: BigInt64Array.from(values, BigInt) };
}
