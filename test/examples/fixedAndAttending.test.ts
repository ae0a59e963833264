import { expect, it } from "vitest";
import { spreads, workedNumbers } from "../../examples/attention/fixedAndAttending.ts";

it("gives 1.4 by fixed weights and 2.1 by attention for the features 1, 2, 3", async () => {
  const { connected, attending } = await workedNumbers();
  expect(connected).toBeCloseTo(1.4, 5);
  expect(attending).toBeCloseTo(2.1, 5);
});

it("spreads dot products of random 128-vectors by √128 and their cosines by 1/√128", () => {
  const { dot, cosine } = spreads();
  expect(dot / Math.sqrt(128)).toBeCloseTo(1, 1);
  expect(cosine * Math.sqrt(128)).toBeCloseTo(1, 1);
});
