import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";

const folder = temporaryFolder();
const run = (...args: string[]) => layergraph(args, { cwd: folder });

mkdirSync(join(folder, "scripts"));
writeFileSync(
  join(folder, "scripts", "train.m"),
  `rng(1)
X = [rand(60,2)-1; rand(60,2)];        % two squares that meet in a corner
Y = categorical([repmat("left",60,1); repmat("right",60,1)]);
layers = [featureInputLayer(2); fullyConnectedLayer(8); reluLayer; fullyConnectedLayer(2); softmaxLayer; classificationLayer];
options = trainingOptions('adam','MaxEpochs',40,'MiniBatchSize',20,'InitialLearnRate',0.05,'Verbose',false);
net = trainNetwork(X,Y,layers,options);
YPred = classify(net,X);
confusionchart(Y,YPred);
accuracy = mean(YPred == Y)
save('result.mat','accuracy')
`,
);
writeFileSync(join(folder, "scripts", "escape.m"), "x = 1;\nsave('../outside.mat','x')\n");
writeFileSync(join(folder, "scripts", "forever.m"), "k = 0;\nwhile true\n  k = k + 1;\nend\n");

describe("layergraph run", () => {
  it("trains what a script trains, prints what it displays, and writes its charts and files into the output folder", async () => {
    const done = await run("run", "scripts/train.m", "-o", "out");
    expect(done.status, done.stderr).toBe(0);
    expect(Number(/accuracy =\s+([\d.]+)/.exec(done.stdout)?.[1])).toBeGreaterThan(0.9);
    expect(done.stderr).toContain("The script drew 1 figure: figure-1.svg in out.");
    expect(readFileSync(join(folder, "out", "figure-1.svg"), "utf8")).toMatch(/^<svg [\s\S]*>left<[\s\S]*>right<[\s\S]*<\/svg>/);
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["figure-1.svg", "result.mat"]);
  });

  it("shows each training on a page of this machine where --plots asks for it, and ends", async () => {
    const done = await run("run", "scripts/train.m", "-o", "shown", "--plots", "training-progress");
    expect(done.status, done.stderr).toBe(0);
    const address = /^Training progress: (http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/)$/m.exec(done.stderr)![1];
    await expect(fetch(address)).rejects.toThrow();
    const refused = await run("run", "scripts/train.m", "--plots", "progress");
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain("Allowed choices are none, training-progress.");
  });

  it("lets a script write nowhere else", async () => {
    const done = await run("run", "scripts/escape.m", "-o", "out");
    expect(done.status).toBe(1);
    expect(done.stderr).toContain("escape.m:2:");
    expect(existsSync(join(folder, "outside.mat"))).toBe(false);
  });

  it("ends a script that never ends when its time is over, and names the flag", async () => {
    const done = await run("run", "scripts/forever.m", "--max-time", "1");
    expect(done.status).toBe(1);
    expect(done.stderr).toContain("--max-time");
  });
});
