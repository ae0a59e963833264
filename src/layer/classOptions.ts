import { z } from "zod";

const className = z.union([z.string(), z.number().transform(String)], { error: "must be text" });

/** The options of output layers that tell classes apart. */
export const classOptions = {
  classes: z
    .union([z.literal("auto"), z.array(className).min(1)], { error: 'must be "auto" or a list of class names' })
    .refine((names) => names === "auto" || new Set(names).size === names.length, "must name each class once")
    .default("auto"),
  classWeights: z
    .union([z.literal("none"), z.array(z.number().positive())], { error: 'must be "none" or a list of positive numbers' })
    .default("none"),
};

/** What MATLAB's functions for such output layers take beside them. */
export const classForm = {
  aliases: { ClassNames: "classes" },
  traps: ({ classWeights }: Pick<ClassOptions, "classWeights">): readonly string[] =>
    classWeights === "none"
      ? []
      : [
          "the weighted loss is divided by the number of observations, not by the sum of the weights: the loss and with it the effective learning rate grow with the weights. Other libraries divide by the sum",
        ],
};

/** What `classOptions` gives. */
export type ClassOptions = z.output<z.ZodObject<typeof classOptions>>;

/** Refuses weights without classes, or with another number of them. */
export function refuseLooseWeights({ classes, classWeights }: ClassOptions, context: z.core.$RefinementCtx): void {
  if (classWeights === "none" || classWeights.length === (classes === "auto" ? -1 : classes.length)) return;
  const message =
    classes === "auto"
      ? "must come with 'classes', which says the order of the weights: classes: [\"…\", …]"
      : `must have one weight for each of the ${classes.length} classes`;
  context.addIssue({ code: "custom", path: ["classWeights"], message, input: classWeights });
}

/** As MATLAB prints them: `classes 'A' and 'B'`, `'A' and 19 other classes`. */
export function printClasses(classes: readonly string[]): string {
  if (classes.length === 1) return `class '${classes[0]}'`;
  if (classes.length === 2) return `classes '${classes[0]}' and '${classes[1]}'`;
  return `'${classes[0]}' and ${classes.length - 1} other classes`;
}
