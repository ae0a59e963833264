import type { Value } from "../ops/index.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import { permutation, randomStream } from "../random.ts";
import type { Tensors } from "../run/executor.ts";
import { evaluatePlan } from "../run/reference.ts";
import { doubles } from "./arrays.ts";

/** The most elements of one array that are moved. */
const mostMoved = 128;
const step = 2 ** -17;

/** Slopes of a scalar by some elements of an array, measured. */
export interface Slopes {
  /** The elements that were measured; those at which the scalar bends or jumps are left out. */
  readonly places: readonly number[];
  /** A slope for each element of the array; NaN where it was not measured. */
  readonly values: Float64Array;
}

/**
 * The slopes of a scalar by the elements of a fed array, by central differences in double precision: of all elements, or of 128 where there are
 * more. An element is left out where the slopes on both sides differ however near they are measured.
 */
export function measuredSlopes(loss: Value, feeds: Tensors, name: string): Slopes {
  const plan = makePlan("loss", { loss });
  const { shape, data } = feeds[name];
  const values = new Float64Array(data.length).fill(Number.NaN);
  if (!plan.inputs.some((each) => each.name === name)) return { places: chosenPlaces(data.length, name), values: values.fill(0) };
  const at = lossAt(plan, feeds, name, shape, Float64Array.from(data as Float64Array));
  const middle = at(0, 0);
  const places = chosenPlaces(data.length, name).filter((place) => {
    values[place] = slopeAt((by) => at(place, by), middle);
    return !Number.isNaN(values[place]);
  });
  return { places, values };
}

function lossAt(plan: Plan, feeds: Tensors, name: string, shape: readonly number[], data: Float64Array) {
  const moved: Tensors = { ...feeds, [name]: doubles(shape, data) };
  const own = moved[name].data as Float64Array;
  return (place: number, by: number): number => {
    const before = own[place];
    own[place] = before + by;
    const [loss] = evaluatePlan(plan, moved).loss.data as Float64Array;
    own[place] = before;
    return loss;
  };
}

/** The slope, or NaN where the two sides have different ones: at a smooth place the difference shrinks with the step, at a bend it stays. */
function slopeAt(loss: (by: number) => number, middle: number): number {
  const sides = (h: number): readonly [number, number] => [(loss(h) - middle) / h, (middle - loss(-h)) / h];
  const [right, left] = sides(step);
  const slope = (right + left) / 2;
  const noise = (1e-14 * Math.abs(middle)) / step;
  const gap = Math.abs(right - left);
  if (gap <= 1e-4 * Math.max(1e-3, Math.abs(slope)) + noise) return slope;
  const [nearRight, nearLeft] = sides(step / 8);
  return Math.abs(nearRight - nearLeft) <= gap / 2 + 8 * noise ? slope : Number.NaN;
}

function chosenPlaces(count: number, name: string): number[] {
  if (count <= mostMoved) return Array.from({ length: count }, (_, i) => i);
  return [...permutation(count, randomStream(1, "checkLayer", "moved", name)).subarray(0, mostMoved)].sort((a, b) => a - b);
}
