import { z } from "zod";
import { LayerGraphError } from "../../errors.ts";
import { optionIssues } from "../../layer/options.ts";

const columnRule = 'must be "auto" or a whole number from 1';
const sketch = z.strictObject({
  /** Whether blocks that repeat are one box; false by default. */
  fold: z.boolean("must be true or false").default(false),
  /** The way of computing: from top to bottom (the default), or from left to right. */
  direction: z.enum(["down", "right"]).default("down"),
});
const drawing = sketch.extend({
  /** In how many columns (rows, to the right) a long drawing is wrapped: `"auto"` (the default) wraps those of more than about 60 rows, 1 none. */
  columns: z.union([z.literal("auto"), z.int(columnRule).min(1, columnRule)], columnRule).default("auto"),
});
const picture = z.strictObject({
  /** What stands above the graph and is told to those who cannot see it; "Layer graph" is told where there is none. */
  title: z.string("must be text").optional(),
  /** Whether there is a heading: the title, the totals, what colours mean, the problems. True by default. */
  heading: z.boolean("must be true or false").default(true),
});
const both = drawing.extend(picture.shape);

/** How a graph is written for programs that draw it themselves; every option may be left out. */
export type SketchOptions = z.input<typeof sketch>;
/** How a graph is drawn; every option may be left out. */
export type DrawingOptions = z.input<typeof drawing>;
/** What a picture has beside the graph; every option may be left out. */
export type PictureOptions = z.input<typeof picture>;
/** How a graph is plotted; every option may be left out. */
export type PlotOptions = z.input<typeof both>;

/** The options with their defaults; throws where they are wrong. */
export function sketchOptions(options: SketchOptions, where: string): z.output<typeof sketch> {
  return checked(sketch, options, where);
}

/** The options of drawing with their defaults. */
export function drawingOptions(options: DrawingOptions, where: string): z.output<typeof drawing> {
  return checked(drawing, options, where);
}

/** The options of a picture of something drawn. */
export function pictureOptions(options: PictureOptions, where: string): z.output<typeof picture> {
  return checked(picture, options, where);
}

/** The options of drawing and of the picture. */
export function plotOptions(options: PlotOptions, where: string): z.output<typeof both> {
  return checked(both, options, where);
}

function checked<S extends z.ZodObject>(schema: S, options: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(options, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issues = optionIssues(parsed.error, where, Object.keys(schema.shape));
  throw new LayerGraphError(issues[0].code, issues.map(({ message }) => message).join("\n"), { issues });
}
