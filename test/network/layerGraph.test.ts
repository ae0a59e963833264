import { describe, expect, it } from "vitest";
import { LayerGraphError } from "../../src/errors.ts";
import { analyze } from "../../src/network/analyze.ts";
import { addLayers, connectLayers, disconnectLayers, removeLayers, replaceLayer } from "../../src/network/edits.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { validate } from "../../src/network/validate.ts";
import { fork, pass, source, split, sum } from "./kinds.ts";

function names(lgraph: LayerGraph): string[] {
  return lgraph.layers.map((layer) => layer.name);
}

function rows(lgraph: LayerGraph): string[] {
  return lgraph.connections.map((row) => `${row.source} -> ${row.destination}`);
}

function message(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof LayerGraphError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "nothing was thrown";
}

const chain = layerGraph([source(3, { name: "input" }), pass({ name: "a" }), sum(2, { name: "add" })]);

describe("layerGraph", () => {
  it("is empty without layers", () => {
    expect(layerGraph().layers).toEqual([]);
    expect(layerGraph().connections).toEqual([]);
  });

  it("connects a list of layers one after the other", () => {
    expect(names(chain)).toEqual(["input", "a", "add"]);
    expect(rows(chain)).toEqual(["input -> a", "a -> add/in1"]);
  });

  it("joins lists within lists", () => {
    expect(names(layerGraph([[pass({ name: "a" })], pass({ name: "b" }), [[pass({ name: "c" })]]]))).toEqual(["a", "b", "c"]);
  });

  it("takes one layer without a list", () => {
    expect(names(layerGraph(pass({ name: "a" })))).toEqual(["a"]);
  });

  it("lists its input layers", () => {
    expect(chain.inputNames).toEqual(["input"]);
    expect(chain.outputNames).toEqual([]);
  });

  it("prints the layers and the connections as MATLAB does", () => {
    expect(chain.toString()).toMatchInlineSnapshot(`
      "3×1 Layer array with layers:

          1   'input'   Source   Source
          2   'a'       Pass     Pass
          3   'add'     Sum      Sum

      2×2 table

          Source      Destination
          _________   ___________

          {'input'}   {'a'}
          {'a'}       {'add/in1'}"
    `);
  });
});

describe("edits", () => {
  it("return new graphs and leave the old ones as they are", () => {
    const more = chain.addLayers(pass({ name: "b" })).connectLayers("input", "add/in2");
    expect(names(chain)).toEqual(["input", "a", "add"]);
    expect(rows(chain)).toHaveLength(2);
    expect(names(more)).toEqual(["input", "a", "add", "b"]);
    expect(rows(more)).toEqual(["input -> a", "a -> add/in1", "input -> add/in2"]);
    expect(rows(chain.connectLayers("a", "add/in2"))).toEqual(["input -> a", "a -> add/in1", "a -> add/in2"]);
  });

  it("do the same as functions and as methods", () => {
    const byFunctions = connectLayers(addLayers(chain, fork({ name: "f" })), "add", "f");
    const byMethods = chain.addLayers(fork({ name: "f" })).connectLayers("add", "f");
    expect(rows(byFunctions)).toEqual(rows(byMethods));
    expect(rows(disconnectLayers(byFunctions, "add", "f"))).toEqual(rows(chain));
    expect(names(removeLayers(byFunctions, "f"))).toEqual(names(chain));
    expect(names(replaceLayer(byFunctions, "a", pass({ name: "z" })))).toEqual(["input", "z", "add", "f"]);
  });

  it("name the port of a source with several outputs", () => {
    const graph = layerGraph([source(1, { name: "i" }), fork({ name: "f" }), pass({ name: "p" })]);
    expect(rows(graph)).toEqual(["i -> f", "f/left -> p"]);
    expect(rows(graph.addLayers(pass({ name: "q" })).connectLayers("f/right", "q")).at(-1)).toBe("f/right -> q");
  });

  it("remove layers with all that was connected to them, and reconnect nothing", () => {
    const without = chain.removeLayers(["a"]);
    expect(names(without)).toEqual(["input", "add"]);
    expect(rows(without)).toEqual([]);
  });
});

