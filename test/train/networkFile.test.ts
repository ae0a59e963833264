import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as ort from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  batchNormalizationLayer,
  featureInputLayer,
  fullyConnectedLayer,
  regressionLayer,
  sequenceInputLayer,
} from "../../layers/index.ts";
import { LayerGraphError } from "../../src/errors.ts";
import { defineLayer, type LayerArguments } from "../../src/layer.ts";
import { analyze } from "../../src/network/analyze.ts";
import type { Network } from "../../src/network/network.ts";
import { encodeModel } from "../../src/onnx/encode.ts";
import { readModel } from "../../src/onnx/readModel.ts";
import { input, multiply, reshape, symbol } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { activations } from "../../src/train/activations.ts";
import { classify } from "../../src/train/classify.ts";
import { evaluateNetwork } from "../../src/train/evaluateNetwork.ts";
import { decodeNetwork, encodeNetwork, loadNetwork, saveNetwork } from "../../src/train/networkFile.ts";
import { predict } from "../../src/train/predict.ts";
import { toDataSet } from "../../src/train/trainingData.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import { mutations } from "../data/mutation.ts";
import { randomNetwork, sequences, tinyTcn } from "./networkExamples.ts";

const scaleLayer = defineLayer({
  type: "scaleLayer",
  options: z.object({ start: z.number().default(1) }),
  learnables: ({ options }) => ({ scale: { size: [1, 1], initializer: () => [options.start] } }),
  predict: ({ inputs: [x], learnables: { scale } }) => multiply(x.value, reshape(scale, [])),
});

const X = sequences([9, 4, 13, 4, 9]);
const T = ["up", "down", "up", "still", "down"];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "layergraph-network-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof LayerGraphError) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  return refusal(() => {
    throw error;
  });
}

/** Everything of a network that is data. */
function dataOf({ graph, learnables, states, record }: Network): unknown {
  return {
    layers: graph.layers.map((l) => [l.name, l.type, l.options]),
    connections: graph.connections,
    learnables,
    states,
    record,
  };
}

const quiet = { verbose: false, threads: 1 } as const;

describe("a saved network", () => {
  it("loads back equal to the bit, with its record, and predicts the same to the bit in a new process", async () => {
    const { net } = await trainNetwork(X, T, tinyTcn(), trainingOptions("adam", { ...quiet, maxEpochs: 3 }));
    const file = join(folder, "net.onnx");
    await saveNetwork(net, file);
    const loaded = await loadNetwork(file);
    expect(dataOf(loaded)).toEqual(dataOf(net));
    expect(loaded.record?.iterations).toBe(3);
    const expected = (await predict(net, X, { threads: 1 })).values;
    expect((await predict(loaded, X, { threads: 1 })).values).toEqual(expected);
    const program = `
      import { loadNetwork, predict } from ${JSON.stringify(new URL("../../dist/bundle/index.js", import.meta.url).href)};
      const X = JSON.parse(process.argv[1]);
      const { values } = await predict(await loadNetwork(process.argv[2]), X, { threads: 1 });
      console.log(JSON.stringify(values.map((v) => [...v])));`;
    const data = JSON.stringify(X.map(({ data, size }) => ({ data: [...data], size })));
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program, data, file]);
    expect(JSON.parse(stdout)).toEqual(expected.map((v) => [...(v as Float32Array)]));
    expect(readdirSync(folder)).toEqual(["net.onnx"]);
  });

  it("can be trained further like the network that was saved", async () => {
    const options = trainingOptions("sgdm", { ...quiet, maxEpochs: 2, resetInputNormalization: false });
    const net = randomNetwork(tinyTcn());
    const further = await trainNetwork(X, T, net, options);
    const loaded = await trainNetwork(X, T, decodeNetwork(encodeNetwork(net)), options);
    expect(loaded.net.learnables).toEqual(further.net.learnables);
    expect(loaded.net.learnables).not.toEqual(net.learnables);
  });

  it("keeps states, also those that one prediction does not use, and numbers that have no decimal form", () => {
    const net = randomNetwork([
      featureInputLayer(2, { normalization: "zscore", name: "input" }),
      batchNormalizationLayer({ name: "norm" }),
      fullyConnectedLayer(1, { name: "fc" }),
      regressionLayer({ name: "output" }),
    ]);
    const odd = Float32Array.of(Number.NaN, -0);
    const changed = {
      ...net,
      learnables: new Map(net.learnables).set("norm/offset", { ...net.learnables.get("norm/offset")!, data: odd }),
    };
    const loaded = decodeNetwork(encodeNetwork(changed));
    expect(dataOf(loaded)).toEqual(dataOf(changed));
    expect([...loaded.states.keys()]).toEqual([
      "input/mean",
      "input/standardDeviation",
      "norm/trainedMean",
      "norm/trainedVariance",
    ]);
  });

  it("runs in ONNX Runtime by itself: raw data under the input layer's name, scores under the last layer's", async () => {
    const net = randomNetwork(tinyTcn());
    const bytes = encodeNetwork(net);
    const session = await ort.InferenceSession.create(bytes);
    expect([session.inputNames, session.outputNames]).toEqual([["input"], ["softmax"]]);
    for (const { data, size } of X) {
      const { softmax } = await session.run({ input: new ort.Tensor("float32", data, [1, ...size]) });
      expect([...(softmax.data as Float32Array)]).toEqual([
        ...((await predict(net, [{ data, size }])).values[0] as Float32Array),
      ]);
    }
    const model = readModel(bytes, "the model");
    expect(model.inputs).toMatchInlineSnapshot(`
      [
        {
          "documentation": "Raw data [batch, 3 features, time]; all sequences of a batch have one length (MATLAB's format CBT). The input normalization is inside.",
          "elementType": 1,
          "name": "input",
          "shape": [
            "batch",
            3,
            "time",
          ],
        },
      ]
    `);
    expect(model.outputs).toMatchInlineSnapshot(`
      [
        {
          "documentation": "[batch, 3] (MATLAB's format CB): scores of the classes in order: down, still, up.",
          "elementType": 1,
          "name": "softmax",
          "shape": [
            "batch",
            3,
          ],
        },
      ]
    `);
    expect(model.initializers.get("conv1_1/weights")).toEqual(net.learnables.get("conv1_1/weights"));
  });

  it("refuses a layer option that is a function by its name, before anything is written", async () => {
    const net = randomNetwork([
      sequenceInputLayer(1, { normalization: (x) => multiply(x, 2), name: "input" }),
      regressionLayer({ name: "output" }),
    ]);
    const file = join(folder, "function.onnx");
    expect(await refusalOf(saveNetwork(net, file))).toContain(
      "'input': option 'normalization' is a function, which has no JSON form.",
    );
    expect(await refusalOf(saveNetwork(randomNetwork(tinyTcn()), join(folder, "none", "net.onnx")))).toContain(
      "there is no folder",
    );
    expect(readdirSync(folder)).toEqual(["net.onnx"]);
  });
});

