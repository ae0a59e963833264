import { describe, expect, it } from "vitest";
import { readDataSet } from "../../src/data/readDataSet.ts";
import type { Responses } from "../../src/data/responses.ts";
import { writeGraph } from "../../src/network/writeGraph.ts";
import { matchedResponses } from "../../src/train/matchedClasses.ts";
import { accuracy } from "../../src/train/metrics.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import { sequences, tinyTcn } from "./networkExamples.ts";

function labelled(classes: readonly string[], codes: readonly number[]): Responses {
  return { kind: "labels", classes, codes: Int32Array.from(codes) };
}

describe("labels of data that a network is judged on", () => {
  it("are matched to its classes by name, whatever their order and however many are missing", () => {
    expect(matchedResponses(labelled(["up"], [0, 0]), ["down", "still", "up"], "test")).toMatchObject({
      codes: Int32Array.of(2, 2),
    });
    expect(matchedResponses(labelled(["up", "down"], [0, 1]), ["down", "up"], "test")).toMatchObject({
      codes: Int32Array.of(1, 0),
    });
  });

  it("are refused by name where the network does not know them", () => {
    expect(() => matchedResponses(labelled(["left"], [0]), ["down", "up"], "validationData")).toThrow(
      /^validationData: the data have the class 'left', but the classes of the network are/,
    );
  });
});

describe("functions that are given nothing", () => {
  it("say what they take", () => {
    expect(() => accuracy(undefined as never, undefined as never)).toThrow(
      "The predicted labels must be a list, received nothing.",
    );
    expect(() => readDataSet(undefined as never)).toThrow("readDataSet: the path of a data file is expected, received nothing.");
    expect(() => writeGraph(undefined as never)).toThrow(
      "writeGraph: the first argument must be a layer graph, received undefined.",
    );
  });
});

describe("trainNetwork", () => {
  it("says what it takes where it is given something else", async () => {
    const wrong = (layers: unknown, options: unknown) => trainNetwork(sequences([9]), ["up"], layers as never, options as never);
    const options = trainingOptions("adam", { verbose: false });
    await expect(wrong("x", options)).rejects.toThrow(/Layers argument must be an array of layers or a layer graph\./);
    await expect(wrong(tinyTcn(), undefined)).rejects.toThrow(/options must be made by trainingOptions/);
    await expect(wrong(tinyTcn(), { maxEpochs: 3 })).rejects.toThrow(/options must be made by trainingOptions/);
  });

  it("returns no network whose last update left numbers that are not finite", async () => {
    const options = trainingOptions("sgdm", { maxEpochs: 1, initialLearnRate: 1e38, verbose: false, threads: 1 });
    await expect(trainNetwork(sequences([9, 4, 13]), ["up", "down", "still"], tinyTcn(), options)).rejects.toThrow(
      /not finite|not a number|infinite/,
    );
  });
});
