import { describe, expect, it } from "vitest";
import {
  batchNormalizationLayer,
  classificationLayer,
  featureInputLayer,
  fullyConnectedLayer,
  reluLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import { learnablesTable, statesTable } from "../../src/network/arrayTable.ts";
import { DlNetwork, dlnetwork, initialize } from "../../src/network/dlnetwork.ts";
import { addLayers, connectLayers, disconnectLayers, removeLayers, replaceLayer } from "../../src/network/edits.ts";
import { getLearnRateFactor, setLearnRateFactor } from "../../src/network/factors.ts";
import { floats } from "../../src/tensor.ts";
import { assembleNetwork } from "../../src/train/assembleNetwork.ts";
import { decodeNetwork, encodeNetwork } from "../../src/train/networkFile.ts";
import { predict } from "../../src/train/predict.ts";
import { messageOf, rejectionOf } from "./messageOf.ts";

const layers = [
  featureInputLayer(2, { name: "input" }),
  fullyConnectedLayer(4, { name: "fc_1" }),
  batchNormalizationLayer({ name: "norm" }),
  reluLayer({ name: "relu" }),
  fullyConnectedLayer(3, { name: "fc_2" }),
];
const net = dlnetwork(layers, { seed: 1 });

describe("dlnetwork", () => {
  it("gives first values to every learnable and state of a network without output layers", () => {
    expect(net.initialized).toBe(true);
    expect([...net.learnables].map(([key, { shape }]) => `${key} ${shape.toReversed().join("×")}`)).toEqual([
      "fc_1/weights 4×2",
      "fc_1/bias 4×1",
      "norm/offset 4×1",
      "norm/scale 4×1",
      "fc_2/weights 3×4",
      "fc_2/bias 3×1",
    ]);
    expect([...net.states.keys()]).toEqual(["norm/trainedMean", "norm/trainedVariance"]);
    expect([...net.states.get("norm/trainedVariance")!.data]).toEqual([1, 1, 1, 1]);
  });

  it("lists its arrays as MATLAB's tables", () => {
    const [first] = learnablesTable(net);
    expect(first).toEqual({
      layer: "fc_1",
      parameter: "weights",
      value: { size: [4, 2], data: net.learnables.get("fc_1/weights")!.data },
    });
    expect(statesTable(net).map(({ layer, parameter }) => `${layer} ${parameter}`)).toEqual([
      "norm trainedMean",
      "norm trainedVariance",
    ]);
  });

  it("starts at the same values as assembleNetwork with the same seed, and at others with another", () => {
    const same = assembleNetwork([...layers, softmaxLayer(), classificationLayer({ classes: ["a", "b", "c"] })], {
      initialize: true,
      seed: 1,
    });
    expect(same.learnables.get("fc_2/weights")).toEqual(net.learnables.get("fc_2/weights"));
    expect(dlnetwork(layers, { seed: 2 }).learnables.get("fc_2/weights")).not.toEqual(net.learnables.get("fc_2/weights"));
  });

  it("is built up from nothing by edits and then initialized", () => {
    let built = addLayers(dlnetwork(), layers.slice(0, 2));
    built = addLayers(built, layers.slice(2));
    expect(built).toBeInstanceOf(DlNetwork);
    expect(built.initialized).toBe(false);
    expect(messageOf(() => built.initialize())).toContain("Layer 'norm': Missing input.");
    built = connectLayers(built, "fc_1", "norm");
    expect(built.initialized).toBe(false);
    expect(initialize(built, { seed: 1 }).learnables).toEqual(net.learnables);
  });

  it("takes no values where it is told so", () => {
    expect(dlnetwork(layers, { initialize: false }).learnables.size).toBe(0);
  });

  it("keeps the values of all layers but the replaced one, also where its name stays", () => {
    const edited = replaceLayer(net, "fc_2", [fullyConnectedLayer(3, { name: "fc_2" })]);
    expect([...edited.learnables.keys()]).toEqual(["fc_1/weights", "fc_1/bias", "norm/offset", "norm/scale"]);
    expect(edited.initialized).toBe(false);
    const ready = initialize(edited, { seed: 9 });
    expect(ready.learnables.get("fc_1/weights")).toBe(net.learnables.get("fc_1/weights"));
    expect(ready.learnables.get("fc_2/weights")).not.toEqual(net.learnables.get("fc_2/weights"));
    expect(net.initialized).toBe(true);
  });

  it("is edited in all ways that a layer graph is", () => {
    const apart = disconnectLayers(net, "relu", "fc_2");
    expect(apart.connections).toHaveLength(3);
    expect(removeLayers(apart, ["fc_2"]).layers.map((l) => l.name)).toEqual(["input", "fc_1", "norm", "relu"]);
    expect(removeLayers(apart, ["fc_2"]).initialized).toBe(true);
  });

  it("does not compute before it is initialized", async () => {
    const open = replaceLayer(net, "fc_2", [fullyConnectedLayer(3, { name: "fc_3" })]);
    expect(await rejectionOf(predict(open, [[1, 2]]))).toBe(
      "not-initialized: predict: the network has no value of the right size for 'fc_3/weights', 'fc_3/bias'. Write initialize(net, { seed: 0 }) first.",
    );
    expect((await predict(open.initialize(), [[1, 2]])).values[0]).toHaveLength(3);
  });

  it("is saved and loaded with its values and factors", () => {
    const loaded = decodeNetwork(encodeNetwork(setLearnRateFactor(net, "fc_1", "bias", 0)));
    expect(loaded.learnables).toEqual(net.learnables);
    expect(getLearnRateFactor(loaded, "fc_1", "bias")).toBe(0);
  });

  it("gives a new value to a layer whose input has changed its size", () => {
    const wider = initialize(replaceLayer(net, "fc_1", [fullyConnectedLayer(5, { name: "fc_1" })]));
    expect(wider.learnables.get("fc_2/weights")!.shape).toEqual([5, 3]);
  });

  it("takes over other values with `with`, and refuses those of another size or name", () => {
    const states = new Map([["norm/trainedMean", floats([1, 4], [1, 2, 3, 4])]]);
    const changed = net.with({ states });
    expect([...changed.states.get("norm/trainedMean")!.data]).toEqual([1, 2, 3, 4]);
    expect(changed.states.get("norm/trainedVariance")).toBe(net.states.get("norm/trainedVariance"));
    expect(messageOf(() => net.with({ learnables: new Map([["fc_1/bias", floats([1, 2], [1, 2])]]) }))).toBe(
      "wrong-size: the learnable 'fc_1/bias' was given size 2×1, but the network has size 4×1 there.",
    );
    expect(messageOf(() => net.with({ learnables: new Map([["fc_1/biases", floats([1, 2], [1, 2])]]) }))).toBe(
      "wrong-size: the learnable 'fc_1/biases' was given size 2×1, but the network has nothing there.",
    );
  });

  it("refuses what is no option, and a graph that is no network, with all its problems", () => {
    expect(messageOf(() => dlnetwork(layers, { sed: 1 } as never))).toBe(
      "unknown-option: dlnetwork: there is no option 'sed'; did you mean seed?",
    );
    expect(messageOf(() => dlnetwork([reluLayer()]))).toContain("invalid-network: Invalid network.");
  });

  it("takes over a trained network with its output layer", () => {
    const trained = assembleNetwork([...layers, softmaxLayer(), classificationLayer({ classes: ["a", "b", "c"] })], {
      initialize: true,
    });
    expect(dlnetwork(trained).learnables).toBe(trained.learnables);
    expect(dlnetwork(trained).initialized).toBe(true);
  });
});
