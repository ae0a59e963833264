import { z } from "zod";
import { dropProbability, dropped } from "../src/layer/dropout.ts";
import { axesOf, defineLayer, type Layer, stepByStep } from "../src/layer.ts";

const customBase = "layer";

const definedLayer = defineLayer({
  type: "spatialDropoutLayer",
  base: "spatialdropout",
  title: "Spatial Dropout",
  description: ({ probability }) => `Spatial dropout with factor ${probability}`,
  optionalPositional: ["probability"],
  options: z.object({ probability: dropProbability.default(0.5) }),
  matlab: {
    aliases: { DropoutFactor: "probability" },
    byPosition: {
      base: customBase,
      since: "R2024a",
      message:
        "MATLAB's own spatialDropoutLayer (R2024a) takes the probability by name only; by position it is the custom layer of MATLAB's example, whose automatic names begin with 'layer'. Where that class does not stand beside the script, write spatialDropoutLayer(Probability=p).",
    },
  },
  reach: stepByStep,
  predict: ({ inputs: [x] }) => x,
  forward: ({ inputs: [x], options, random }) => {
    const shared = axesOf(x.format, "S", "T");
    const shape = x.value.shape.map((d, axis) => (shared.includes(axis) ? 1 : d));
    return dropped(x.value, options.probability, shape, random);
  },
});

/**
 * A layer that in training sets whole channels to zero: each channel of each observation with `probability` (0.5), over all its time steps
 * and positions, the others scaled by 1/(1 − probability). In prediction it changes nothing. Any format in, the same format out.
 *
 * With the probability by position it is the custom layer of MATLAB's example on temporal convolutional networks, which gets its automatic
 * name as custom layers do (`layer`, `layer_1`, …); by name it is MATLAB's own layer (`spatialdropout`).
 *
 * @example spatialDropoutLayer(0.005)
 * @example spatialDropoutLayer({ probability: 0.2, name: "drop" })
 * @see MATLAB spatialDropoutLayer
 */
export const spatialDropoutLayer = Object.assign(
  (...args: readonly unknown[]): Layer => {
    const layer = (definedLayer as (...given: readonly unknown[]) => Layer)(...args);
    return typeof args[0] === "number" ? { ...layer, base: customBase } : layer;
  },
  { definition: definedLayer.definition },
) as typeof definedLayer;
