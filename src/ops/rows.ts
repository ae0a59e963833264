import { LayerGraphError } from "../errors.ts";
import { elementCount } from "../tensor.ts";
import { multiplyDims } from "./dimension.ts";
import { scatterAlong } from "./indexing.ts";
import { transposed } from "./linear.ts";
import { reshape } from "./movement.ts";
import { defineOp, dim, nothingComputed, type Value } from "./op.ts";
import { expand } from "./reduction.ts";

/** `y[…, d] = table[index[…], d]`: a row of a matrix for each index, int64 from 0. Its gradient adds what arrives to these rows. */
export function gatherRows(table: Value, index: Value): Value {
  return gatherRowsOp([table, index], undefined);
}
const gatherRowsOp = defineOp<readonly [table: Value, index: Value], undefined>({
  name: "gatherRows",
  shape: ({ inputs: [table, index] }) => [...index.shape, dim(table, 1)],
  lower: () => ({ type: "Gather", attributes: { axis: 0 } }),
  operations: nothingComputed,
  evaluate: ({ inputs: [table, index], shape }) => {
    const [rows, width] = table.shape;
    const result = new Float64Array(elementCount(shape));
    index.data.forEach((row, i) => {
      if (row < 0 || row >= rows) throw outOfRange(row, rows);
      result.set(table.data.subarray(row * width, (row + 1) * width), i * width);
    });
    return result;
  },
  gradient: ({ inputs: [table, index], dy }) => [() => addedRows(table, index, dy), undefined],
});

/**
 * `dtable[r, d] = Σ dy[…, d]` over the places whose index is r, scattered along rows of `dyᵀ`: the runtime took some eight times as long to scatter
 * into columns. Its ScatterND is faster still, but in one of four runs on two threads its sums were 0.3 % off.
 */
function addedRows(table: Value, index: Value, dy: Value): Value {
  const count = multiplyDims(...index.shape);
  const columns = transposed(reshape(dy, [count, dim(table, 1)]));
  return transposed(scatterAlong(columns, expand(reshape(index, [1, count]), columns.shape), 1, dim(table, 0)));
}

function outOfRange(row: number, rows: number): LayerGraphError {
  return new LayerGraphError("index-out-of-range", `row ${row} is outside of 0 … ${rows - 1}.`);
}
