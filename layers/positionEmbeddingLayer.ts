import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { channelsSecond, placed, placesOf, placesReach, positionsOption } from "../src/layer/places.ts";
import { defineLayer, learnableOptions, positiveInteger, realSteps } from "../src/layer.ts";
import { add, cast, gatherRows, less, scalar, select, squeeze, subtract } from "../src/ops/index.ts";

/**
 * A layer that gives a learned vector of `outputSize` numbers for each position from 1 to `maxPosition`: the embedding alone, which an addition layer adds to
 * the data. The input's format and sizes but the channels, of which there are `outputSize`.
 *
 * `positions` is `"auto"` (time steps; places along one spatial dimension where there is no time; else the values), `"temporal-indices"`, `"spatial-indices"` or
 * `"data-values"` (the input's one channel holds positions). A position outside of 1 … `maxPosition` ends the run with an error that names the layer.
 * `weights` have size outputSize × maxPosition: given values, or how they start (`weightsInitializer` `"narrow-normal"`), and their factors
 * (`weightL2Factor` 1, learn rate 1).
 *
 * @example positionEmbeddingLayer(128, 512, { name: "positions" })
 * @see MATLAB positionEmbeddingLayer
 */
export const positionEmbeddingLayer = defineLayer({
  type: "positionEmbeddingLayer",
  base: "posembed",
  title: "Position Embedding",
  description: ({ outputSize, maxPosition }) => `Position embedding with ${outputSize} channels for ${maxPosition} positions`,
  positional: ["outputSize", "maxPosition"],
  options: z.object({
    outputSize: positiveInteger,
    maxPosition: positiveInteger,
    positions: positionsOption,
    ...learnableOptions("weights", "weight", { initializer: "narrow-normal", l2Factor: 1 }),
  }),
  learnables: ({ options }) => ({
    weights: {
      size: [options.outputSize, options.maxPosition],
      initializer: options.weightsInitializer,
      fans: { fanIn: options.maxPosition, fanOut: options.outputSize },
      given: options.weights,
      learnRateFactor: options.weightLearnRateFactor,
      l2Factor: options.weightL2Factor,
    },
  }),
  reach: ({ options, inputs: [x] }) => placesReach(x, options.positions),
  predict: ({ inputs: [x], options: { positions, maxPosition }, learnables: { weights } }) => {
    const places = placesOf(x, positions);
    if ("indices" in places) {
      const [count] = places.indices.shape;
      if (typeof count === "number" && count > maxPosition) throw tooMany(count, maxPosition);
      return placed(gatherRows(weights, places.indices), places.axis, x);
    }
    const real = realSteps(x);
    const index = cast(add(squeeze(real ? select(real, places.values, 1) : places.values, 1), 0.5), "int64");
    // Index −1 would read the last row; one behind the last is refused.
    const row = select(less(index, 1), scalar(maxPosition, "int64"), subtract(index, 1));
    return { ...x, value: channelsSecond(gatherRows(weights, row)) };
  },
});

function tooMany(count: number, maxPosition: number): LayerGraphError {
  const fix = `Set maxPosition to ${count} or more.`;
  return new LayerGraphError("size-mismatch", `received ${count} positions, but maxPosition is ${maxPosition}. ${fix}`, {
    received: `${count} positions`,
    expected: `at most ${maxPosition}`,
    fix,
  });
}
