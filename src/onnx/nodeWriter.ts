import { create } from "@bufbuild/protobuf";
import { type Attributes, computeDim, type Dim, type Emitter, type NodeSpec, type Value, type ValueType } from "../ops/index.ts";
import type { PlanInput } from "../plan/plan.ts";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
} from "./onnx_pb.ts";

/** ONNX's number for an element type. */
export function onnxElementType(type: ValueType): number {
  return { float: DataType.FLOAT, int64: DataType.INT64, bool: DataType.BOOL }[type];
}

/** Writes values as ONNX nodes, each constant and each size once. Nodes are named `layer/op_number`, `/op_number` outside of any layer. */
export class NodeWriter implements Emitter {
  readonly nodes: NodeProto[] = [];
  readonly constants: TensorProto[] = [];
  readonly #constantNames = new Map<string, string>();
  readonly #made = new Map<string, string>();
  readonly #sizeNames = new Map<string, string>();
  readonly #inputs: readonly PlanInput[];
  readonly #renamed = new Map<string, string>();
  #scope = "";

  constructor(inputs: readonly PlanInput[]) {
    this.#inputs = inputs;
  }

  /** Writes a value's nodes; returns the name of its result. */
  lower(value: Value, names: readonly string[]): string {
    this.#scope = `${value.layer ?? ""}/${value.op.name}`;
    const { inputs, attrs, shape } = value;
    const result = value.op.lower({ inputs, attrs, names, shape, emit: this });
    return typeof result === "string" ? result : this.node({ inputs: names, ...result });
  }

  node({ type, inputs, attributes = {}, output = 0 }: NodeSpec & { readonly inputs: readonly string[] }): string {
    // Every op is a function of its inputs: the same node again has the same result.
    const key = `${type} ${inputs.join(" ")} ${JSON.stringify(attributes)} ${output}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const name = `${this.#scope}_${this.nodes.length}`;
    this.#made.set(key, name);
    const outputs = Array.from({ length: output + 1 }, (_, i) => (i === output ? name : ""));
    if (output > 0) outputs[0] = `${name}:0`;
    this.nodes.push(
      create(NodeProtoSchema, { name, opType: type, input: [...inputs], output: outputs, attribute: attributeList(attributes) }),
    );
    return name;
  }

  /** Gives a result the name of a graph output; what is an input, a constant or another output already is passed through a node. */
  rename(result: string, name: string): void {
    const now = this.#renamed.get(result);
    const maker = now === undefined ? this.nodes.find((node) => node.output.includes(result)) : undefined;
    if (!maker) {
      this.nodes.push(
        create(NodeProtoSchema, { name: `/output/${name}`, opType: "Identity", input: [now ?? result], output: [name] }),
      );
      return;
    }
    const replaced = (names: readonly string[]): string[] => names.map((n) => (n === result ? name : n));
    maker.output = replaced(maker.output);
    for (const node of this.nodes) node.input = replaced(node.input);
    this.#renamed.set(result, name);
  }

  int64s(values: readonly number[]): string {
    return this.constant(Float64Array.from(values), [values.length], "int64");
  }

  scalar(value: number, type: ValueType): string {
    return this.constant(Float64Array.of(value), [], type);
  }

  constant(data: Float64Array, shape: readonly number[], type: ValueType): string {
    const numbers = (): string => Array.from(data, (v) => (Object.is(v, -0) ? "-0" : v)).join(",");
    const key = data.length <= 64 ? `${type} [${shape.join(",")}] ${numbers()}` : undefined;
    const known = key === undefined ? undefined : this.#constantNames.get(key);
    if (known !== undefined) return known;
    const name = `/constant_${this.constants.length}`;
    if (key !== undefined) this.#constantNames.set(key, name);
    this.constants.push(
      create(TensorProtoSchema, {
        name,
        dims: shape.map(BigInt),
        dataType: onnxElementType(type),
        rawData: rawBytes(data, type),
      }),
    );
    return name;
  }

  shape(dims: readonly Dim[]): string {
    if (dims.every((d) => typeof d === "number")) return this.int64s(dims);
    const parts = dims.map((d) => this.#size(d));
    return parts.length === 1
      ? parts[0]
      : this.#once(`[${dims.join(", ")}]`, () => this.node({ type: "Concat", inputs: parts, attributes: { axis: 0 } }));
  }

  /** A size as a one-element array. */
  #size(size: Dim): string {
    if (typeof size === "number") return this.int64s([size]);
    const apply = (type: string) => (a: string, b: string) =>
      this.#once(`${type} ${a} ${b}`, () => this.node({ type, inputs: [a, b] }));
    return computeDim<string>(size, {
      symbol: (name) => this.#once(name, () => this.#measure(name)),
      constant: (value) => this.int64s([value]),
      add: apply("Add"),
      multiply: apply("Mul"),
      floorDivide: (a, divisor) => apply("Div")(a, this.int64s([divisor])), // canonical numerators are never negative
      max: apply("Max"),
    });
  }

  #measure(symbol: string): string {
    for (const { name, shape } of this.#inputs) {
      const axis = shape.findIndex((d) => String(d) === symbol);
      if (axis >= 0) return this.node({ type: "Shape", inputs: [name], attributes: { start: axis, end: axis + 1 } });
    }
    throw new Error(`internal: no input measures '${symbol}'`);
  }

  #once(key: string, make: () => string): string {
    const known = this.#sizeNames.get(key);
    if (known !== undefined) return known;
    const scope = this.#scope;
    this.#scope = "/size";
    const name = make();
    this.#scope = scope;
    this.#sizeNames.set(key, name);
    return name;
  }
}

function rawBytes(data: Float64Array, type: ValueType): Uint8Array {
  if (type === "bool") return Uint8Array.from(data);
  const typed = type === "float" ? Float32Array.from(data) : BigInt64Array.from(data, (v) => BigInt(v));
  return new Uint8Array(typed.buffer);
}

function attributeList(attributes: Attributes): AttributeProto[] {
  return Object.entries(attributes).map(([name, value]) => {
    if (typeof value === "number") return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });
    if (typeof value === "string")
      return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) });
    if ("float" in value) return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value.float });
    return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) });
  });
}
