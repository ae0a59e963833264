import { LayerGraphError } from "../errors.ts";
import type { Activation, Format } from "../layer.ts";
import { cast, printDims, reshape, type Value } from "../ops/index.ts";
import { flatten } from "../plan/parameters.ts";
import type { Tensors } from "../run/index.ts";
import { elementCount, floats, type Tensor } from "../tensor.ts";
import { DlArray } from "./dlarray.ts";
import { viewsOf } from "./flatArrays.ts";
import { SymbolicNetwork } from "./symbolicNetwork.ts";

/** What a traced function returned: the outputs of its plan, and how the caller gets them. */
export interface Result {
  readonly outputs: Readonly<Record<string, Value>>;
  readonly host: (results: Tensors) => unknown;
  /** What an element of an output is, for messages: `'loss'`, `'fc/weights' of 'gradients'`. */
  readonly describe: (output: string, element: number) => string;
}

/** The outputs of a plan for what a function returned. */
export function readResult(returned: unknown, where: string): Result {
  if (returned instanceof Promise) {
    throw new LayerGraphError(
      "wrong-result",
      `${where}: the function must not be async: it is traced once, and what it returns is computed afterwards.`,
    );
  }
  return read(returned, "result", where);
}

function read(value: unknown, path: string, where: string): Result {
  if (isActivation(value)) return activationResult(value, path);
  if (isValue(value)) return scalarResult(value, path, where);
  if (value instanceof Map) return arraysResult(value as ReadonlyMap<string, Value>, path, where);
  if (value instanceof SymbolicNetwork || typeof value === "function") {
    const what = typeof value === "function" ? "a function" : "a network";
    const message = `${where}: ${path} is ${what}. Return its learnables or states, gradients, activations or scalars.`;
    throw new LayerGraphError("wrong-result", message, { received: what });
  }
  if (typeof value !== "object" || value === null) return { outputs: {}, host: () => value, describe: () => path };
  const parts = Object.entries(value).map(([name, part]) => [name, read(part, inner(path, name), where)] as const);
  const entries = (results: Tensors): [string, unknown][] => parts.map(([name, part]) => [name, part.host(results)]);
  return {
    outputs: Object.assign({}, ...parts.map(([, part]) => part.outputs)),
    host: (results) => (Array.isArray(value) ? entries(results).map(([, v]) => v) : Object.fromEntries(entries(results))),
    describe: (output, element) => parts.find(([, part]) => output in part.outputs)?.[1].describe(output, element) ?? path,
  };
}

function inner(path: string, name: string): string {
  return path === "result" ? name : `${path}.${name}`;
}

function isValue(value: unknown): value is Value {
  return typeof value === "object" && value !== null && "op" in value && "shape" in value;
}

function isActivation(value: unknown): value is Activation {
  return typeof value === "object" && value !== null && "format" in value && "value" in value && isValue(value.value);
}

function scalarResult(value: Value, path: string, where: string): Result {
  if (value.shape.some((d) => d !== 1)) {
    const received = printDims(value.shape);
    throw new LayerGraphError(
      "wrong-result",
      `${where}: ${path} is an array ${received} without a format, expected a scalar. Return { value, format } with a label for each dimension, such as "CB".`,
      { received, expected: "a scalar" },
    );
  }
  const name = `result/${path}`;
  return {
    outputs: { [name]: cast(reshape(value, []), "float") },
    host: (results) => Number(results[name].data[0]),
    describe: () => `'${path}'`,
  };
}

function activationResult({ value, format, lengths }: Activation, path: string): Result {
  const name = `result/${path}`;
  const told = format.includes("T") ? lengths : undefined;
  return {
    outputs: { [name]: cast(value, "float"), ...(told && { [`${name}/lengths`]: told }) },
    host: (results) => {
      const counts = told && Array.from(results[`${name}/lengths`].data as BigInt64Array, Number);
      return new DlArray(format as Format, results[name].shape, singles(results[name]), counts);
    },
    describe: (_, element) => `element ${element + 1} of '${path}'`,
  };
}

/** Arrays by name: those of known sizes one after the other in one output, those with a row for each observation in an output of their own. */
function arraysResult(arrays: ReadonlyMap<string, Value>, path: string, where: string): Result {
  const own = [...arrays].filter(([, { shape }]) => typeof shape[0] === "object");
  const known = packedResult(new Map([...arrays].filter(([key]) => !own.some(([other]) => other === key))), path, where);
  const name = (key: string): string => `result/${path}/${key}`;
  for (const [key, { shape }] of own) for (const size of shape.slice(1)) staticSize(size, key, where);
  return {
    outputs: { ...known.outputs, ...Object.fromEntries(own.map(([key, value]) => [name(key), value])) },
    host: (results) => {
      const together = known.host(results) as ReadonlyMap<string, Tensor<"float32">>;
      const alone = (key: string): Tensor<"float32"> => floats(results[name(key)].shape, singles(results[name(key)]));
      return new Map([...arrays.keys()].map((key) => [key, together.get(key) ?? alone(key)]));
    },
    describe: (output, element) => {
      const [key] = own.find(([key]) => name(key) === output) ?? [];
      return key === undefined ? known.describe(output, element) : `'${key}' of '${path}'`;
    },
  };
}

function packedResult(arrays: ReadonlyMap<string, Value>, path: string, where: string): Result {
  const shapes = [...arrays].map(([key, { shape }]) => [key, shape.map((d) => staticSize(d, key, where))] as const);
  if (shapes.length === 0) return { outputs: {}, host: () => new Map(), describe: () => path };
  const name = `result/${path}`;
  const counts = shapes.map(([, shape]) => elementCount(shape));
  const ends = counts.map((_, i) => counts.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const keyAt = (element: number): string => shapes[ends.findIndex((end) => element < end)][0];
  return {
    outputs: { [name]: flatten([...arrays.values()], counts) },
    host: (results) => viewsOf(singles(results[name]), shapes),
    describe: (_, element) => `'${keyAt(element)}' of '${path}'`,
  };
}

function staticSize(size: unknown, key: string, where: string): number {
  if (typeof size === "number") return size;
  throw new LayerGraphError(
    "wrong-result",
    `${where}: the size of '${key}' depends on the data (${String(size)}). Return it as an activation.`,
  );
}

function singles({ data }: Tensor): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number | bigint>, Number);
}
