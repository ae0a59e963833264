import { elementFactors } from "../layer/factors.ts";
import { concatenate, reshape, slice, subtract, sumOfSquares, type Value } from "../ops/index.ts";
import type { PackedLearnables } from "./parameters.ts";

/** A layer that learns, and where its learnables lie in the flat vector of all. */
export interface LearningLayer {
  readonly layer: string;
  readonly from: number;
  readonly to: number;
}

/** What a monitored training step gives of each layer that learns: norms over all its learnables. */
export interface LayerNorms {
  /** Of the gradient of the loss, before regularization and thresholds. */
  readonly gradientNorm: readonly number[];
  /** Of what the step changed, divided by that of the learnables before it. */
  readonly updateRatio: readonly number[];
}

/** The layers with learnables that a training changes, in their order. */
export function learningLayers({ arrays }: PackedLearnables): LearningLayer[] {
  const layers: LearningLayer[] = [];
  for (const { layer, offset, count, spec } of arrays) {
    if (elementFactors(spec.learnRateFactor, spec.size) === 0) continue;
    const last = layers.at(-1);
    if (last?.layer === layer) layers[layers.length - 1] = { ...last, to: offset + count };
    else layers.push({ layer, from: offset, to: offset + count });
  }
  return layers;
}

/** The flat vectors of one training step. */
export interface FlatStep {
  readonly gradient: Value;
  readonly parameters: Value;
  readonly next: Value;
}

/** For each layer that learns the sums of squares of its gradient, then of its learnables for each, then of its update for each. */
export function layerSquares(learnables: PackedLearnables, { gradient, parameters, next }: FlatStep): Value | undefined {
  const layers = learningLayers(learnables);
  if (layers.length === 0) return undefined;
  const squares = [gradient, parameters, subtract(next, parameters)].flatMap((flat) =>
    layers.map(({ from, to }) => reshape(sumOfSquares(slice(flat, 0, from, to)), [1])),
  );
  return concatenate(squares, 0);
}

/** What the numbers of `layerSquares` say. */
export function layerNorms(squares: ArrayLike<number>): LayerNorms {
  const count = squares.length / 3;
  const norm = (kind: number, layer: number): number => Math.sqrt(squares[kind * count + layer]);
  const layers = Array.from({ length: count }, (_, i) => i);
  return { gradientNorm: layers.map((i) => norm(0, i)), updateRatio: layers.map((i) => norm(2, i) / norm(1, i)) };
}
