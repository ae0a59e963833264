import { describe, expect, it } from "vitest";
import { program } from "./program.ts";

describe("TypeScript of values that options take", () => {
  it("declares a list that must have two numbers so", async () => {
    const text = await program(`h = 5;
window = [1 h];
lgraph = layerGraph([imageInputLayer([8 40 1]); convolution2dLayer(window,4,'Stride',window); maxPooling2dLayer(window)]);`);
    expect(text).toContain("const window: [number, number] = [1, h];");
    expect(text).toContain("convolution2dLayer(window, 4, { stride: window })");
  });

  it("declares such a variable so where conditions give it its values", async () => {
    const text = await program(`layers = imageInputLayer([8 40 1],'Name','in');
for k = 1:2
    if k == 1
        window = [3 1];
    else
        window = [1 5];
    end
    layers = [layers; convolution2dLayer(window,4,'Padding','same','Name',"c"+k)];
end
lgraph = layerGraph(layers);`);
    expect(text).toContain("let window!: [number, number];");
  });

  it("says of other lists that they have two numbers", async () => {
    const text = await program(
      `cfg.window = [3 2];
sizes = {[1 3],[3 1]};
layers = [imageInputLayer([8 40 1],'Name','in'); maxPooling2dLayer(cfg.window,'Name','pool'); square([2 2])];
for k = 1:numel(sizes)
    layers = [layers; convolution2dLayer(sizes{k},4,'Padding','same','Name',"c"+k)];
end
lgraph = layerGraph(layers);
function layer = square(window)
    layer = averagePooling2dLayer(window,'Name','mean');
end`,
    );
    expect(text).toContain("maxPooling2dLayer(cfg.window as [number, number], {");
    expect(text).toContain("convolution2dLayer(sizes[k - 1] as [number, number], 4, {");
    expect(text).toContain("averagePooling2dLayer(window as [number, number], {");
  });

  it("takes lists that are not known as parameters of what the options are", async () => {
    const text = await program(`labels = readtable('labels.csv');
names = labels.Name;
weights = 1./labels.Count;
lgraph = layerGraph([imageInputLayer([8 8 3]); convolution2dLayer(1,2); softmaxLayer; ...
    pixelClassificationLayer('Classes',names,'ClassWeights',weights)]);`);
    expect(text).toContain("export function build({ weights, names }: { weights: number[]; names: string[] }): LayerGraph {");
    expect(text).toContain("pixelClassificationLayer({ classes: names, classWeights: weights })");
  });

  it("keeps the choice of an option that else takes a list", async () => {
    const text = await program(
      `lgraph = layerGraph([featureInputLayer(3); fullyConnectedLayer(2); softmaxLayer; classificationLayer('Classes','auto')]);`,
    );
    expect(text).toContain('classificationLayer({ classes: "auto" })');
  });
});

describe("TypeScript of a script that trains", () => {
  it("trains with the options of a loop and a loss by its name", async () => {
    const text = await program(`load measured
layers = [featureInputLayer(3); fullyConnectedLayer(2)];
for rate = [0.1 0.01]
    settings = trainingOptions("sgdm",InitialLearnRate=rate);
    try
        net = trainnet(X,T,layers,"mse",settings);
    catch problem
        rethrow(problem)
    end
end`);
    expect(text).toContain("let settings!: TrainingOptions;\nfor (const rate of [0.1, 0.01]) {");
    expect(text).toContain('return trainnet(predictors, responses, lgraph, "mse", settings);');
  });

  it("writes no options where the loss has no form", async () => {
    const text = await program(`load measured
layers = [featureInputLayer(3); fullyConnectedLayer(2)];
settings = trainingOptions("sgdm");
net = trainnet(X,T,layers,@(Y,T) mean((Y-T).^2,'all'),settings);`);
    expect(text).toContain("// The script trains with a loss of its own, which has no form here.");
    expect(text).not.toContain("settings");
  });

  it("leaves steps of training out, which change no graph", async () => {
    const text =
      await program(`net = dlnetwork([featureInputLayer(1); fullyConnectedLayer(8); tanhLayer; fullyConnectedLayer(1)]);
net = dlupdate(@double,net);
x = dlarray(linspace(0,1,16),'CB');
first = []; second = [];
for step = 1:3
    [loss,slope] = dlfeval(@distance,net,x);
    [net,first,second] = adamupdate(net,slope,first,second,step);
end
function [loss,slope] = distance(net,x)
    loss = mse(forward(net,x),x);
    slope = dlgradient(loss,net.Learnables);
end`);
    expect(text).toMatch(/^const net = dlnetwork\(\[[\s\S]*\], \{ initialize: false \}\);\n\nexport default net\.graph;\n$/);
  });

  it("has the network of a step of training under its other name", async () => {
    const text = await program(`before = dlnetwork([featureInputLayer(1); fullyConnectedLayer(8)]);
after = dlupdate(@double,before);`);
    expect(text).toContain("const after = before;");
  });
});

