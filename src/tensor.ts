import { internal } from "./errors.ts";

/** What the elements of a tensor are; `bool` is stored one byte each. */
export type ElementType = "float32" | "float64" | "int64" | "bool";

/** Which typed array holds each element type. */
export interface Storage {
  float32: Float32Array;
  float64: Float64Array;
  int64: BigInt64Array;
  bool: Uint8Array;
}

/** A host array in row-major order (the last index varies fastest). */
export interface Tensor<T extends ElementType = ElementType> {
  readonly type: T;
  readonly shape: readonly number[];
  readonly data: Storage[T];
}

/** The number of elements in a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A tensor over the given data, whose length must fit the shape. */
export function tensor<T extends ElementType>(type: T, shape: readonly number[], data: Storage[T]): Tensor<T> {
  if (data.length !== elementCount(shape)) internal(`a tensor of shape [${shape.join(", ")}] was given ${data.length} elements`);
  return { type, shape, data };
}

/** A single-precision tensor, the kind that networks compute with. */
export function floats(shape: readonly number[], data: Float32Array | readonly number[]): Tensor<"float32"> {
  return tensor("float32", shape, data instanceof Float32Array ? data : Float32Array.from(data));
}

/** Row-major strides: how many elements lie between neighbours along each dimension. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i];
  }
  return strides;
}
