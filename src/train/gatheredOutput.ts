import type { Image } from "../data/images.ts";
import type { Sequence } from "../data/sequences.ts";
import { internal, LayerGraphError } from "../errors.ts";
import { elementCount, type Tensor } from "../tensor.ts";
import { channelsFirst } from "./blocks.ts";
import type { Fed } from "./feeds.ts";
import type { BatchOutput, RunOutput } from "./networkRuns.ts";
import type { PieceLayout } from "./padding.ts";
import type { CheckedPredictionOptions } from "./predictionOptions.ts";

/** What one output gives for each observation, in their order. */
export type OutputPrediction =
  /** One vector for each: class scores or responses. */
  | { readonly kind: "vectors"; readonly values: Float32Array[] }
  /** A sequence for each, channels × its own time steps: padding is removed. */
  | { readonly kind: "sequences"; readonly values: Sequence[] }
  /** An image for each, [height, width, channels]; or a sequence of images, its own time steps at the end. */
  | { readonly kind: "images" | "imageSequences"; readonly values: Image[] };

/** The values of one output, put together observation by observation. */
export class GatheredOutput {
  readonly #output: RunOutput;
  readonly #options: CheckedPredictionOptions;
  readonly #parts: Sequence[][];
  /** The sizes of a step: channels, then the spatial ones. */
  #step: readonly number[] = [];

  constructor(output: RunOutput, observations: number, options: CheckedPredictionOptions) {
    this.#output = output;
    this.#options = options;
    this.#parts = Array.from({ length: observations }, () => []);
  }

  /** The name of the output. */
  get name(): string {
    return this.#output.name;
  }

  /** Adds what came out for a piece; `observations` are those of its rows. */
  add({ layouts }: Fed, observations: Int32Array, output: BatchOutput): void {
    const { value } = output;
    const { format, timeDimension } = this.#output;
    const temporal = format.includes("T");
    if (value.shape[0] !== observations.length)
      internal(`${value.shape[0]} rows came out for ${observations.length} observations`);
    const time = temporal ? value.shape.at(-1)! : 1;
    this.#step = value.shape.slice(1, temporal ? -1 : undefined);
    const channels = elementCount(this.#step);
    const layout = timeDimension === undefined ? undefined : layouts[timeDimension];
    const numbers = singles(value);
    for (const [row, observation] of observations.entries()) {
      const [from, count] = temporal ? this.#realSteps(output, layout, row, time) : [0, 1];
      if (count <= 0 && (layout?.count[row] ?? 1) > 0) throw tooShort(observation, layout!.count[row]);
      if (count > 0) this.#parts[observation].push(cut(numbers, { row, channels, time, from, count }));
    }
  }

  /** What was gathered. */
  prediction(): OutputPrediction {
    const temporal = this.#output.format.includes("T");
    if (this.#output.format.includes("S")) {
      const values = this.#parts.map((parts) => imageOf(joined(parts), this.#step, temporal));
      return { kind: temporal ? "imageSequences" : "images", values };
    }
    if (temporal) return { kind: "sequences", values: this.#parts.map(joined) };
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
    const count = this.#output.stepsOut(layout.count[row]);
    if (count === undefined) {
      throw new LayerGraphError(
        "not-supported",
        `the network gives ${time} steps for ${layout.time}, and without the code of its layers the padded ones are not known. Use paddingMode "exact", or miniBatchSize 1.`,
      );
    }
    return [sequencePaddingDirection === "left" ? time - count : 0, count];
  }
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

/** Rows of channels and places, [channels, …], as an image with the channels last. */
function imageOf({ data, size: [lines, time] }: Sequence, [channels, ...spatial]: readonly number[], temporal: boolean): Image {
  const size = [...spatial, channels];
  const order = channelsFirst(size);
  const turned = order ? new Float32Array(data.length) : data;
  if (order)
    for (let line = 0; line < lines; line++) turned.set(data.subarray(line * time, (line + 1) * time), order[line] * time);
  return { data: turned, size: temporal ? [...size, time] : size };
}
