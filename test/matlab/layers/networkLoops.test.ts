import { describe, expect, it } from "vitest";
import { plainOf } from "./arrays.ts";
import { ran } from "./classes.ts";

/** What a script gives that is run: numbers by the name of the variable. */
async function numbersOf(script: string): Promise<(name: string) => readonly number[]> {
  const { error, variables } = await ran(script, "run");
  if (error) throw error;
  return (name) => plainOf(variables.get(name)!).data;
}

const classifier = `
rng(1);
n = 60;
x = [randn(2,n) + [2;0], randn(2,n) - [2;0], randn(2,n) + [0;5]];
labels = categorical([repmat("a",n,1); repmat("b",n,1); repmat("c",n,1)]);
t = onehotencode(labels, 2)';
layers = [featureInputLayer(2,Name="in")
  fullyConnectedLayer(8,Name="fc1")
  batchNormalizationLayer(Name="bn")
  reluLayer
  dropoutLayer(0.1)
  fullyConnectedLayer(3,Name="fc2")
  softmaxLayer];
net = dlnetwork(layers);
X = dlarray(single(x),"CB");
T = dlarray(single(t),"CB");
avgG = []; avgSqG = []; velocity = [];
losses = zeros(1,40);
for iteration = 1:40
  [loss,gradients,state] = dlfeval(@modelLoss,net,X,T);
  net.State = state;
  UPDATE
  losses(iteration) = extractdata(loss);
end
Y = predict(net,X);
[~,found] = max(extractdata(Y));
truth = [ones(1,n) 2*ones(1,n) 3*ones(1,n)];
accuracy = mean(found == truth);
fell = [losses(1) losses(end)];
means = extractdata(net.State.Value{1});
function [loss,gradients,state] = modelLoss(net,X,T)
  [Y,state] = forward(net,X);
  loss = crossentropy(Y,T);
  gradients = dlgradient(loss,net.Learnables);
end`;

const updates = {
  adamupdate: "[net,avgG,avgSqG] = adamupdate(net,gradients,avgG,avgSqG,iteration,0.05);",
  sgdmupdate: "[net,velocity] = sgdmupdate(net,gradients,velocity,0.1,0.9);",
  rmspropupdate: "[net,avgSqG] = rmspropupdate(net,gradients,avgSqG,0.02);",
  "dlupdate of networks": "net = dlupdate(@(w,g) w - 0.3*g, net, gradients);",
  "dlupdate of gradients": `gradients = dlupdate(@(g,w) g + 1e-4*w, gradients, net.Learnables);
  [net,avgG,avgSqG] = adamupdate(net,gradients,avgG,avgSqG,iteration,0.05);`,
};

const pair = `
rng(2);
netG = dlnetwork([featureInputLayer(2,Name="z"); fullyConnectedLayer(8); reluLayer; fullyConnectedLayer(2)]);
netD = dlnetwork([featureInputLayer(2,Name="x"); fullyConnectedLayer(16); leakyReluLayer(0.2); fullyConnectedLayer(1); sigmoidLayer]);
center = [3; -2];
accelerated = dlaccelerate(@modelLoss);
gG = []; sG = []; gD = []; sD = [];
before = extractdata(predict(netG, dlarray(randn(2,100),"CB")));
for k = 1:150
  X = dlarray(0.3*randn(2,32) + center, "CB");
  Z = dlarray(randn(2,32), "CB");
  [lossG,lossD,gradG,gradD] = dlfeval(accelerated, netG, netD, X, Z);
  [netD,gD,sD] = adamupdate(netD, gradD, gD, sD, k, 0.01, 0.5);
  [netG,gG,sG] = adamupdate(netG, gradG, gG, sG, k, 0.02, 0.5);
end
after = extractdata(predict(netG, dlarray(randn(2,100),"CB")));
distances = [norm(mean(before,2) - center), norm(mean(after,2) - center)];
function [lossG,lossD,gradG,gradD] = modelLoss(netG, netD, X, Z)
  YReal = forward(netD, X);
  XGenerated = forward(netG, Z);
  YGenerated = forward(netD, XGenerated);
  lossD = -mean(log(YReal)) - mean(log(1 - YGenerated));
  lossG = -mean(log(YGenerated));
  gradG = dlgradient(lossG, netG.Learnables, RetainData=true);
  gradD = dlgradient(lossD, netD.Learnables);
end`;

