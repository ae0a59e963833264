import { z } from "zod";
import { positiveInteger } from "./options.ts";

const wrongAmount = "must be a whole number of at least 0";
const amount = z.int(wrongAmount).nonnegative(wrongAmount);

/** Padding of a sliding window: `"same"`, steps on both sides, or `[left, right]`. */
export const paddingOption = z.union([z.literal("same"), amount, z.tuple([amount, amount])], {
  error: 'must be "same", a whole number of at least 0, or [left, right]',
});

/** The same with `"causal"`: everything on the left, so that no output sees the future. */
export const causalPaddingOption = z.union([z.enum(["same", "causal"]), amount, z.tuple([amount, amount])], {
  error: 'must be "same", "causal", a whole number of at least 0, or [left, right]',
});

/** Padding of images: `"same"`, an amount on all sides, `[vertical, horizontal]`, or `[top, bottom, left, right]`. */
export const imagePaddingOption = z.union(
  [z.literal("same"), amount, z.tuple([amount, amount]), z.tuple([amount, amount, amount, amount])],
  { error: 'must be "same", a whole number of at least 0, [vertical, horizontal], or [top, bottom, left, right]' },
);

/** A size or step over images: one number for both dimensions, or `[height, width]`. */
export const pairOption = z.union([positiveInteger, z.tuple([positiveInteger, positiveInteger])], {
  error: "must be a positive whole number or [height, width]",
});

/** How the edges of an array are continued where padding is no fixed number. */
export type EdgeRule = "replicate" | "symmetric-include-edge" | "symmetric-exclude-edge";

const edges = ["replicate", "symmetric-include-edge", "symmetric-exclude-edge"] as const satisfies readonly EdgeRule[];

/** What the padding of a convolution holds: a number, or the name of a rule that continues the data. */
export const paddingValueOption = z.union([z.number(), z.enum(edges)], {
  error: `must be a number or ${edges.map((e) => `"${e}"`).join(", ")}`,
});

/** What the padding of a mean holds: zeros, or nothing that counts. */
export const averagePaddingValueOption = z.union([z.literal(0), z.literal("mean")], { error: 'must be 0 or "mean"' });

/** Padding along one dimension. */
export type Padding = z.infer<typeof causalPaddingOption>;

/** Padding of images. */
export type ImagePadding = z.infer<typeof imagePaddingOption>;

/** A number for each of two dimensions. */
export type Pair = z.infer<typeof pairOption>;

/** The numbers for height and width. */
export function pairOf(option: Pair): readonly [height: number, width: number] {
  return typeof option === "number" ? [option, option] : option;
}

/** The padding along height and along width. */
export function paddingOfEach(padding: ImagePadding): readonly [height: Padding, width: Padding] {
  if (!Array.isArray(padding)) return [padding, padding];
  if (padding.length === 2) return padding;
  const [top, bottom, left, right] = padding;
  return [
    [top, bottom],
    [left, right],
  ];
}

/** Padding as MATLAB prints it: `'causal'`, `[1  1]`. */
export function printPadding(padding: Padding): string {
  return typeof padding === "string" ? `'${padding}'` : printNumbers(sidesOf(padding));
}

/** Padding of images as MATLAB prints it: `'same'`, `[1  1  0  0]`. */
export function printImagePadding(padding: ImagePadding): string {
  if (typeof padding === "string") return `'${padding}'`;
  return printNumbers(paddingOfEach(padding).flatMap((each) => sidesOf(each as Exclude<Padding, string>)));
}

/** Numbers as MATLAB prints them in a row, two blanks apart (its pages show one in places): `[2  2]`. */
export function printNumbers(numbers: readonly number[]): string {
  return `[${numbers.join("  ")}]`;
}

/** Padding by a number, before and after. */
export function sidesOf(padding: Exclude<Padding, string>): readonly [before: number, after: number] {
  return typeof padding === "number" ? [padding, padding] : padding;
}
