import { internal } from "../errors.ts";
import { add } from "./elementwise.ts";
import { type Arrived, computations, inLayer, type Value } from "./op.ts";
import { reduceTo, zeros } from "./reduction.ts";
import { constant } from "./source.ts";

/**
 * The gradients of a scalar with respect to some values, zero where the scalar does not depend on a value.
 */
export function gradients(of: Value, wrt: readonly Value[]): Value[] {
  if (of.shape.length > 0) internal("only a scalar has gradients here");
  return pulledBack([{ y: of, dy: constant([1], []) }], wrt).map((gradient, i) => gradient ?? zeros(wrt[i].shape));
}

/**
 * What gradients that have arrived at some values amount to at others, by one reverse walk over the graph; undefined where nothing arrives. The
 * walk does not go on behind `leaves`. This is the only place where gradients are added up or reduced to the shape they belong to.
 */
export function pulledBack(
  from: readonly Arrived[],
  to: readonly Value[],
  leaves: ReadonlySet<Value> = new Set(),
): (Value | undefined)[] {
  const reached = between(
    from.map(({ y }) => y),
    new Set(to),
    leaves,
  );
  const last = lastOfComputation(reached);
  const parts = new Map<Value, Value[]>();
  for (const { y, dy } of from) parts.set(y, [...(parts.get(y) ?? []), dy]);
  const sums = new Map<Value, Value>();
  for (const value of reached) {
    const arrived = parts.get(value);
    if (arrived) inLayer(value.layer, () => sums.set(value, arrived.reduce(add)));
    const together = last.get(value);
    if (!together || leaves.has(value)) continue;
    const found = together.flatMap((y) => (sums.has(y) ? [{ y, dy: sums.get(y)! }] : []));
    if (found.length > 0) inLayer(value.layer, () => propagate(found, reached, parts));
  }
  return to.map((value) => sums.get(value));
}

/** For what is computed together: by the value that the walk reaches last, all of them, so that all gradients have arrived by then. */
function lastOfComputation(reached: ReadonlySet<Value>): ReadonlyMap<Value, readonly Value[]> {
  return new Map(computations(reached).map((group) => [group[group.length - 1], group]));
}

function propagate(arrived: readonly Arrived[], reached: ReadonlySet<Value>, parts: Map<Value, Value[]>): void {
  const [{ y, dy }] = arrived;
  const { op, inputs, attrs } = y;
  if (op.gradient === "none") return;
  const thunks = inputs.some((x) => reached.has(x)) ? op.gradient({ inputs, attrs, y, dy, arrived }) : [];
  thunks.forEach((thunk, i) => {
    if (!thunk || !reached.has(inputs[i])) return;
    const part = reduceTo(thunk(), inputs[i].shape);
    const others = parts.get(inputs[i]);
    if (others) others.push(part);
    else parts.set(inputs[i], [part]);
  });
}

/** What lies on a way from the sources to the results, the latest first; sources included. */
function between(results: readonly Value[], sources: ReadonlySet<Value>, leaves: ReadonlySet<Value>): ReadonlySet<Value> {
  const ordered = ancestors(results, leaves);
  const depends = new Set<Value>();
  for (const value of ordered) {
    if (sources.has(value) || (!leaves.has(value) && value.inputs.some((x) => depends.has(x)))) depends.add(value);
  }
  return new Set(ordered.reverse().filter((value) => depends.has(value)));
}

/**
 * Everything that the given values are computed from, and they themselves, in an order in which it can be computed. What `leaves` are computed
 * from is left out.
 */
export function ancestors(values: readonly Value[], leaves: ReadonlySet<Value> = new Set()): Value[] {
  const found = new Set<Value>(values);
  for (const value of found) if (!leaves.has(value)) for (const x of value.inputs) found.add(x);
  return [...found].sort((a, b) => a.id - b.id);
}
