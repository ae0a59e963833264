import { fromBinary } from "@bufbuild/protobuf";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { globalAveragePooling1dLayer, layerNormalizationLayer, spatialDropoutLayer } from "../../layers/index.ts";
import {
  classificationLayer,
  encodeTrainingStep,
  fullyConnectedLayer,
  layerGraph,
  sequenceInputLayer,
  softmaxLayer,
  trainingOptions,
} from "../../src/index.ts";
import { ModelProtoSchema } from "../../src/onnx/onnx_pb.ts";
import { randomStream } from "../../src/random.ts";

const graph = layerGraph([
  sequenceInputLayer(2, { normalization: "none", name: "input" }),
  spatialDropoutLayer({ probability: 0.02, name: "drop" }),
  layerNormalizationLayer({ name: "norm" }),
  globalAveragePooling1dLayer({ name: "pool" }),
  fullyConnectedLayer(2, { name: "fc" }),
  softmaxLayer({ name: "softmax" }),
  classificationLayer({ classes: ["low", "high"], name: "out" }),
]);
const bytes = encodeTrainingStep(graph, trainingOptions("adam"));

describe("a training step as a file", () => {
  it("describes each input and output", () => {
    const { graph: model, metadataProps } = fromBinary(ModelProtoSchema, bytes);
    const texts = Object.fromEntries([...model!.input, ...model!.output].map(({ name, docString }) => [name, docString]));
    expect(texts).toEqual({
      input: "The data of input layer 'input', [batch, 2, time]; all sequences of a mini-batch have one length.",
      "/learnables":
        "All learnables, one after the other, [10]. First the values in layergraph.first/learnables; then new/learnables.",
      "/moments/gradient": "What the solver adam remembers, [10]. First zeros; then new/moments/gradient.",
      "/moments/squaredGradient": "What the solver adam remembers, [10]. First zeros; then new/moments/squaredGradient.",
      "/stepSize":
        "The learn rate, such as 0.001. Adam's correction belongs in it: rate * sqrt(1 - squaredGradientDecayFactor^k) / (1 - gradientDecayFactor^k) in step k = 1, 2, …",
      "/target": "The targets of the mini-batch, [batch]: the numbers of the classes, from 0.",
      [model!.input.find(({ name }) => name.includes("drop"))!.name]:
        "Random numbers in [0, 1) for layer 'drop', [batch, 2, 1]: new ones for each step.",
      loss: "The mean loss over the mini-batch.",
      correct: "How many predictions are the target's class.",
      count: "How many predictions there are.",
      "new/learnables": "What is fed as /learnables in the next step.",
      "new/moments/gradient": "What is fed as /moments/gradient in the next step.",
      "new/moments/squaredGradient": "What is fed as /moments/squaredGradient in the next step.",
    });
    const [{ key, value }] = metadataProps;
    expect(key).toBe("layergraph.trainingStep");
    expect(JSON.parse(value)).toMatchObject({
      learnables: [
        { array: "norm/offset", offset: 0, count: 2 },
        { array: "norm/scale", offset: 2, count: 2 },
        { array: "fc/weights", offset: 4, count: 4 },
        { array: "fc/bias", offset: 8, count: 2 },
      ],
      feedback: { "/learnables": "new/learnables" },
    });
  });

  it("trains in a plain runtime, from the first values in the file", async () => {
    const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 4 });
    const random = randomStream(5, "training step");
    const float = (data: Float32Array, dims: number[]) => new ort.Tensor("float32", data, dims);
    const drop = session.inputNames.find((name) => name.includes("drop"))!;
    const data = Float32Array.from(
      { length: 8 * 2 * 5 },
      (_, i) => (Math.floor(i / 5) % 2) * (Math.floor(i / 10) % 2) * 2 + random.uniform(),
    );
    const target = BigInt64Array.from({ length: 8 }, (_, i) => BigInt(i % 2));
    const { metadataProps } = fromBinary(ModelProtoSchema, bytes);
    const first = Buffer.from(metadataProps.find(({ key }) => key === "layergraph.first/learnables")!.value, "base64");
    let kept: Record<string, ort.Tensor> = {
      "/learnables": float(
        Float32Array.from({ length: 10 }, (_, i) => first.readFloatLE(4 * i)),
        [10],
      ),
      "/moments/gradient": float(new Float32Array(10), [10]),
      "/moments/squaredGradient": float(new Float32Array(10), [10]),
    };
    const losses: number[] = [];
    for (let step = 1; step <= 150; step++) {
      const results = await session.run({
        ...kept,
        input: float(data, [8, 2, 5]),
        "/target": new ort.Tensor("int64", target, [8]),
        "/stepSize": float(Float32Array.of((0.05 * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step)), []),
        [drop]: float(
          new Float32Array(16).map(() => random.uniform()),
          [8, 2, 1],
        ),
      });
      losses.push(Number(results.loss.data[0]));
      kept = Object.fromEntries(
        ["/learnables", "/moments/gradient", "/moments/squaredGradient"].map((name) => [
          name,
          results[`new${name}`] as ort.Tensor,
        ]),
      );
    }
    const mean = (some: readonly number[]) => some.reduce((sum, loss) => sum + loss, 0) / some.length;
    expect(mean(losses.slice(-30))).toBeLessThan(0.6 * mean(losses.slice(0, 3)));
  });
});
