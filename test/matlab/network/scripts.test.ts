import { describe, expect, it } from "vitest";
import type { ScriptRun } from "../../../src/matlab/values/scriptRun.ts";
import { realFile } from "../../data/realFiles.ts";
import { plain, runText } from "../interpret/running.ts";

const ported = (text: string): Promise<ScriptRun> => runText(text, { mode: "port" });
const namesOf = (run: ScriptRun, at = 0): readonly string[] => run.graphs[at].graph.layers.map(({ name }) => name);

const classifier = `layers = [
    sequenceInputLayer(3,'Name','in')
    lstmLayer(8,'OutputMode','last')
    fullyConnectedLayer(4)
    softmaxLayer
    classificationLayer];
`;

describe("arrays of layers in scripts", () => {
  it("are indexed, named, lengthened and cut", async () => {
    const { error, variables, ...run } = await ported(`${classifier}
      layers(2).Name = 'memory';
      layers(end) = [];
      layers(end+1) = classificationLayer('Name',"out");
      n = numel(layers); names = {layers.Name}; k = layers(2).NumHiddenUnits;
      is = isa(layers(3),'nnet.cnn.layer.FullyConnectedLayer'); name = class(layers(3));
      at = find(strcmp({layers.Name},'out'));
      lgraph = layerGraph(layers);
      all = {lgraph.Layers.Name};`);
    expect(error).toBeUndefined();
    expect(namesOf({ ...run, variables })).toEqual(["in", "memory", "fc", "softmax", "out"]);
    const values = Object.fromEntries([...variables].map(([name, value]) => [name, plain(value)]));
    expect(values).toMatchObject({
      n: 5,
      names: ["in", "memory", "", "", "out"],
      k: 8,
      is: 1,
      at: 5,
      all: ["in", "memory", "fc", "softmax", "out"],
    });
    expect(values.name).toBe("nnet.cnn.layer.FullyConnectedLayer");
  });

  it("grow in loops and cells", async () => {
    const run = await ported(`
      layers = featureInputLayer(2,'Name','in'); blocks = {};
      for i = 1:2
        layers = [layers; fullyConnectedLayer(2*i,'Name',"fc"+i)];
        blocks{end+1} = [reluLayer('Name',"r"+i); dropoutLayer(0.1*i,'Name',['d' num2str(i)])];
      end
      layers = [layers; blocks{:}; regressionLayer('Name','out')];
      lgraph = layerGraph(layers);`);
    expect(run.error).toBeUndefined();
    expect(namesOf(run)).toEqual(["in", "fc1", "fc2", "r1", "d1", "r2", "d2", "out"]);
  });
});

describe("layer graphs in scripts", () => {
  it("are edited by functions and methods", async () => {
    const run = await ported(`
      lgraph = layerGraph([featureInputLayer(4,'Name','in'), fullyConnectedLayer(4,'Name','a b+c|1')]);
      lgraph = lgraph.addLayers(additionLayer(2,'Name','add')).connectLayers('a b+c|1','add/in1');
      lgraph = connectLayers(lgraph,"in","add/in2");
      lgraph = replaceLayer(lgraph,'add',multiplicationLayer(2,'Name','mul'),'ReconnectBy','order');
      c = lgraph.Connections; n = height(c); s = c.Source{3}; one = c(2,"Destination").Variables;
      both = [c; lgraph.Connections]; h = height(both);
      lgraph = disconnectLayers(lgraph,'in','mul/in2');`);
    expect(run.error).toBeUndefined();
    expect(run.graphs[0].graph.connections).toEqual([
      { source: "in", destination: "a b+c|1" },
      { source: "a b+c|1", destination: "mul/in1" },
    ]);
    expect(["n", "s", "one", "h"].map((name) => plain(run.variables.get(name)))).toEqual([3, "in", ["mul/in1"], 6]);
  });

  it("keep unknown options, told by their names", async () => {
    const run = await ported(`XTrain = load('missing.mat').X; numFeatures = size(XTrain{1},1);
      layers = [sequenceInputLayer(numFeatures); fullyConnectedLayer(2*numFeatures); regressionLayer];
      lgraph = layerGraph(layers);`);
    const [input, fc] = run.graphs[0].graph.layers;
    expect(input.given).toEqual({ inputSize: { $unknown: "numFeatures" } });
    expect(fc.given).toEqual({ outputSize: { $unknown: "2*numFeatures" } });
  });

  it("are refused where MATLAB refuses them, at the line", async () => {
    const refused = async (text: string): Promise<string> => (await ported(text)).error?.message ?? "";
    const start = "lgraph = layerGraph([featureInputLayer(3,'Name','in'); reluLayer('Name','r')]);\n";
    expect(await refused(`${start}lgraph = connectLayers(lgraph,'in','r');`)).toMatch(/already connected/);
    expect(await refused(`${start}lgraph = connectLayers(lgraph,'in','rr');`)).toMatch(/there is no layer 'rr'/);
    expect(await refused(`${start}lgraph = connectLayers(lgraph,'in','r/in2');`)).toMatch(/has no input 'in2'/);
    expect(await refused(`${start}lgraph = addLayers(lgraph,reluLayer('Name','r'));`)).toMatch(/must be unique/);
    expect(await refused(`${start}lgraph.Layers(1) = reluLayer;`)).toMatch(/read-only property 'Layers'/);
    expect(await refused(`${classifier}net = dlnetwork(layers);`)).toMatch(/must not have any output layers/);
    expect(await refused(`${classifier}layers(2) = 5;`)).toMatch(/must be a layer/);
  });
});

