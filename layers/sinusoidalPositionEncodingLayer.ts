import { z } from "zod";
import { channelsSecond, placed, placesOf, placesReach, positionsOption } from "../src/layer/places.ts";
import { defineLayer, positiveInteger } from "../src/layer.ts";
import { add, cast, constant, cos, multiply, reshape, select, sin, squeeze, unsqueeze, type Value } from "../src/ops/index.ts";

/** The frequencies are numbers in the plan, so there is an end to them: 2^20, far beyond any network. */
const mostChannels = 1_048_576;

/**
 * A layer that gives sines and cosines of each position p: channel 2i − 1 is `sin(p / 10000^(2(i−1)/outputSize))` and channel 2i the cosine of the same; `outputSize`
 * is even and at most 1048576. The encoding alone, which an addition layer adds to the data. The input's format and sizes but the channels. Nothing is learned.
 *
 * `positions` is `"auto"` (time steps counted from 1; places along one spatial dimension where there is no time; else the values), `"temporal-indices"`,
 * `"spatial-indices"` or `"data-values"` (the input's one channel holds positions, which need not be whole). Positions always begin at 1: the offset that MATLAB keeps as a state since R2026a is not there.
 *
 * @example sinusoidalPositionEncodingLayer(128, { name: "positions" })
 * @see MATLAB sinusoidalPositionEncodingLayer
 */
export const sinusoidalPositionEncodingLayer = defineLayer({
  type: "sinusoidalPositionEncodingLayer",
  base: "sinposenc",
  title: "Sinusoidal Position Encoding",
  description: ({ outputSize }) => `Sinusoidal position encoding with ${outputSize} channels`,
  positional: ["outputSize"],
  options: z.object({
    outputSize: positiveInteger
      .max(mostChannels, `must be at most ${mostChannels}`)
      .refine((size) => size % 2 === 0, "must be even"),
    positions: positionsOption,
  }),
  reach: ({ options, inputs: [x] }) => placesReach(x, options.positions),
  predict: ({ inputs: [x], options: { outputSize, positions } }) => {
    const places = placesOf(x, positions);
    if ("indices" in places) {
      return placed(encoded(add(cast(places.indices, "float"), 1), outputSize), places.axis, x);
    }
    return { ...x, value: channelsSecond(encoded(squeeze(places.values, 1), outputSize)) };
  },
});

/** Sines and cosines in turn, in a new last dimension. */
function encoded(positions: Value, outputSize: number): Value {
  const pair = Array.from({ length: outputSize }, (_, channel) => 2 * Math.floor(channel / 2));
  const frequencies = constant(
    pair.map((i) => 10000 ** (-i / outputSize)),
    [outputSize],
  );
  const isSine = constant(
    pair.map((_, channel) => Number(channel % 2 === 0)),
    [outputSize],
    "bool",
  );
  const rank = positions.shape.length;
  const angles = multiply(unsqueeze(positions, rank), reshape(frequencies, [...positions.shape.map(() => 1), outputSize]));
  return select(isSine, sin(angles), cos(angles));
}