describe("replaceLayer", () => {
  const graph = layerGraph([source(1, { name: "i" }), fork({ name: "f" }), sum(2, { name: "s" })]).connectLayers(
    "f/right",
    "s/in2",
  );

  it("puts a chain in place of a layer and keeps the order of layers and connections", () => {
    const replaced = chain.replaceLayer("a", [pass({ name: "x" }), pass({ name: "y" })]);
    expect(names(replaced)).toEqual(["input", "x", "y", "add"]);
    expect(rows(replaced)).toEqual(["input -> x", "y -> add/in1", "x -> y"]);
  });

  it("lets the new layer have the old one's name", () => {
    expect(names(chain.replaceLayer("a", pass({ name: "a" })))).toEqual(["input", "a", "add"]);
  });

  it("reconnects ports by name", () => {
    expect(rows(graph.replaceLayer("s", sum(3, { name: "t" })))).toEqual(["i -> f", "f/left -> t/in1", "f/right -> t/in2"]);
  });

  it("reconnects ports by order where asked to", () => {
    const replaced = graph.replaceLayer("f", split({ name: "t" }), { reconnectBy: "order" });
    expect(rows(replaced)).toEqual(["i -> t", "t/first -> s/in1", "t/second -> s/in2"]);
    expect(message(() => graph.replaceLayer("f", split({ name: "t" })))).toMatch(
      /^cannot-reconnect: .*Pass { reconnectBy: "order" }/,
    );
  });

  it("refuses a layer that lacks a port that is connected", () => {
    expect(message(() => graph.replaceLayer("f", pass({ name: "t" })))).toMatchInlineSnapshot(
      `"cannot-reconnect: replaceLayer 'f': output 'left' is connected, but passLayer 't' has the outputs 'out', none for it by name. Disconnect it with disconnectLayers first."`,
    );
  });

  it("keeps the order through sixty replacements of replacements", () => {
    let nested = layerGraph([pass({ name: "first" }), pass({ name: "0" }), pass({ name: "last" })]);
    for (let i = 1; i <= 60; i++)
      nested = nested.replaceLayer(String(i - 1), [pass({ name: `before${i}` }), pass({ name: String(i) })]);
    const expected = ["first", ...Array.from({ length: 60 }, (_, i) => `before${i + 1}`), "60", "last"];
    expect(names(nested)).toEqual(expected);
    expect(names(nested.addLayers(pass({ name: "end" }))).at(-1)).toBe("end");
  });
});

describe("a wrong edit says at once what is wrong and what there is", () => {
  const cases: [what: string, action: () => unknown][] = [
    ["an unknown source", () => connectLayers(chain, "imput", "add/in2")],
    ["an unknown destination", () => connectLayers(chain, "input", "xyz")],
    ["an unknown port", () => connectLayers(chain, "input", "add/in3")],
    ["several inputs and no port", () => connectLayers(chain, "input", "add")],
    ["several outputs and no port", () => chain.addLayers(fork({ name: "f" })).connectLayers("f", "add/in2")],
    ["an input layer as destination", () => connectLayers(chain, "a", "input")],
    ["an input that is taken", () => connectLayers(chain, "input", "add/in1")],
    ["a name that is taken", () => addLayers(chain, pass({ name: "a" }))],
    ["a name that is given twice", () => addLayers(chain, [pass({ name: "b" }), pass({ name: "b" })])],
    ["an input layer after another layer", () => layerGraph([pass(), source(1, { name: "i" })])],
    ["a connection to take away that is not there", () => disconnectLayers(chain, "input", "add/in1")],
    ["a layer to remove that is not there", () => removeLayers(chain, ["addd"])],
    ["a function that was not called", () => addLayers(chain, [pass as never])],
    ["no layer graph", () => addLayers([] as never, [])],
    ["a name to remove that is no text", () => removeLayers(chain, 5 as never)],
    ["a name to replace that is no text", () => replaceLayer(chain, undefined as never, pass())],
    ["an end of a connection that is no text", () => connectLayers(chain, Symbol("x") as never, "add/in2")],
    ["a list to validate", () => validate([pass()] as never)],
    ["nothing to analyze", () => analyze(undefined as never)],
    ["a way to reconnect that does not exist", () => replaceLayer(chain, "a", pass(), { reconnectBy: "size" as never })],
  ];
  it.each(cases)("%s", (_, action) => {
    expect(message(action)).toMatchSnapshot();
  });
});
