import { create, toBinary } from "@bufbuild/protobuf";
import { inputAttrs, type Value } from "../ops/index.ts";
import type { Plan } from "../plan/plan.ts";
import type { Tensor } from "../tensor.ts";
import { NodeWriter } from "./nodeWriter.ts";
import {
  GraphProtoSchema,
  ModelProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProtoSchema,
} from "./onnx_pb.ts";
import { onnxElementType, valueInfo } from "./valueInfo.ts";

/** Fixed values of a plan's inputs: they become initializers, and are not fed. Others are kept in the model beside them. */
export type Initializers = ReadonlyMap<string, Tensor<"float32">>;

/** What goes into a model beside the graph. */
export interface ModelDetails {
  readonly initializers?: Initializers;
  /** Text kept with the model, by name. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** What each input and output is, for the reader of the model. */
  readonly documentation?: Readonly<Record<string, string>>;
}

/** The opset that models are written for: the oldest one that has every op used. */
export const opsetVersion = 18;

/** The plan as the bytes of an ONNX model, made of standard ops only. */
export function encodeModel(plan: Plan, details: ModelDetails = {}): Uint8Array {
  const { initializers = new Map(), metadata = {}, documentation = {} } = details;
  const fed = plan.inputs.filter((i) => !initializers.has(i.name));
  const writer = new NodeWriter(plan.inputs);
  const names = new Map<Value, string>();
  for (const value of plan.values) {
    const own = inputAttrs(value);
    if (own) names.set(value, own.name);
  }
  writer.write(plan.values, names);
  for (const { name, value } of plan.outputs) writer.rename(names.get(value)!, name);
  const graph = create(GraphProtoSchema, {
    name: plan.name,
    node: writer.written,
    initializer: [...writer.constants, ...[...initializers].map(([name, values]) => initializer(name, values))],
    input: fed.map((i) => valueInfo(i.name, i.type, i.shape, documentation[i.name])),
    output: plan.outputs.map(({ name, value }) => valueInfo(name, value.type, value.shape, documentation[name])),
  });
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    producerName: "layergraph",
    graph,
    opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: BigInt(opsetVersion) })],
    metadataProps: Object.entries(metadata).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value })),
  });
  return toBinary(ModelProtoSchema, model);
}

function initializer(name: string, { shape, data }: Tensor<"float32">): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: onnxElementType("float"),
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
}
