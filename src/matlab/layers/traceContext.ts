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

let beyondLast = 0;

/** Runs `build` and tells whether it asked for the size of a dimension behind the last one. */
export function askedBeyond<T>(build: () => T): { readonly result: T; readonly beyond: boolean } {
  const before = beyondLast;
  const result = build();
  return { result, beyond: beyondLast > before };
}

/** Notices that a function asked for the size of a dimension behind the last one. */
export function noticeBeyond(): void {
  beyondLast++;
}
