import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { attentionLayer } from "../../examples/tcn/attentionLayer.ts";
import { activities } from "../../examples/tcn/motions.ts";
import { tcn, tcnWithAttention } from "../../examples/tcn/network.ts";
import {
  evaluateNetwork,
  readDataSet,
  readGraph,
  sequenceInputLayer,
  trainingOptionsFromJson,
  trainNetwork,
  validate,
  writeGraph,
} from "../../src/index.ts";
import { realFile } from "../data/realFiles.ts";

function jsonOf(path: string): unknown {
  return JSON.parse(readFileSync(`examples/${path}`, "utf8"));
}

/** Puts each layer and each connection on a line of its own, as the files of the examples are written. */
function oneForEachLine(file: ReturnType<typeof writeGraph>): string {
  const list = (entries: readonly unknown[]) =>
    entries.map((entry) => `    ${JSON.stringify(entry, undefined, 1).replace(/\n\s*/g, " ")}`).join(",\n");
  const { format, layers, connections } = file;
  return `{\n  "format": "${format}",\n  "layers": [\n${list(layers)}\n  ],\n  "connections": [\n${list(connections)}\n  ]\n}\n`;
}

describe("examples/human-activity/network.json", () => {
  const lgraph = tcn({ numFeatures: 3, numFilters: 64, classes: 5 })
    .replaceLayer("input", [sequenceInputLayer(3, { normalization: "rescale-symmetric", name: "input" })])
    .removeLayers("gapl")
    .connectLayers("add_4", "fc");

  it("is the MATLAB example's network: the TCN without pooling, rescaled input, a label for each time step", () => {
    expect(readFileSync("examples/human-activity/network.json", "utf8")).toBe(oneForEachLine(writeGraph(lgraph)));
  });

  it("is valid and goes through the reader without loss", () => {
    const read = readGraph(jsonOf("human-activity/network.json"));
    expect(validate(read)).toEqual([]);
    expect(writeGraph(read)).toEqual(writeGraph(lgraph));
  });
});

describe("examples/tcn/network.json", () => {
  it("is the network with attention that npm start trains", () => {
    const lgraph = tcnWithAttention({ numFeatures: 3, numFilters: 32, classes: activities });
    expect(readFileSync("examples/tcn/network.json", "utf8")).toBe(oneForEachLine(writeGraph(lgraph)));
    expect(validate(readGraph(jsonOf("tcn/network.json"), { layers: { attentionLayer } }))).toEqual([]);
  });
});

describe("examples/japanese-vowels", () => {
  const lgraph = tcn({ numFeatures: 12, numFilters: 128, dropoutFactor: 0.2, classes: 9 }).replaceLayer("input", [
    sequenceInputLayer(12, { normalization: "zscore", name: "input" }),
  ]);
  const options = (changes = {}) => trainingOptionsFromJson(jsonOf("japanese-vowels/options.json"), "options.json", changes);

  it("network.json is the design's network for 12 features and 9 speakers", () => {
    expect(readFileSync("examples/japanese-vowels/network.json", "utf8")).toBe(oneForEachLine(writeGraph(lgraph)));
    expect(validate(readGraph(jsonOf("japanese-vowels/network.json")))).toEqual([]);
  });

  it("options.json holds training options, with the L2 factor 0.001", () => {
    expect(options().l2Regularization).toBe(1e-3);
  });

  const [training, test] = [realFile("JapaneseVowels_TRAIN.ts"), realFile("JapaneseVowels_TEST.ts")];
  const skipped = !training.present || !test.present;
  it.skipIf(skipped)(`learns most speakers in three epochs${training.note}${test.note}`, { timeout: 180_000 }, async () => {
    const graph = readGraph(jsonOf("japanese-vowels/network.json"));
    const { net } = await trainNetwork(readDataSet(training.path), graph, options({ maxEpochs: 3, verbose: false }));
    expect((await evaluateNetwork(net, readDataSet(test.path))).accuracy).toBeGreaterThan(0.6);
  });
});