describe("a saved network with an own layer", () => {
  const net = randomNetwork(tinyTcn({ attention: [scaleLayer({ start: 2, name: "scale" })] }));
  const bytes = encodeNetwork(net);

  it("loads as itself with the code", async () => {
    for (const layers of [{ scaleLayer }, [scaleLayer]]) {
      const loaded = decodeNetwork(bytes, { layers });
      expect(dataOf(loaded)).toEqual(dataOf(net));
      expect(loaded.savedModel).toBeUndefined();
    }
  });

  it("predicts without the code, sequences of any lengths, and can be judged and saved again", async () => {
    const bare = decodeNetwork(bytes);
    const [own, itself] = [(await classify(net, X)).scores, (await classify(bare, X)).scores] as Float32Array[][];
    for (const [i, scores] of own.entries())
      expect(Math.max(...scores.map((s, k) => Math.abs(s - itself[i][k])))).toBeLessThan(1e-6);
    expect((await classify(bare, X)).labels).toEqual((await classify(net, X)).labels);
    const data = toDataSet(X, T);
    const [a, b] = [await evaluateNetwork(net, data), await evaluateNetwork(bare, data)];
    expect(b.loss).toBeCloseTo(a.loss, 6);
    expect(b.confusion).toEqual(a.confusion);
    expect(encodeNetwork(bare)).toEqual(bytes);
    expect(await refusalOf(predict(bare, sequences([3], 2)))).toContain("The prediction sequences are of feature dimension 2");
  });

  it("gives outputs of every step without the code, also where padding is data", async () => {
    const perStep = randomNetwork(tinyTcn({ perStep: true, attention: [scaleLayer({ name: "scale" })] }));
    const bare = decodeNetwork(encodeNetwork(perStep));
    for (const sequencePaddingDirection of ["left", "right"] as const) {
      const own = await predict(perStep, X, { paddingMode: "matlab", sequencePaddingDirection });
      expect(await predict(bare, X, { paddingMode: "matlab", sequencePaddingDirection })).toEqual(own);
    }
    const data = toDataSet(
      X,
      X.map(({ size }) => Array.from({ length: size[1] }, (_, t) => ["up", "still"][t % 2])),
    );
    const [a, b] = [await evaluateNetwork(perStep, data), await evaluateNetwork(bare, data)];
    expect(b.loss).toBeCloseTo(a.loss, 6);
    expect(b.accuracy).toBe(a.accuracy);
  });

  it("shows a placeholder, and says by name what training and activations lack", async () => {
    const bare = decodeNetwork(bytes);
    expect(analyze(bare.graph).layers.find((l) => l.name === "scale")?.type).toBe("custom:scaleLayer");
    const lacks = "Layer 'scale': there is no layer type 'custom:scaleLayer'.";
    expect(await refusalOf(trainNetwork(X, T, bare, trainingOptions("adam", quiet)))).toContain(lacks);
    expect(await refusalOf(activations(bare, X, "gapl"))).toContain(lacks);
  });

  it("refuses code whose arrays are not those of the file", () => {
    const changed = defineLayer({
      ...scaleLayer.definition,
      learnables: () => ({ factor: { size: [1, 1], initializer: "ones" } }),
      predict: ({ inputs }: LayerArguments<unknown>) => inputs[0],
    } as never);
    expect(refusal(() => decodeNetwork(bytes, { layers: [changed] }))).toContain(
      "its array 'scale/factor' is nothing, but the layers as they are now have size 1×1 there",
    );
  });
});

