import { ancestors, type Dim, multiplyDims, reshape, sameDim, symbol, transpose, type Value } from "../ops/index.ts";
import type { TracedNetwork } from "../plan/forward.ts";

/** Ops that lay the same numbers out in another way. */
const moving = new Set(["reshape", "transpose", "expand", "cast", "pad", "flip"]);
/** Ops that weight something by numbers. */
const weighting = new Set(["matmul", "multiply"]);

/**
 * The softmaxes in a layer by which the layer weights something, as [batch, heads, queries, keys] each: the attention of a layer that does not name
 * its weights, as layer classes of MATLAB cannot. Those whose dimensions do not tell what they are are left out.
 */
export function softmaxWeights(traced: TracedNetwork, layer: string): Value[] {
  const outputs = (traced.activations.get(layer) ?? []).map(({ value }) => value);
  const own = ancestors(outputs).filter((value) => value.layer === layer);
  const found = own.filter((value) => value.op.name === "softmax" && weights(value, own));
  return found.flatMap((value) => asWeights(value) ?? []);
}

/** Whether numbers, perhaps laid out in another way, are multiplied with others in a layer. */
function weights(numbers: Value, own: readonly Value[]): boolean {
  const same = new Set([numbers]);
  for (const value of own) {
    const [from, others] = [value.inputs.some((x) => same.has(x)), value.inputs.some((x) => !same.has(x))];
    if (from && moving.has(value.op.name)) same.add(value);
    if (from && others && weighting.has(value.op.name)) return true;
  }
  return false;
}

/**
 * [batch, heads, queries, keys]: keys are what the softmax goes over. Of the other dimensions of more than one place, the last is that of the queries if its
 * size depends on the data or is that of the keys, and the ones before it are heads.
 */
function asWeights(softmax: Value): Value | undefined {
  const { shape } = softmax;
  const keys = (softmax.attrs as { readonly axis: number }).axis;
  const batch = shape.findIndex((d) => sameDim(d, symbol("batch")));
  if (batch < 0 || batch === keys) return undefined;
  const others = [...shape.keys()].filter((axis) => axis !== keys && axis !== batch && shape[axis] !== 1);
  const last = others.at(-1);
  const asks = (axis: number): boolean => typeof shape[axis] !== "number" || sameDim(shape[axis], shape[keys]);
  const queries = others.find((axis) => typeof shape[axis] !== "number") ?? (last !== undefined && asks(last) ? last : undefined);
  const heads = others.filter((axis) => axis !== queries);
  if (heads.some((axis) => typeof shape[axis] !== "number")) return undefined;
  const ones = [...shape.keys()].filter((axis) => axis !== keys && axis !== batch && !others.includes(axis));
  const order = [batch, ...ones, ...heads, ...(queries === undefined ? [] : [queries]), keys];
  const size = (axis: number | undefined): Dim => (axis === undefined ? 1 : shape[axis]);
  const headCount = multiplyDims(...heads.map(size), 1);
  return reshape(transpose(softmax, order), [shape[batch], headCount, size(queries), shape[keys]]);
}
