import { describe, expect, it } from "vitest";
import { functionLayer, reluLayer, sequenceInputLayer } from "../../layers/index.ts";
import { layerGraph } from "../../src/network/layerGraph.ts";
import { writeGraph } from "../../src/network/writeGraph.ts";
import * as ops from "../../src/ops/index.ts";
import { keepsEveryFormat } from "./everyFormat.ts";
import { resultsOf } from "./resultsOf.ts";
import { testLayer } from "./testLayer.ts";

const softsign = (x: ops.Value) => ops.divide(x, ops.add(ops.abs(x), 1));
const sequences = { format: "CBT", shape: [2, 3, 4] } as const;
const halves = (x: ops.Value) => [ops.multiply(x, 0.5), ops.multiply(x, 2)];

testLayer({
  make: functionLayer,
  minimal: functionLayer(softsign),
  options: { predictFcn: softsign, formattable: false, acceleratable: false },
  golden: 4,
  inFiles: false,
  made: { softsign: functionLayer(softsign), "two inputs": functionLayer((a, b) => ops.multiply(a, ops.sigmoid(b))) },
  cases: {
    ...keepsEveryFormat(functionLayer(softsign), { description: "Function" }),
    "two inputs": {
      layer: functionLayer((a, b) => ops.multiply(a, ops.sigmoid(b)), { description: "gate" }),
      inputs: [sequences, sequences],
      output: "[batch, 3, time] (CBT)",
      description: "gate",
    },
    "two outputs": {
      layer: functionLayer(halves, { numOutputs: 2 }),
      inputs: [{ format: "CB", shape: [2, 3] }],
      output: ["[batch, 3] (CB)", "[batch, 3] (CB)"],
    },
    "an activation of another format": {
      layer: functionLayer(({ value }) => ({ value: ops.reshape(value, [value.shape[0], 12]), format: "CB" }), {
        formattable: true,
      }),
      inputs: [{ format: "SCB", shape: [2, 3, 4] }],
      output: "[batch, 12] (CB)",
    },
  },
  refused: [
    [{ predictFcn: "softsign" }, "option 'predictFcn' must be a function of values, received \"softsign\""],
    [{ acceleratable: true }, "option 'acceleratable' must be false: every function is traced once"],
    [{ inputNames: ["a/b"] }, "option 'inputNames.0' must be a name without '/'"],
    [{ inputNames: ["a", "a"] }, "option 'inputNames' must be different names"],
    [{ numInputs: 2, inputNames: ["a"] }, "option 'inputNames' must have as many names as numInputs says, 2"],
    [{ numOutputs: 3, outputNames: ["a"] }, "option 'outputNames' must have as many names as numOutputs says, 3"],
    [{ numInputs: 0 }, "option 'numInputs' must be a positive whole number, received 0"],
  ],
  refusedInputs: [
    [functionLayer(halves), [sequences], "it returned 2 outputs, expected 1 (out)."],
    [
      functionLayer((() => 3) as never),
      [sequences],
      "predictFcn returned 3, expected a value, the result of an op. Compute it with ops, such as ops.add(x, 1).",
    ],
    [
      functionLayer(((x: ops.Value) => ({ value: x, format: "CBT" })) as never),
      [sequences],
      "predictFcn returned an activation, expected a value, the result of an op. Set formattable to true.",
    ],
    [
      functionLayer((x) => ops.squeeze(ops.sum(x, [2]), 2)),
      [sequences],
      "it returned [batch, 3], which has 2 dimensions, as CBT.",
    ],
  ],
});

describe("functionLayer", () => {
  it("computes what the function says", () => {
    const [{ data }] = resultsOf(functionLayer(softsign), [{ format: "CB", shape: [1, 3], data: [-3, 0, 1] }]);
    expect([...data]).toEqual([-0.75, 0, 0.5]);
  });

  it("has the ports of the function, or those that the options name", () => {
    const ports = ({ inputNames, outputNames }: ReturnType<typeof functionLayer>) => [inputNames, outputNames];
    expect(ports(functionLayer(softsign))).toEqual([["in"], ["out"]]);
    expect(ports(functionLayer((a, b) => ops.add(a, b)))).toEqual([["in1", "in2"], ["out"]]);
    expect(ports(functionLayer((...all) => all[0], { numInputs: 3 }))).toEqual([["in1", "in2", "in3"], ["out"]]);
    expect(ports(functionLayer(halves, { inputNames: ["x"], outputNames: ["half", "double"] }))).toEqual([
      ["x"],
      ["half", "double"],
    ]);
    expect(ports(functionLayer(halves, { numOutputs: 2 }))).toEqual([["in"], ["out1", "out2"]]);
  });

  it("is refused in a file, and says what to do", () => {
    const lgraph = layerGraph([sequenceInputLayer(3), functionLayer(softsign, { name: "softsign" }), reluLayer()]);
    expect(() => writeGraph(lgraph)).toThrow(
      "functionLayer 'softsign': option 'predictFcn' is a function, which has no JSON form. " +
        "Make it a layer of its own with defineLayer, which files name 'custom:…', or keep the graph as a program.",
    );
  });
});
