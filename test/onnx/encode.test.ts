import { fromBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { encodeModel, opsetVersion } from "../../src/onnx/encode.ts";
import {
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  TensorProto_DataType,
  type ValueInfoProto,
} from "../../src/onnx/onnx_pb.ts";
import * as ops from "../../src/ops/index.ts";
import { inLayer, input, symbol } from "../../src/ops/index.ts";
import { makePlan, type Plan } from "../../src/plan/plan.ts";
import { floats } from "../../src/tensor.ts";

const [batch, time] = [symbol("batch"), symbol("time")];
const x = input("x", [batch, 2, time]);
const w = input("w", [3, 2, 2]);
const forward = makePlan("forward", {
  y: inLayer("relu", () => ops.relu(inLayer("conv", () => ops.conv1d(x, w, { before: 1 })))),
});

describe("a plan as an ONNX model", () => {
  it("has a node for each op, named after its layer and wired by names", () => {
    const { node } = graphOf(forward);
    expect(node.map(({ opType, input, output, name }) => ({ opType, input, output, name }))).toEqual([
      { opType: "Conv", input: ["x", "w"], output: ["conv/conv_0"], name: "conv/conv_0" },
      { opType: "Relu", input: ["conv/conv_0"], output: ["y"], name: "relu/relu_1" },
    ]);
    const attributes = node[0].attribute.map(({ name, ints }) => [name, ints]);
    expect(attributes).toEqual([
      ["strides", [1n]],
      ["dilations", [1n]],
      ["pads", [1n, 0n]],
    ]);
  });

  it("names symbolic sizes, also expressions, in inputs and outputs", () => {
    const { input: inputs, output } = graphOf(forward);
    expect(inputs.map(signature)).toEqual(["x 1 [batch, 2, time]", "w 1 [3, 2, 2]"]);
    expect(output.map(signature)).toEqual(["y 1 [batch, 3, time]"]);
    const longer = graphOf(makePlan("longer", { y: ops.pad(x, 2, 0, batch), where: ops.argMax(x, 2), negative: ops.less(x, 0) }));
    expect(longer.output.map(signature)).toEqual([
      "y 1 [batch, 2, batch+time]",
      "where 7 [batch, 2, 1]",
      "negative 9 [batch, 2, time]",
    ]);
  });

  it("is written for opset 18 of the standard ops, and no other domain", () => {
    const model = modelOf(forward);
    expect(opsetVersion).toBe(18);
    expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([["", 18n]]);
    expect(model.irVersion).toBe(8n);
    expect(model.producerName).toBe("layergraph");
    expect(model.graph!.node.every((node) => node.domain === "")).toBe(true);
  });

  it("holds given inputs as initializers, which are not fed", () => {
    const weights = floats(
      [3, 2, 2],
      Array.from({ length: 12 }, (_, i) => i / 4),
    );
    const { input: inputs, initializer } = fromBinary(
      ModelProtoSchema,
      encodeModel(forward, { initializers: new Map([["w", weights]]) }),
    ).graph!;
    expect(inputs.map((i) => i.name)).toEqual(["x"]);
    expect(initializer.map(({ name, dims, dataType }) => [name, dims, dataType])).toEqual([
      ["w", [3n, 2n, 2n], TensorProto_DataType.FLOAT],
    ]);
    expect(new Float32Array(initializer[0].rawData.slice().buffer)).toEqual(weights.data);
  });

  it("keeps arrays that the graph does not need beside those it needs", () => {
    const initializers = new Map([["kept", floats([3], [1, 2, 3])]]);
    const graph = fromBinary(ModelProtoSchema, encodeModel(forward, { initializers })).graph!;
    expect(graph.initializer.map(({ name, dims }) => [name, dims])).toEqual([["kept", [3n]]]);
    expect(graph.input.map((i) => i.name)).toEqual(["x", "w"]);
  });

  it("keeps constants and sizes once, whoever uses them", () => {
    const twice = ops.multiply(ops.add(x, 7), ops.subtract(x, 7));
    const shaped = ops.add(ops.expand(ops.sum(twice, [0, 2]), [batch, 2, time]), ops.sizeValue(ops.multiplyDims(batch, time)));
    const { initializer, node } = graphOf(makePlan("once", { y: ops.exp(shaped), z: ops.sizeValue(batch) }));
    const sevens = initializer.filter((t) => t.dims.length === 0 && new Float32Array(t.rawData.slice().buffer)[0] === 7);
    expect(sevens.length).toBe(1);
    expect(node.filter((n) => n.opType === "Shape").length).toBe(2);
  });

  it("passes an input or an output that is wanted under a second name through a node", () => {
    const y = ops.exp(x);
    const graph = graphOf(makePlan("names", { same: x, first: y, second: y }));
    expect(graph.node.map(({ opType, input, output }) => [opType, ...input, ...output])).toEqual([
      ["Exp", "x", "first"],
      ["Identity", "x", "same"],
      ["Identity", "first", "second"],
    ]);
  });

  it("gives every result a name of its own, also beside inputs named like constants", () => {
    const odd = input("constant_0", [2]);
    const graph = graphOf(makePlan("odd", { y: ops.add(ops.exp(odd), 3), z: ops.multiply(odd, 5) }));
    const names = [...graph.input, ...graph.initializer]
      .map((each) => each.name)
      .concat(graph.node.flatMap((node) => node.output));
    expect(new Set(names).size).toBe(names.length);
  });

  it("keeps metadata and documentation", () => {
    const bytes = encodeModel(forward, {
      metadata: { layergraph: "{}" },
      documentation: { x: "what is classified", y: "scores" },
    });
    const model = fromBinary(ModelProtoSchema, bytes);
    expect(model.metadataProps.map(({ key, value }) => [key, value])).toEqual([["layergraph", "{}"]]);
    expect(model.graph!.input[0].docString).toBe("what is classified");
    expect(model.graph!.output[0].docString).toBe("scores");
  });

  it("takes the second result of a node where an op says so", () => {
    const { node } = graphOf(makePlan("index", { at: ops.maxPoolIndex(x, [{ size: 2, stride: 2, before: 0, after: 0 }]) }));
    expect(node.find((n) => n.opType === "MaxPool")!.output.slice(1)).toEqual(["at"]);
  });

  it("writes the same bytes for the same plan", () => {
    expect(encodeModel(forward)).toEqual(encodeModel(forward));
  });
});

function modelOf(plan: Plan): ModelProto {
  return fromBinary(ModelProtoSchema, encodeModel(plan));
}

function graphOf(plan: Plan): GraphProto {
  return modelOf(plan).graph!;
}

function signature({ name, type }: ValueInfoProto): string {
  const tensor = type!.value.case === "tensorType" ? type!.value.value : undefined;
  return `${name} ${tensor!.elemType} [${tensor!.shape!.dim.map((d) => d.value.value).join(", ")}]`;
}
