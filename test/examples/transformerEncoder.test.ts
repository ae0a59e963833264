import { expect, it } from "vitest";
import { labelledSequences, twoEvents } from "../../examples/attention/labelledSequences.ts";
import { learned, transformerEncoder } from "../../examples/attention/transformerEncoder.ts";
import { dlnetwork, validate } from "../../src/index.ts";
import { realFile } from "../data/realFiles.ts";

const vowels = realFile("JapaneseVowels_TRAIN.ts");
const small = { channels: 32, heads: 2, blocks: 1, dropout: 0.1 };

it("the encoder is a valid graph with a class token and a position for it and each step", () => {
  const lgraph = transformerEncoder({ features: 12, classes: 9, longest: 29, channels: 16, heads: 2, blocks: 2 });
  expect(validate(lgraph)).toEqual([]);
  const { learnables } = dlnetwork(lgraph);
  expect(learnables.get("token/weights")!.shape).toEqual([1, 16]);
  expect(learnables.get("positions/weights")!.shape).toEqual([30, 16]);
});

it("the encoder learns which of two events is first, which no mean and no deviation tells", async () => {
  const { reached, baseline } = await learned(twoEvents(400, 200), { maxEpochs: 20, initialLearnRate: 0.005, sizes: small });
  expect(reached).toBeGreaterThan(0.9);
  expect(baseline).toBeLessThan(0.65);
}, 300_000);

it("generated sequences stand in where the folder has no vowels", () => {
  const { name, train, test, longest } = labelledSequences("test/examples");
  expect(name).toBe("Two events, which is first");
  expect([train.labels.length, test.labels.length]).toEqual([400, 200]);
  expect(longest).toBeLessThanOrEqual(24);
});

it.runIf(vowels.present)(
  `the encoder tells the speakers of the Japanese vowels apart${vowels.note}`,
  async () => {
    const data = labelledSequences();
    expect([data.name, data.train.labels.length, data.test.labels.length, data.longest]).toEqual([
      "Japanese vowels",
      270,
      370,
      29,
    ]);
    const { reached } = await learned(data, { maxEpochs: 12, initialLearnRate: 0.003, sizes: small });
    expect(reached).toBeGreaterThan(0.9);
  },
  300_000,
);
