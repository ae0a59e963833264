import { elementCount } from "../tensor.ts";
import { channelsFirst } from "../train/blocks.ts";
import type { Explained } from "./explained.ts";

/** Numbers in row-major order with their size. */
export interface Numbers {
  readonly data: Float32Array;
  readonly size: readonly number[];
}

/** What numbers for the data of an input are as an observation is written, and their sum at each time step. */
export interface Observed {
  readonly attributions: Numbers;
  readonly overTime?: readonly number[];
}

/** Numbers in the layout in which a network is fed, [channels, …, time], as an observation is written: channels behind spatial dimensions. */
export function asObserved(numbers: ArrayLike<number>, { shape, input: { spec } }: Pick<Explained, "shape" | "input">): Observed {
  const temporal = spec.format.includes("T");
  const time = temporal ? shape.at(-1)! : 1;
  const [channels, ...spatial] = temporal ? shape.slice(0, -1) : shape;
  const step = [...spatial, channels];
  const order = channelsFirst(step);
  const data = new Float32Array(numbers.length);
  const overTime = new Array<number>(time).fill(0);
  for (let row = 0; row < elementCount(step); row++) {
    for (let t = 0; t < time; t++) {
      const value = numbers[row * time + t];
      data[(order ? order[row] : row) * time + t] = value;
      overTime[t] += value;
    }
  }
  return { attributions: { data, size: temporal ? [...step, time] : step }, ...(temporal && { overTime }) };
}
