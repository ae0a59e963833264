import { type Dim, sizeOfDim } from "./dimension.ts";
import { defineOp, nothingComputed, type Value, type ValueType } from "./op.ts";

/** What is fed in from outside under a name. */
export interface InputAttrs {
  readonly name: string;
  readonly shape: readonly Dim[];
  readonly type: ValueType;
}

/** A value that is fed in when the plan runs. */
export function input(name: string, shape: readonly Dim[], type: ValueType = "float"): Value {
  return inputOp([], { name, shape, type });
}

/** The attributes of a value made by `input`; undefined for any other. */
export function inputAttrs(value: Value): InputAttrs | undefined {
  return value.op.name === "input" ? (value.attrs as InputAttrs) : undefined;
}

const inputOp = defineOp<readonly [], InputAttrs>({
  name: "input",
  shape: ({ attrs }) => attrs.shape,
  type: ({ attrs }) => attrs.type,
  lower: ({ attrs }) => attrs.name,
  operations: nothingComputed,
  evaluate: () => {
    throw new Error("internal: an input is fed, not evaluated");
  },
  gradient: "none",
});

interface ConstantAttrs {
  readonly data: Float64Array;
  readonly shape: readonly number[];
  readonly type: ValueType;
}

/** A fixed array, row-major. */
export function constant(data: ArrayLike<number>, shape: readonly number[], type: ValueType = "float"): Value {
  return constantOp([], { data: Float64Array.from(data), shape, type });
}

/** A fixed number. */
export function scalar(value: number, type: ValueType = "float"): Value {
  return constant([value], [], type);
}

/** The number that a scalar constant holds; undefined for any other value. */
export function scalarOf(value: Value): number | undefined {
  if (value.op.name !== "constant") return undefined;
  const { data } = value.attrs as ConstantAttrs;
  return data.length === 1 ? data[0] : undefined;
}

/** A number or a value, as elementwise functions take them. */
export type Operand = Value | number;

/** The operand as a value; a number becomes a constant of the given type. */
export function asValue(operand: Operand, type: ValueType = "float"): Value {
  return typeof operand === "number" ? scalar(operand, type) : operand;
}

const constantOp = defineOp<readonly [], ConstantAttrs>({
  name: "constant",
  shape: ({ attrs }) => attrs.shape,
  type: ({ attrs }) => attrs.type,
  lower: ({ attrs, emit }) => emit.constant(attrs.data, attrs.shape, attrs.type),
  operations: nothingComputed,
  evaluate: ({ attrs }) => attrs.data,
  gradient: "none",
});

/** The size of a dimension as a scalar that can be computed with; known when data arrives. */
export function sizeValue(size: Dim, type: "float" | "int64" = "float"): Value {
  return typeof size === "number" ? scalar(size, type) : sizeOp([], { size, type });
}

const sizeOp = defineOp<readonly [], { size: Dim; type: "float" | "int64" }>({
  name: "size",
  shape: () => [],
  type: ({ attrs }) => attrs.type,
  lower: ({ attrs, emit }) => {
    const vector = emit.shape([attrs.size]);
    const number = emit.node({ type: "Squeeze", inputs: [vector] });
    return attrs.type === "int64" ? number : emit.node({ type: "Cast", inputs: [number], attributes: { to: 1 } });
  },
  operations: nothingComputed,
  evaluate: ({ attrs, size }) => Float64Array.of(size(attrs.size)),
  gradient: "none",
});

/** 0, 1, 2 … `count − 1`, as integers. */
export function range(count: Dim): Value {
  return rangeOp([], { count });
}

const rangeOp = defineOp<readonly [], { count: Dim }>({
  name: "range",
  shape: ({ attrs }) => [attrs.count],
  type: "int64",
  lower: ({ attrs, emit }) => {
    const count = emit.node({ type: "Squeeze", inputs: [emit.shape([attrs.count])] });
    return { type: "Range", inputs: [emit.scalar(0, "int64"), count, emit.scalar(1, "int64")] };
  },
  operations: nothingComputed,
  evaluate: ({ shape }) => Float64Array.from({ length: shape[0] }, (_, i) => i),
  gradient: "none",
});

/** 0, 1, 2 … for the places along one axis of `x`, as integers. Nothing but this axis is read, but x belongs to a plan that counts along it. */
export function placesAlong(x: Value, axis: number): Value {
  return placesAlongOp([x], { axis });
}

const placesAlongOp = defineOp<readonly [x: Value], { axis: number }>({
  name: "placesAlong",
  shape: ({ inputs: [x], attrs: { axis } }) => [x.shape[axis]],
  type: "int64",
  lower: ({ shape: [count], emit }) => {
    const end = emit.node({ type: "Squeeze", inputs: [emit.shape([count])] });
    return { type: "Range", inputs: [emit.scalar(0, "int64"), end, emit.scalar(1, "int64")] };
  },
  operations: nothingComputed,
  evaluate: ({ shape }) => Float64Array.from({ length: shape[0] }, (_, i) => i),
  gradient: "none",
});

/** Symbols bound to what the fed arrays measure; a size that contradicts another is reported by `mismatch`. */
export function bindSymbols(
  fed: Iterable<{ readonly value: Value; readonly shape: readonly number[] }>,
  mismatch: (value: Value, shape: readonly number[]) => never,
): Record<string, number> {
  const symbols: Record<string, number> = {};
  const all = [...fed];
  for (const { value, shape } of all) {
    if (shape.length !== value.shape.length) mismatch(value, shape);
    value.shape.forEach((d, i) => {
      if (typeof d !== "number" && d.terms.length === 1 && String(d) === d.terms[0].atoms[0].text) symbols[d.text] ??= shape[i];
    });
  }
  for (const { value, shape } of all) {
    if (value.shape.some((d, i) => sizeOfDim(d, symbols) !== shape[i])) mismatch(value, shape);
  }
  return symbols;
}
