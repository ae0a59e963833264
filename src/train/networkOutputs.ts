import type { DataSet } from "../data/dataSet.ts";
import type { Sequence } from "../data/sequences.ts";
import { internal, LayerGraphError } from "../errors.ts";
import { elementCount, type Tensor } from "../tensor.ts";
import { predictionBatches } from "./batches.ts";
import { equalLengths } from "./equalLengths.ts";
import { batchFeeds, type Fed } from "./feeds.ts";
import type { BatchOutput, NetworkRun } from "./networkRuns.ts";
import type { PieceLayout } from "./padding.ts";
import type { CheckedPredictionOptions } from "./predictionOptions.ts";
import { checkInput, type Purpose } from "./prepareNetwork.ts";
import { paddingOf } from "./trainingLoop.ts";

/** What a network gives for each observation, in their order. */
export type Prediction =
  /** One vector for each: class scores or responses. */
  | { readonly kind: "vectors"; readonly values: Float32Array[] }
  /** A sequence for each, channels × its own time steps: padding is removed. */
  | { readonly kind: "sequences"; readonly values: Sequence[] };

/** A computed mini-batch, or a piece of one. */
export interface ComputedPiece {
  readonly batch: Fed;
  /** The observation of each row. */
  readonly observations: Int32Array;
  readonly output: BatchOutput;
}

/** Computes all mini-batches, one after the other, with responses among their feeds if `withTarget`. */
export async function* computedPieces(
  run: NetworkRun,
  data: DataSet,
  options: CheckedPredictionOptions,
  purpose: Purpose,
): AsyncGenerator<ComputedPiece> {
  checkInput(run.input.name, run.input.spec, data, purpose);
  refuseCutting(run, data, options);
  const observations = data.predictors.length;
  let done = 0;
  for (const indices of predictionBatches(observations, options.miniBatchSize)) {
    for (const whole of batchFeeds(run.input.name, data, indices, paddingOf(options), purpose === "test")) {
      for (const batch of run.equalLengthsOnly ? equalLengths(whole, run.input.name) : [whole]) {
        const rows = batch.layout ? batch.layout.rows.map((row) => indices[row]) : indices;
        yield { batch, observations: rows, output: await run.run(batch) };
      }
    }
    done += indices.length;
    options.onProgress?.({ done, observations });
  }
}

/** What the network gives for each observation. */
export async function networkOutputs(run: NetworkRun, data: DataSet, options: CheckedPredictionOptions): Promise<Prediction> {
  const gathered = new GatheredOutputs(run, data.predictors.length, options);
  for await (const piece of computedPieces(run, data, options, "prediction")) gathered.add(piece);
  return gathered.prediction();
}

/** The outputs of pieces, put together observation by observation. */
export class GatheredOutputs {
  readonly #run: NetworkRun;
  readonly #options: CheckedPredictionOptions;
  readonly #parts: Sequence[][];

  constructor(run: NetworkRun, observations: number, options: CheckedPredictionOptions) {
    this.#run = run;
    this.#options = options;
    this.#parts = Array.from({ length: observations }, () => []);
  }

  add({ batch, observations, output }: ComputedPiece): void {
    const { value } = output;
    const temporal = this.#run.format.includes("T");
    if (value.shape[0] !== observations.length)
      internal(`${value.shape[0]} rows came out for ${observations.length} observations`);
    const time = temporal ? value.shape.at(-1)! : 1;
    const channels = elementCount(temporal ? value.shape.slice(1, -1) : value.shape.slice(1));
    const numbers = singles(value);
    for (const [row, observation] of observations.entries()) {
      const [from, count] = temporal ? this.#realSteps(output, batch.layout, row, time) : [0, 1];
      if (count <= 0 && (batch.layout?.count[row] ?? 1) > 0) throw tooShort(observation, batch.layout!.count[row]);
      if (count > 0) this.#parts[observation].push(cut(numbers, { row, channels, time, from, count }));
    }
  }

  prediction(): Prediction {
    if (this.#run.format.includes("T")) return { kind: "sequences", values: this.#parts.map(joined) };
    return { kind: "vectors", values: this.#parts.map(([part]) => part.data) };
  }

  /** Where the steps of a row lie that are no padding. */
  #realSteps(
    { lengths }: BatchOutput,
    layout: PieceLayout | undefined,
    row: number,
    time: number,
  ): [from: number, count: number] {
    if (lengths) return [0, lengths[row]];
    const { paddingMode, sequencePaddingDirection } = this.#options;
    if (!layout || paddingMode === "exact" || layout.count[row] === layout.time) return [0, time];
    if (time === layout.time) return [layout.at[row], layout.count[row]];
    const count = this.#run.stepsOut(layout.count[row]);
    if (count === undefined) {
      throw new LayerGraphError(
        "not-supported",
        `the network gives ${time} steps for ${layout.time}, and without the code of its layers the padded ones are not known. Use paddingMode "exact", or miniBatchSize 1.`,
      );
    }
    return [sequencePaddingDirection === "left" ? time - count : 0, count];
  }
}

/** One vector for a whole sequence cannot be put together from those of its pieces. */
function refuseCutting({ format }: NetworkRun, data: DataSet, { sequenceLength }: CheckedPredictionOptions): void {
  if (typeof sequenceLength !== "number" || format.includes("T") || data.kind === "features") return;
  const long = data.predictors.findIndex(({ size }) => size[1] > sequenceLength);
  if (long < 0) return;
  throw new LayerGraphError(
    "not-supported",
    `sequenceLength ${sequenceLength} cuts sequence ${long + 1} of ${data.predictors[long].size[1]} steps into pieces, but the network has one output for each whole sequence. Use "longest".`,
    { received: String(sequenceLength), expected: '"longest" or "shortest"' },
  );
}

function tooShort(observation: number, steps: number): LayerGraphError {
  return new LayerGraphError(
    "sequence-too-short",
    `sequence ${observation + 1} of ${steps} steps is too short: nothing is left of it after the network's windows. Remove it.`,
  );
}

function singles({ data }: Tensor): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number | bigint>, Number);
}

interface Place {
  readonly row: number;
  readonly channels: number;
  readonly time: number;
  readonly from: number;
  readonly count: number;
}

function cut(numbers: Float32Array, { row, channels, time, from, count }: Place): Sequence {
  const data = new Float32Array(channels * count);
  for (let channel = 0; channel < channels; channel++) {
    const start = (row * channels + channel) * time + from;
    data.set(numbers.subarray(start, start + count), channel * count);
  }
  return { data, size: [channels, count] };
}

function joined(parts: readonly Sequence[]): Sequence {
  if (parts.length === 1) return parts[0];
  const channels = parts[0].size[0];
  const time = parts.reduce((sum, { size }) => sum + size[1], 0);
  const data = new Float32Array(channels * time);
  let at = 0;
  for (const { data: part, size } of parts) {
    for (let channel = 0; channel < channels; channel++)
      data.set(part.subarray(channel * size[1], (channel + 1) * size[1]), channel * time + at);
    at += size[1];
  }
  return { data, size: [channels, time] };
}
