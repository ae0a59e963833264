import { LayerGraphError } from "../errors.ts";

/**
 * One image, or one sequence of images: the numbers in row-major order of `size`, so that the last dimension varies fastest. The sizes are
 * MATLAB's, [height, width, channels] for an image, [height, channels] for a one-dimensional one, [height, width, depth, channels] for a volume;
 * a sequence of images has its time steps as one more dimension at the end.
 */
export interface Image {
  readonly data: Float32Array;
  readonly size: readonly number[];
}

/** Numbers nested in lists, one level for each dimension. */
export type NestedNumbers = ArrayLike<number> | readonly NestedNumbers[];

/** An image as users write it: nested lists, `image[row][column][channel]`, or the numbers in row-major order with their size. */
export type ImageInput = NestedNumbers | { readonly data: ArrayLike<number>; readonly size: readonly number[] };

/** How images are checked. */
export interface ImageOptions {
  /** The number of dimensions, channels and time included. */
  readonly rank: number;
  /** Whether the last dimension is time, whose length may differ from image sequence to image sequence. */
  readonly temporal?: boolean;
  /** What to call the data in messages; `X` by default. */
  readonly name?: string;
}

/**
 * Images as the trainer takes them, all of one size apart from their time steps.
 *
 * @example
 * toImages([[[[0], [1]], [[1], [0]]]], { rank: 3 }) // one image of 2×2 pixels with 1 channel
 * @throws LayerGraphError `not-images`, `ragged-image`, `image-size`, `bad-number`
 */
export function toImages(x: readonly ImageInput[], { rank, temporal = false, name = "X" }: ImageOptions): Image[] {
  if (!Array.isArray(x) || x.length === 0) {
    throw new LayerGraphError("not-images", `${name} must be a list of images; for one image write [${name}].`);
  }
  const images = x.map((given: ImageInput, at) => toImage(given, rank, `${name}[${at}]`));
  const fixed = ({ size }: Image): string => size.slice(0, temporal ? -1 : undefined).join("×");
  const odd = images.findIndex((image) => fixed(image) !== fixed(images[0]));
  if (odd >= 0) {
    throw new LayerGraphError(
      "image-size",
      `${name}[${odd}] has size ${images[odd].size.join("×")}, but ${name}[0] has ${images[0].size.join("×")}; all images must have the same${temporal ? " but for the time steps" : ""}.`,
    );
  }
  return images;
}

function toImage(given: ImageInput, rank: number, where: string): Image {
  const flat =
    typeof given === "object" && given !== null && "size" in given ? given : unnested(given as NestedNumbers, rank, where);
  const { data, size } = flat;
  if (!Array.isArray(size) || size.length !== rank || !size.every((n) => Number.isInteger(n) && n > 0)) {
    throw new LayerGraphError(
      "image-size",
      `${where} has size [${Array.isArray(size) ? size.join(", ") : String(size)}]; expected ${rank} positive whole numbers, ${order(rank)}.`,
    );
  }
  const count = size.reduce((a: number, b: number) => a * b, 1);
  if (data.length !== count) {
    throw new LayerGraphError("image-size", `${where} has ${data.length} numbers; its size [${size.join(", ")}] takes ${count}.`);
  }
  return { data: singles(data, where), size };
}

function order(rank: number): string {
  return rank === 2 ? "height and channels" : "height, width and channels, time at the end where there is any";
}

/** The numbers of nested lists one after the other, with their size. */
function unnested(nested: NestedNumbers, rank: number, where: string): { data: number[]; size: number[] } {
  const size: number[] = [];
  for (let level: unknown = nested; isList(level); level = level[0]) size.push(level.length);
  if (size.length !== rank || size.includes(0)) {
    throw new LayerGraphError(
      "not-images",
      `${where} is nested ${size.length} deep, expected ${rank} levels, ${order(rank)}, or { data, size }.`,
    );
  }
  const data: number[] = [];
  const visit = (part: unknown, level: number, place: string): void => {
    if (level === rank) return void data.push(part as number);
    if (!isList(part) || part.length !== size[level]) {
      const received = isList(part) ? String(part.length) : "no list";
      throw new LayerGraphError(
        "ragged-image",
        `${place} has ${received} entries, expected ${size[level]} as at the start of ${where}.`,
      );
    }
    for (let at = 0; at < part.length; at++) visit(part[at], level + 1, `${place}[${at}]`);
  };
  visit(nested, 0, where);
  return { data, size };
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function singles(values: ArrayLike<number>, where: string): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value: unknown = values[at];
    if (typeof value !== "number" || !Number.isFinite(Math.fround(value))) {
      throw new LayerGraphError("bad-number", `${where}, number ${at}, is ${String(value)}; expected a finite number.`);
    }
    result[at] = value;
  }
  return result;
}
