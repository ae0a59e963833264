import { elementCount } from "../tensor.ts";
import { broadcastDims, mapBroadcast } from "./broadcast.ts";
import { multiplyDims } from "./dimension.ts";
import { multiply } from "./elementwise.ts";
import { matmul, transposed } from "./linear.ts";
import { defineOp, dim, type Value } from "./op.ts";

type Inputs = readonly [x: Value, r: Value, a: Value, b: Value];

/**
 * `y = x · r · a + b`, broadcast to the shape of x: what a normalization does with its inverse deviation r, scale a and offset b. One op, so that
 * its gradients share one product `dy · x` and are sums that run as matrix products.
 */
export function scaleShift(x: Value, r: Value, a: Value, b: Value): Value {
  return scaleShiftOp([x, r, a, b], undefined);
}

/** The inputs of a value made by `scaleShift`; undefined for any other. */
export function scaleShiftInputs(value: Value): Inputs | undefined {
  return value.op.name === "scaleShift" ? (value.inputs as unknown as Inputs) : undefined;
}

const scaleShiftOp = defineOp<Inputs, undefined>({
  name: "scaleShift",
  shape: ({ inputs }) => broadcastDims(inputs.map((v) => v.shape)),
  lower: ({ names: [x, r, a, b], inputs, shape, emit }) => {
    const normalized = emit.node({ type: "Mul", inputs: [x, r] });
    if (!inputs.slice(2).every((v) => isPerChannel(v, shape.length))) {
      return { type: "Add", inputs: [emit.node({ type: "Mul", inputs: [normalized, a] }), b] };
    }
    // BatchNormalization with mean 0 and variance 1 scales and shifts in one pass over memory; Mul and Add take two.
    const [batch, channels, ...rest] = shape;
    const rows = multiplyDims(batch, channels);
    const flat = (name: string): string =>
      emit.node({
        type: "Reshape",
        inputs: [
          emit.node({ type: "Expand", inputs: [name, emit.shape([batch, channels, ...rest.map(() => 1)])] }),
          emit.shape([rows]),
        ],
      });
    const filled = (value: number): string =>
      emit.node({ type: "Expand", inputs: [emit.scalar(value, "float"), emit.shape([rows])] });
    const image = emit.node({ type: "Reshape", inputs: [normalized, emit.shape([1, rows, ...rest])] });
    const inputsOfNode = [image, flat(a), flat(b), filled(0), filled(1)];
    const result = emit.node({ type: "BatchNormalization", inputs: inputsOfNode, attributes: { epsilon: { float: 0 } } });
    return { type: "Reshape", inputs: [result, emit.shape(shape)] };
  },
  operations: ({ shape }) => 2 * elementCount(shape),
  evaluate: ({ inputs, shape }) => mapBroadcast(inputs, shape, (x, r, a, b) => x * r * a + b),
  gradient: ({ inputs: [x, r, a], dy }) => [
    () => multiply(multiply(dy, a), r),
    () => (areProducts(x, r, a) ? matmul(transposed(a), multiply(dy, x)) : multiply(multiply(dy, x), a)), // Σ over channels of a·dy·x
    () => (areProducts(x, r, a) ? matmul(multiply(dy, x), transposed(r)) : multiply(multiply(dy, x), r)), // Σ over time of dy·x·r
    () => dy,
  ],
});

/** Whether a value has at most one number for each channel of each observation. */
function isPerChannel(value: Value, rank: number): boolean {
  return rank > 2 && value.shape.length === rank && value.shape.slice(2).every((d) => d === 1);
}

/** Whether r has one number for each time step and a one for each channel of x [batch, channels, time]. */
function areProducts(x: Value, r: Value, a: Value): boolean {
  const perStep = r.shape.length === 3 && dim(r, 1) === 1 && dim(r, 2) !== 1;
  const perChannel = a.shape.length === 3 && dim(a, 2) === 1 && dim(a, 1) !== 1;
  return x.shape.length === 3 && perStep && perChannel;
}
