import { expect, it } from "vitest";
import { fullyConnectedLayer, inputLayer } from "../../layers/index.ts";
import { readGraph } from "../../src/network/graphFile.ts";
import { layerGraph } from "../../src/network/layerGraph.ts";
import { writeGraph } from "../../src/network/writeGraph.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: inputLayer,
  minimal: inputLayer([3, null, null], "CBT"),
  trains: false,
  options: { inputSize: [3, null, null], format: "CBT", timeDimension: "time" },
  golden: 3,
  cases: {
    sequences: {
      layer: inputLayer([null, null, 3], "BTC", { timeDimension: "sourceTime" }),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time] (CBT)",
    },
    "one-dimensional images": {
      layer: inputLayer([6, 2, null], "SCB"),
      inputs: [{ format: "SCB", shape: [3, 2, 6] }],
      output: "[batch, 2, 6] (SCB)",
      description: "6×2×NaN (SCB)",
    },
    images: {
      layer: inputLayer([4, 5, 3, null], "SSCB"),
      inputs: [{ format: "SSCB", shape: [2, 3, 4, 5] }],
      output: "[batch, 3, 4, 5] (SSCB)",
    },
    "image sequences": {
      layer: inputLayer([4, 5, 3, null, null], "SSCBT"),
      inputs: [{ format: "SSCBT", shape: [2, 3, 4, 5, 2] }],
      output: "[batch, 3, 4, 5, time] (SSCBT)",
    },
  },
  refused: [
    [{ format: "CXT" }, "option 'format' must consist of the letters S, C, B and T"],
    [{ format: "CT", inputSize: [3, null] }, "option 'format' must have one C, one B"],
    [{ format: "CB" }, "option 'inputSize' must have a size for each of the 2 letters"],
    [{ inputSize: [null, null, null] }, "option 'inputSize' must tell the sizes of the spatial dimensions and the channels"],
    [{ inputSize: [3, 8, null] }, "option 'inputSize' must be NaN for observations (B) and time steps (T)"],
    [{ inputSize: [3, null, 20] }, "option 'inputSize' must be NaN for observations (B) and time steps (T)"],
    [{ timeDimension: "batch" }, "option 'timeDimension' must not be"],
  ],
});

it("takes NaN for what is not known, which a graph file writes as null", () => {
  const layer = inputLayer([12, Number.NaN, Number.NaN], "CTB", { name: "input" });
  expect(layer.options.inputSize).toEqual([12, null, null]);
  const text = JSON.stringify(writeGraph(layerGraph([layer, fullyConnectedLayer(2, { name: "fc" })])));
  expect(readGraph(JSON.parse(text)).layer("input")!.options).toEqual(layer.options);
});
