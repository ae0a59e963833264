import { describe, expect, it } from "vitest";
import type { ScriptRun } from "../../../src/matlab/values/scriptRun.ts";
import { plain, runText } from "./running.ts";

const net = "net = dlnetwork([featureInputLayer(2,Name='in'); fullyConnectedLayer(3)]); a = []; b = []; it = 0;";
const step = "it = it + 1; [loss,g] = dlfeval(@modelLoss,net,X); [net,a,b] = adamupdate(net,g,a,b,it);";
const loss =
  "function [loss,g] = modelLoss(net,X), loss = sum(forward(net,X).^2,'all'); g = dlgradient(loss,net.Learnables); end";

function ported(text: string): Promise<ScriptRun> {
  return runText(`${net}\n${text}\n${loss}`, { mode: "port" });
}

describe("a script's own training loop while it is ported", () => {
  it.each([
    ["counts", `X = dlarray(1,'CB'); for e = 1:3, ${step} end`],
    ["has a known condition", `X = dlarray(1,'CB'); while it < 1e9, ${step} end`],
    ["never ends by itself", `X = dlarray(1,'CB'); while true, ${step} if loss < 0.1, break, end, end`],
    ["has an unknown condition", `while hasdata(q), X = next(q); ${step} end`],
    ["counts to what is unknown", `load data.mat; for i = 1:numel(XTrain), X = XTrain(i); ${step} end`],
    [
      "steps in a function",
      `q = 1; for e = 1:2, net = oneStep(net); end\nfunction net = oneStep(net), net = sgdmupdate(net,1,[]); end`,
    ],
    ["updates by a function of its own", "for e = 1:2, net = dlupdate(@(p,g) p - g, net, 1); end"],
  ])("that %s is passed through once, and its network is trained", async (_, text) => {
    const run = await ported(text);
    expect(run.error?.message).toBeUndefined();
    expect(run.graphs.map(({ name, trained }) => [name, trained])).toEqual([["net", true]]);
  });

  it("leaves what it changes unknown, and keeps the rest", async () => {
    const { variables } = await ported(`X = 1; n = 4; for e = 1:9, m = n + 1; ${step} end`);
    expect(["it", "e", "m", "n"].map((name) => plain(variables.get(name)))).toEqual(["?it", "?e", 5, 4]);
  });

  it("is passed through as often as it says where it builds, too", async () => {
    const text = `X = 1; for k = 1:2, net = dlnetwork([featureInputLayer(k); fullyConnectedLayer(k)]); ${step} end`;
    expect(plain((await ported(text)).variables.get("k"))).toBe(2);
  });

  it("is carried out where the script is run", async () => {
    const run = await runText(`${net}\nX = dlarray([1;2],'CB'); for e = 1:3, ${step} end\n${loss}`);
    expect([run.error?.message, plain(run.variables.get("it"))]).toEqual([undefined, 3]);
  });
});

describe("a loop that trains by a function of the library", () => {
  it("over unknown passes is passed through once, though it builds", async () => {
    const run = await runText(
      "load data.mat\nfor k = 1:numel(folds), layers = [featureInputLayer(2); fullyConnectedLayer(3); softmaxLayer; classificationLayer]; n = trainNetwork(X,Y,layers,trainingOptions('adam')); end",
      { mode: "port" },
    );
    expect([run.error?.message, run.graphs.length, run.graphs[0]?.trained]).toEqual([undefined, 1, true]);
  });

  it("counts in the choice of a branch", async () => {
    const text =
      "load data.mat\nlayers = [featureInputLayer(2); fullyConnectedLayer(3); regressionLayer];\nif again, n = trainNetwork(X,Y,layers,trainingOptions('adam')); else, load n.mat; end";
    expect((await runText(text, { mode: "port" })).graphs[0].trained).toBe(true);
  });
});
