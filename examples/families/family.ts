import type { Network } from "../../src/index.ts";

/** A kind of network with a task that it learns and that a linear model does not. */
export interface Family {
  /** What such networks are called. */
  readonly name: string;
  /** What is learned, in a few words. */
  readonly task: string;
  /** Generates data to learn from and other data to be tested on, and trains on the former. */
  learn(settings: LearningSettings): Promise<Learned>;
}

/** How a network of a family is trained. */
export interface LearningSettings {
  /** What data, initial weights and shuffling follow from. */
  readonly seed: number;
  /** Part of the training examples and epochs that the family needs, for a quick look: 1 by default. */
  readonly share?: number;
}

/** A trained network and what it is worth. */
export interface Learned {
  readonly net: Network;
  /** How well each output answers the test questions. */
  readonly outputs: readonly LearnedOutput[];
  /** All numbers that a network gives for the test data, one after the other. */
  numbers(net: Network): Promise<Float32Array>;
}

/** How well one output of a network answers. */
export interface LearnedOutput {
  readonly name: string;
  /** The share of the test answers that are right. */
  readonly accuracy: number;
  /** The share that logistic regression, trained on the same data, has right. */
  readonly baseline: number;
}
