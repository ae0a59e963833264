/** A fitted classifier: a score per class is `bias + weights · features`, and the highest wins. */
export interface LogisticRegression {
  classes: string[];
  /** The most probable class of one feature vector. */
  predict(features: readonly number[]): string;
}

/** Each channel's mean and standard deviation over time: what is left of a sequence when its order is forgotten. */
export function meansAndDeviations(sequence: { data: Float32Array; size: readonly [channels: number, time: number] }): number[] {
  const [channels, time] = sequence.size;
  return Array.from({ length: channels }, (_, channel) => {
    const values = sequence.data.subarray(channel * time, (channel + 1) * time);
    return meanAndDeviation([...values]);
  }).flat();
}

/**
 * Multinomial logistic regression, the plain baseline: features are standardised on the training data, and gradient descent
 * with Nesterov's momentum on the mean cross-entropy (plus `0.5 · l2 · |weights|²`) runs until no slope exceeds 1e-4.
 *
 * @example
 * const model = fitLogisticRegression(train.sequences.map(meansAndDeviations), train.labels);
 * accuracy(model, test.sequences.map(meansAndDeviations), test.labels);
 */
export function fitLogisticRegression(features: readonly number[][], labels: readonly string[], l2 = 1e-3): LogisticRegression {
  if (features.length === 0 || features.length !== labels.length) {
    throw new RangeError(
      `fitLogisticRegression: ${features.length} feature vectors, ${labels.length} labels; give one label to each`,
    );
  }
  const classes = [...new Set(labels)].sort();
  const scaled = standardisation(features);
  const rows = features.map(scaled);
  const targets = labels.map((label) => classes.indexOf(label));
  const curvature = l2 + largestCurvature(rows);
  const momentum = (Math.sqrt(curvature) - Math.sqrt(l2)) / (Math.sqrt(curvature) + Math.sqrt(l2));
  let weights = classes.map(() => new Array<number>(rows[0].length).fill(0));
  let ahead = weights; // where the last step would lead if it were repeated
  for (let iteration = 0; iteration < 20_000; iteration++) {
    const slopes = crossEntropySlopes(rows, targets, ahead, l2);
    const next = ahead.map((row, k) => row.map((weight, j) => weight - slopes[k][j] / curvature));
    ahead = next.map((row, k) => row.map((weight, j) => weight + momentum * (weight - weights[k][j])));
    weights = next;
    if (slopes.every((row) => row.every((slope) => Math.abs(slope) < 1e-4))) break;
  }
  return { classes, predict: (vector) => classes[largest(scores(weights, scaled(vector)))] };
}

/** The share of feature vectors whose predicted class is their label: 0 to 1. */
export function accuracy(model: LogisticRegression, features: readonly number[][], labels: readonly string[]): number {
  return features.filter((vector, index) => model.predict(vector) === labels[index]).length / labels.length;
}

/** d loss / d w[k][j] = meanₙ (p[n][k] − [target n is k]) · x[n][j] + l2 · w[k][j]; the bias, j = 0, is not held back. */
function crossEntropySlopes(rows: number[][], targets: number[], weights: number[][], l2: number): number[][] {
  const slopes = weights.map((row) => row.map((weight, j) => (j === 0 ? 0 : l2 * weight)));
  rows.forEach((x, n) => {
    softmax(scores(weights, x)).forEach((probability, k) => {
      const error = (probability - (targets[n] === k ? 1 : 0)) / rows.length;
      for (let j = 0; j < x.length; j++) slopes[k][j] += error * x[j];
    });
  });
  return slopes;
}

/** No direction of the loss curves more than 0.5 · √Σⱼₖ (meanₙ x[n][j] · x[n][k])², so steps of its inverse never overshoot. */
function largestCurvature(rows: number[][]): number {
  const columns = rows[0].map((_, j) => Float64Array.from(rows, (x) => x[j]));
  const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, n) => sum + value * b[n], 0) / rows.length;
  return 0.5 * Math.hypot(...columns.map((a) => Math.hypot(...columns.map((b) => product(a, b)))));
}

/** A function from features to `[1, z₁, z₂ …]`, each z with mean 0 and deviation 1 over the given examples. */
function standardisation(features: readonly number[][]): (vector: readonly number[]) => number[] {
  const moments = features[0].map((_, j) => meanAndDeviation(features.map((vector) => vector[j])));
  return (vector) => [1, ...vector.map((value, j) => (value - moments[j][0]) / (moments[j][1] || 1))];
}

function meanAndDeviation(values: readonly number[]): [mean: number, deviation: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
}

function scores(weights: number[][], x: number[]): number[] {
  return weights.map((row) => row.reduce((sum, weight, j) => sum + weight * x[j], 0));
}

function softmax(values: number[]): number[] {
  const top = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function largest(values: number[]): number {
  return values.indexOf(Math.max(...values));
}
