import { describe, expect, it } from "vitest";
import { runText } from "./running.ts";

const data =
  "load data.mat\nT = table(X, [1;2;3], 'VariableNames', {'x','k'}); U = table([1;2;3],[4;5;6],'VariableNames',{'k','y'});";

describe("functions of data that is not there, while a script is ported", () => {
  it.each([
    "groupsummary(T,'k','mean')",
    "groupsummary(X,'k')",
    "groupcounts(T,'x')",
    "findgroups(T)",
    "splitapply(@mean,X,[1;1;2])",
    "varfun(@mean,T)",
    "rowfun(@(x,k) x+k,T)",
    "innerjoin(T,U)",
    "outerjoin(U,T,'Keys','k')",
    "join(T,U)",
    "retime(T,'daily','mean')",
    "retime(X,'daily')",
    "synchronize(T,U)",
    "table('Size',[X 1],'VariableTypes',{'double'})",
    "extract(X,digitsPattern)",
    "contains(X,digitsPattern)",
    "smoothdata(X,'movmean',5)",
    "findpeaks(X)",
    "integral(@(t) t,0,X)",
    "allunique(X)",
    "datetime(2024,1,1)+calmonths(X)",
    "caldays(X)",
    "isoutlier(X)",
    "extractdata(X)",
    "stripdims(X)",
    "minibatchqueue(arrayDatastore(X),'MiniBatchSize',4)",
    "transform(combine(arrayDatastore(X),arrayDatastore(X)),@(d) d)",
    "feedforwardnet(10)",
    "smoothdata([1 2 3])",
  ])("%s is unknown, and ends nothing", async (call) => {
    const run = await runText(
      `${data}\nr = ${call};\nlayers = [featureInputLayer(2); fullyConnectedLayer(3)];\nnet = dlnetwork(layers);`,
      {
        mode: "port",
      },
    );
    expect(run.error?.message).toBeUndefined();
    expect([run.variables.get("r")?.kind, run.graphs.length]).toEqual(["unknown", 1]);
  });

  it("keeps the size where it can be known", async () => {
    const text =
      "load data.mat\nX = reshape(X,4,[],2); n = size(smoothdata(X,'movmean',3),1); m = size(isoutlier(X),3); k = size(fftshift(X),1);";
    const { variables } = await runText(text, { mode: "port" });
    const found = ["n", "m", "k"].map((name) => variables.get(name));
    expect(found.map((value) => (value?.kind === "numeric" ? Number(value.data[0]) : value?.kind))).toEqual([4, 2, 4]);
  });
});

describe("work on much data", () => {
  it.each([
    ["groups", "r = height(groupsummary(table(mod((1:200000)',1000),(1:200000)','VariableNames',{'k','v'}),'k','sum'));", 1000],
    ["joins", "k = (1:100000)'; r = height(innerjoin(table(k),table(k,2*k,'VariableNames',{'k','b'})));", 100_000],
    [
      "batches",
      "q = minibatchqueue(arrayDatastore((1:20000)'),MiniBatchSize=500,OutputAsDlarray=false); r = 0; while hasdata(q), next(q); r = r + 1; end",
      40,
    ],
    ["peaks", "[p,at] = findpeaks(sin((1:200000)/3),'MinPeakDistance',50); r = all(diff(at) >= 50);", 1],
    ["smoothing", "r = numel(smoothdata(rand(1,100000),'gaussian',9));", 100_000],
    ["searching", "r = numel(extract(join(string(1:20000),','),digitsPattern));", 20_000],
    ["retiming", "t = datetime(2024,1,1)+minutes(1:50000)'; r = height(retime(timetable(t,(1:50000)'),'hourly','mean'));", 834],
  ])("costs what its size asks for: %s", async (_, text, wanted) => {
    const begun = performance.now();
    const run = await runText(text);
    expect(run.error?.message).toBeUndefined();
    const value = run.variables.get("r");
    expect(value?.kind === "numeric" || value?.kind === "logical" ? Number(value.data[0]) : undefined).toBe(wanted);
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it.each([
    "xcorr(1,3e8);",
    "table('Size',[1e9 1],'VariableTypes',{'double'});",
    "hann(1e9);",
    "retime(timetable(datetime(2024,1,1)+years([0;900]),[1;2]),'secondly');",
  ])("ends at its budget: %s", async (text) => {
    expect((await runText(text)).error?.message).toMatch(/The script needs .* Allow more with/);
  });

  it("refuses patterns that grow without end", async () => {
    expect((await runText("p = digitsPattern; for i = 1:40, p = p + p; end")).error?.message).toMatch(
      /more than 100000 characters/,
    );
  });
});
