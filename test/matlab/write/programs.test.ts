import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type PortedScript, portScript } from "../../../src/matlab/portScript.ts";
import { readExpectation } from "../expectedScript.ts";
import { program } from "./program.ts";

/** What a script of the corpus is ported to. */
function blind(name: string): Promise<PortedScript> {
  const at = fileURLToPath(new URL(`../scripts/blind/${name}`, import.meta.url));
  const { set, call } = readExpectation(at);
  return portScript({ path: join(at, "script.m"), set, ...(call !== undefined && { call }) });
}

describe("TypeScript of a statement that has no form", () => {
  it("is the value that it had, with the line behind it, and the rest stays a program", async () => {
    const text = await program(`widths = circshift([4 8 2],1);
layers = featureInputLayer(3,'Name','in');
for k = 1:numel(widths)
    layers = [layers; fullyConnectedLayer(widths(k),'Name',"fc"+k)];
end
lgraph = layerGraph(layers);`);
    expect(text).toBe(`const widths = [2, 4, 8]; // MATLAB: circshift([4 8 2],1)
const layers = [featureInputLayer(3, { name: "in" })];
for (let k = 1; k <= widths.length; k++) {
  layers.push(fullyConnectedLayer(widths[k - 1], { name: \`fc\${k}\` }));
}
const lgraph = layerGraph(layers);

export default lgraph;
`);
  });

  it("is the variable as it was after a part of it was changed", async () => {
    const text = await program(`x = [5 6 7];
x(x == 6) = [];
cfg(1).n = 2;
cfg(2).n = 4;
lgraph = layerGraph([featureInputLayer(x(2)); fullyConnectedLayer(cfg(2).n)]);`);
    expect(text).toContain("const x = [5, 7]; // MATLAB: x(x == 6) = [];");
    expect(text).toContain("const cfg = [{ n: 2 }, { n: 4 }]; // MATLAB: cfg(2).n = 4;");
    expect(text).toContain("fullyConnectedLayer(cfg[1].n)");
  });

  it("tells the reason where it makes layers, which then stand one by one", async () => {
    const { form, reason, typescript } = await blind("config-map-eval");
    expect([form, reason]).toEqual(["list", "line 20, newLayer: the function newLayer"]);
    expect(typescript).toContain('gruLayer(40, { outputMode: "sequence", name: "rnn_1" })');
  });
});

describe("TypeScript of data of MATLAB's", () => {
  it("has a table as an object of its columns", async () => {
    const { form, typescript } = await blind("mobilenet-table");
    expect(form).toBe("program");
    expect(typescript).toContain(
      "const T = { t: [1, 6, 6], c: [8, 12, 16], n: [1, 2, 1], s: [1, 2, 2] }; // MATLAB: array2table(",
    );
    expect(typescript).toContain("const n = T.n[r - 1];");
  });

  it("has a map as a Map, whose keys come in order", async () => {
    const text = await program(`m = containers.Map({'b','a'},[8 4]);
layers = featureInputLayer(2,'Name','in');
for key = m.keys
    layers = [layers; fullyConnectedLayer(m(key{1}),'Name',key{1})];
end
lgraph = layerGraph(layers);`);
    expect(text).toContain('const m = new Map<string, number>([["b", 8], ["a", 4]]);');
    expect(text).toContain("for (const key of [...m.keys()].toSorted()) {");
    expect(text).toContain("fullyConnectedLayer(m.get(key)!, { name: key })");
  });

  it("has struct arrays as lists of objects, and cells of several kinds with the kind that is read", async () => {
    const text = await program(`s = struct('name',{'a','b'},'n',{3,5});
kinds = {'fc',7;'last',9};
layers = featureInputLayer(2,'Name','in');
for k = 1:numel(s)
    layers = [layers; fullyConnectedLayer(s(k).n,'Name',s(k).name)];
end
layers = [layers; fullyConnectedLayer(kinds{2,2},'Name',kinds{2,1})];
lgraph = layerGraph(layers);`);
    expect(text).toContain('const s = [\n  { name: "a", n: 3 },\n  { name: "b", n: 5 },\n];');
    expect(text).toContain("fullyConnectedLayer(s[k - 1].n, { name: s[k - 1].name })");
    expect(text).toContain("fullyConnectedLayer(kinds[1][1] as number, { name: kinds[1][0] as string })");
  });

  it("copies an array that is in two places before one of them changes", async () => {
    const text = await program(`base = [featureInputLayer(2,'Name','in'); reluLayer('Name','r')];
one = base;
one = [one; fullyConnectedLayer(3,'Name','fc')];
base = [base; tanhLayer('Name','t')];
lgraph = layerGraph(one);
lgraph = addLayers(lgraph,base(end));`);
    expect(text).toContain("const one = [...base];");
  });

  it("gives options in a cell by name", async () => {
    const text = await program(`n = 4;
args = {'Padding','same','Name',"c"+n};
lgraph = layerGraph([imageInputLayer([8 8 1]); convolution2dLayer(3,n,args{:})]);`);
    expect(text).toContain(`convolution2dLayer(3, n, { padding: "same", name: \`c\${n}\` })`);
  });

  it("has another variable where one gets a value of another kind", async () => {
    const text = await program(`net = layerGraph(featureInputLayer(2,'Name','in'));
net = addLayers(net,reluLayer('Name','r'));
net = connectLayers(net,'in','r');
net = dlnetwork(net);`);
    expect(text).toContain("const net2 = dlnetwork(net");
    expect(text).toContain("export default net2.graph;");
  });
});

