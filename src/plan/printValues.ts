import { ancestors, computations, describe, leavesOf, loopResult, printDims, type Value } from "../ops/index.ts";

/**
 * A line for each value, under the layer it belongs to; `names` tells how values are called. A loop is printed before the first of its results:
 * what each step begins with, what it computes, and the states after it.
 */
export function printValues(values: readonly Value[], names: ReadonlyMap<Value, string>): string[] {
  const lines: string[] = [];
  const groups = new Map(computations(values).flatMap((group) => group.map((value) => [value, group] as const)));
  const bodies = new Map<Value, ReadonlyMap<Value, string>>();
  let layer: string | undefined;
  for (const value of values) {
    if (value.layer !== layer) lines.push(`  ${value.layer ?? "(network)"}:`);
    layer = value.layer;
    const [first, ...others] = groups.get(value)!;
    if (!loopResult(value)) lines.push(`    ${printOp(value, names)}`);
    else if (value === first) {
      bodies.set(first, namesInside([first, ...others], names));
      lines.push(...printLoop([first, ...others], names, bodies.get(first)!).map((line) => `    ${line}`));
    }
    if (loopResult(value)) lines.push(`    ${printResult(value, first, names, bodies.get(first)!)}`);
  }
  return lines;
}

function printOp(value: Value, names: ReadonlyMap<Value, string>): string {
  const [op, ...rest] = describe(value).split(" ");
  const inputs = value.inputs.map((x) => names.get(x)).join(", ");
  const inside = [inputs, ...printAttributes(value.attrs)].filter(Boolean).join("; ");
  return `${names.get(value)} = ${op}(${inside}) ${rest.join(" ")}`;
}

/** Within a body, constants keep the names that they have around it; everything else is numbered. */
function namesInside(results: readonly Value[], names: ReadonlyMap<Value, string>): ReadonlyMap<Value, string> {
  const { loop } = loopResult(results[0])!;
  const own = new Map(loop.constants.map((leaf, i) => [leaf, names.get(results[0].inputs.at(i - loop.constants.length)!)!]));
  const deeper = [...names.values()].some((name) => name.startsWith("@")) ? "@@" : "@";
  for (const value of [...loop.states, ...loop.elements, ...insideOf(results)]) {
    if (!own.has(value)) own.set(value, `${deeper}${own.size - loop.constants.length}`);
  }
  return own;
}

function insideOf(results: readonly Value[]): Value[] {
  const { loop } = loopResult(results[0])!;
  return ancestors([...loop.next, ...results.map((value) => loopResult(value)!.result)], new Set(leavesOf(loop)));
}

function printLoop(results: readonly Value[], names: ReadonlyMap<Value, string>, inside: ReadonlyMap<Value, string>): string[] {
  const { loop } = loopResult(results[0])!;
  const given = results[0].inputs.map((x) => names.get(x)!);
  const begin = (leaf: Value, text: string): string => `  ${inside.get(leaf)} = ${text} ${printDims(leaf.shape)}`;
  const leaves = new Set(leavesOf(loop));
  return [
    loop.reverse ? "in each step, the last element first:" : "in each step:",
    ...loop.states.map((leaf, i) => begin(leaf, `${given[i]} at first, then ${inside.get(loop.next[i])}`)),
    ...loop.elements.map((leaf, i) => begin(leaf, `element of ${given[loop.states.length + i]}`)),
    ...printValues(
      insideOf(results).filter((value) => !leaves.has(value)),
      inside,
    ).flatMap((line) => (line.startsWith("    ") ? [line.slice(2)] : [])),
  ];
}

function printResult(value: Value, first: Value, names: ReadonlyMap<Value, string>, inside: ReadonlyMap<Value, string>): string {
  const { kind, result } = loopResult(value)!;
  const what = kind === "final" ? `last ${inside.get(result)}` : `every ${inside.get(result)}`;
  const where = value === first ? "" : ` of ${names.get(first)}`;
  const [, ...rest] = describe(value).split(" ");
  return `${names.get(value)} = ${what}${where} ${rest.join(" ")}`;
}

function printAttributes(attrs: unknown): string[] {
  return Object.entries((attrs as Record<string, unknown> | undefined) ?? {}).map(
    ([name, part]) => `${name}=${printAttribute(part)}`,
  );
}

function printAttribute(part: unknown): string {
  if (ArrayBuffer.isView(part)) {
    const numbers = Array.from(part as Float64Array);
    return numbers.length > 4 ? `${numbers.slice(0, 4).join(" ")}… (${numbers.length})` : numbers.join(" ");
  }
  if (Array.isArray(part)) return `[${part.map(printAttribute).join(", ")}]`;
  if (typeof part === "object" && part !== null && !("text" in part)) return `{${printAttributes(part).join(" ")}}`;
  return String(part);
}
