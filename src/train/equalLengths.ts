import { fed } from "../plan/training.ts";
import type { Tensors } from "../run/executor.ts";
import type { Tensor } from "../tensor.ts";
import type { Fed } from "./feeds.ts";

/** A mini-batch of unequal lengths as several of equal lengths, without padding; itself where no step is padding. */
export function equalLengths(batch: Fed, input: string): Fed[] {
  const { layout, feeds } = batch;
  if (!batch.padded || !layout) return [batch];
  return [...new Set(layout.count)].map((time): Fed => {
    const rows = [...layout.count.keys()].filter((row) => layout.count[row] === time);
    const target = feeds[fed.target];
    const chosen = (values: Int32Array): Int32Array => Int32Array.from(rows, (row) => values[row]);
    const own: Tensors = {
      [input]: part(feeds[input], rows, time),
      ...(target && { [fed.target]: part(target, rows, isTemporal(target) ? time : undefined) }),
    };
    return {
      feeds: own,
      padded: false,
      symbols: { batch: rows.length, time },
      layout: {
        time,
        rows: chosen(layout.rows),
        from: chosen(layout.from),
        count: chosen(layout.count),
        at: chosen(layout.at),
        lengths: undefined,
      },
      observations: rows.length,
    };
  });
}

/** Labels for each step are [rows, time], numbers for each step [rows, responses, time]. */
function isTemporal({ type, shape }: Tensor): boolean {
  return shape.length === (type === "int64" ? 2 : 3);
}

/** Some rows of an array, and of its last dimension the first `time` elements. */
function part(tensor: Tensor, rows: readonly number[], time: number | undefined): Tensor {
  const last = tensor.shape.at(-1)!;
  const kept = time ?? last;
  const lines = time === undefined && tensor.shape.length === 1 ? 1 : tensor.shape.slice(1, -1).reduce((a, b) => a * b, 1);
  const width = tensor.shape.length === 1 ? 1 : last;
  const steps = tensor.shape.length === 1 ? 1 : kept;
  const Data = tensor.data.constructor as new (length: number) => typeof tensor.data;
  const data = new Data(rows.length * lines * steps);
  rows.forEach((row, at) => {
    for (let line = 0; line < lines; line++) {
      const start = (row * lines + line) * width;
      data.set(tensor.data.subarray(start, start + steps) as never, (at * lines + line) * steps);
    }
  });
  const shape = tensor.shape.length === 1 ? [rows.length] : [rows.length, ...tensor.shape.slice(1, -1), steps];
  return { type: tensor.type, shape, data } as Tensor;
}
