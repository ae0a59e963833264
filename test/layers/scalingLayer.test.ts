import { describe, expect, it } from "vitest";
import { scalingLayer } from "../../layers/index.ts";
import { keepsEveryFormat } from "./everyFormat.ts";
import { resultsOf } from "./resultsOf.ts";
import { testLayer } from "./testLayer.ts";

const images = { format: "SSCB", shape: [2, 2, 2, 3] } as const;

testLayer({
  make: scalingLayer,
  minimal: scalingLayer(),
  options: { scale: 1, bias: 0 },
  golden: 7,
  cases: {
    ...keepsEveryFormat(scalingLayer({ scale: -2.5, bias: 0.5 }), { description: "scaling" }),
    "a number for each channel": {
      layer: scalingLayer({ scale: [2, 0.5, -1] }),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time] (CBT)",
    },
    "an array for each step of a sequence of images": {
      layer: scalingLayer({
        scale: [
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
        ],
        bias: { size: [1, 1, 2], data: [1, -1] },
      }),
      inputs: [{ format: "SSCBT", shape: [2, 2, 1, 3, 3] }],
      output: "[batch, 2, 1, 3, time] (SSCBT)",
    },
  },
  refused: [
    [{ scale: "large" }, "option 'scale' must be a number, nested arrays of numbers, or { size, data }, received \"large\""],
    [{ bias: [1, [2]] }, "option 'bias' must be a number, nested arrays of numbers"],
  ],
  refusedInputs: [
    [
      scalingLayer({ scale: [1, 2, 3] }),
      [images],
      "option 'scale' has size 3×1, expected 2×3×2 or 1 in some dimensions: received [batch, 2, 2, 3] (SSCB).",
    ],
    [scalingLayer({ bias: [1, 2] }), [{ format: "CBT", shape: [2, 3, 4] }], "option 'bias' has size 2×1, expected 3"],
  ],
});

describe("the arrays of a scalingLayer", () => {
  const ones = { format: "SSCB", shape: [1, 2, 2, 3], data: new Array(12).fill(1) } as const;

  it("are in MATLAB's order, [height, width, channels]", () => {
    const numbers = (channel: number) => [0, 1].map((h) => [0, 1, 2].map((w) => 100 * channel + 10 * h + w));
    const scale = [0, 1].map((h) => [0, 1, 2].map((w) => [0, 1].map((c) => 100 * c + 10 * h + w)));
    const [{ data }] = resultsOf(scalingLayer({ scale }), [ones]);
    expect([...data]).toEqual([numbers(0), numbers(1)].flat(2));
    const columns = scalingLayer({ bias: { size: [2, 3, 1], data: [0, 10, 1, 11, 2, 12] } });
    expect([...resultsOf(columns, [ones])[0].data]).toEqual([...numbers(0).flat(), ...numbers(0).flat()].map((n) => n + 1));
  });

  it("scale and shift each channel by a number of its own", () => {
    const x = { format: "CB", shape: [2, 2], data: [1, 2, 3, 4] } as const;
    expect([...resultsOf(scalingLayer({ scale: [2, -1], bias: [10, 0] }), [x])[0].data]).toEqual([12, -2, 16, -4]);
  });
});
