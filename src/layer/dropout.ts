import { z } from "zod";
import { type Dim, less, multiply, select, type Value } from "../ops/index.ts";

/** The chance with which something is dropped: at least 0 and less than 1. */
export const dropProbability = z
  .number("must be a number of at least 0 and less than 1")
  .min(0, "must be at least 0 and less than 1")
  .lt(1, "must be at least 0 and less than 1");

/**
 * `x` with elements set to zero at random and the others scaled so that the mean stays. One draw is made for each element of `shape`, which is
 * broadcast to x: dropped where it is less than the probability.
 */
export function dropped(x: Value, probability: number, shape: readonly Dim[], random: (shape: readonly Dim[]) => Value): Value {
  return probability === 0 ? x : multiply(x, keepMask(probability, shape, random));
}

/** What drops elements when it multiplies them: 0 where a new random number is less than the probability, 1/(1 − probability) elsewhere. */
export function keepMask(probability: number, shape: readonly Dim[], random: (shape: readonly Dim[]) => Value): Value {
  return select(less(random(shape), probability), 0, 1 / (1 - probability));
}
