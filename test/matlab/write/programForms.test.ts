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
});
