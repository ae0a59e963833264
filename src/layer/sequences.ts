import {
  add,
  concatenate,
  expand,
  gatherAlong,
  less,
  minimum,
  perObservation,
  range,
  reshape,
  select,
  sizeValue,
  subtract,
  type Value,
} from "../ops/index.ts";
import { type Activation, axisOf, type Layout } from "./formats.ts";
import { type Reach, sameStep } from "./reach.ts";

/** Sequences one after the other in time. In a padded batch each real part follows the one before it, and the padding of both comes last. */
export function joinedSequences(inputs: readonly Activation[]): Activation {
  return inputs.reduce(joined);
}

function joined(a: Activation, b: Activation): Activation {
  const axis = axisOf(a.format, "T")!;
  const both = concatenate([a.value, b.value], axis);
  if (!a.lengths && !b.lengths) return { value: both, format: a.format };
  const shape = both.shape;
  const steps = reshape(
    range(shape[axis]),
    shape.map((d, i) => (i === axis ? d : 1)),
  );
  const lengthsOf = (x: Activation): Value => x.lengths ?? expand(sizeValue(x.value.shape[axis], "int64"), [x.value.shape[0]]);
  const own = perObservation(lengthsOf(a), both);
  // Steps of b lie behind all of a, padding included; those that neither has are taken from anywhere.
  const behind = add(subtract(steps, own), sizeValue(a.value.shape[axis], "int64"));
  const source = select(less(steps, own), steps, minimum(behind, subtract(sizeValue(shape[axis], "int64"), 1)));
  return {
    value: gatherAlong(both, expand(source, shape), axis),
    format: a.format,
    lengths: add(lengthsOf(a), lengthsOf(b)),
  };
}

/** How far sequences that are put one after the other are moved: each by the lengths of those before it, which may differ from observation to observation. */
export function oneAfterTheOther(inputs: readonly Layout[]): Reach[] {
  return inputs.map((_, i) => {
    const before = inputs.slice(0, i).map(({ shape }) => shape.at(-1)!);
    if (before.some((length) => typeof length !== "number")) return { earliest: "start", latest: 0 };
    const moved = before.reduce<number>((sum, length) => sum + Number(length), 0);
    return moved === 0 ? sameStep : { earliest: -moved, latest: -moved };
  });
}