describe("training in scripts", () => {
  it("records options and the network that counts", async () => {
    const run = await ported(`${classifier}
      other = [featureInputLayer(3); regressionLayer];
      options = trainingOptions('adam','MaxEpochs',5,'Plots','training-progress');
      options.MiniBatchSize = 7;
      if options.MaxEpochs == 5, options.MaxEpochs = 6; end
      [net,info] = trainNetwork(XTrain,YTrain,layers,options);
      YPred = classify(net,XTest);
      accuracy = sum(YPred == YTest)/numel(YTest);
      again = layerGraph(net);`);
    expect(run.error).toBeUndefined();
    expect(run.graphs[0]).toMatchObject({ trained: true, name: "layers" });
    expect(plain(run.variables.get("accuracy"))).toMatch(/^\?/);
    expect(run.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(["l2-default", "padding"]));
  });

  it("is done where the script is run", async () => {
    const printed: string[] = [];
    const run = await runText(
      `X = {}; Y = [];
      for i = 1:12
        s = mod(i,2); X{i,1} = (2*s-1)*[1:5; 2:6]/5; Y(i,1) = s;
      end
      layers = [sequenceInputLayer(2); lstmLayer(6,OutputMode="last"); fullyConnectedLayer(1); regressionLayer];
      stopped = 0;
      options = trainingOptions("adam",MaxEpochs=40,InitialLearnRate=0.02,MiniBatchSize=6,Verbose=false,ValidationData={X,Y},OutputFcn=@(info) info.Iteration >= 60);
      [net,info] = trainNetwork(X,Y,layers,options);
      P = predict(net,X); error = max(abs(double(P) - Y)); n = numel(info.TrainingLoss);
      first = net.Layers(2).InputWeights; rows = size(first);`,
      { print: (text) => printed.push(text) },
    );
    expect(run.error).toBeUndefined();
    expect(plain(run.variables.get("error"))).toBeLessThan(0.2);
    expect(plain(run.variables.get("n"))).toBe(60);
    expect(plain(run.variables.get("rows"))).toEqual([24, 2]);
  });
});

describe("tables in scripts", () => {
  it("are trained on and predicted from", async () => {
    const run = await runText(`x = (1:20)'/20; label = categorical(x > 0.5,[false true],["low" "high"]);
      tbl = table(x,1-x,label,'VariableNames',{'a','b','kind'});
      layers = [featureInputLayer(2); fullyConnectedLayer(2); softmaxLayer; classificationLayer];
      options = trainingOptions('adam','MaxEpochs',60,'InitialLearnRate',0.1,'Verbose',false);
      net = trainNetwork(tbl,'kind',layers,options);
      Y = classify(net,tbl); accuracy = mean(Y == tbl.kind); names = categories(Y);`);
    expect(run.error).toBeUndefined();
    expect(plain(run.variables.get("accuracy"))).toBeGreaterThan(0.9);
    expect(plain(run.variables.get("names"))).toEqual(["low", "high"]);
  });
});

const saved = realFile("matlab/tcn-dagnetwork.mat");

describe.skipIf(!saved.present)(`networks of files${saved.note}`, () => {
  it("are loaded as networks, whose layers have their values", async () => {
    const run = await runText(
      `s = load('tcn-dagnetwork.mat'); names = fieldnames(s); net = s.(names{1});
      n = numel(net.Layers); kind = class(net); w = size(net.Layers(2).Weights); lgraph = layerGraph(net);`,
      { data: [saved.path], mode: "port" },
    );
    expect(run.error).toBeUndefined();
    expect(["n", "kind"].map((name) => plain(run.variables.get(name)))).toEqual([37, "DAGNetwork"]);
    expect(run.graphs[0].graph.layers).toHaveLength(37);
  });
});
