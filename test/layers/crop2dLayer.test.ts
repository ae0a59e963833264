import { describe, expect, it } from "vitest";
import { crop2dLayer } from "../../layers/index.ts";
import { resultsOf } from "./resultsOf.ts";
import { testLayer } from "./testLayer.ts";

const image = { format: "SSCB", shape: [2, 3, 4, 5] } as const;
const small = { format: "SSCB", shape: [2, 1, 3, 2] } as const;

testLayer({
  make: crop2dLayer,
  minimal: crop2dLayer(),
  options: { mode: "centercrop", location: "auto" },
  golden: 6,
  trains: false, // its inputs are images
  cases: {
    "the middle": {
      layer: crop2dLayer("centercrop"),
      inputs: [image, small],
      output: "[batch, 3, 3, 2] (SSCB)",
      description: "center crop",
    },
    "from a corner": {
      layer: crop2dLayer([4, 2]),
      inputs: [image, small],
      output: "[batch, 3, 3, 2] (SSCB)",
      description: "crop at location [4 2]",
    },
    "sequences of images": {
      layer: crop2dLayer({ mode: "custom", location: [1, 1] }),
      inputs: [
        { format: "SSCBT", shape: [2, 2, 3, 2, 3] },
        { format: "SSCBT", shape: [2, 1, 2, 1, 3] },
      ],
      output: "[batch, 2, 2, 1, time] (SSCBT)",
    },
    "nothing to cut": { layer: crop2dLayer(), inputs: [image, image], output: "[batch, 3, 4, 5] (SSCB)" },
  },
  refused: [
    [{ mode: "corner" }, 'option \'mode\' must be "centercrop" or "custom", received "corner"'],
    [{ mode: "custom" }, "option 'location' must be [X, Y] for mode \"custom\""],
    [{ location: [1, 1] }, "option 'location' must be left out for mode \"centercrop\""],
    [{ mode: "custom", location: [0, 1] }, "option 'location.0' must be a positive whole number, received 0"],
  ],
  refusedInputs: [
    [
      crop2dLayer(),
      [small, image],
      "a window of the size of 'ref' [batch, 3, 4, 5] (SSCB) at the middle does not lie within 'in' [batch, 1, 3, 2] (SSCB).",
    ],
    [crop2dLayer([5, 1]), [image, small], "at location [5 1] does not lie within 'in'"],
    [crop2dLayer(), [image, { format: "CB", shape: [2, 3] }], "'ref' received [batch, 3] (CB), expected images: SSCB or SSCBT."],
  ],
});

describe("the window of a crop2dLayer", () => {
  // 3 × 4: the tens are rows, the ones columns, both counted from 1.
  const x = { format: "SSCB", shape: [1, 1, 3, 4], data: [11, 12, 13, 14, 21, 22, 23, 24, 31, 32, 33, 34] } as const;
  const reference = (height: number, width: number) =>
    ({ format: "SSCB", shape: [1, 1, height, width], data: new Float64Array(height * width) }) as const;
  const cropped = (layer: ReturnType<typeof crop2dLayer>, height: number, width: number) => [
    ...resultsOf(layer, [x, reference(height, width)])[0].data,
  ];

  it("lies in the middle, an odd pixel more on the lower right being cut", () => {
    expect(cropped(crop2dLayer(), 1, 2)).toEqual([22, 23]);
    expect(cropped(crop2dLayer(), 2, 1)).toEqual([12, 22]);
  });

  it("begins in column X and row Y", () => {
    expect(cropped(crop2dLayer([3, 2]), 2, 2)).toEqual([23, 24, 33, 34]);
    expect(cropped(crop2dLayer([1, 3], { name: "crop" }), 1, 1)).toEqual([31]);
  });
});
