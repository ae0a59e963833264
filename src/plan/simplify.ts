import {
  broadcastDims,
  constant,
  expand,
  inLayer,
  type LoopResult,
  leavesOf,
  loopResult,
  sameDims,
  scalarOf,
  transpose,
  type Value,
  withInputs,
} from "../ops/index.ts";
import { rewrite } from "./rewrite.ts";

/**
 * The same values computed with less: equal computations are done once, arithmetic with 0 and 1 is left out, an array is not stretched
 * where the op that takes it stretches it anyway, and what only stood for its input is replaced by it.
 */
export function simplify(values: readonly Value[], leaves: ReadonlySet<Value> = new Set()): Value[] {
  const known = new Map<string, Value>();
  return rewrite(values, leaves, {
    body: simplify,
    value: (value) => {
      const simpler = rewritten(value, leaves);
      const key = keyOf(simpler);
      const same = key === undefined ? simpler : (known.get(key) ?? simpler);
      if (key !== undefined) known.set(key, same);
      return same;
    },
  });
}

function keyOf(value: Value): string | undefined {
  const loop = loopResult(value);
  if (loop) return loopKey(loop, value.inputs);
  const attrs = value.attrs as Record<string, unknown> | undefined;
  const parts = Object.entries(attrs ?? {}).map(([name, part]) => `${name}=${attributeKey(part)}`);
  if (parts.some((part) => part.endsWith("=undefined"))) return undefined;
  return `${value.op.name}|${value.inputs.map((x) => x.id).join(",")}|${value.type}|${parts.join("|")}`;
}

/** Within one rewriting, the values that a loop begins and ends with tell it from others. */
function loopKey({ loop, kind, result }: LoopResult, inputs: readonly Value[]): string {
  const ids = (values: readonly Value[]): string => values.map((x) => x.id).join(",");
  return ["scan", kind, result.id, loop.reverse, ids(leavesOf(loop)), ids(loop.next), ids(inputs)].join("|");
}

function attributeKey(part: unknown): string | undefined {
  if (typeof part === "function") return undefined;
  if (ArrayBuffer.isView(part)) {
    const numbers = part as Float64Array;
    return numbers.length <= 16 ? Array.from(numbers, (v) => (Object.is(v, -0) ? "-0" : v)).join(",") : undefined;
  }
  return JSON.stringify(part, (_, v: unknown) => (typeof v === "number" && !Number.isFinite(v) ? `number ${v}` : v));
}

function rewritten(value: Value, leaves: ReadonlySet<Value>): Value {
  if (value.op.name === "customGradient") return value.inputs[0];
  const [a, b] = value.inputs;
  const is = (x: Value | undefined, number: number): boolean => x !== undefined && scalarOf(x) === number;
  switch (value.op.name) {
    case "add":
      if (is(b, 0) && sameDims(a.shape, value.shape)) return a;
      if (is(a, 0) && sameDims(b.shape, value.shape)) return b;
      break;
    case "multiply":
      if (is(b, 1) && sameDims(a.shape, value.shape)) return a;
      if (is(a, 1) && sameDims(b.shape, value.shape)) return b;
      break;
    case "subtract":
      if (is(b, 0) && sameDims(a.shape, value.shape)) return a;
      break;
    case "divide":
      if (is(b, 1) && sameDims(a.shape, value.shape)) return a;
      break;
    case "transpose":
      if (a.op.name === "transpose" && !leaves.has(a)) return transposedOnce(value, a);
      break;
    case "reshape": {
      const number = scalarOf(a);
      if (number !== undefined) return inLayer(value.layer, () => constant([number], value.shape as number[], value.type));
    }
  }
  const shorter = value.op.broadcasts ? withoutStretching(value, leaves) : value;
  return shorter === value ? value : rewritten(shorter, leaves);
}

/** Two transpositions as one, or none where they undo each other. */
function transposedOnce(value: Value, inner: Value): Value {
  const [outer, first] = [value, inner].map((x) => (x.attrs as { order: readonly number[] }).order);
  return inLayer(value.layer, () =>
    transpose(
      inner.inputs[0],
      outer.map((axis) => first[axis]),
    ),
  );
}

/** An elementwise value computed before its inputs are stretched rather than after; where another input stretches them anyway, that is all. */
function withoutStretching(value: Value, leaves: ReadonlySet<Value>): Value {
  // What a leaf is computed from is outside of the body.
  const inputs = value.inputs.map((x) => (x.op.name === "expand" && !leaves.has(x) ? x.inputs[0] : x));
  if (inputs.every((x, i) => x === value.inputs[i])) return value;
  const shape = broadcastDims(inputs.map((x) => x.shape));
  const small = withInputs({ ...value, shape }, inputs);
  return sameDims(shape, value.shape) ? small : expand(small, value.shape);
}
