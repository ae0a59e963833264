import { LayerGraphError } from "../errors.ts";
import { type Activation, internalLabels } from "../layer.ts";
import { isNetwork, requireInitialized } from "../network/dlnetwork.ts";
import { usageOf } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import type { Network, NetworkArrays } from "../network/network.ts";
import { assertValid } from "../network/validate.ts";
import { type Dim, input, reshape, slice, symbol, type Value } from "../ops/index.ts";
import { traceSeparately } from "../plan/forward.ts";
import type { PackedArrays } from "../plan/parameters.ts";
import { elementCount, floats, type Tensor } from "../tensor.ts";
import { DlArray } from "./dlarray.ts";
import { flatArray } from "./flatArrays.ts";
import { SymbolicNetwork } from "./symbolicNetwork.ts";

/** An argument of a function that is traced. */
export interface Argument {
  /** The same for arguments that one plan can serve. */
  readonly key: string;
  /** What the function receives. */
  readonly symbolic: () => unknown;
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** What sizes stand for in this call. */
  readonly symbols: Readonly<Record<string, number>>;
}

/**
 * The arguments of one call. The number of observations and of time steps stay open in the plan; arrays that have as many of them as
 * another share its symbol, so that they can be combined.
 */
export function readArguments(args: readonly unknown[], where: string): Argument {
  const reader: Reader = { where, symbols: new Map(), names: new Map() };
  return composite(reader, args, "argument");
}

interface Reader {
  readonly where: string;
  /** The symbol of each size, by label and size. */
  readonly symbols: Map<string, string>;
  /** The number each symbol stands for. */
  readonly names: Map<string, number>;
}

function read(reader: Reader, value: unknown, path: string): Argument {
  if (value instanceof DlArray) return arrayArgument(reader, value, path);
  if (typeof value === "number") return numberArgument(reader, value, path);
  if (value === undefined || value === null || typeof value === "string" || typeof value === "boolean") {
    return { ...nothing, key: value === undefined ? "undefined" : JSON.stringify(value), symbolic: () => value };
  }
  if (isNetwork(value)) return networkArgument(reader, value, path);
  if (value instanceof Map) return arraysArgument(reader, value as NetworkArrays, path);
  const plain = Array.isArray(value) || (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype);
  if (plain) return composite(reader, value as object, path);
  const received = typeof value === "object" ? `a ${value.constructor?.name ?? "object"}` : `a ${typeof value}`;
  const expected = "arrays made by dlarray, networks, numbers, text, truth values, and lists and objects of these";
  throw new LayerGraphError("wrong-argument", `${reader.where}: ${path} is ${received}, expected ${expected}.`, {
    received,
    expected,
  });
}

const nothing = { feeds: {}, symbols: {} };

function composite(reader: Reader, value: object, path: string): Argument {
  const list = Array.isArray(value);
  const parts = Object.entries(value).map(([name, part]) => {
    const inner = path === "argument" ? `argument ${Number(name) + 1}` : `${path}.${name}`;
    return [name, read(reader, part, inner)] as const;
  });
  return {
    key: `${list ? "[" : "{"}${parts.map(([name, part]) => `${JSON.stringify(name)}:${part.key}`).join(",")}`,
    symbolic: () => {
      const values = parts.map(([name, part]) => [name, part.symbolic()] as const);
      return list ? values.map(([, v]) => v) : Object.fromEntries(values);
    },
    feeds: Object.assign({}, ...parts.map(([, part]) => part.feeds)),
    symbols: Object.assign({}, ...parts.map(([, part]) => part.symbols)),
  };
}

function numberArgument({ where }: Reader, value: number, path: string): Argument {
  if (!Number.isFinite(value)) throw notFinite(where, path, String(value));
  const name = `/${path}`;
  return { ...nothing, key: "number", symbolic: () => input(name, []), feeds: { [name]: floats([], [value]) } };
}

function arrayArgument(reader: Reader, array: DlArray, path: string): Argument {
  const { format, shape, data, lengths } = array;
  const name = `/${path}`;
  const symbols: Record<string, number> = {};
  const dims = internalLabels(format).map((label, axis): Dim => {
    const size = shape[axis];
    if (size === 1 || (label !== "B" && label !== "T")) return size;
    const text = symbolFor(reader, label === "B" ? "batch" : "time", size);
    symbols[text] = size;
    return symbol(text);
  });
  const lengthFeed: Record<string, Tensor> = lengths
    ? { [`${name}/lengths`]: { type: "int64", shape: [shape[0]], data: BigInt64Array.from(lengths, BigInt) } }
    : {};
  return {
    key: `${format}[${dims.join(",")}]${lengths ? "padded" : ""}`,
    symbolic: (): Activation => ({
      value: input(name, dims),
      format,
      ...(lengths && { lengths: input(`${name}/lengths`, [dims[0]], "int64") }),
    }),
    feeds: { [name]: floats(shape, data), ...lengthFeed },
    symbols,
  };
}