describe("TypeScript of functions and classes", () => {
  it("calls a function file as it was asked to", async () => {
    const text = await program(
      `function layers = grown(n,varargin)
widths = [2 4];
for k = 1:2:numel(varargin)
    switch varargin{k}
        case 'Widths', widths = varargin{k+1};
    end
end
layers = featureInputLayer(n,'Name','in');
for w = widths, layers = [layers; fullyConnectedLayer(w,'Name',"fc"+w)]; end
end`,
      {},
      "grown(3,'Widths',[6 8])",
    );
    expect(text).toContain('export default layerGraph(grown(3, "Widths", [6, 8]));');
    expect(text).toContain("function grown(n: number, ...varargin: unknown[]): Layer[] {");
    expect(text).toContain("widths = varargin[k] as number[];");
  });

  it("keeps functions inside of functions, which share variables", async () => {
    const { form, typescript } = await blind("nested-function-builder");
    expect(form).toBe("program");
    expect(typescript).toMatch(/ {2}function block\(n: number\): void \{\n[\s\S]*lgraph = addLayers\(lgraph, L\);/);
    expect(typescript).toContain("block(opts.Filters[b - 1]);");
  });

  it("writes a handle class as a class whose objects change", async () => {
    const { form, typescript } = await blind("handle-class-builder");
    expect(form).toBe("program");
    expect(typescript).toContain("b.stage(16).side(3);");
    expect(typescript).toContain(`  get Prefix(): string {\n    return \`s\${this.Level}_\`;\n  }`);
    expect(typescript!.indexOf("class GraphBuilder")).toBeLessThan(typescript!.indexOf("new GraphBuilder"));
  });

  it("writes a value class as a class whose methods change a copy", async () => {
    const text = await program(
      `c = Chain(2);\nd = c.add(3);\nlgraph = layerGraph([d.List; c.List(1)]);`.replace("; c.List(1)", ""),
      {
        "Chain.m": `classdef Chain
    properties
        List
    end
    methods
        function obj = Chain(n)
            obj.List = featureInputLayer(n,'Name','in');
        end
        function obj = add(obj,n)
            obj.List = [obj.List; fullyConnectedLayer(n,'Name','fc')];
        end
    end
end`,
      },
    );
    expect(text).toContain("const d = c.add(3);");
    expect(text).toContain("const obj: Chain = Object.assign(Object.create(Chain.prototype), this);");
  });

  it("takes functions of layers as MATLAB has them", async () => {
    const text = await program(`gain = 3;
lgraph = layerGraph([featureInputLayer(2,'Name','in'); functionLayer(@(x) gain*x,'Name','f'); functionLayer(@half,'Name','g')]);
function y = half(x)
    y = x/2;
end`);
    expect(text).toContain('functionLayer(matlabFunction("@(x) gain*x", { values: { gain } }), { name: "f" })');
    expect(text).toContain("functionLayer(matlabFunction(`@half\n");
  });

  it("maps functions over lists", async () => {
    const text = await program(`ks = [3 5];
convs = arrayfun(@(k) convolution1dLayer(k,4,'Padding','same','Name',"c"+k),ks,'UniformOutput',false);
lgraph = layerGraph(sequenceInputLayer(2,'Name','in'));
for k = 1:2
    lgraph = addLayers(lgraph,convs{k});
    lgraph = connectLayers(lgraph,'in',convs{k}.Name);
end`);
    expect(text).toContain(`const convs = ks.map((k) => convolution1dLayer(k, 4, { padding: "same", name: \`c\${k}\` }));`);
  });
});
