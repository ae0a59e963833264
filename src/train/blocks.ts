import type { Observations } from "../data/dataSet.ts";
import type { Image } from "../data/images.ts";

/** One observation as it is copied into a mini-batch: rows of time steps, one row for each channel and place. */
export interface Block {
  readonly data: Float32Array;
  /** Steps of each row; 1 where there is no time. */
  readonly time: number;
}

/** The observations of one input as a network is fed them. */
export interface Blocks {
  /** The shape of a step: channels first, then the spatial dimensions. */
  readonly shape: readonly number[];
  readonly temporal: boolean;
  readonly count: number;
  readonly block: (index: number) => Block;
  /** For each row as the network takes it, the row in the data; missing where the order is the same. */
  readonly order?: Int32Array;
}

/** Observations as blocks. Images, channels last, are turned as they are copied: the network takes channels first. */
export function blocksOf(data: Observations): Blocks {
  const count = data.predictors.length;
  switch (data.kind) {
    case "features": {
      const { predictors } = data;
      return { shape: [predictors[0].length], temporal: false, count, block: (index) => ({ data: predictors[index], time: 1 }) };
    }
    case "sequences": {
      const { predictors } = data;
      const block = (index: number): Block => ({ data: predictors[index].data, time: predictors[index].size[1] });
      return { shape: [predictors[0].size[0]], temporal: true, count, block };
    }
    default:
      return imageBlocks(data.predictors, data.kind === "imageSequences");
  }
}

/** Images, or sequences of images, as blocks. */
export function imageBlocks(images: readonly Image[], temporal: boolean): Blocks {
  const [first] = images;
  const step = temporal ? first.size.slice(0, -1) : first.size;
  const order = channelsFirst(step);
  return {
    shape: [step.at(-1)!, ...step.slice(0, -1)],
    temporal,
    count: images.length,
    block: (index) => ({ data: images[index].data, time: temporal ? images[index].size.at(-1)! : 1 }),
    ...(order && { order }),
  };
}

/** For each row of [channels, …] its row in [… , channels]; undefined where they are the same. */
export function channelsFirst(size: readonly number[]): Int32Array | undefined {
  const channels = size.at(-1)!;
  const places = size.slice(0, -1).reduce((a, b) => a * b, 1);
  if (channels === 1 || places === 1) return undefined;
  return Int32Array.from({ length: channels * places }, (_, row) => (row % places) * channels + Math.floor(row / places));
}
