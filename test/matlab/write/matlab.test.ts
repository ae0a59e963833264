import { describe, expect, it } from "vitest";
import {
  defineLayer,
  functionLayer,
  groupedConvolution1dLayer,
  layerGraph,
  ops,
  scalingLayer,
  sequenceInputLayer,
  z,
} from "../../../src/index.ts";
import { parseProgram } from "../../../src/matlab/syntax/parseProgram.ts";
import { printProblem } from "../../../src/matlab/syntax/printProblem.ts";
import { sourceText } from "../../../src/matlab/syntax/sourceText.ts";
import { writeMatlab } from "../../../src/matlab/write/matlab.ts";
import { exampleGraphs, specialGraphs, tcn, unknownGraph } from "./exampleGraphs.ts";

describe("a graph written as a MATLAB script", () => {
  it("has arrays of layers and a line for each other connection", () => {
    expect(writeMatlab(tcn())).toBe(`% A network of 13 layers.

layers = [
    sequenceInputLayer(3, Normalization="zerocenter", Name="input")
    convolution1dLayer(5, 8, DilationFactor=1, Padding="causal", Name="conv1_1")
    layerNormalizationLayer(Name="layernorm")
    spatialDropoutLayer(Probability=0.005, Name="spatialdropout")
    additionLayer(2, Name="add_1")
    ];
lgraph = layerGraph(layers);

lgraph = addLayers(lgraph, convolution1dLayer(1, 8, Name="convSkip"));
lgraph = connectLayers(lgraph, "input", "convSkip");
lgraph = connectLayers(lgraph, "convSkip", "add_1/in2");

layers = [
    convolution1dLayer(5, 8, DilationFactor=2, Padding="causal", Name="conv1_2")
    layerNormalizationLayer(Name="layernorm_1")
    spatialDropoutLayer(Probability=0.005, Name="spatialdropout_1")
    additionLayer(2, Name="add_2")
    fullyConnectedLayer(2, Name="fc")
    softmaxLayer(Name="softmax")
    classificationLayer(Classes=["walking" "say ""hi"""], ClassWeights=[1 2.5], Name="classoutput")
    ];
lgraph = addLayers(lgraph, layers);
lgraph = connectLayers(lgraph, "add_1", "conv1_2");
lgraph = connectLayers(lgraph, "add_1", "add_2/in2");
`);
  });

  it.each(Object.entries({ ...specialGraphs, ...exampleGraphs, unknown: unknownGraph }))(
    "is read without problems: %s",
    (_name, make) => {
      const { problems } = parseProgram(sourceText(writeMatlab(make()), "export.m"));
      expect(problems.map(printProblem)).toEqual([]);
    },
  );

  it("writes given weights as matrices and as reshaped rows, and the factors of learnables with MATLAB's functions", () => {
    const weights = writeMatlab(specialGraphs.weights());
    expect(weights).toContain('Mean=[1 2.5], Normalization="zerocenter"');
    expect(weights).toContain("Bias=[0.5 -1e-9]");
    expect(weights).toMatch(/Weights=reshape\(\[-1\.6\d* .*\], \[3 2 2\]\)/);
    expect(weights).toContain("], [40 2])");
    expect(writeMatlab(specialGraphs.factors())).toContain(
      'setL2Factor(setLearnRateFactor(selfAttentionLayer(2, 4, Name="sa"), "QueryWeights", 0.5), "KeyBias", 2)',
    );
  });

  it("writes graphs inside of layers before the others", () => {
    const text = writeMatlab(specialGraphs["graphs inside of layers"]());
    expect(text.indexOf("inner1 = layerGraph(layers);")).toBeLessThan(text.indexOf('sequenceInputLayer(8, Name="input")'));
    expect(text).toContain('networkLayer(dlnetwork(inner2, Initialize=false), Name="block2")');
  });

  it("names what is to be set, what MATLAB does not have and what must be written as a class", () => {
    expect(writeMatlab(unknownGraph())).toContain("% Set before running: numFeatures, numClasses, 2*numFeatures.");
    const own = defineLayer({ type: "ownLayer", options: z.object({ scale: z.number() }), predict: ({ inputs: [x] }) => x });
    const text = writeMatlab(
      layerGraph([
        sequenceInputLayer(3, { timeDimension: "words", name: "input" }),
        groupedConvolution1dLayer(3, 1, "channel-wise", { name: "g" }),
        own({ scale: 2, name: "mine" }),
      ]),
    );
    expect(text.split("\n").filter((line) => line.startsWith("%"))).toEqual([
      "% A network of 3 layers.",
      "% MATLAB's sequenceInputLayer has no option TimeDimension.",
      "% MATLAB has no groupedConvolution1dLayer: there it is for images only, groupedConvolution2dLayer.",
      "% 'ownLayer' is a layer of your own: MATLAB needs a class ownLayer.m with these options.",
    ]);
    expect(text).toContain('ownLayer(Scale=2, Name="mine")');
  });

  it("refuses functions and too much data by name", () => {
    expect(() => writeMatlab(layerGraph(functionLayer((x) => ops.abs(x), { name: "f" })))).toThrow(
      "functionLayer 'f': option 'predictFcn' is a function, which a script cannot hold. Write it as a class of MATLAB, or leave it out.",
    );
    const scale = { size: [10_001, 1], data: new Float32Array(10_001) };
    expect(() => writeMatlab(layerGraph(scalingLayer({ scale, name: "s" })))).toThrow(
      "scalingLayer 's': option 'scale' is more than 10000 numbers, or no list of numbers or texts, which a script cannot hold. Save the network as .onnx or .json, or leave it out.",
    );
  });
});
