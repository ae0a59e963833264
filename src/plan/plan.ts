import { internal } from "../errors.ts";
import { ancestors, type Dim, inputAttrs, printDims, symbolsOf, type Value, type ValueType } from "../ops/index.ts";
import { printValues } from "./printValues.ts";
import { regroup } from "./regroup.ts";
import { simplify } from "./simplify.ts";

/** An array that is fed in. */
export interface PlanInput {
  readonly name: string;
  readonly shape: readonly Dim[];
  readonly type: ValueType;
}

/** Random numbers in [0, 1) that a layer draws, fed in under `name`. */
export interface RandomInput {
  readonly name: string;
  readonly layer: string;
  readonly shape: readonly Dim[];
}

/** Which variant of a plan is wanted. */
export interface PlanVariant {
  /** Whether sequences have unequal lengths, which are then fed. */
  readonly padded: boolean;
  /**
   * Whether states per observation flow in and out: one of each for each observation is fed under its `layer/name`, [batch, …], and comes out as
   * `/new/layer/name`. If not, sequences begin with the values in `/states`.
   */
  readonly carried?: boolean;
  /** Whether a training step also gives the norms of each layer's gradient and update; they change nothing of what it computes. */
  readonly monitored?: boolean;
}

/** A network, or one training step of it, as one graph of ops. It serves any batch size and any length. */
export interface Plan {
  readonly name: string;
  readonly inputs: readonly PlanInput[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
  /** Every value in an order in which they can be computed, inputs included. */
  readonly values: readonly Value[];
  /** Inputs whose next value is an output: parameters, moments, statistics. */
  readonly feedback: Readonly<Record<string, string>>;
  readonly random: readonly RandomInput[];
}

/** Makes a plan that computes the given outputs: regrouped, simplified, ordered, with the inputs it needs. */
export function makePlan(
  name: string,
  outputs: Readonly<Record<string, Value>>,
  more: { readonly feedback?: Readonly<Record<string, string>>; readonly random?: readonly RandomInput[] } = {},
): Plan {
  const names = Object.keys(outputs);
  const results = simplify(regroup(names.map((n) => outputs[n])));
  const values = ancestors(results);
  const inputs = values.flatMap((value) => inputAttrs(value) ?? []);
  const duplicate = inputs.find((a, i) => inputs.findIndex((b) => b.name === a.name) !== i);
  if (duplicate) internal(`two inputs of plan '${name}' are called '${duplicate.name}'`);
  const feedback = Object.fromEntries(
    Object.entries(more.feedback ?? {}).filter(([from]) => inputs.some((i) => i.name === from)),
  );
  const random = (more.random ?? []).filter((r) => inputs.some((i) => i.name === r.name));
  return { name, inputs, outputs: names.map((n, i) => ({ name: n, value: results[i] })), values, feedback, random };
}

/** Symbols of the plan's inputs: `batch`, `time`. */
export function planSymbols(plan: Plan): string[] {
  return [...new Set(plan.inputs.flatMap((i) => i.shape.flatMap((d) => [...symbolsOf(d)])))];
}

/** The plan as text, one line for each value, under the layer it belongs to: what reviews and tests read. */
export function printPlan(plan: Plan): string {
  const names = new Map<Value, string>();
  for (const value of plan.values) names.set(value, inputAttrs(value)?.name ?? `%${names.size}`);
  const lines: string[] = [`plan ${plan.name}`];
  for (const { name, shape, type } of plan.inputs)
    lines.push(`  input ${name}${type === "float" ? "" : ` ${type}`} ${printDims(shape)}`);
  lines.push(
    ...printValues(
      plan.values.filter((value) => !inputAttrs(value)),
      names,
    ),
  );
  for (const { name, value } of plan.outputs) lines.push(`  output ${name} = ${names.get(value)}`);
  return lines.join("\n");
}
