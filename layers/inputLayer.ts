import { z } from "zod";
import { timeDimensionOption } from "../src/layer/inputFormats.ts";
import { defineLayer, type Format, positiveInteger } from "../src/layer.ts";

const size = z
  .union([positiveInteger, z.nan(), z.null()], {
    error: "must be a positive whole number, or NaN (null in a file) where it is not known",
  })
  .transform((value) => (value === null || Number.isNaN(value) ? null : value));

/**
 * A layer that feeds data of any format into a network as they are, without normalization. `inputSize` has a size for each letter of `format`: S
 * spatial, C channels, B observations, T time steps, in any order. The sizes of B and T follow from the data: they are NaN (or null, as in files).
 *
 * `timeDimension` (`"time"`, ours) names the time dimension as in `sequenceInputLayer`.
 *
 * @example inputLayer([12, NaN, NaN], "CBT", { name: "input" })
 * @see MATLAB inputLayer
 */
export const inputLayer = defineLayer({
  type: "inputLayer",
  base: "input",
  title: "Input",
  description: ({ inputSize, format }) => `${inputSize.map((n) => n ?? "NaN").join("×")} (${format})`,
  matlab: { ownOptions: ["timeDimension"] },
  positional: ["inputSize", "format"],
  options: z
    .object({
      inputSize: z.array(size, "must be a list with a size for each letter of format").min(2).max(6),
      format: z
        .string('must be text such as "SSCB"')
        .regex(/^[SCBT]+$/, 'must consist of the letters S, C, B and T, such as "SSCB"'),
      timeDimension: timeDimensionOption,
    })
    .superRefine(({ inputSize, format }, context) => {
      const refuse = (path: string, message: string, input: unknown) =>
        context.addIssue({ code: "custom", path: [path], message, input });
      const count = (letter: string): number => [...format].filter((l) => l === letter).length;
      if (count("C") !== 1 || count("B") !== 1 || count("T") > 1 || count("S") > 3) {
        refuse("format", "must have one C, one B, at most one T and at most three S", format);
      } else if (inputSize.length !== format.length) {
        refuse("inputSize", `must have a size for each of the ${format.length} letters of "${format}"`, inputSize);
      } else if ([...format].some((letter, at) => (letter === "S" || letter === "C") && inputSize[at] === null)) {
        refuse("inputSize", "must tell the sizes of the spatial dimensions and the channels", inputSize);
      } else if ([...format].some((letter, at) => (letter === "B" || letter === "T") && inputSize[at] !== null)) {
        refuse("inputSize", "must be NaN for observations (B) and time steps (T), whose numbers follow from the data", inputSize);
      }
    }),
  input: ({ inputSize, format, timeDimension }) => {
    const spatial = inputSize.filter((_, at) => format[at] === "S") as number[];
    const channels = inputSize[format.indexOf("C")] as number;
    const temporal = format.includes("T");
    return { format: `${"S".repeat(spatial.length)}CB${temporal ? "T" : ""}` as Format, channels, spatial, timeDimension };
  },
  predict: ({ inputs: [x] }) => x,
});
