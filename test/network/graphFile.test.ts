import { describe, expect, it } from "vitest";
import * as layers from "../../layers/index.ts";
import { LayerGraphError } from "../../src/errors.ts";
import { inspectGraph, readGraph } from "../../src/network/graphFile.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { validate } from "../../src/network/validate.ts";
import { validateFile } from "../../src/network/validateFile.ts";
import { writeGraph } from "../../src/network/writeGraph.ts";
import * as kinds from "./kinds.ts";

const own = { layers: kinds };

function failure(action: () => unknown): LayerGraphError {
  try {
    action();
  } catch (error) {
    if (error instanceof LayerGraphError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

function file(...content: Record<string, unknown>[]): Record<string, unknown> {
  return { format: "layergraph/2", layers: content, connections: [] };
}

const graph: LayerGraph = layerGraph([
  layers.sequenceInputLayer(3, { name: "input", normalization: "zerocenter" }),
  layers.convolution1dLayer(5, 4, { name: "conv", padding: "causal", weightsInitializer: "he" }),
  kinds.sum(2, { name: "add" }),
  kinds.scale({ name: "scale", weights: { size: [1, 4], data: new Float32Array([1, 2, 3, 4]) } }),
]).connectLayers("conv", "add/in2");

describe("writeGraph and readGraph", () => {
  it("write MATLAB's two tables with the options that were given", () => {
    expect(writeGraph(graph)).toEqual({
      format: "layergraph/2",
      layers: [
        { type: "sequenceInputLayer", name: "input", inputSize: 3, normalization: "zerocenter" },
        { type: "convolution1dLayer", name: "conv", filterSize: 5, numFilters: 4, padding: "causal", weightsInitializer: "he" },
        { type: "custom:sumLayer", name: "add", numInputs: 2 },
        { type: "custom:scaleLayer", name: "scale", weights: { size: [1, 4], data: [1, 2, 3, 4] } },
      ],
      connections: [
        { source: "input", destination: "conv" },
        { source: "conv", destination: "add/in1" },
        { source: "add", destination: "scale" },
        { source: "conv", destination: "add/in2" },
      ],
    });
  });

  it("lose nothing on the way there and back", () => {
    const written = writeGraph(graph);
    const read = readGraph(JSON.stringify(written), own);
    expect(writeGraph(read)).toEqual(written);
    expect(read.connections).toEqual(graph.connections);
    expect(read.layers.map((l) => l.options.padding)).toEqual(graph.layers.map((l) => l.options.padding));
  });

  it("read data as well as text, and a text that starts with a byte order mark", () => {
    expect(readGraph(writeGraph(graph), own).layers).toHaveLength(4);
    expect(readGraph(`\uFEFF${JSON.stringify(writeGraph(graph))}`, own).layers).toHaveLength(4);
  });

  it("keep a value that is not known yet", () => {
    const content = file({ type: "convolution1dLayer", name: "c", filterSize: { $unknown: "k" }, numFilters: 4 });
    const read = readGraph(content);
    expect(writeGraph(read)).toEqual(content);
    expect(validate(read).find((issue) => issue.code === "unknown-value")).toMatchObject({ layer: "c", received: "k" });
  });

  it("keep a layer of unknown type, and its ports, and tell what was meant", () => {
    const content = {
      ...file(
        { type: "reluLayer", name: "r" },
        { type: "convolution1DLayer", name: "c", anything: [1] },
        { type: "custom:mine", name: "m" },
      ),
      connections: [
        { source: "r", destination: "c" },
        { source: "c/extra", destination: "m/in7" },
      ],
    };
    const read = readGraph(content);
    expect(writeGraph(read)).toEqual(content);
    expect(validateFile(content).map((issue) => issue.message)).toEqual([
      "Layer 'r': Missing input. Each layer input must be connected to the output of another layer. Detected missing inputs: input 'in'. " +
        'Write connectLayers(lgraph, source, "r").',
      "Layer 'c': there is no layer type 'convolution1DLayer'. Did you mean 'convolution1dLayer'?",
      "Layer 'm': there is no layer type 'custom:mine'. Pass the module that defines it as an own layer (--layers file.js); own layers known: none.",
    ]);
  });

  it("name layers that have no name in the file", () => {
    const read = readGraph(file({ type: "reluLayer" }, { type: "reluLayer" }, { type: "softmaxLayer" }));
    expect(read.layers.map((layer) => layer.name)).toEqual(["relu_1", "relu_2", "softmax"]);
  });

  it("refuse to write an option that is a function, by name", () => {
    const lgraph = layerGraph(layers.convolution1dLayer(5, 4, { name: "c", weightsInitializer: () => [0] }));
    expect(failure(() => writeGraph(lgraph)).message).toBe(
      "convolution1dLayer 'c': option 'weightsInitializer' is a function, which has no JSON form. Leave 'weightsInitializer' out, or keep the graph as a program.",
    );
    expect(failure(() => writeGraph(layerGraph(kinds.functional({ apply: Math.abs })))).code).toBe("no-json-form");
  });

  it("refuse to write a number that JSON lacks", () => {
    const lgraph = layerGraph(kinds.scale({ name: "s", weights: { size: [1, 1], data: new Float32Array([Number.NaN]) } }));
    expect(failure(() => writeGraph(lgraph)).message).toContain("option 'weights' is NaN");
  });
});

describe("readGraph tells all that is wrong with a file", () => {
  it("in one error", () => {
    const error = failure(() =>
      readGraph(
        {
          format: "layergraph/3",
          layer: [],
          layers: [
            { type: "reluLayer", name: "a" },
            { type: "reluLayer", name: "a" },
            { name: "b" },
            "reluLayer",
            { type: "convolution1dLayer", name: "c", FilterSize: 3, numFilters: "many" },
          ],
          connections: [
            { source: "a", destination: "c" },
            { source: "a", destination: "d" },
            { source: "a", destination: "c" },
            { source: "a", destination: "c/in2" },
            { from: "a", to: "c" },
            7,
          ],
        },
        own,
      ),
    );
    expect(error.message).toMatchInlineSnapshot(`
      "The graph file: there is no key 'layer'; did you mean layers?
      The graph file: received "layergraph/3", expected "format": "layergraph/2".
      layers[2]: received a layer without "type", expected { "type": "…", "name": "…", … } with the options of the layer.
      layers[3]: received a string, expected { "type": "…", "name": "…", … } with the options of the layer.
      layers[1]: received the name 'a', expected another name than that of layers[0]: layer names must be unique.
      connections[1]: Network: there is no layer 'd'. Did you mean 'a'?
      connections[2]: Layer 'c': input 'in' is already connected to 'a', and an input takes one connection. Call disconnectLayers(lgraph, "a", "c") first.
      connections[3]: Layer 'c' has no input 'in2'. Did you mean 'c/in'? Its inputs are 'in'.
      connections[4]: there is no key 'from'; it has source, destination.
      connections[4]: there is no key 'to'; it has source, destination.
      connections[4]: received no "source", expected { "source": "…", "destination": "…" } with the names of layers.
      connections[5]: received 7, expected { "source": "…", "destination": "…" } with the names of layers.
      convolution1dLayer 'c': option 'filterSize' must be a positive whole number, received nothing.
      convolution1dLayer 'c': option 'numFilters' must be a positive whole number, received "many".
      convolution1dLayer 'c': there is no option 'FilterSize'; did you mean filterSize?"
    `);
    expect(error.issues.map((issue) => issue.code)).toMatchInlineSnapshot(`
      [
        "unknown-key",
        "wrong-format",
        "wrong-shape",
        "wrong-shape",
        "duplicate-name",
        "unknown-layer",
        "input-connected",
        "unknown-port",
        "unknown-key",
        "unknown-key",
        "wrong-shape",
        "wrong-shape",
        "invalid-option",
        "invalid-option",
        "unknown-option",
      ]
    `);
  });

  it("naming MATLAB's spelling of an option", () => {
    const read = readGraph(file({ type: "convolution1dLayer", name: "c", FilterSize: 3, numFilters: 4 }));
    expect(read.layers[0].problems.map((p) => p.message)).toContain(
      "convolution1dLayer 'c': there is no option 'FilterSize'; did you mean filterSize?",
    );
  });

  it.each([
    ["", "line 1, column 1: received the end of the text, expected a value"],
    ['{\n  "format": "layergraph/2",\n  "layers": [ }', 'line 3, column 15: received "}", expected a value'],
    ['{"a": 1,}', 'line 1, column 9: received "}", expected a key in double quotes'],
    ["{'a': 1}", 'line 1, column 2: received "\'", expected a key in double quotes'],
    ['{"a" 1}', 'line 1, column 6: received "1", expected ":"'],
    ["[1 2]", 'line 1, column 4: received "2", expected "," or "]"'],
    ["[1, 2", 'line 1, column 6: received the end of the text, expected "," or "]"'],
    ['["a\nb"]', 'line 1, column 4: received "\\n", expected no line break'],
    ['["\\x"]', 'line 1, column 4: received "x", expected one of'],
    ["[01]", 'line 1, column 3: received "1", expected "," or "]"'],
    ["[1.]", 'line 1, column 4: received "]", expected a digit'],
    ["{} {}", 'line 1, column 4: received "{", expected the end of the text'],
    ["nul", 'line 1, column 1: received "n", expected a value'],
  ])("with the place of the first mistake in malformed JSON: %j", (text, expected) => {
    expect(failure(() => readGraph(text)).message).toContain(`The graph file: malformed JSON at ${expected}`);
  });

  it("and validateFile reports no consequences of what could not be read", () => {
    const content = {
      ...writeGraph(graph),
      connections: [
        { source: "input", destination: "conv" },
        { source: "conv", destination: "add/in1" },
        { source: "conv", destination: "add/im2" },
        { source: "add", destination: "scale" },
      ],
    };
    expect(validateFile(content, { ...own, targetUsage: "dlnetwork" }).map((issue) => issue.message)).toEqual([
      expect.stringMatching(/^connections\[2\]: Layer 'add' has no input 'im2'\. Did you mean 'add\/in2'/),
    ]);
  });
});

describe("a hostile file ends in one LayerGraphError", () => {
  const deep = (n: number): string => `${"[".repeat(n)}${"]".repeat(n)}`;
  const cyclic: Record<string, unknown> = file();
  cyclic.layers = [cyclic];
  const cases: [what: string, content: unknown][] = [
    ["a million brackets", deep(1_000_000)],
    ["a million open brackets", "[".repeat(1_000_000)],
    [
      "options nested a million deep",
      `{"format":"layergraph/2","layers":[{"type":"reluLayer","a":${deep(1_000_000)}}],"connections":[]}`,
    ],
    ["itself inside", cyclic],
    ["nothing", null],
    ["a number", 7],
    ["a list", []],
    ["layers that are no list", { format: "layergraph/2", layers: {}, connections: [] }],
    ["prototype keys as layers", { format: "layergraph/2", layers: ["__proto__", null, 1], connections: [null, []] }],
    [
      "prototype names in connections",
      { ...file({ type: "reluLayer", name: "r" }), connections: [{ source: "__proto__", destination: "constructor" }] },
    ],
    [
      "a name of a million letters in a connection",
      { ...file({ type: "reluLayer", name: "r" }), connections: [{ source: "x".repeat(1e6), destination: "r" }] },
    ],
  ];
  it.each(cases)("%s", (_, content) => {
    const error = failure(() => readGraph(content));
    expect(error.message.length).toBeLessThan(2000);
    expect(error.issues.length).toBeGreaterThan(0);
  });

  const odd: [what: string, layer: Record<string, unknown>, code: string][] = [
    ["a type called constructor", { type: "constructor", name: "a" }, "unknown-layer-type"],
    ["a type called __proto__", { type: "__proto__", name: "a" }, "unknown-layer-type"],
    ["a name that is no text", { type: "reluLayer", name: { a: 1 } }, "invalid-name"],
    ["a name with a slash", { type: "reluLayer", name: "a/b" }, "invalid-name"],
    ["an option called __proto__", JSON.parse('{"type":"reluLayer","name":"a","__proto__":1}'), "unknown-option"],
    ["a size of 1e308", { type: "convolution1dLayer", name: "a", filterSize: 1e308, numFilters: 1 }, "invalid-option"],
    ["a billion inputs", { type: "additionLayer", name: "a", numInputs: 1e9 }, "invalid-option"],
    ["a negative size", { type: "additionLayer", name: "a", numInputs: -1 }, "invalid-option"],
  ];
  it.each(odd)("a layer with %s is a problem of that layer", (_, layer, code) => {
    const codes = validateFile(file(layer)).map((issue) => issue.code);
    expect(codes).toContain(code);
  });

  it("a layer called __proto__ is like any other", () => {
    const content = {
      ...file({ type: "reluLayer", name: "__proto__" }, { type: "reluLayer", name: "r" }),
      connections: [{ source: "__proto__", destination: "r" }],
    };
    expect(writeGraph(readGraph(content))).toEqual(content);
    expect(validateFile(content).map((issue) => issue.code)).toEqual([
      "missing-input-layer",
      "missing-output-layer",
      "missing-input",
      "unused-output",
    ]);
  });

  it("ten thousand bad connections are all told, and soon", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({ type: "reluLayer", name: `relu_${i}` }));
    const connections = many.map((_, i) => ({ source: `rely_${i}`, destination: `relu_${i}` }));
    const start = performance.now();
    const { issues } = inspectGraph({ ...file(...many), connections });
    expect(issues).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
