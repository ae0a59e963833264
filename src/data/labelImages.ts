import { LayerGraphError } from "../errors.ts";
import { codesOf, type Label, type Responses, sortedClasses } from "./responses.ts";

/** A label, or none for a pixel that is left out of the loss. */
export type PixelLabel = Label | null | undefined;

/** Labels nested in lists, one level for each dimension. */
export type NestedLabels = readonly PixelLabel[] | readonly NestedLabels[];

/** A label image as users write it: nested lists, `image[row][column]`, or the labels in row-major order with their size. */
export type LabelImageInput = NestedLabels | { readonly data: ArrayLike<PixelLabel>; readonly size: readonly number[] };

/**
 * Responses with one class for each pixel. A pixel whose label is `null` or missing belongs to no class.
 *
 * @example
 * toLabelImages([[["sky", "sky"], ["road", null]]], { rank: 2 }) // classes road and sky; the last pixel has none
 * @throws LayerGraphError `not-label-images`, `label-image-size`, `unknown-class`
 */
export function toLabelImages(
  t: readonly LabelImageInput[],
  options: { readonly rank: number; readonly classes?: readonly Label[]; readonly name?: string },
): Extract<Responses, { kind: "labelImages" }> {
  const { rank, name = "T" } = options;
  if (!Array.isArray(t) || t.length === 0)
    throw new LayerGraphError("no-responses", `${name} must be a list with a label image for each observation.`);
  const images = t.map((given: LabelImageInput, at) => flatLabels(given, rank, `${name}[${at}]`));
  const odd = images.findIndex(({ size }) => size.join() !== images[0].size.join());
  if (odd >= 0) {
    throw new LayerGraphError(
      "label-image-size",
      `${name}[${odd}] has size ${images[odd].size.join("×")}, but ${name}[0] has ${images[0].size.join("×")}; all label images must have the same.`,
    );
  }
  const classes = options.classes?.map(String) ?? sortedClasses(images.flatMap(({ data }) => data.filter(isGiven)));
  const codes = images.map(({ data }, at) => pixelCodes(data, classes, `${name}[${at}]`));
  return { kind: "labelImages", classes, codes, size: images[0].size };
}

function isGiven(label: PixelLabel): label is Label {
  return label !== null && label !== undefined;
}

function pixelCodes(labels: readonly PixelLabel[], classes: readonly string[], where: string): Int32Array {
  const given = codesOf(labels.filter(isGiven), classes, where);
  let next = 0;
  return Int32Array.from(labels, (label) => (isGiven(label) ? given[next++] : -1));
}

function flatLabels(given: LabelImageInput, rank: number, where: string): { data: PixelLabel[]; size: readonly number[] } {
  if (typeof given === "object" && given !== null && "size" in given) {
    const { data, size } = given;
    const count = Array.isArray(size) ? size.reduce((a: number, b: number) => a * b, 1) : Number.NaN;
    if (size?.length === rank && data?.length === count) return { data: Array.from(data), size };
    throw new LayerGraphError(
      "label-image-size",
      `${where} has ${data?.length} labels and size [${String(size)}]; expected ${rank} sizes whose product is the number of labels.`,
    );
  }
  let data: unknown[] = [given];
  const size: number[] = [];
  for (let level = 0; level < rank; level++) {
    const lengths = data.map((part) => (Array.isArray(part) ? part.length : -1));
    if (lengths.some((length) => length < 1 || length !== lengths[0])) {
      throw new LayerGraphError(
        "not-label-images",
        `${where} is no label image: expected ${rank} levels of lists, all of one length each, or { data, size }.`,
      );
    }
    size.push(lengths[0]);
    data = (data as unknown[][]).flat();
  }
  if (data.some(Array.isArray))
    throw new LayerGraphError(
      "not-label-images",
      `${where} is nested more than ${rank} deep; expected one label for each pixel.`,
    );
  return { data: data as PixelLabel[], size };
}
