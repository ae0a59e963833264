import { LayerGraphError } from "../errors.ts";
import { elementCount } from "../tensor.ts";
import { broadcastDims, broadcastStrides, forEachIndex, offset } from "./broadcast.ts";
import { type Dim, multiplyDims, printDims, sameDim } from "./dimension.ts";
import { reshape, transpose } from "./movement.ts";
import { defineOp, dim, type Value } from "./op.ts";

/** The matrix product over the last two dimensions; the ones before them are broadcast. */
export function matmul(a: Value, b: Value): Value {
  return matmulOp([a, b], undefined);
}
const matmulOp = defineOp<readonly [a: Value, b: Value], undefined>({
  name: "matmul",
  shape: ({ inputs: [a, b] }) => {
    if (a.shape.length < 2 || b.shape.length < 2 || !sameDim(dim(a, -1), dim(b, -2))) {
      const sizes = `${printDims(a.shape)} by ${printDims(b.shape)}`;
      throw new LayerGraphError("size-mismatch", `${sizes} is no matrix product: the inner sizes differ.`, { received: sizes });
    }
    return [...leading(a, b), dim(a, -2), dim(b, -1)];
  },
  lower: () => ({ type: "MatMul" }),
  operations: ({ inputs: [a], shape }) => elementCount(shape) * a.at(-1)!,
  evaluate: ({ inputs: [a, b], shape }) => {
    const inner = a.shape.at(-1)!;
    const stepsA = broadcastStrides(a.shape, [...shape.slice(0, -1), inner]);
    const stepsB = broadcastStrides(b.shape, [...shape.slice(0, -2), inner, shape.at(-1)!]);
    const result = new Float64Array(elementCount(shape));
    const [rowStep, innerA] = stepsA.slice(-2);
    const [innerB, columnStep] = stepsB.slice(-2);
    forEachIndex(shape, (index, flat) => {
      const outer = index.slice(0, -2);
      let atA = offset(outer, stepsA) + index[index.length - 2] * rowStep;
      let atB = offset(outer, stepsB) + index[index.length - 1] * columnStep;
      let total = 0;
      for (let k = 0; k < inner; k++, atA += innerA, atB += innerB) total += a.data[atA] * b.data[atB];
      result[flat] = total;
    });
    return result;
  },
  gradient: ({ inputs: [a, b], dy }) => [
    () => matmul(dy, transposed(b)),
    // One matrix for all rows: its gradient is one product over all rows, not a sum of products.
    () => (b.shape.length === 2 ? matmul(transposed(rows(a)), rows(dy)) : matmul(transposed(a), dy)),
  ],
});

/** All dimensions but the last as one. */
function rows(x: Value): Value {
  return reshape(x, [multiplyDims(...x.shape.slice(0, -1)), dim(x, -1)]);
}

/** The last two dimensions exchanged. */
export function transposed(x: Value): Value {
  const last = x.shape.length - 1;
  return transpose(x, [...Array.from({ length: last - 1 }, (_, i) => i), last, last - 1]);
}

function leading(a: Value, b: Value): readonly Dim[] {
  return broadcastDims([a.shape.slice(0, -2), b.shape.slice(0, -2), []]);
}
