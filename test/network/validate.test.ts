import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  additionLayer,
  classificationLayer,
  convolution1dLayer,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import { type Issue, LayerGraphError } from "../../src/errors.ts";
import { defineLayer } from "../../src/layer.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { layerWithUnknowns } from "../../src/network/unknown.ts";
import { assertValid, type ValidateOptions, validate } from "../../src/network/validate.ts";
import { fork, pass, result, scale, source, sum } from "./kinds.ts";

const classifier = (): LayerGraph =>
  layerGraph([
    sequenceInputLayer(3, { name: "input" }),
    convolution1dLayer(5, 64, { name: "conv", padding: "causal" }),
    additionLayer(2, { name: "add_3" }),
    globalMaxPooling1dLayer({ name: "pool" }),
    fullyConnectedLayer(4, { name: "fc" }),
    softmaxLayer({ name: "softmax" }),
    classificationLayer({ name: "output" }),
  ]);

function messages(lgraph: LayerGraph, options?: ValidateOptions): string[] {
  return validate(lgraph, options).map((issue) => issue.message);
}

function codes(lgraph: LayerGraph, options?: ValidateOptions): string[] {
  return validate(lgraph, options).map((issue) => `${issue.layer ?? "network"}: ${issue.code}`);
}

describe("validate", () => {
  it("has nothing to say about a valid network", () => {
    const lgraph = classifier()
      .addLayers(convolution1dLayer(1, 64, { name: "convSkip" }))
      .connectLayers("input", "convSkip")
      .connectLayers("convSkip", "add_3/in2");
    expect(validate(lgraph)).toEqual([]);
    expect(() => assertValid(lgraph)).not.toThrow();
  });

  it("warns of a softmax over one channel, which is always 1", () => {
    const single = layerGraph([
      sequenceInputLayer(1, { name: "input" }),
      globalMaxPooling1dLayer(),
      softmaxLayer({ name: "softmax" }),
      classificationLayer(),
    ]);
    expect(validate(single)).toEqual([
      {
        code: "suspicious-input",
        severity: "warning",
        layer: "softmax",
        message:
          "Layer 'softmax': the softmax of one channel is 1 whatever goes in, so nothing before it learns. " +
          "Give the layer before it one channel for each class, or use sigmoidLayer.",
      },
    ]);
    expect(() => assertValid(single)).not.toThrow();
  });

  it("tells which input has other channels, and the layer that mends it", () => {
    const [issue, ...others] = validate(classifier().connectLayers("input", "add_3/in2"));
    expect(others).toEqual([]);
    expect(issue).toEqual({
      code: "size-mismatch",
      severity: "error",
      layer: "add_3",
      port: "in2",
      received: "3 channels",
      expected: "64 channels",
      fix: "Put convolution1dLayer(1, 64) between 'input' and 'add_3/in2'.",
      message:
        "additionLayer 'add_3': inputs differ in channels: in1 has 64 (from 'conv'), in2 has 3 (from 'input').\n" +
        "Put convolution1dLayer(1, 64) between 'input' and 'add_3/in2'.",
    } satisfies Issue);
  });

  it("mends the network with the layer that it names", () => {
    const broken = classifier().connectLayers("input", "add_3/in2");
    const mended = broken
      .disconnectLayers("input", "add_3/in2")
      .addLayers(convolution1dLayer(1, 64, { name: "skip" }))
      .connectLayers("input", "skip")
      .connectLayers("skip", "add_3/in2");
    expect(validate(mended)).toEqual([]);
  });

  it("names the layer for inputs without time steps", () => {
    const lgraph = classifier()
      .connectLayers("conv", "add_3/in2")
      .replaceLayer("softmax", [additionLayer(2, { name: "late" }), softmaxLayer()], { reconnectBy: "order" })
      .connectLayers("pool", "late/in2");
    expect(messages(lgraph)).toEqual([
      "additionLayer 'late': inputs differ in channels: in1 has 4 (from 'fc'), in2 has 64 (from 'pool').\n" +
        "Put fullyConnectedLayer(4) between 'pool' and 'late/in2'.",
    ]);
  });

  it("gives both sizes and their sources where inputs differ in more than channels", () => {
    const lgraph = layerGraph([source(2, { name: "input" }), sum(2, { name: "s" }), result({ name: "end" })])
      .addLayers(convolution1dLayer(3, 2, { name: "shorter" }))
      .connectLayers("input", "shorter")
      .connectLayers("shorter", "s/in2");
    expect(validate(lgraph, { targetUsage: "dlnetwork" }).find((issue) => issue.layer === "s")).toMatchObject({
      code: "size-mismatch",
      message: expect.stringContaining(
        "\nInputs to this layer: in1 from 'input': [batch, 2, time] (CBT); in2 from 'shorter': [batch, 2, time-2] (CBT).",
      ),
    });
  });

  it("reports a failed layer once, not what depends on it", () => {
    const lgraph = classifier().connectLayers("input", "add_3/in2");
    expect(codes(lgraph)).toEqual(["add_3: size-mismatch"]);
  });

  it("finds all problems in one pass", () => {
    const lgraph = layerGraph([sequenceInputLayer(3, { name: "input" }), convolution1dLayer(5, 8, { name: "conv" })])
      .addLayers([
        additionLayer(2, { name: "add" }),
        fullyConnectedLayer(2, { name: "fc" }),
        classificationLayer({ name: "out" }),
      ])
      .addLayers([pass({ name: "a" }), pass({ name: "b" })])
      .connectLayers("b", "a");
    expect(codes(lgraph)).toEqual([
      "network: disconnected",
      "network: disconnected",
      "network: cycle",
      "conv: unused-output",
      "conv: too-short",
      "add: missing-input",
      "out: missing-probabilities",
    ]);
  });

  it("asks for an input layer and an output layer", () => {
    const [first, second] = messages(layerGraph(pass({ name: "p" })));
    expect(first).toMatch(
      /^Network: Missing input layer\. The network must have at least one input layer\. Add one of .*sequenceInputLayer/,
    );
    expect(second).toMatch(
      /^Network: Missing output layer\. The network must have an output layer\. Add one of .*classificationLayer/,
    );
  });

  it("takes unused outputs for results where no output layer is wanted", () => {
    const lgraph = layerGraph([source(1, { name: "i" }), pass({ name: "p" })]);
    expect(codes(lgraph)).toEqual(["network: missing-output-layer", "p: unused-output"]);
    expect(codes(lgraph, { targetUsage: "dlnetwork" })).toEqual([]);
  });

  it("refuses output layers in a dlnetwork, whose loss is computed outside", () => {
    const lgraph = layerGraph([source(1, { name: "i" }), pass({ name: "p" }), result({ name: "end" })]);
    expect(messages(lgraph, { targetUsage: "dlnetwork" })).toEqual([
      "Layer 'end': A dlnetwork must not have output layers, but it is a resultLayer: the loss is computed outside the network. " +
        'Remove it with removeLayers(lgraph, "end").',
    ]);
  });

  it("asks a dlnetwork for its inputs too", () => {
    const lgraph = layerGraph([source(1, { name: "i" }), sum(2, { name: "s" })]);
    expect(codes(lgraph, { targetUsage: "dlnetwork" })).toEqual(["s: missing-input"]);
    expect(codes(layerGraph(pass({ name: "p" })), { targetUsage: "dlnetwork" })).toEqual([
      "network: missing-input-layer",
      "p: missing-input",
    ]);
  });

  it("lists missing inputs as MATLAB does", () => {
    const lgraph = layerGraph([source(1, { name: "i" }), sum(3, { name: "s" }), result({ name: "r" })]);
    expect(messages(lgraph)).toEqual([
      "Layer 's': Missing input. Each layer input must be connected to the output of another layer. " +
        "Detected missing inputs: input 'in2', input 'in3'. " +
        'Write connectLayers(lgraph, source, "s/in2"), and so for the others.',
    ]);
  });

  it("lists unused outputs", () => {
    const lgraph = layerGraph([source(1, { name: "i" }), fork({ name: "f" }), result({ name: "r" })]);
    expect(messages(lgraph)).toEqual([
      "Layer 'f': Unused output. Each layer output must be connected to the input of another layer. " +
        "Detected unused outputs: output 'right'. " +
        'Write connectLayers(lgraph, "f/right", destination), or remove the layer.',
    ]);
  });

  it("names the layers of each loop in order", () => {
    const lgraph = layerGraph([sum(2, { name: "a" }), pass({ name: "b" }), fork({ name: "c" })])
      .connectLayers("c/left", "a/in1")
      .addLayers([sum(2, { name: "x" }), pass({ name: "y" })])
      .connectLayers("y", "x/in1")
      .connectLayers("c/right", "x/in2");
    expect(messages(lgraph).filter((m) => m.includes("loop"))).toEqual([
      "Network: The layer graph must be acyclic, but these layers form a loop: 'a' -> 'b' -> 'c' -> 'a'. Disconnect one of these connections.",
      "Network: The layer graph must be acyclic, but these layers form a loop: 'x' -> 'y' -> 'x'. Disconnect one of these connections.",
    ]);
  });

  it("finds a loop of a layer with itself, and both loops that share a layer", () => {
    const own = layerGraph(pass({ name: "p" })).connectLayers("p", "p");
    expect(messages(own).filter((m) => m.includes("loop"))[0]).toContain("'p' -> 'p'");
    const eight = layerGraph([sum(2, { name: "hub" }), fork({ name: "f" })])
      .addLayers(pass({ name: "left" }))
      .addLayers(pass({ name: "right" }))
      .connectLayers("f/left", "left")
      .connectLayers("f/right", "right")
      .connectLayers("left", "hub/in1")
      .connectLayers("right", "hub/in2");
    expect(codes(eight).filter((c) => c.endsWith("cycle"))).toHaveLength(2);
  });

  it("wants one output layer", () => {
    const lgraph = layerGraph([source(1, { name: "i" }), fork({ name: "f" }), result({ name: "r" })])
      .addLayers(result({ name: "q" }))
      .connectLayers("f/right", "q");
    expect(messages(lgraph)).toEqual(["Network: The network has 2 output layers ('r', 'q'), expected one. Keep one of them."]);
  });

  it("misses a softmax layer before classification", () => {
    const lgraph = classifier().removeLayers("softmax").connectLayers("fc", "output").connectLayers("conv", "add_3/in2");
    expect(messages(lgraph)).toEqual([
      "Layer 'output': Missing softmax layer. A classificationLayer expects probabilities, but 'fc' (fullyConnectedLayer) " +
        "does not produce them. Put softmaxLayer() between 'fc' and 'output'.",
    ]);
  });

  it("compares the number of classes with the number of channels", () => {
    const lgraph = classifier()
      .replaceLayer("output", classificationLayer({ name: "output", classes: ["a", "b", "c"] }))
      .connectLayers("conv", "add_3/in2");
    expect(validate(lgraph)).toMatchObject([
      { code: "size-mismatch", layer: "output", received: "4 channels", expected: "3 channels" },
    ]);
  });

  it("tells the smallest minLength that no layer makes empty", () => {
    const chain = (minLength: number): LayerGraph =>
      layerGraph([
        sequenceInputLayer(3, { name: "input", minLength }),
        convolution1dLayer(5, 8, { name: "first" }),
        convolution1dLayer(5, 8, { name: "second", dilationFactor: 4 }),
        globalMaxPooling1dLayer(),
        fullyConnectedLayer(2),
        softmaxLayer(),
        classificationLayer(),
      ]);
    expect(validate(chain(4))).toMatchObject([
      { code: "too-short", layer: "first", received: "minLength 4", expected: "minLength 21" },
    ]);
    expect(codes(chain(20))).toEqual(["second: too-short"]);
    expect(validate(chain(21))).toEqual([]);
  });

  it("reports an option that is not known yet, and judges the rest of the network", () => {
    const unknown = layerWithUnknowns(additionLayer.definition, { name: "add", numInputs: { $unknown: "numInputs" } });
    const lgraph = layerGraph([source(1, { name: "i" }), unknown, result({ name: "r" })])
      .connectLayers("i", "add/in2")
      .addLayers(pass({ name: "lost" }));
    expect(codes(lgraph)).toEqual(["network: disconnected", "add: unknown-value", "lost: missing-input", "lost: unused-output"]);
    expect(messages(lgraph)[1]).toBe(
      "additionLayer 'add': option 'numInputs' is not known yet (numInputs). Give numInputs a value.",
    );
  });

  it("still checks the options that are known", () => {
    const layer = layerWithUnknowns(convolution1dLayer.definition, { filterSize: { $unknown: "k" }, numFilters: -1, name: "c" });
    expect(layer.problems.map((p) => p.code)).toEqual(["invalid-option", "unknown-value"]);
  });

  it("checks values that were given against their sizes", () => {
    const lgraph = layerGraph([source(3, { name: "i" }), scale({ name: "s", weights: [1, 2] }), result()]);
    expect(validate(lgraph)).toMatchObject([{ code: "wrong-size", layer: "s", expected: "size 1×3" }]);
  });

  it("turns any error of a layer's own code into a problem of that layer", () => {
    const broken = defineLayer({
      type: "brokenLayer",
      options: z.object({}),
      predict: () => {
        throw new TypeError("x is not a function");
      },
    });
    const lgraph = layerGraph([source(3, { name: "i" }), broken({ name: "b" }), result()]);
    expect(validate(lgraph)).toMatchObject([
      { code: "layer-failed", layer: "b", message: expect.stringContaining("x is not a function") },
    ]);
  });

  it("refuses learnables that no machine can hold", () => {
    const lgraph = layerGraph([
      sequenceInputLayer(1e9, { name: "i" }),
      convolution1dLayer(1e9, 1e9, { name: "c", padding: "same" }),
      globalMaxPooling1dLayer(),
      softmaxLayer(),
      classificationLayer(),
    ]);
    expect(codes(lgraph)).toEqual(["c: too-large"]);
  });
});

describe("assertValid", () => {
  it("throws one error with all causes, as MATLAB's trainNetwork does", () => {
    const lgraph = classifier().removeLayers("softmax").connectLayers("fc", "output").connectLayers("input", "add_3/in2");
    const error = (() => {
      try {
        assertValid(lgraph);
      } catch (thrown) {
        return thrown as LayerGraphError;
      }
    })();
    expect(error).toBeInstanceOf(LayerGraphError);
    expect(error?.code).toBe("invalid-network");
    expect(error?.issues).toHaveLength(2);
    expect(error?.message).toMatchInlineSnapshot(`
      "Invalid network.
      Caused by:
          Layer 'add_3': inputs differ in channels: in1 has 64 (from 'conv'), in2 has 3 (from 'input').
          Put convolution1dLayer(1, 64) between 'input' and 'add_3/in2'.
          Layer 'output': Missing softmax layer. A classificationLayer expects probabilities, but 'fc' (fullyConnectedLayer) does not produce them. Put softmaxLayer() between 'fc' and 'output'."
    `);
  });
});
