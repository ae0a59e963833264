import type { Dim, Value as Op } from "../../ops/index.ts";

/** Where random numbers in [0, 1) come from while a layer is traced; its shape is row-major. */
export type DrawRandom = (shape: readonly Dim[]) => Op;

const drawing: DrawRandom[] = [];

/** Runs `build`; random numbers that functions of the script draw in it are the layer's, new in every training step. */
export function drawingFrom<T>(random: DrawRandom, build: () => T): T {
  drawing.push(random);
  try {
    return build();
  } finally {
    drawing.pop();
  }
}

/** Where random numbers come from in the layer that is being traced; undefined outside of layers. */
export function layerRandom(): DrawRandom | undefined {
  return drawing.at(-1);
}
