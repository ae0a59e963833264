import { ancestors, type Loop, leavesOf, loopResult, loopValue, type Value, withInputs } from "../ops/index.ts";

/** How values are rewritten. */
export interface Rewriting {
  /** The value that takes the place of `value`, which is the original with its inputs rewritten. */
  readonly value: (value: Value, original: Value) => Value;
  /** Rewrites the values of a loop's body, which begins at the leaves. */
  readonly body: (values: readonly Value[], leaves: ReadonlySet<Value>) => Value[];
}

/**
 * The values rewritten from the inputs on. The bodies of loops are rewritten too, and rid of the states, sequences and constants that no result
 * needs; the results of a loop stay those of one loop.
 */
export function rewrite(values: readonly Value[], leaves: ReadonlySet<Value>, by: Rewriting): Value[] {
  const all = ancestors(values, leaves);
  const loops = rewrittenLoops(all, by.body);
  const replacement = new Map<Value, Value>();
  for (const value of all) {
    if (leaves.has(value)) {
      replacement.set(value, value);
      continue;
    }
    const inputs = value.inputs.map((x) => replacement.get(x)!);
    replacement.set(value, by.value(loops.get(value)?.(inputs) ?? over(value, inputs), value));
  }
  return values.map((value) => replacement.get(value)!);
}

function over(value: Value, inputs: readonly Value[]): Value {
  return inputs.every((x, i) => x === value.inputs[i]) ? value : withInputs(value, inputs);
}

/** For each result of a loop, what makes it a result of the rewritten loop. */
function rewrittenLoops(all: readonly Value[], body: Rewriting["body"]): Map<Value, (inputs: readonly Value[]) => Value> {
  const results = new Map<Loop, Value[]>();
  for (const value of all) {
    const loop = loopResult(value)?.loop;
    if (loop) results.set(loop, [...(results.get(loop) ?? []), value]);
  }
  return new Map([...results].flatMap(([loop, values]) => rewrittenLoop(loop, values, body)));
}

function rewrittenLoop(loop: Loop, values: readonly Value[], body: Rewriting["body"]) {
  const leaves = leavesOf(loop);
  const results = values.map((value) => loopResult(value)!);
  const stacked = [...new Set(results.filter(({ kind }) => kind === "stacked").map(({ result }) => result))];
  const finals = results.filter(({ kind }) => kind === "final").map(({ result }) => result);
  const states = neededStates(loop, [...stacked, ...finals]);
  const next = states.map((leaf) => loop.next[loop.states.indexOf(leaf)]);
  const ends = body([...next, ...stacked], new Set(leaves));
  const used = new Set(ancestors(ends, new Set(leaves)));
  const elements = loop.elements.filter((leaf) => used.has(leaf));
  const smaller: Loop = {
    states,
    elements: elements.length > 0 ? elements : loop.elements.slice(0, 1),
    constants: loop.constants.filter((leaf) => used.has(leaf)),
    next: ends.slice(0, states.length),
    reverse: loop.reverse,
  };
  const kept = leavesOf(smaller).map((leaf) => leaves.indexOf(leaf));
  return values.map((value, i) => {
    const { kind, result } = results[i];
    const now = kind === "final" ? result : ends[states.length + stacked.indexOf(result)];
    const make = (inputs: readonly Value[]): Value => ({
      ...loopValue(
        { loop: smaller, kind, result: now },
        kept.map((at) => inputs[at]),
      ),
      layer: value.layer,
    });
    return [value, make] as const;
  });
}

/** The states that some values of the body depend on, over however many steps. */
function neededStates(loop: Loop, values: readonly Value[]): Value[] {
  const leaves = new Set(leavesOf(loop));
  const needed = new Set<Value>();
  for (let ends = [...values]; ; ) {
    const found = new Set(ancestors(ends, leaves));
    const more = loop.states.filter((leaf) => found.has(leaf) && !needed.has(leaf));
    if (more.length === 0) return loop.states.filter((leaf) => needed.has(leaf));
    for (const leaf of more) needed.add(leaf);
    ends = more.map((leaf) => loop.next[loop.states.indexOf(leaf)]);
  }
}
