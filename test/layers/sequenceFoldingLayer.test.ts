import { describe, expect, it } from "vitest";
import { sequenceFoldingLayer } from "../../layers/index.ts";
import { resultsOf } from "./resultsOf.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: sequenceFoldingLayer,
  minimal: sequenceFoldingLayer(),
  options: {},
  golden: 3,
  trains: false, // its second output has no place in the harness's network; sequenceUnfoldingLayer.test.ts trains both
  padded: false, // there, too, padded batches are compared
  cases: {
    sequences: {
      layer: sequenceFoldingLayer(),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: ["[batch*time, 3] (CB)", "[batch, 1, time] (CBT)"],
      description: "Sequence folding",
    },
    "sequences of one-dimensional images": {
      layer: sequenceFoldingLayer(),
      inputs: [{ format: "SCBT", shape: [2, 3, 2, 3] }],
      output: ["[batch*time, 3, 2] (SCB)", "[batch, 1, time] (CBT)"],
    },
    "sequences of images": {
      layer: sequenceFoldingLayer(),
      inputs: [{ format: "SSCBT", shape: [2, 2, 3, 2, 3] }],
      output: ["[batch*time, 2, 3, 2] (SSCB)", "[batch, 1, time] (CBT)"],
    },
    "sequences of volumes": {
      layer: sequenceFoldingLayer(),
      inputs: [{ format: "SSSCBT", shape: [1, 2, 2, 2, 2, 3] }],
      output: ["[batch*time, 2, 2, 2, 2] (SSSCB)", "[batch, 1, time] (CBT)"],
    },
  },
  refusedInputs: [
    [
      sequenceFoldingLayer(),
      [{ format: "SSCB", shape: [2, 3, 2, 4] }],
      "received [batch, 3, 2, 4] (SSCB), expected sequences, such as CBT or SSCBT. Leave it out: there are no time steps to fold.",
    ],
  ],
});

describe("sequenceFoldingLayer", () => {
  it("puts the observations of one time after the other, as MATLAB does, and says how many sequences there were", () => {
    // Two sequences of three steps with one feature: the tens are sequences, the ones steps.
    const [folded, size] = resultsOf(sequenceFoldingLayer(), [
      { format: "CBT", shape: [2, 1, 3], data: [11, 12, 13, 21, 22, 23] },
    ]);
    expect([...folded.data]).toEqual([11, 21, 12, 22, 13, 23]);
    expect([...size.data]).toEqual([2, 2, 2, 2, 2, 2]);
  });
});
