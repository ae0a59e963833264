import { expect, it } from "vitest";
import { indexing1dLayer } from "../../layers/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { runOnRuntime } from "../ops/opSuite.ts";
import { drawLayer } from "./drawnLayer.ts";
import { testLayer } from "./testLayer.ts";

const sequences = { format: "CBT", shape: [2, 3, 4] } as const;

testLayer({
  make: indexing1dLayer,
  minimal: indexing1dLayer("first"),
  options: { target: "first" },
  golden: 4,
  cases: {
    "the first step": {
      layer: indexing1dLayer("first"),
      inputs: [sequences],
      output: "[batch, 3] (CB)",
      description: "1-D indexing at the first position",
    },
    "the last step, of each sequence": { layer: indexing1dLayer("last"), inputs: [sequences], output: "[batch, 3] (CB)" },
    "the third step": {
      layer: indexing1dLayer(3),
      inputs: [sequences],
      output: "[batch, 3] (CB)",
      description: "1-D indexing at position 3",
    },
    "the last place": {
      layer: indexing1dLayer("last"),
      inputs: [{ format: "SCB", shape: [2, 3, 4] }],
      output: "[batch, 3] (CB)",
    },
    "a place of each time step": {
      layer: indexing1dLayer(2),
      inputs: [{ format: "SCBT", shape: [2, 3, 4, 2] }],
      output: "[batch, 3, time] (CBT)",
    },
  },
  refused: [[{ target: 0 }, "option 'target' must be a positive whole number, received 0"]],
  refusedInputs: [
    [indexing1dLayer("last"), [{ format: "CB", shape: [2, 3] }], "received [batch, 3] (CB), expected a format with time steps"],
  ],
});

it("refuses a number behind the end of a sequence when it runs, also where a longer one pads it", async () => {
  const { outputs, feeds } = drawLayer(indexing1dLayer(3), [sequences], { padded: true });
  const plan = makePlan("third", { y: outputs[0].value });
  const lengths = (...n: number[]) => ({
    ...feeds,
    lengths: { type: "int64", shape: [2], data: BigInt64Array.from(n, BigInt) } as const,
  });
  expect((await runOnRuntime(plan, lengths(3, 4))).y.shape).toEqual([2, 3]);
  await expect(runOnRuntime(plan, lengths(2, 4))).rejects.toThrow("ut of");
});
