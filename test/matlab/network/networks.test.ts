import { describe, expect, it } from "vitest";
import { concatenatedLayers, graphOf } from "../../../src/matlab/network/index.ts";
import { logical } from "../../../src/matlab/values/construct.ts";
import { member } from "../../../src/matlab/values/index.ts";
import type { Value } from "../../../src/matlab/values/value.ts";
import { missing, operationsOf, type TestScript, testScript } from "./session.ts";

const layersOf = (script: TestScript, ...calls: readonly (readonly [string, ...Parameters<TestScript["call"]>[1][]])[]): Value =>
  concatenatedLayers(
    1,
    calls.map(([name, ...args]) => script.call(name, ...args)),
  );
const place = undefined as never;

describe("dlnetwork", () => {
  const script = testScript();

  it("takes layers, graphs, networks, or nothing", () => {
    const layers = layersOf(script, ["featureInputLayer", 3, "Name", "in"], ["fullyConnectedLayer", 2, "Name", "fc"]);
    const net = script.call("dlnetwork", layers);
    expect(operationsOf(net).className).toBe("dlnetwork");
    expect(member(net, "Initialized")).toEqual(logical(true));
    expect(member(net, "OutputNames")).toMatchObject({ elements: [{ text: "fc" }] });
    expect(member(script.call("dlnetwork", script.call("layerGraph", layers)), "Initialized")).toEqual(logical(true));
    expect(member(script.call("dlnetwork", net), "Initialized")).toEqual(logical(true));
    expect(member(script.call("dlnetwork", layers, "Initialize", 0), "Initialized")).toEqual(logical(false));
    let built = script.call("dlnetwork");
    built = script.call("addLayers", built, layers);
    built = script.call("addLayers", built, script.call("additionLayer", 2, "Name", "add"));
    built = script.call("connectLayers", built, "fc", "add/in1");
    built = script.call("connectLayers", built, "fc", "add/in2");
    expect(graphOf(built, script.session, place).connections).toHaveLength(3);
    expect(member(script.call("initialize", built), "Initialized")).toEqual(logical(true));
    expect(graphOf(script.call("layerGraph", built), script.session, place).layers).toHaveLength(3);
  });

  it("gets an input layer", () => {
    const net = script.call(
      "dlnetwork",
      layersOf(script, ["fullyConnectedLayer", 4, "Name", "fc1"], ["reluLayer"]),
      "Initialize",
      0,
    );
    expect(member(net, "InputNames")).toMatchObject({ elements: [{ text: "fc1" }] });
    const whole = script.call("addInputLayer", net, script.call("featureInputLayer", 6, "Name", "in"));
    expect(graphOf(whole, script.session, place).connections[0]).toEqual({ source: "in", destination: "fc1" });
    expect(member(whole, "Initialized")).toEqual(logical(true));
    expect(() => script.call("addInputLayer", whole, script.call("featureInputLayer", 6))).toThrow(
      /every input of the network is connected/,
    );
  });

  it("refuses output layers and invalid networks as MATLAB does", () => {
    const withOutput = layersOf(script, ["featureInputLayer", 3], ["fullyConnectedLayer", 2], ["regressionLayer", "Name", "out"]);
    expect(() => script.call("dlnetwork", withOutput)).toThrow(/Invalid network[\s\S]*Layer 'out': Detected output layer/);
    const wrong = layersOf(script, ["featureInputLayer", 3], ["convolution2dLayer", 3, 8]);
    expect(() => script.call("dlnetwork", wrong)).toThrow(/Invalid network[\s\S]*conv/);
    expect(() => script.call("addLayers", script.call("dlnetwork"), missing("layers"))).toThrow(/--set layers=/);
  });

  it("computes in a script that is run", async () => {
    const run = testScript({ mode: "run" });
    const net = run.call("dlnetwork", layersOf(run, ["featureInputLayer", 3], ["fullyConnectedLayer", 2]));
    const [y] = await run.results("predict", 1, net, [1, 2, 3]);
    expect(y).toMatchObject({ size: [1, 2], class: "single" });
  });
});

describe("assembleNetwork", () => {
  it("takes layers with all values", async () => {
    const run = testScript({ mode: "run" });
    const layers = layersOf(
      run,
      ["featureInputLayer", 2],
      ["fullyConnectedLayer", 1, "Weights", [2, 3], "Bias", 1],
      ["regressionLayer"],
    );
    const net = run.call("assembleNetwork", layers);
    const [y] = await run.results("predict", 1, net, [10, 100]);
    expect((y as { data: Float32Array }).data).toEqual(Float32Array.of(321));
    const open = layersOf(run, ["featureInputLayer", 2], ["fullyConnectedLayer", 1], ["regressionLayer"]);
    expect(() => run.call("assembleNetwork", open)).toThrow(/Invalid network[\s\S]*weights/);
  });
});
