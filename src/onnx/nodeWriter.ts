import { create } from "@bufbuild/protobuf";
import {
  type Attributes,
  ancestors,
  computations,
  computeDim,
  type Dim,
  type Emitter,
  type NestedSpec,
  type NodeSpec,
  type Value,
  type ValueType,
} from "../ops/index.ts";
import type { PlanInput } from "../plan/plan.ts";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  GraphProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
} from "./onnx_pb.ts";
import { onnxElementType, valueInfo } from "./valueInfo.ts";

/** Writes values as ONNX nodes, each constant and each size once. Nodes are named `layer/op_number`, `/op_number` outside of any layer. */
export class NodeWriter implements Emitter {
  readonly constants: TensorProto[] = [];
  readonly #constantNames = new Map<string, string>();
  /** The graphs that are being written, the outermost first. */
  readonly #graphs: OpenGraph[] = [emptyGraph()];
  #written = 0;
  readonly #sizeNames = new Map<string, string>();
  readonly #inputs: readonly PlanInput[];
  readonly #renamed = new Map<string, string>();
  #scope = "";

  constructor(inputs: readonly PlanInput[]) {
    this.#inputs = inputs;
  }

  /** The nodes that have been written, of the outermost graph. */
  get written(): NodeProto[] {
    return this.#graphs[0].nodes;
  }

  /** Writes the nodes of values in their order, and puts the names of their results into `names`, where those of inputs are already. */
  write(values: readonly Value[], names: Map<Value, string>): void {
    const groups = new Map(computations(values).flatMap((group) => group.map((value) => [value, group] as const)));
    for (const value of values) {
      if (names.has(value)) continue;
      const together = groups.get(value)!;
      const made = this.#lower(
        value,
        value.inputs.map((x) => names.get(x)!),
        together,
      );
      together.forEach((each, i) => void names.set(each, made[i]));
    }
  }

  #lower(value: Value, names: readonly string[], together: readonly Value[]): readonly string[] {
    this.#scope = `${value.layer ?? ""}/${value.op.name}`;
    const { inputs, attrs, shape } = value;
    const result = value.op.lower({ inputs, attrs, names, shape, emit: this, together });
    if (typeof result === "string") return [result];
    return "type" in result ? [this.node({ inputs: names, ...result })] : result;
  }

  node({ output = 0, ...spec }: NodeSpec & { readonly inputs: readonly string[] }): string {
    return this.nodes({ ...spec, outputs: output + 1, only: output })[output];
  }

  nodes({ type, inputs, attributes = {}, outputs, only }: SeveralResults): readonly string[] {
    // Every op is a function of its inputs: the same node again has the same results, and one that needs nothing from a graph inside is
    // written around it, to be computed once.
    const graph = this.#graphs.findLast(({ names }) => inputs.some((name) => names.has(name))) ?? this.#graphs[0];
    const key = `${type} ${inputs.join(" ")} ${JSON.stringify(attributes)} ${outputs} ${only}`;
    const known = graph.made.get(key);
    if (known !== undefined) return known;
    const name = this.#name();
    const named = Array.from({ length: outputs }, (_, i) => (only === i || outputs === 1 ? name : `${name}:${i}`));
    graph.made.set(key, named);
    push(
      graph,
      type,
      name,
      inputs,
      named.map((each, i) => (only === undefined || only === i || i === 0 ? each : "")),
      attributeList(attributes),
    );
    return named;
  }

  nested({ type, inputs, attributes, parameters, outer, results }: NestedSpec): readonly string[] {
    const scope = this.#scope;
    const names = new Map(outer);
    const inside = emptyGraph();
    this.#graphs.push(inside);
    const fed = parameters.map((value) => {
      const name = this.#name();
      names.set(value, name);
      inside.names.add(name);
      return valueInfo(name, value.type, value.shape);
    });
    this.write(ancestors(results, new Set(names.keys())), names);
    this.#scope = scope;
    const made = results.map((value) => this.#result(inside, names.get(value)!));
    this.#graphs.pop();
    const name = this.#name();
    const graph = create(GraphProtoSchema, {
      name: `${name}/body`,
      node: inside.nodes,
      input: fed,
      output: results.map((value, i) => valueInfo(made[i], value.type, value.shape)),
    });
    const outputs = results.map((_, i) => `${name}:${i}`);
    const body = create(AttributeProtoSchema, { name: "body", type: AttributeType.GRAPH, g: graph });
    // Where the node goes depends on what the graph inside takes from around it, too.
    const used = [...inputs, ...outer.values()];
    const around = this.#graphs.findLast(({ names: own }) => used.some((each) => own.has(each))) ?? this.#graphs[0];
    push(around, type, name, inputs, outputs, [body, ...attributeList(attributes)]);
    return outputs;
  }

  /** The name of a result of a graph inside: made by a node of its own, and not a result already. */
  #result(inside: OpenGraph, name: string): string {
    if (inside.nodes.some((node) => node.output.includes(name)) && !inside.results.has(name)) {
      inside.results.add(name);
      return name;
    }
    const copy = this.#name();
    push(inside, "Identity", copy, [name], [copy], []);
    return copy;
  }

  #name(): string {
    return `${this.#scope}_${this.#written++}`;
  }

  /** Gives a result the name of a graph output; what is an input, a constant or another output already is passed through a node. */
  rename(result: string, name: string): void {
    const now = this.#renamed.get(result);
    const maker = now === undefined ? this.written.find((node) => node.output.includes(result)) : undefined;
    if (!maker) {
      this.written.push(
        create(NodeProtoSchema, { name: `/output/${name}`, opType: "Identity", input: [now ?? result], output: [name] }),
      );
      return;
    }
    const replaced = (names: readonly string[]): string[] => names.map((n) => (n === result ? name : n));
    maker.output = replaced(maker.output);
    for (const node of allNodes(this.written)) node.input = replaced(node.input);
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

/** A node with several results, all of them or only one of them needed. */
type SeveralResults = NodeSpec & { readonly inputs: readonly string[]; readonly outputs: number; readonly only?: number };

/** A graph that is being written. */
interface OpenGraph {
  readonly nodes: NodeProto[];
  /** The names that are known only inside it. */
  readonly names: Set<string>;
  /** The names that are its results. */
  readonly results: Set<string>;
  /** What has been made, by type, inputs and attributes. */
  readonly made: Map<string, readonly string[]>;
}

function emptyGraph(): OpenGraph {
  return { nodes: [], names: new Set(), results: new Set(), made: new Map() };
}

function push(
  graph: OpenGraph,
  opType: string,
  name: string,
  input: readonly string[],
  output: readonly string[],
  attribute: AttributeProto[],
): void {
  for (const each of output) graph.names.add(each);
  graph.nodes.push(create(NodeProtoSchema, { name, opType, input: [...input], output: [...output], attribute }));
}

/** The nodes and those of the graphs inside them. */
function* allNodes(nodes: readonly NodeProto[]): Iterable<NodeProto> {
  for (const node of nodes) {
    yield node;
    for (const { g } of node.attribute) if (g) yield* allNodes(g.node);
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
