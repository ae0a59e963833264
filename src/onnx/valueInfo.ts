import { create } from "@bufbuild/protobuf";
import type { Dim, ValueType } from "../ops/index.ts";
import {
  TensorProto_DataType as DataType,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "./onnx_pb.ts";

/** ONNX's number for an element type. */
export function onnxElementType(type: ValueType): number {
  return { float: DataType.FLOAT, int64: DataType.INT64, bool: DataType.BOOL }[type];
}

/** An input or output of a graph: its name, element type and shape. */
export function valueInfo(name: string, type: ValueType, shape: readonly Dim[], docString = ""): ValueInfoProto {
  const dim = shape.map((d) =>
    create(TensorShapeProto_DimensionSchema, {
      value: typeof d === "number" ? { case: "dimValue", value: BigInt(d) } : { case: "dimParam", value: d.text },
    }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType: onnxElementType(type),
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    docString,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } }),
  });
}
