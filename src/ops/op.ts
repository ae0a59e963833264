import { type Dim, printDims, sameDims } from "./dimension.ts";

/** What the elements of a value are: single-precision numbers, 64-bit integers (indices, lengths) or truth values. */
export type ValueType = "float" | "int64" | "bool";

/** A symbolic array: the result of an op in the graph that is being built. Values are immutable. */
export interface Value {
  /** Grows in the order of creation: inputs always have smaller numbers than what is computed from them. */
  readonly id: number;
  readonly op: Op;
  readonly inputs: readonly Value[];
  readonly attrs: unknown;
  readonly shape: readonly Dim[];
  readonly type: ValueType;
  /** The layer that was being traced when the value was made. */
  readonly layer: string | undefined;
}

/** A concrete array in double precision, as the reference executor computes it; truth values are 0 and 1. */
export interface Numeric {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

/** ONNX attributes; whole numbers are integers, `{ float }` is a float. */
export type Attributes = Readonly<Record<string, number | readonly number[] | string | { readonly float: number }>>;

/** One ONNX node. Missing `inputs` are the op's own, `output` picks one of several results. */
export interface NodeSpec {
  readonly type: string;
  readonly inputs?: readonly string[];
  readonly attributes?: Attributes;
  readonly output?: number;
}

/** Writes further ONNX nodes and constants; every method returns the name of a result. */
export interface Emitter {
  node(spec: NodeSpec & { readonly inputs: readonly string[] }): string;
  /** A node with several results; returns their names. */
  nodes(spec: NodeSpec & { readonly inputs: readonly string[]; readonly outputs: number }): readonly string[];
  /** A one-dimensional constant. */
  int64s(values: readonly number[]): string;
  /** A scalar constant. */
  scalar(value: number, type: ValueType): string;
  /** A constant array. */
  constant(data: Float64Array, shape: readonly number[], type: ValueType): string;
  /** The given sizes as a one-dimensional array, computed when data arrives where they are symbolic. */
  shape(dims: readonly Dim[]): string;
  /** A node with a graph inside; returns the names of its results, one for each result of that graph. */
  nested(spec: NestedSpec): readonly string[];
}

/** A node that runs a graph of its own. */
export interface NestedSpec {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
  /** The values that the graph inside is fed, in the order of the node's inputs. */
  readonly parameters: readonly Value[];
  /** Values that the graph inside takes from around it, and what they are called there. */
  readonly outer: ReadonlyMap<Value, string>;
  readonly results: readonly Value[];
}

/** The number of operations of an op that only moves data. */
export const nothingComputed = (): number => 0;

interface OpArguments<Inputs extends readonly Value[], Attrs> {
  readonly inputs: Inputs;
  readonly attrs: Attrs;
}

/** A value and the gradient that has arrived at it. */
export interface Arrived {
  readonly y: Value;
  readonly dy: Value;
}

/** The rule of one input's gradient, forced only where that gradient is wanted. */
export type GradientThunk = () => Value;

/** Everything about one op, in one object. */
export interface OpDefinition<Inputs extends readonly Value[], Attrs> {
  readonly name: string;
  readonly shape: (args: OpArguments<Inputs, Attrs>) => readonly Dim[];
  /** The type of the result; that of the first input where it is missing. */
  readonly type?: ValueType | ((args: OpArguments<Inputs, Attrs>) => ValueType);
  /** Whether inputs of size 1 along a dimension are stretched to the others' size. */
  readonly broadcasts?: true;
  /**
   * For ops whose values are several results of one computation: what tells the computation. Values with the same inputs and the same answer are
   * lowered together and get their gradients together.
   */
  readonly computation?: (attrs: Attrs) => object;
  /** The op in ONNX: one node over the inputs, or the name of what the emitter wrote; of several results, a name for each of `together`. */
  readonly lower: (
    args: OpArguments<Inputs, Attrs> & {
      readonly names: readonly string[];
      readonly shape: readonly Dim[];
      readonly emit: Emitter;
      /** The results of the same computation that are needed, this one among them. */
      readonly together: readonly Value[];
    },
  ) => NodeSpec | string | readonly string[];
  /** The naive double-precision loop. `shape` is the result's, `size` computes any other dimension. */
  readonly evaluate: (args: {
    readonly inputs: readonly Numeric[];
    readonly attrs: Attrs;
    readonly shape: readonly number[];
    readonly size: (dim: Dim) => number;
  }) => Float64Array;
  /**
   * How many operations it takes, as `operationsOf` counts; one for each element of the result where it is missing. `inputs` and `shape` are sizes, `together` the
   * results of the same computation that are needed.
   */
  readonly operations?: (args: {
    readonly inputs: readonly (readonly number[])[];
    readonly shape: readonly number[];
    readonly attrs: Attrs;
    readonly size: (dim: Dim) => number;
    readonly together: readonly Value[];
  }) => number;
  /**
   * One thunk for each input (undefined where no gradient flows to it), or `"none"`: the op has no gradient, by decision. `dy` has the
   * shape of the result; a rule may return a gradient that is still broadcast, `backward` reduces it to the input's shape. `arrived` holds
   * all results of the same computation that a gradient has arrived at.
   */
  readonly gradient:
    | "none"
    | ((
        args: OpArguments<Inputs, Attrs> & Arrived & { readonly arrived: readonly Arrived[] },
      ) => readonly (GradientThunk | undefined)[]);
}

/** An op as shared code sees it. */
export type Op = OpDefinition<readonly Value[], unknown>;

let created = 0;
let currentLayer: string | undefined;
const known = new Map<string, Op>();

/** Every op that has been defined, by name: what the op suite goes over. */
export function definedOps(): ReadonlyMap<string, Op> {
  return known;
}

/** Defines an op; the result makes its values. */
export function defineOp<Inputs extends readonly Value[], Attrs>(
  definition: OpDefinition<Inputs, Attrs>,
): (inputs: Inputs, attrs: Attrs) => Value {
  const op = definition as unknown as Op;
  known.set(op.name, op);
  return (inputs, attrs) => {
    const args = { inputs, attrs };
    const type = typeof definition.type === "function" ? definition.type(args) : (definition.type ?? inputs[0].type);
    return rawValue(op, inputs, attrs, definition.shape(args), type);
  };
}

/** A value of the given op with its inputs replaced: what a rewrite of a plan is made with. */
export function withInputs(value: Value, inputs: readonly Value[]): Value {
  return { ...value, id: created++, inputs };
}

function rawValue(op: Op, inputs: readonly Value[], attrs: unknown, shape: readonly Dim[], type: ValueType): Value {
  return { id: created++, op, inputs, attrs, shape, type, layer: currentLayer };
}

/** Runs `build`; the values it makes carry the layer's name. */
export function inLayer<T>(layer: string | undefined, build: () => T): T {
  const before = currentLayer;
  currentLayer = layer;
  try {
    return build();
  } finally {
    currentLayer = before;
  }
}

/** The given values in groups that are results of one computation, in the order of their first members. */
export function computations(values: Iterable<Value>): Value[][] {
  const groups = new Map<Value | string, Value[]>();
  const numbers = new Map<object, number>();
  for (const value of values) {
    const computation = value.op.computation?.(value.attrs);
    if (computation && !numbers.has(computation)) numbers.set(computation, numbers.size);
    const key = computation ? `${numbers.get(computation)}|${value.inputs.map((x) => x.id).join(",")}` : value;
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return [...groups.values()];
}

/** The name of the layer that is being traced. */
export function tracedLayerName(): string | undefined {
  return currentLayer;
}

/** The size of one dimension of a value; negative axes count from the end. */
export function dim(x: Value, axis: number): Dim {
  return x.shape[axis < 0 ? axis + x.shape.length : axis];
}

/** Whether two values have the same shape for all data. */
export function sameShape(a: Value, b: Value): boolean {
  return sameDims(a.shape, b.shape);
}

/** A value as a line of a printed plan shows it, without its name: `conv1d [batch, 64, time]`. */
export function describe(value: Value): string {
  const type = value.type === "float" ? "" : ` ${value.type}`;
  return `${value.op.name}${type} ${printDims(value.shape)}`;
}
