import { internal, LayerGraphError } from "../errors.ts";
import type { Initializers } from "../onnx/encode.ts";
import { inputAttrs, type Numeric, sizeOfDim, type Value } from "../ops/index.ts";
import type { Plan } from "../plan/plan.ts";
import type { ElementType, Tensor } from "../tensor.ts";
import type { Executor, Tensors } from "./executor.ts";
import { feedCheck, missingInput, runFailed, sizesOf } from "./runErrors.ts";

/**
 * The executor that computes every op by its naive double-precision loop: the oracle of the tests and of `checkLayer`, and what runs a
 * small network where no native runtime can be loaded. Results are `float64`.
 */
export function referenceExecutor(): Executor {
  const plans = new Map<string, { plan: Plan; initializers: Initializers }>();
  const state = new Map<string, Tensor>();
  const before = new Map<string, Tensor>();
  return {
    load: async (id, plan, initializers = new Map()) => void plans.set(id, { plan, initializers }),
    run: async (id, feeds) => {
      const { plan, initializers } = plans.get(id) ?? internal(`no plan '${id}' is loaded`);
      feedCheck(plan)(feeds);
      const results = evaluatePlan(plan, { ...Object.fromEntries(state), ...Object.fromEntries(initializers), ...feeds });
      const fed = new Map(Object.entries(plan.feedback));
      for (const [input, output] of fed) {
        before.set(input, state.get(input)!);
        state.set(input, results[output]);
      }
      const kept = new Set(fed.values());
      return Object.fromEntries(Object.entries(results).filter(([name]) => !kept.has(name)));
    },
    setState: async (name, values) => {
      state.set(name, copied(values));
      before.delete(name);
    },
    getState: async (name, previous = false) =>
      copied((previous ? before : state).get(name) ?? internal(`nothing is kept under '${name}'`)),
    close: async () => {
      for (const kept of [plans, state, before]) kept.clear();
    },
  };
}

/** Evaluates a plan in double precision. */
export function evaluatePlan(plan: Plan, feeds: Tensors): Tensors {
  const fed = plan.values.flatMap((value) => {
    const own = inputAttrs(value);
    if (!own) return [];
    const given = feeds[own.name];
    if (!given) throw missingInput(own.name);
    return [{ value, shape: given.shape, data: doubles(given) }];
  });
  const symbols = sizesOf(plan, fed);
  const results = new Map<Value, Numeric>(fed.map(({ value, shape, data }) => [value, { shape, data }]));
  for (const value of plan.values) {
    if (results.has(value)) continue;
    const shape = value.shape.map((d) => sizeOfDim(d, symbols));
    const inputs = value.inputs.map((x) => results.get(x)!);
    results.set(value, { data: evaluated(value, inputs, shape, symbols), shape });
  }
  return Object.fromEntries(plan.outputs.map(({ name, value }) => [name, asTensor(results.get(value)!, value)]));
}

function evaluated(
  value: Value,
  inputs: readonly Numeric[],
  shape: readonly number[],
  symbols: Readonly<Record<string, number>>,
): Float64Array {
  try {
    return value.op.evaluate({ inputs, attrs: value.attrs, shape, size: (d) => sizeOfDim(d, symbols) });
  } catch (error) {
    if (error instanceof LayerGraphError) throw runFailed(value.layer, error.message, error);
    throw error;
  }
}

function copied(values: Tensor): Tensor {
  return { ...values, data: values.data.slice() } as Tensor;
}

function doubles({ data }: Tensor): Float64Array {
  return data instanceof Float64Array ? data : Float64Array.from(data as ArrayLike<number | bigint>, Number);
}

function asTensor({ data, shape }: Numeric, value: Value): Tensor {
  const type: Record<Value["type"], ElementType> = { float: "float64", int64: "int64", bool: "bool" };
  if (value.type === "int64") return { type: "int64", shape, data: BigInt64Array.from(data, (v) => BigInt(v)) };
  return { type: type[value.type], shape, data: value.type === "bool" ? Uint8Array.from(data) : data.slice() };
}
