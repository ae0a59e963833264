import { type Label, listed } from "../data/responses.ts";
import { LayerGraphError } from "../errors.ts";

/** How one class is told from all others, as the threshold goes from above all scores to below them. */
export interface RocCurve {
  readonly className: string;
  /** Of the observations of other classes, the share with a score of at least the threshold. */
  readonly falsePositiveRate: readonly number[];
  /** Of the observations of the class, that share. */
  readonly truePositiveRate: readonly number[];
  /** The first is above all scores: Infinity. */
  readonly thresholds: readonly number[];
  /** The area under the curve: the chance that an observation of the class scores higher than another one; NaN where the data lack the one or the other. */
  readonly auc: number;
}

/**
 * The receiver operating characteristic of each class against all others. The score of an observation for a class is, as in MATLAB, the class's score less the
 * largest score of the others.
 *
 * @param labels the true class of each observation
 * @param scores for each observation, the scores of all classes
 * @param classNames the classes in the order of the scores
 * @example
 * const { labels, scores } = await classify(net, XTest);
 * rocmetrics(YTest, scores, classesOf(net)).map(({ className, auc }) => `${className} ${auc}`);
 * @throws LayerGraphError `label-count`, `unknown-class`, `score-count`
 * @see MATLAB rocmetrics
 */
export function rocmetrics(
  labels: readonly Label[],
  scores: readonly ArrayLike<number>[],
  classNames: readonly Label[],
): RocCurve[] {
  const names = classNames.map(String);
  const actual = labels.map(String);
  requireFitting(actual, scores, names);
  return names.map((className, k) => {
    const adjusted = scores.map((row) => row[k] - largestOther(row, k));
    return curveOf(
      className,
      adjusted,
      actual.map((label) => label === className),
    );
  });
}

/** The largest of the other classes' scores; 0 where there is no other. */
function largestOther(row: ArrayLike<number>, k: number): number {
  let most = row.length === 1 ? 0 : Number.NEGATIVE_INFINITY;
  for (let i = 0; i < row.length; i++) if (i !== k && row[i] > most) most = row[i];
  return most;
}

function curveOf(className: string, scores: readonly number[], positive: readonly boolean[]): RocCurve {
  const positives = positive.filter(Boolean).length;
  const negatives = positive.length - positives;
  const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
  const [falsePositiveRate, truePositiveRate, thresholds] = [[0], [0], [Number.POSITIVE_INFINITY]];
  let [right, wrong, area] = [0, 0, 0];
  for (let i = 0; i < order.length; ) {
    const [threshold, before] = [scores[order[i]], { right, wrong }];
    // Equal scores are passed together: their step is a slope, which counts ties as half.
    for (; i < order.length && scores[order[i]] === threshold; i++) positive[order[i]] ? right++ : wrong++;
    area += ((wrong - before.wrong) * (right + before.right)) / 2;
    falsePositiveRate.push(wrong / negatives);
    truePositiveRate.push(right / positives);
    thresholds.push(threshold);
  }
  return { className, falsePositiveRate, truePositiveRate, thresholds, auc: area / (positives * negatives) };
}

function requireFitting(labels: readonly string[], scores: readonly ArrayLike<number>[], names: readonly string[]): void {
  if (labels.length !== scores.length) {
    const message = `rocmetrics: there are ${labels.length} labels but scores of ${scores.length} observations; both must be the same.`;
    throw new LayerGraphError("label-count", message, { received: String(scores.length), expected: String(labels.length) });
  }
  const odd = scores.findIndex((row) => row.length !== names.length);
  if (odd >= 0) {
    const message = `rocmetrics: observation ${odd} has ${scores[odd].length} scores, expected ${names.length}, one for each class.`;
    throw new LayerGraphError("score-count", message, { received: String(scores[odd].length), expected: String(names.length) });
  }
  const unknown = labels.findIndex((label) => !names.includes(label));
  if (unknown >= 0) {
    const message = `rocmetrics: label ${unknown} is '${labels[unknown]}', which is not one of the classes ${listed(names)}.`;
    throw new LayerGraphError("unknown-class", message, { received: labels[unknown] });
  }
}
