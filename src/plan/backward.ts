import { internal } from "../errors.ts";
import { add, constant, expand, inLayer, reduceTo, type Value } from "../ops/index.ts";

/**
 * The gradients of a scalar with respect to some values: one reverse walk over the graph. This is the only place where gradients are
 * added up or reduced to the shape they belong to; zero where the scalar does not depend on a value.
 */
export function gradients(of: Value, wrt: readonly Value[]): Value[] {
  if (of.shape.length > 0) internal("only a scalar has gradients here");
  const reached = between(of, new Set(wrt));
  const parts = new Map<Value, Value[]>([[of, [constant([1], [])]]]);
  const sums = new Map<Value, Value>();
  for (const value of reached) {
    const arrived = parts.get(value);
    if (!arrived) continue;
    inLayer(value.layer, () => {
      const dy = arrived.reduce(add);
      sums.set(value, dy);
      propagate(value, dy, reached, parts);
    });
  }
  return wrt.map(
    (value) =>
      sums.get(value) ??
      expand(
        constant(
          [0],
          value.shape.map(() => 1),
        ),
        value.shape,
      ),
  );
}

function propagate(value: Value, dy: Value, reached: ReadonlySet<Value>, parts: Map<Value, Value[]>): void {
  const { op, inputs, attrs } = value;
  if (op.gradient === "none") return;
  const thunks = inputs.some((x) => reached.has(x)) ? op.gradient({ inputs, attrs, y: value, dy }) : [];
  thunks.forEach((thunk, i) => {
    if (!thunk || !reached.has(inputs[i])) return;
    const part = reduceTo(thunk(), inputs[i].shape);
    const others = parts.get(inputs[i]);
    if (others) others.push(part);
    else parts.set(inputs[i], [part]);
  });
}

/** What lies on a way from the sources to the result, the result first; sources included. */
function between(result: Value, sources: ReadonlySet<Value>): ReadonlySet<Value> {
  const ordered = ancestors([result]);
  const depends = new Set<Value>();
  for (const value of ordered) {
    if (sources.has(value) || value.inputs.some((x) => depends.has(x))) depends.add(value);
  }
  return new Set(ordered.reverse().filter((value) => depends.has(value)));
}

/** Everything that the given values are computed from, and they themselves, in an order in which it can be computed. */
export function ancestors(values: readonly Value[]): Value[] {
  const found = new Set<Value>(values);
  for (const value of found) for (const x of value.inputs) found.add(x);
  return [...found].sort((a, b) => a.id - b.id);
}