/** `batch` for the first size, `batch2`, … for others. */
function symbolFor({ symbols, names }: Reader, base: string, size: number): string {
  const id = `${base} ${size}`;
  const known = symbols.get(id);
  if (known !== undefined) return known;
  const count = [...symbols.keys()].filter((other) => other.startsWith(`${base} `)).length;
  const name = count === 0 ? base : `${base}${count + 1}`;
  symbols.set(id, name);
  names.set(name, size);
  return name;
}

/** What follows from a graph alone, found once for it. */
interface KnownGraph {
  readonly id: number;
  readonly learnables: PackedArrays<unknown>;
  readonly states: PackedArrays<unknown>;
}

const known = new WeakMap<LayerGraph, KnownGraph>();
let graphs = 0;

function knownGraph(graph: LayerGraph): KnownGraph {
  const there = known.get(graph);
  if (there) return there;
  assertValid(graph, { targetUsage: usageOf(graph) });
  const { learnables, states } = traceSeparately(graph, { training: true });
  const made = { id: graphs++, learnables, states };
  known.set(graph, made);
  return made;
}

function networkArgument(reader: Reader, net: Network, path: string): Argument {
  const { id, learnables, states } = knownGraph(net.graph);
  requireInitialized(net, reader.where);
  const [flatLearnables, flatStates] = [`/${path}/learnables`, `/${path}/states`];
  const own = observedStates(reader, net, states, flatStates);
  const one = new Map([...net.states, ...[...own.dims.keys()].map((key) => [key, zeroRow(net.states.get(key)!)] as const)]);
  return {
    key: [`network ${id}`, ...[...own.dims].map(([key, dims]) => `${key}[${dims.join(",")}]`)].join(" "),
    symbolic: () => {
      const observed = new Map([...own.dims].map(([key, dims]) => [key, input(`${flatStates}/${key}`, dims)]));
      const all = new Map([...cut(flatStates, states)].map(([key, value]) => [key, observed.get(key) ?? value]));
      return new SymbolicNetwork(net.graph, cut(flatLearnables, learnables), all);
    },
    feeds: { ...packedFeed(flatLearnables, learnables, net.learnables), ...packedFeed(flatStates, states, one), ...own.feeds },
    symbols: own.symbols,
  };
}

/** The states of which each observation has its own by now: inputs of their own, as long as data of so many observations. */
function observedStates(reader: Reader, { states: values }: Network, { arrays }: PackedArrays<unknown>, path: string) {
  const dims = new Map<string, readonly Dim[]>();
  const feeds: Record<string, Tensor> = {};
  const symbols: Record<string, number> = {};
  for (const { key, shape } of arrays) {
    const tensor = values.get(key)!;
    if (tensor.shape[0] === shape[0]) continue;
    const [observations, ...sizes] = tensor.shape;
    const text = symbolFor(reader, "batch", observations);
    symbols[text] = observations;
    dims.set(key, [symbol(text), ...sizes]);
    feeds[`${path}/${key}`] = tensor;
  }
  return { dims, feeds, symbols };
}

/** What is fed in the place of a state that has an input of its own. */
function zeroRow({ shape: [, ...sizes] }: Tensor<"float32">): Tensor<"float32"> {
  return floats([1, ...sizes], new Float32Array(elementCount(sizes)));
}

function packedFeed(name: string, { arrays, count }: PackedArrays<unknown>, values: NetworkArrays): Record<string, Tensor> {
  if (count === 0) return {};
  return { [name]: floats([count], flatArray(arrays.map(({ key }) => values.get(key)!))) };
}

function cut(
  name: string,
  { arrays, count }: Pick<PackedArrays<unknown>, "count"> & { readonly arrays: readonly Cut[] },
): ReadonlyMap<string, Value> {
  if (count === 0) return new Map();
  const flat = input(name, [count]);
  return new Map(arrays.map((a) => [a.key, reshape(slice(flat, 0, a.offset, a.offset + a.count), a.shape)]));
}

interface Cut {
  readonly key: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly count: number;
}

/** Arrays by name, such as gradients or moments, as one vector. */
function arraysArgument({ where }: Reader, arrays: NetworkArrays, path: string): Argument {
  let count = 0;
  const cuts = [...arrays].map(([key, tensor]): Cut => {
    if (!(tensor?.data instanceof Float32Array) || elementCount(tensor.shape) !== tensor.data.length) {
      throw new LayerGraphError("wrong-argument", `${where}: '${String(key)}' of ${path} is no single-precision array.`);
    }
    count += tensor.data.length;
    return { key, shape: tensor.shape, offset: count - tensor.data.length, count: tensor.data.length };
  });
  const name = `/${path}`;
  return {
    ...nothing,
    key: `arrays ${cuts.map(({ key, shape }) => `${key} ${shape.join("x")}`).join(";")}`,
    symbolic: () => cut(name, { arrays: cuts, count }),
    feeds: count > 0 ? { [name]: floats([count], flatArray([...arrays.values()])) } : {},
  };
}

/** The error about something that is not a finite number. */
export function notFinite(where: string, what: string, received: string, more = ""): LayerGraphError {
  const message = `${where}: ${what} is ${received}, expected a finite number.${more}`;
  return new LayerGraphError("not-a-number", message, { received, expected: "a finite number" });
}
