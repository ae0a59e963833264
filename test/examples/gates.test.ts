import { describe, expect, it } from "vitest";
import { channelGateLayer, channelStatisticsLayer } from "../../examples/attention/gates.ts";
import { gatedImageNetwork, imageGates } from "../../examples/attention/imageGates.ts";
import { gatedTcn, sequenceGates } from "../../examples/attention/sequenceGates.ts";
import { dlarray, dlnetwork, extractdata, predict, sequenceInputLayer, validate } from "../../src/index.ts";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe("the gate of channels", () => {
  const weights = { squeezeWeights: [[1, -1]], exciteWeights: [[2], [-3]] };

  it("squeezes each channel to its mean over real steps, and excites through two layers", async () => {
    const net = dlnetwork([sequenceInputLayer(2), channelGateLayer({ reduction: 2, name: "gate" })]).with({
      learnables: new Map(
        Object.entries(weights).map(([name, rows]) => [
          `gate/${name}`,
          { type: "float32" as const, shape: name === "squeezeWeights" ? [2, 1] : [1, 2], data: Float32Array.from(rows.flat()) },
        ]),
      ),
    });
    const x = dlarray(
      [
        [
          [3, 1],
          [5, 1],
          [90, 90],
        ],
      ],
      "BTC",
      { lengths: [2] },
    );
    const [[first, second]] = extractdata(await predict(net, x), "BC");
    const squeezed = 4 - 1; // means 4 and 1
    expect(first).toBeCloseTo(sigmoid(2 * squeezed), 5);
    expect(second).toBeCloseTo(sigmoid(-3 * squeezed), 5);
  });
});

describe("the statistics of channels", () => {
  it("are the mean and the maximum of all channels at each position", async () => {
    const net = dlnetwork([sequenceInputLayer(3), channelStatisticsLayer()]);
    const x = dlarray(
      [
        [
          [1, 5, 0],
          [-1, -2, -6],
        ],
      ],
      "BTC",
    );
    expect(extractdata(await predict(net, x), "BTC")).toEqual([
      [
        [2, 5],
        [-3, -1],
      ],
    ]);
  });
});

describe("gates in the temporal convolutional network", () => {
  it.each(["channel", "spatial", "both"] as const)(
    "%s attention makes a valid graph that learns",
    async (kind) => {
      expect(validate(gatedTcn(kind))).toEqual([]);
      expect(await sequenceGates(kind)).toBeGreaterThanOrEqual(0.95);
    },
    60_000,
  );
});

describe("gates in a network for images", () => {
  it.each(["channel", "spatial", "both"] as const)(
    "%s attention makes a valid graph that learns",
    async (kind) => {
      expect(validate(gatedImageNetwork(kind))).toEqual([]);
      expect(await imageGates(kind)).toBeGreaterThanOrEqual(0.95);
    },
    60_000,
  );
});
