import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predictionBatches, trainingBatches } from "../../src/train/batches.ts";

const options = { observations: 10, miniBatchSize: 3, seed: 1 } as const;

const anyBatches = fc.record({
  observations: fc.integer({ min: 1, max: 60 }),
  miniBatchSize: fc.integer({ min: 1, max: 70 }),
  shuffle: fc.constantFrom("once", "never", "every-epoch"),
  seed: fc.integer({ min: 0, max: 1000 }),
});

describe("the mini-batches of a training", () => {
  it("use every observation exactly once in an epoch, but those that do not fill a mini-batch", () => {
    fc.assert(
      fc.property(anyBatches, fc.integer({ min: 1, max: 5 }), (given, epoch) => {
        const batches = trainingBatches(given);
        const all = batches.batchesOfEpoch(epoch);
        const used = all.flatMap((batch) => [...batch]);
        const dropped = given.observations < given.miniBatchSize ? 0 : given.observations % given.miniBatchSize;
        expect(all).toHaveLength(batches.iterationsPerEpoch);
        expect(new Set(used).size).toBe(given.observations - dropped);
        expect(used).toHaveLength(given.observations - dropped);
        expect(used.every((index) => index >= 0 && index < given.observations)).toBe(true);
        for (const batch of all) expect(batch).toHaveLength(Math.min(given.miniBatchSize, given.observations));
      }),
    );
  });

  it("are the same for an iteration whatever was asked before, so that a training can be taken up anywhere", () => {
    fc.assert(
      fc.property(anyBatches, fc.integer({ min: 1, max: 200 }), (given, iteration) => {
        const { epoch, indices } = trainingBatches(given).batchAt(iteration);
        const whole = trainingBatches(given);
        const place = (iteration - 1) % whole.iterationsPerEpoch;
        for (let before = 1; before < epoch; before++) whole.batchesOfEpoch(before);
        expect((epoch - 1) * whole.iterationsPerEpoch + place + 1).toBe(iteration);
        expect(indices).toEqual(whole.batchesOfEpoch(epoch)[place]);
      }),
    );
  });

  it("keep the order of the data where they are never shuffled", () => {
    const batches = trainingBatches({ ...options, shuffle: "never" }).batchesOfEpoch(4);
    expect(batches.map((batch) => [...batch])).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8],
    ]);
  });

  it("are the same in every epoch where data are shuffled once, and others where they are before every epoch", () => {
    const once = trainingBatches({ ...options, shuffle: "once" });
    expect(once.epochOrder(2)).toEqual(once.epochOrder(1));
    expect([...once.epochOrder(1)]).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const every = trainingBatches({ ...options, shuffle: "every-epoch" });
    expect(every.epochOrder(2)).not.toEqual(every.epochOrder(1));
  });

  it("follow from the seed", () => {
    const order = (seed: number) => [...trainingBatches({ ...options, seed, shuffle: "once" }).epochOrder(1)];
    expect(order(5)).toEqual(order(5));
    expect(order(5)).not.toEqual(order(6));
  });

  it("are one short mini-batch where the data are smaller than that", () => {
    const batches = trainingBatches({ observations: 2, miniBatchSize: 128, shuffle: "never", seed: 0 });
    expect(batches.iterationsPerEpoch).toBe(1);
    expect(batches.batchesOfEpoch(1).map((batch) => [...batch])).toEqual([[0, 1]]);
  });

  it("do not change when a caller changes the order it got", () => {
    const batches = trainingBatches({ ...options, shuffle: "once" });
    const before = batches.epochOrder(1);
    batches.epochOrder(1).fill(0);
    batches.batchAt(1).indices.fill(0);
    expect(batches.epochOrder(1)).toEqual(before);
  });
});

describe("the mini-batches of a prediction", () => {
  it("drop nothing", () => {
    expect(predictionBatches(7, 3).map((batch) => [...batch])).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect(predictionBatches(0, 3)).toEqual([]);
  });
});
