import { type Label, listed, sortedClasses } from "../data/responses.ts";
import { LayerGraphError } from "../errors.ts";
import type { ConfusionMatrix } from "../report/confusionMatrix.ts";

/** Labels: one for each observation, or a list of them for each, one for every time step. */
export type Labels = readonly Label[] | readonly (readonly Label[])[];

/** The most classes that a confusion matrix is made for. */
export const mostClasses = 5000;

/**
 * The share of labels that were predicted rightly, from 0 to 1; over all time steps where labels are lists.
 *
 * @example
 * accuracy(["up", "down"], ["up", "up"]) // 0.5
 * @throws LayerGraphError `label-count` or `mixed-labels`
 */
export function accuracy(predicted: Labels, actual: Labels): number {
  const [guesses, truths] = paired(predicted, actual);
  let right = 0;
  for (let at = 0; at < truths.length; at++) if (guesses[at] === truths[at]) right++;
  return right / truths.length;
}

/**
 * Counts of predicted classes for each true class, and what follows from them. Without `classes`, they are all that occur, sorted.
 *
 * @example
 * confusionMatrix(["up", "down", "up"], ["up", "down", "down"]).counts // [[1, 0], [1, 1]], classes down and up
 * @throws LayerGraphError `label-count`, `mixed-labels`, `unknown-class` or `too-many-classes`
 * @see MATLAB confusionmat
 */
export function confusionMatrix(actual: Labels, predicted: Labels, classes?: readonly Label[]): ConfusionMatrix {
  const [guesses, truths] = paired(predicted, actual);
  const names = classes?.map(String) ?? sortedClasses([...flat(actual, "actual"), ...flat(predicted, "predicted")]);
  if (names.length > mostClasses)
    throw new LayerGraphError(
      "too-many-classes",
      `confusionMatrix: the labels have ${names.length} classes, expected at most ${mostClasses}. Compare numbers with rmse.`,
    );
  const codes = new Map(names.map((name, code) => [name, code]));
  const counts = names.map(() => new Array<number>(names.length).fill(0));
  for (let at = 0; at < truths.length; at++) {
    counts[codeOf(truths[at], codes, "actual", at)][codeOf(guesses[at], codes, "predicted", at)]++;
  }
  return { classes: names, counts, ...ratesOf(counts) };
}

function ratesOf(counts: readonly (readonly number[])[]): Omit<ConfusionMatrix, "classes" | "counts"> {
  const right = counts.map((row, at) => row[at]);
  const support = counts.map((row) => row.reduce((a, b) => a + b, 0));
  const guessed = counts.map((_, column) => counts.reduce((sum, row) => sum + row[column], 0));
  return {
    precision: right.map((hits, at) => hits / guessed[at]),
    recall: right.map((hits, at) => hits / support[at]),
    f1: right.map((hits, at) => (2 * hits) / (guessed[at] + support[at])),
    support,
    accuracy: right.reduce((a, b) => a + b, 0) / support.reduce((a, b) => a + b, 0),
  };
}

function codeOf(name: string, codes: ReadonlyMap<string, number>, what: string, at: number): number {
  const code = codes.get(name);
  if (code !== undefined) return code;
  throw new LayerGraphError(
    "unknown-class",
    `confusionMatrix: ${what} label ${at} is '${name}', which is not one of the classes ${listed([...codes.keys()])}.`,
    { received: name },
  );
}

function flat(labels: Labels, what: string): Label[] {
  if (!Array.isArray(labels)) {
    throw new LayerGraphError(
      "label-count",
      `The ${what} labels must be a list, received ${labels === undefined ? "nothing" : typeof labels}.`,
    );
  }
  const lists = labels.filter((entry) => Array.isArray(entry)).length;
  if (lists !== 0 && lists !== labels.length)
    throw new LayerGraphError(
      "mixed-labels",
      `The ${what} labels hold ${lists} lists and ${labels.length - lists} single labels; give one label for each observation or a list for each.`,
    );
  return (labels as readonly (Label | readonly Label[])[]).flat() as Label[];
}

function paired(predicted: Labels, actual: Labels): [predicted: string[], actual: string[]] {
  const [guesses, truths] = [flat(predicted, "predicted"), flat(actual, "actual")];
  const wrong = (received: string, expected: string): never => {
    throw new LayerGraphError("label-count", `There are ${received}, but ${expected}; both must be the same.`, {
      received,
      expected,
    });
  };
  if (predicted.length !== actual.length) wrong(`${predicted.length} predicted labels`, `${actual.length} actual ones`);
  for (const [at, truth] of actual.entries()) {
    const [guessSteps, truthSteps] = [stepsOf(predicted[at]), stepsOf(truth)];
    if (guessSteps !== truthSteps)
      wrong(`${guessSteps ?? "no"} predicted steps for observation ${at}`, `${truthSteps ?? "no"} actual ones`);
  }
  if (truths.length === 0)
    throw new LayerGraphError("label-count", "There are no labels to compare; expected at least one observation.");
  return [guesses.map(String), truths.map(String)];
}

function stepsOf(entry: Label | readonly Label[]): number | undefined {
  return Array.isArray(entry) ? entry.length : undefined;
}

/** Numbers: one for each observation, a row for each, or a sequence for each (`size` is responses × time). */
export type NumberResponses =
  | ArrayLike<number>
  | readonly ArrayLike<number>[]
  | readonly { readonly data: ArrayLike<number>; readonly size: readonly [number, number] }[];

/**
 * The root mean square error: √ of the mean over observations of Σ (predicted − actual)², summed over the responses and averaged over
 * the time steps of each observation. With one response this is the usual RMSE; it is always √(2 · the regression loss).
 *
 * @throws LayerGraphError `number-count`
 */
export function rmse(predicted: NumberResponses, actual: NumberResponses): number {
  if (predicted.length !== actual.length || actual.length === 0)
    throw new LayerGraphError(
      "number-count",
      `There are ${predicted.length} predicted observations and ${actual.length} actual ones; expected the same number, at least one.`,
    );
  let sum = 0;
  for (let at = 0; at < actual.length; at++) sum += squaredError(numbersOf(predicted[at]), numbersOf(actual[at]), at);
  return Math.sqrt(sum / actual.length);
}

interface Numbers {
  readonly data: ArrayLike<number>;
  readonly steps: number;
}

function numbersOf(entry: number | ArrayLike<number> | { data: ArrayLike<number>; size: readonly [number, number] }): Numbers {
  if (typeof entry === "number") return { data: [entry], steps: 1 };
  return "size" in entry ? { data: entry.data, steps: entry.size[1] } : { data: entry, steps: 1 };
}

function squaredError(predicted: Numbers, actual: Numbers, observation: number): number {
  if (predicted.data.length !== actual.data.length || predicted.steps !== actual.steps || actual.data.length === 0)
    throw new LayerGraphError(
      "number-count",
      `Observation ${observation} has ${predicted.data.length} predicted numbers over ${predicted.steps} steps and ${actual.data.length} actual ones over ${actual.steps}; expected the same, at least one.`,
    );
  let sum = 0;
  for (let at = 0; at < actual.data.length; at++) sum += (predicted.data[at] - actual.data[at]) ** 2;
  return sum / actual.steps;
}