describe("custom training loops over networks", () => {
  it.each(Object.entries(updates))(
    "train a classifier by %s",
    async (_, update) => {
      const of = await numbersOf(classifier.replace("UPDATE", update));
      const [first, last] = of("fell");
      expect(last).toBeLessThan(first / 2);
      expect(of("accuracy")[0]).toBeGreaterThanOrEqual(0.9);
      expect(of("means").some((mean) => mean !== 0)).toBe(true);
    },
    60_000,
  );

  it("train a generator against a discriminator", async () => {
    const of = await numbersOf(pair);
    const [before, after] = of("distances");
    expect(after).toBeLessThan(before / 2);
  }, 60_000);

  it("differentiate gradients, as penalties on them need it", async () => {
    const of = await numbersOf(`
net = dlnetwork([featureInputLayer(1,Name="x"); fullyConnectedLayer(1,Weights=3,Bias=0)]);
X = dlarray([1 2],"CB");
[penalty,g] = dlfeval(@f, net, X);
value = extractdata(penalty); slope = extractdata(g.Value{1});
function [penalty,g] = f(net, X)
  Y = forward(net, X);
  slope = dlgradient(sum(Y.^2), X, EnableHigherDerivatives=true);
  penalty = sum(slope.^2);
  g = dlgradient(penalty, net.Learnables);
end`);
    // slope = 2·w²·x, penalty = 4·w⁴·(1 + 4), its derivative 80·w³
    expect(of("value")[0]).toBeCloseTo(20 * 81, 6);
    expect(of("slope")[0]).toBeCloseTo(80 * 27 + 0, 6);
  });

  it("leave what is frozen, and take learnables and states that are set", async () => {
    const of = await numbersOf(`
net = dlnetwork([featureInputLayer(1,Name="x"); fullyConnectedLayer(1,Weights=3,Bias=0,WeightLearnRateFactor=0,Name="fc")]);
[loss,g] = dlfeval(@f, net, dlarray([1 2],"CB"));
next = adamupdate(net, g, [], [], 1, 0.1);
kept = extractdata(next.Learnables.Value{1});
moved = extractdata(next.Learnables.Value{2});
next.Learnables.Value{1} = dlarray(5);
changed = extractdata(predict(next, dlarray(1,"CB"))) - moved;
function [loss,g] = f(net, X)
  loss = sum(forward(net, X).^2);
  g = dlgradient(loss, net.Learnables);
end`);
    expect(of("kept")).toEqual([3]);
    expect(of("moved")[0]).toBeCloseTo(-0.1, 5);
    expect(of("changed")[0]).toBeCloseTo(5, 5);
  });

  it("refuse options of dlgradient that there are not", async () => {
    const { error } = await ran("x = dlarray(2); g = dlgradient(x^2, x, Retain=true);", "run");
    expect(error?.message).toContain("there is no option 'Retain'");
  });

  it.each([
    ["of a classifier", classifier.replace("UPDATE", updates.adamupdate), 1],
    ["of a pair", pair, 2],
  ])("are ported without training: the networks %s are reported", async (_, script, count) => {
    const { error, graphs } = await ran(script);
    expect(error).toBeUndefined();
    expect(graphs.map(({ dlnetwork, trained }) => ({ dlnetwork, trained }))).toEqual(
      new Array(count).fill({ dlnetwork: true, trained: true }),
    );
  });

  it("are ported where the data are not known", async () => {
    const script = `load data.mat
net = dlnetwork([featureInputLayer(4,Name="in"); fullyConnectedLayer(3); softmaxLayer]);
avgG = []; avgSqG = [];
for epoch = 1:30
  idx = randperm(numel(labels));
  for i = 1:floor(numel(labels)/16)
    X = dlarray(single(x(:,idx(i))),"CB");
    T = onehotencode(labels(idx(i)),1);
    [loss,gradients,state] = dlfeval(@modelLoss,net,X,T);
    net.State = state;
    [net,avgG,avgSqG] = adamupdate(net,gradients,avgG,avgSqG,epoch);
  end
end
Y = predict(net,X);
function [loss,gradients,state] = modelLoss(net,X,T)
  [Y,state] = forward(net,X);
  loss = crossentropy(Y,T);
  gradients = dlgradient(loss,net.Learnables);
end`;
    const { error, graphs } = await ran(script);
    expect(error).toBeUndefined();
    expect(graphs.map(({ graph }) => graph.layers.length)).toEqual([3]);
  });
});