describe("TypeScript of functions of several results", () => {
  it("keeps a function inside of another that calls itself", async () => {
    const text = await program(
      `function lgraph = stages()
widths = [8 16];
lgraph = layerGraph(imageInputLayer([8 8 3],'Name','in'));
[lgraph,last] = stage(lgraph,1,'in');
lgraph = addLayers(lgraph,fullyConnectedLayer(3,'Name','fc'));
lgraph = connectLayers(lgraph,last,'fc');
    function [lgraph,last] = stage(lgraph,s,from)
        if s > numel(widths), last = from; return, end
        name = sprintf('c%d',s);
        lgraph = addLayers(lgraph,convolution2dLayer(3,widths(s),'Name',name));
        lgraph = connectLayers(lgraph,from,name);
        [lgraph,last] = stage(lgraph,s+1,name);
    end
end`,
      {},
      "stages()",
    );
    expect(text).toContain('[lgraph, last] = stage(lgraph, 1, "in");');
    expect(text).toContain("[lgraph, last] = stage(lgraph, s + 1, name);");
  });

  it("leaves out a result that nobody asked for", async () => {
    const text = await program(
      `function [net,info] = counted(n)
net = dlnetwork([featureInputLayer(n); fullyConnectedLayer(3)]);
if nargout > 1
    info.count = numel(net.Layers);
end`,
      {},
      "counted(4)",
    );
    expect(text).toContain("export default counted(4).graph;");
    expect(text).toContain("function counted(n: number): DlNetwork {");
  });

  it("calls each function of a list", async () => {
    const text = await program(`makers = {@() reluLayer, @() dropoutLayer(0.2)};
made = cellfun(@(make) make(),makers,UniformOutput=false);
lgraph = layerGraph([featureInputLayer(3); made{1}; made{2}; fullyConnectedLayer(2)]);`);
    expect(text).toContain("const made = makers.map((make) => make());");
  });

  it("has a global variable as the value that it has in a function", async () => {
    const text = await program(`global size
size = 6;
lgraph = layerGraph([featureInputLayer(2); wide(); wide()]);
function layer = wide()
    global size
    layer = fullyConnectedLayer(2*size);
end`);
    expect(text).toContain("const size = 6; // MATLAB: global size\n  return fullyConnectedLayer(2 * size);");
  });
});

describe("TypeScript of variables of a loop", () => {
  it("has another variable where each pass gives one a value of another kind", async () => {
    const text = await program(`for copy = 1:2
    net = layerGraph();
    net = addLayers(net,[featureInputLayer(3,'Name','a'); fullyConnectedLayer(3)]);
    net = dlnetwork(net);
end`);
    expect(text).toBe(`let net2!: DlNetwork;
for (let copy = 1; copy <= 2; copy++) {
  let net = layerGraph();
  net = addLayers(net, [
    featureInputLayer(3, { name: "a" }),
    fullyConnectedLayer(3),
  ]);
  net2 = dlnetwork(net, { initialize: false });
}

export default net2.graph;
`);
  });

  it("has them one after the other in loops behind each other", async () => {
    const text = await program(`for copy = 1:2
    net = layerGraph([featureInputLayer(3,'Name','a'); fullyConnectedLayer(copy)]);
    net = dlnetwork(net);
end
disp(numel(net.Layers));
other = addLayers(net,reluLayer('Name','r'));
other = connectLayers(other,net.Layers(end).Name,'r');`);
    expect(text).toContain("let other = addLayers(net2, reluLayer");
  });
});

describe("TypeScript of structs and texts", () => {
  it("makes a struct of each element of a list", async () => {
    const text = await program(`widths = [8 16];
stages = struct('width',num2cell(widths),'depth',num2cell(2*widths),'kind','plain');
lgraph = layerGraph([featureInputLayer(3); fullyConnectedLayer(stages(2).width); fullyConnectedLayer(stages(1).depth)]);`);
    expect(text).toContain(
      'const stages = widths.map((width, k) => ({ width, depth: widths.map((value) => 2 * value)[k], kind: "plain" }));',
    );
  });

  it("sets fields by names that are computed", async () => {
    const text = await program(
      `function lgraph = chosen(varargin)
given = struct('filters',32,'window',3,'mode','same');
for q = 1:2:numel(varargin)
    name = lower(varargin{q});
    if isfield(given,name)
        given.(name) = varargin{q+1};
    end
    disp(given.(name));
end
for key = ["window" "filters"]
    total = 2*given.(key);
end
lgraph = layerGraph([sequenceInputLayer(3); convolution1dLayer(given.window,given.filters,'Padding',given.mode); fullyConnectedLayer(total)]);
end`,
      {},
      "chosen('Filters',16)",
    );
    expect(text).toContain("if (name in given) {");
    expect(text).toContain("given[name as keyof typeof given] = varargin[q] as never;");
    expect(text).toContain("total = 2 * (given[key as keyof typeof given] as number);");
  });

  it("makes texts with compose and join", async () => {
    const text = await program(`layers = featureInputLayer(3,'Name','in');
for i = 1:2
    layers = [layers; fullyConnectedLayer(4,'Name',compose("fc%d_%d",i,1)); reluLayer('Name',join(["relu",i],"-"))];
end
parts = ["out",numel(layers)];
lgraph = layerGraph([layers; tanhLayer('Name',join(parts,"_"))]);`);
    expect(text).toContain("fullyConnectedLayer(4, { name: `fc$" + "{i}_1` }), reluLayer({ name: `relu-$" + "{i}` })");
    expect(text).toContain('const parts = ["out", String(layers.length)];');
  });

  it("counts from the end of a list", async () => {
    const text =
      await program(`layers = [featureInputLayer(3,'Name','in'); reluLayer('Name','r'); fullyConnectedLayer(2,'Name','fc')];
lgraph = layerGraph(layers);
lgraph = addLayers(lgraph,tanhLayer('Name','t'));
lgraph = connectLayers(lgraph,layers(end-1).Name,'t');`);
    expect(text).toContain('connectLayers(lgraph, layers[layers.length - 2].name, "t")');
  });
});
