import type { NetworkArrays } from "../network/network.ts";
import { elementCount, floats, type Tensor } from "../tensor.ts";

/** Arrays one after the other as one vector: without a copy where they already lie so. */
export function flatArray(arrays: readonly Tensor<"float32">[]): Float32Array {
  const count = arrays.reduce((n, { data }) => n + data.length, 0);
  const together = lyingTogether(arrays, count);
  if (together) return together;
  const flat = new Float32Array(count);
  let at = 0;
  for (const { data } of arrays) {
    flat.set(data, at);
    at += data.length;
  }
  return flat;
}

function lyingTogether(arrays: readonly Tensor<"float32">[], count: number): Float32Array | undefined {
  const [first] = arrays;
  if (!first) return undefined;
  let end = first.data.byteOffset;
  for (const { data } of arrays) {
    if (data.buffer !== first.data.buffer || data.byteOffset !== end) return undefined;
    end += data.byteLength;
  }
  return new Float32Array(first.data.buffer as ArrayBuffer, first.data.byteOffset, count);
}

/** Arrays of the given shapes as views of one vector. */
export function viewsOf(flat: Float32Array, shapes: Iterable<readonly [key: string, shape: readonly number[]]>): NetworkArrays {
  const views = new Map<string, Tensor<"float32">>();
  let at = 0;
  for (const [key, shape] of shapes) {
    const count = elementCount(shape);
    views.set(key, floats(shape, flat.subarray(at, at + count)));
    at += count;
  }
  return views;
}