describe("a file that is no saved network", () => {
  it("is refused with one sentence: models of others, cut off and empty files, pictures", async () => {
    const foreign = encodeModel(makePlan("other", { y: multiply(input("x", [symbol("batch"), 2]), 2) }));
    expect(refusal(() => decodeNetwork(foreign, {}, "'other.onnx'"))).toMatchInlineSnapshot(
      `"'other.onnx' cannot be loaded: it is an ONNX model of another program (by 'layergraph'). Only networks that saveNetwork wrote can be loaded."`,
    );
    const bytes = encodeNetwork(randomNetwork(tinyTcn()));
    expect(refusal(() => decodeNetwork(bytes.subarray(0, bytes.length - 100)))).toMatchInlineSnapshot(
      `"The saved network cannot be read as an ONNX model: its bytes are cut off or damaged."`,
    );
    expect(refusal(() => decodeNetwork(new Uint8Array(0)))).toMatchInlineSnapshot(
      `"The saved network cannot be read as an ONNX model: it holds no graph."`,
    );
    expect(refusal(() => decodeNetwork(new TextEncoder().encode("<svg></svg>")))).toMatchInlineSnapshot(
      `"The saved network cannot be read as an ONNX model: its bytes are cut off or damaged."`,
    );
    expect(await refusalOf(loadNetwork(join(folder, "nte.onnx")))).toContain("Did you mean 'net.onnx'");
  });

  it("is refused where a number of its arrays was changed", () => {
    const net = randomNetwork(tinyTcn());
    const bytes = encodeNetwork(net);
    const { data } = net.learnables.get("fc/weights")!;
    const at = Buffer.from(bytes).indexOf(Buffer.from(data.buffer, data.byteOffset, 8));
    expect(at).toBeGreaterThan(0);
    const damaged = bytes.slice();
    damaged[at] ^= 1;
    expect(refusal(() => decodeNetwork(damaged))).toContain("its arrays are not those that were saved: the file is damaged");
  });

  it("ends in an error of ours or a network, however its bytes were changed", async () => {
    const bytes = encodeNetwork(randomNetwork(tinyTcn({ attention: [scaleLayer({ name: "scale" })] })));
    const damaged = mutations(11, bytes);
    let refused = 0;
    for (let round = 0; round < 300; round++) {
      try {
        const net = decodeNetwork(damaged.next().value.bytes, { layers: [scaleLayer] });
        if (!net.savedModel) expect((await predict(net, [X[1]], { threads: 1 })).values.length).toBe(1);
      } catch (error) {
        if (!(error instanceof LayerGraphError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(150);
  });

  it("survives metadata made to harm: deep nesting, and a graph of other layers", () => {
    const bytes = encodeNetwork(randomNetwork(tinyTcn()));
    const text = readModel(bytes, "").metadata.get("layergraph")!;
    const plan = makePlan("other", { y: multiply(input("x", [symbol("batch"), 2]), 2) });
    const withText = (layergraph: string) => encodeModel(plan, { metadata: { layergraph } });
    const nested = text.replace('"layers":[', `"layers":${"[".repeat(5000)}${"]".repeat(5000)},"x":[`);
    for (const bad of ["", "{}", "null", nested, text.replace("layergraph-network/1", "layergraph-network/2"), text]) {
      expect(refusal(() => decodeNetwork(withText(bad)))).toContain("cannot be loaded");
    }
    writeFileSync(join(folder, "bad.onnx"), withText(text));
    expect(readFileSync(join(folder, "bad.onnx")).length).toBeGreaterThan(100);
  });
});
