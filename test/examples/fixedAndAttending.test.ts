import { expect, it } from "vitest";
import { attending, connected, spreads } from "../../examples/attention/fixedAndAttending.ts";
import { movingTarget } from "../../examples/attention/movingTarget.ts";

it("gives 1.4 by a fully connected layer and 2.1 by an attention layer for the features 1, 2, 3", async () => {
  expect(await connected()).toBeCloseTo(1.4, 5);
  const { output, weights } = await attending();
  expect(output).toBeCloseTo(2.1, 5);
  expect(weights).toHaveLength(3);
  for (const [i, weight] of [0.2, 0.5, 0.3].entries()) expect(weights[i]).toBeCloseTo(weight, 5);
});

it("spreads dot products of random 128-vectors by √128 and their cosines by 1/√128", () => {
  const { dot, cosine } = spreads();
  expect(dot / Math.sqrt(128)).toBeCloseTo(1, 1);
  expect(cosine * Math.sqrt(128)).toBeCloseTo(1, 1);
});

it("a target that moves is found by attention and not by a fully connected network", async () => {
  const { connected, attending, found } = await movingTarget(500, 40);
  expect(connected).toBeLessThan(0.5);
  expect(attending).toBeGreaterThan(0.85);
  expect(found).toBeGreaterThan(0.98);
}, 60_000);
