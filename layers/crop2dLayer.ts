import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { type Activation, axesOf, defineLayer, type Layer, positiveInteger, printSizes, sameStep } from "../src/layer.ts";
import { slice } from "../src/ops/index.ts";

const location = z.union([z.literal("auto"), z.tuple([positiveInteger, positiveInteger])], {
  error: 'must be "auto" or [X, Y], the column and the row of the upper left corner, counted from 1',
});

const definedLayer = defineLayer({
  type: "crop2dLayer",
  base: "crop2d",
  title: "Crop 2D",
  description: (options) => (options.location === "auto" ? "center crop" : `crop at location [${options.location.join(" ")}]`),
  optionalPositional: ["mode"],
  options: z
    .object({ mode: z.enum(["centercrop", "custom"]).default("centercrop"), location: location.default("auto") })
    .superRefine((options, context) => {
      if ((options.mode === "custom") === (options.location !== "auto")) return;
      const message = options.mode === "custom" ? 'must be [X, Y] for mode "custom"' : 'must be left out for mode "centercrop"';
      context.addIssue({ code: "custom", path: ["location"], message, input: options.location });
    }),
  inputNames: ["in", "ref"],
  matlab: { firstArgument: customLocation },
  reach: () => ({ reach: [[sameStep, "none"]] }),
  predict: ({ inputs: [x, reference], options: { location } }) => {
    const axes = spatialAxes(x, "in");
    spatialAxes(reference, "ref");
    const value = axes.reduce((cut, axis, i) => {
      const [from, to] = [Number(x.value.shape[axis]), Number(reference.value.shape[axis])];
      const start = location === "auto" ? Math.floor((from - to) / 2) : location[1 - i] - 1; // X counts columns, Y rows
      if (start < 0 || start + to > from) throw outside(x, reference, location);
      return slice(cut, axis, start, start + to);
    }, x.value);
    return { ...x, value };
  },
});

/**
 * A layer that cuts the images at input `in` to the height and width of those at input `ref`: SSCB gives SSCB, SSCBT gives SSCBT, with the
 * channels of `in`. It takes their middle (an odd pixel more is cut at the lower right), or begins at `[X, Y]`, the column and
 * row of the upper left corner counted from 1.
 *
 * By name, the options are `mode` (`"centercrop"` or `"custom"`) and, for `"custom"`, `location`.
 *
 * @example crop2dLayer("centercrop", { name: "crop" })
 * @example crop2dLayer([2, 3])
 * @see MATLAB crop2dLayer
 */
export const crop2dLayer = Object.assign(
  (...args: readonly unknown[]): Layer => {
    const [first, ...rest] = args;
    const custom = customLocation(first);
    const given = custom ? [{ ...custom, ...(rest[0] as object | undefined) }] : args;
    return (definedLayer as (...given: readonly unknown[]) => Layer)(...given);
  },
  { definition: definedLayer.definition },
) as typeof definedLayer & ((location: readonly [number, number], options?: { readonly name?: string }) => Layer);

/** What a location by position means. */
function customLocation(first: unknown): Readonly<Record<string, unknown>> | undefined {
  return Array.isArray(first) ? { mode: "custom", location: first } : undefined;
}

function spatialAxes(x: Activation, port: string): number[] {
  const axes = axesOf(x.format, "S");
  if (axes.length === 2) return axes;
  throw new LayerGraphError("wrong-format", `'${port}' received ${printSizes(x)}, expected images: SSCB or SSCBT.`, {
    port,
    received: printSizes(x),
    expected: "SSCB or SSCBT",
  });
}

function outside(x: Activation, reference: Activation, location: "auto" | readonly number[]): LayerGraphError {
  const where = location === "auto" ? "the middle" : `location [${location.join(" ")}]`;
  const fix = "Make 'in' the larger of the two images.";
  return new LayerGraphError(
    "size-mismatch",
    `a window of the size of 'ref' ${printSizes(reference)} at ${where} does not lie within 'in' ${printSizes(x)}. ${fix}`,
    { port: "in", received: printSizes(x), expected: `at least the size of ${printSizes(reference)}`, fix },
  );
}
