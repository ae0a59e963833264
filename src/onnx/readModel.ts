import { fromBinary } from "@bufbuild/protobuf";
import { LayerGraphError } from "../errors.ts";
import { elementCount, type Tensor } from "../tensor.ts";
import {
  TensorProto_DataType as DataType,
  type GraphProto,
  ModelProtoSchema,
  type TensorProto,
  type ValueInfoProto,
} from "./onnx_pb.ts";

/** An input or output of a model. */
export interface ModelPort {
  readonly name: string;
  /** ONNX's number for the element type: 1 float, 7 int64, 9 bool. */
  readonly elementType: number;
  /** A number, or the name of a size that varies; undefined where the model does not say. */
  readonly shape: readonly (number | string | undefined)[];
  readonly documentation: string;
}

/** What an ONNX model says about itself. */
export interface ModelDescription {
  /** What is fed: graph inputs that have no initializer. */
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
  /** Fixed arrays by name; those of other types than single and double precision, int64 and bool are left out. */
  readonly initializers: ReadonlyMap<string, Tensor>;
  /** Texts kept with the model, by name. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly producer: string;
}

/**
 * What is in the bytes of an ONNX model. `where` names them in messages.
 *
 * @throws LayerGraphError `not-onnx` for bytes that are no model, cut off or damaged
 */
export function readModel(bytes: Uint8Array, where: string): ModelDescription {
  const model = parsed(bytes, where);
  const graph = model.graph;
  if (!graph || graph.output.length === 0) throw notOnnx(where, "it holds no graph");
  const initializers = readInitializers(graph, where);
  const fixed = new Set(graph.initializer.map(({ name }) => name));
  return {
    inputs: graph.input.filter(({ name }) => !fixed.has(name)).map(port),
    outputs: graph.output.map(port),
    initializers,
    metadata: new Map(model.metadataProps.map(({ key, value }) => [key, value])),
    producer: model.producerName,
  };
}

function parsed(bytes: Uint8Array, where: string) {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw notOnnx(where, "its bytes are cut off or damaged", cause);
  }
}

function port({ name, type, docString }: ValueInfoProto): ModelPort {
  const tensor = type?.value.case === "tensorType" ? type.value.value : undefined;
  const shape = (tensor?.shape?.dim ?? []).map(({ value }) => (value.case === "dimValue" ? Number(value.value) : value.value));
  return { name, elementType: tensor?.elemType ?? DataType.UNDEFINED, shape, documentation: docString };
}

function readInitializers(graph: GraphProto, where: string): Map<string, Tensor> {
  const arrays = new Map<string, Tensor>();
  for (const proto of graph.initializer) {
    if (arrays.has(proto.name)) throw notOnnx(where, `it has two arrays '${shortened(proto.name)}'`);
    const array = arrayOf(proto, where);
    if (array) arrays.set(proto.name, array);
  }
  return arrays;
}

/** Bytes of an element, and how they and the typed fields are read. */
const readers = {
  [DataType.FLOAT]: { type: "float32", width: 4, listed: (p: TensorProto) => Float32Array.from(p.floatData), raw: Float32Array },
  [DataType.DOUBLE]: { type: "float64", width: 8, listed: () => new Float64Array(0), raw: Float64Array },
  [DataType.INT64]: { type: "int64", width: 8, listed: (p: TensorProto) => BigInt64Array.from(p.int64Data), raw: BigInt64Array },
  [DataType.BOOL]: { type: "bool", width: 1, listed: (p: TensorProto) => Uint8Array.from(p.int32Data), raw: Uint8Array },
} as const;

function arrayOf(proto: TensorProto, where: string): Tensor | undefined {
  const reader = readers[proto.dataType as keyof typeof readers];
  if (!reader) return undefined;
  const shape = proto.dims.map(Number);
  const count = elementCount(shape);
  const { rawData } = proto;
  const received = rawData.length > 0 ? rawData.length / reader.width : reader.listed(proto).length;
  if (shape.some((size) => !(Number.isSafeInteger(size) && size >= 0)) || count !== received) {
    throw notOnnx(where, `its array '${shortened(proto.name)}' of size ${shape.join("×") || "1"} holds ${received} numbers`);
  }
  // The bytes lie anywhere in the file; a typed array must begin at a multiple of its width.
  const data = rawData.length > 0 ? new reader.raw(rawData.slice().buffer) : reader.listed(proto);
  return { type: reader.type, shape, data } as Tensor;
}

function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 77)}...` : name;
}

function notOnnx(where: string, reason: string, cause?: unknown): LayerGraphError {
  return new LayerGraphError("not-onnx", `${where} cannot be read as an ONNX model: ${reason}.`, { cause });
}
