import { textsOf } from "../values/convert.ts";
import type { Call, Figure, Value } from "../values/value.ts";
import { fail } from "./arguments.ts";
import { numbersIn } from "./arrays.ts";
import { categoricalOf } from "./categories.ts";

/** Classes, and how often each was taken for each: row for the true class, column for the predicted one. */
export type Confusion = NonNullable<Figure["confusion"]>;

/** The confusion of true and predicted labels (arguments 0 and 1), or of counts given with their classes. */
export function confusionOf(call: Call): Confusion {
  const [first, second] = call.args;
  const counts =
    second === undefined || second.kind === "cell" || second.kind === "string" || second.kind === "char"
      ? matrixOf(first)
      : undefined;
  if (counts !== undefined && first.kind === "numeric") {
    const named = second === undefined || second.kind === "char" ? undefined : textsOf(second);
    return { classes: named ?? counts.map((_, i) => String(i + 1)), counts };
  }
  return countedLabels(call, first, second);
}

function matrixOf(value: Value): number[][] | undefined {
  const found = numbersIn(value);
  if (found === undefined || found.size[0] !== found.size[1]) return undefined;
  const [n] = found.size;
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => found.data[i + n * j]));
}

/** True against predicted labels, the classes of both in order. */
export function countedLabels(call: Call, truth: Value, predicted: Value): Confusion {
  const [a, b] = [truth, predicted].map((each) => categoricalOf(call, each));
  if (a.codes.length !== b.codes.length)
    fail(call, `stats:${call.name}:InputSizeMismatch`, "The known and predicted groups must have the same number of elements.");
  const numeric = truth.kind === "numeric";
  const both = [...new Set([...a.categories, ...b.categories])];
  const used = new Set(
    [...a.codes].map((code) => a.categories[code - 1]).concat([...b.codes].map((code) => b.categories[code - 1])),
  );
  const kept = truth.kind === "categorical" ? both : both.filter((name) => used.has(name));
  const classes = numeric ? kept.sort((x, y) => Number(x) - Number(y)) : truth.kind === "categorical" ? kept : kept.sort();
  const counts = classes.map(() => classes.map(() => 0));
  a.codes.forEach((code, i) => {
    const [row, column] = [classes.indexOf(a.categories[code - 1]), classes.indexOf(b.categories[b.codes[i] - 1])];
    if (row >= 0 && column >= 0) counts[row][column]++;
  });
  return { classes, counts };
}
