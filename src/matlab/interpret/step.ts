import type { Evaluation } from "../values/value.ts";

/** A result that is still to come: the evaluation that will give it. */
export class Waiting<T> {
  readonly evaluation: Evaluation<T>;

  constructor(evaluation: Evaluation<T>) {
    this.evaluation = evaluation;
  }
}

/** A result: there already, which is the fast way of all simple expressions, or still to come, where a function of the script runs. */
export type Step<T> = T | Waiting<T>;

/** What `next` makes of the result, at once where it is there already. */
export function after<T, U>(step: Step<T>, next: (value: T) => Step<U>): Step<U> {
  return step instanceof Waiting ? new Waiting(continued(step.evaluation, next)) : next(step);
}

function* continued<T, U>(evaluation: Evaluation<T>, next: (value: T) => Step<U>): Evaluation<U> {
  const step = next(yield* evaluation);
  return step instanceof Waiting ? yield* step.evaluation : step;
}

/** The result, inside an evaluation. */
export function* finished<T>(step: Step<T>): Evaluation<T> {
  return step instanceof Waiting ? yield* step.evaluation : step;
}

/** The results for all items, computed in order. */
export function each<T, U>(items: readonly T[], compute: (item: T) => Step<U>): Step<U[]> {
  const results: U[] = [];
  for (let i = 0; i < items.length; i++) {
    const step = compute(items[i]);
    if (step instanceof Waiting) return new Waiting(rest(items, i, results, step, compute));
    results.push(step);
  }
  return results;
}

function* rest<T, U>(
  items: readonly T[],
  from: number,
  results: U[],
  first: Waiting<U>,
  compute: (item: T) => Step<U>,
): Evaluation<U[]> {
  results.push(yield* first.evaluation);
  for (let i = from + 1; i < items.length; i++) results.push(yield* finished(compute(items[i])));
  return results;
}
