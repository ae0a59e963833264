import { LayerGraphError } from "../errors.ts";
import { type Format, formats, internalLabels, type Label } from "../layer.ts";

/** The sizes of an input with what its dimensions mean. */
export interface InputLayout {
  /** In the order of `format`, as MATLAB has it; NaN or null for a size that is not known, which is then chosen. */
  readonly size: readonly (number | null)[];
  readonly format: Format;
  /** The least and the largest number that flows in; −2 and 2 by default. */
  readonly range?: readonly [from: number, to: number];
  /** Where whole numbers flow in, such as indices of words: from 1 to this one. */
  readonly largestIndex?: number;
}

/** How an input is described: by MATLAB's size, or with its format. */
export type InputSize = readonly number[] | InputLayout;

/** An input as it is drawn: all sizes are known. */
export interface CheckedInput extends Pick<InputLayout, "format" | "range" | "largestIndex"> {
  /** In the order [B, C, S…, T], of one observation: the first is 1. */
  readonly shape: readonly number[];
}

/** What the sizes amount to. */
export interface CheckedSizes {
  readonly inputs: readonly CheckedInput[];
  /** How many observations the checks over several have; undefined where the size does not tell which dimension they are along. */
  readonly observations: number | undefined;
}

/** The most observations that are drawn: more find no more. */
const mostObservations = 3;
/** What sizes that are not known are taken to be. */
const chosen: Readonly<Record<Label, number>> = { S: 6, C: 4, B: mostObservations, T: 6 };

/** The inputs that sizes describe. Throws `wrong-input-size` where one cannot be read. */
export function checkedSizes(sizes: readonly InputSize[], observationDimension: number | undefined): CheckedSizes {
  const layouts = sizes.map((size) => ("format" in size ? checkedLayout(size) : layoutOfSize(size, observationDimension)));
  const known = observationDimension !== undefined || sizes.some((size) => "format" in size);
  const inputs = layouts.map(({ size, format, ...rest }): CheckedInput => {
    const matlab = [...format];
    const internal = internalLabels(format);
    const spatial = matlab.flatMap((label, i) => (label === "S" ? [size[i]] : []));
    const shape = internal.map((label) => {
      const given = label === "S" ? spatial.shift() : size[matlab.indexOf(label)];
      return label === "B" ? 1 : isUnknown(given) ? chosen[label] : given!;
    });
    return { ...rest, format, shape };
  });
  const counts = layouts.map(({ size, format }) => size[[...format].indexOf("B")]);
  const several = counts.map((n) => (isUnknown(n) || n === 1 ? mostObservations : Math.min(n!, mostObservations)));
  return { inputs, observations: known ? Math.min(...several) : undefined };
}

function isUnknown(n: number | null | undefined): boolean {
  return n === null || n === undefined || Number.isNaN(n);
}

function checkedLayout(layout: InputLayout): InputLayout {
  const { size, format } = layout;
  if (!formats.includes(format)) throw wrongSize(`format '${format}'`, `one of ${formats.join(", ")}`);
  if (size.length !== format.length || !size.every((n) => isUnknown(n) || isCount(n)))
    throw wrongSize(
      `size ${printed(size)} for format ${format}`,
      `${format.length} positive whole numbers, NaN where one is not known`,
    );
  return layout;
}

/**
 * A size without a format. With an observation dimension d, n numbers are S…S C B where n = d, with T behind where n = d + 1, and without the
 * observations where n = d − 1. Without it, they are one observation: [c], [c t], [h w c] or [h w d c].
 */
function layoutOfSize(size: readonly number[], d: number | undefined): InputLayout {
  if (size.length === 0 || !size.every(isCount)) throw wrongSize(`size ${printed(size)}`, "positive whole numbers");
  const n = size.length;
  if (d === undefined) {
    if (n > 4)
      throw wrongSize(
        `size ${printed(size)} without observationDimension`,
        "at most 4 numbers. Give observationDimension, or { size, format }",
      );
    return n === 2
      ? { size: [size[0], 1, size[1]], format: "CBT" }
      : { size: [...size, 1], format: `${"S".repeat(n - 1)}CB` as Format };
  }
  if (!Number.isInteger(d) || d < 2 || d > 5) throw wrongSize(`observationDimension ${d}`, "2 (sequences), 3, 4 (images) or 5");
  if (n < d - 1 || n > d + 1) {
    throw wrongSize(
      `size ${printed(size)} with observationDimension ${d}`,
      `${d - 1} to ${d + 1} numbers. Give { size, format } for anything else`,
    );
  }
  const spatial = "S".repeat(d - 2);
  return { size: n === d - 1 ? [...size, Number.NaN] : size, format: `${spatial}CB${n === d + 1 ? "T" : ""}` as Format };
}

function isCount(n: unknown): boolean {
  return Number.isInteger(n) && (n as number) > 0;
}

function printed(size: readonly (number | null)[]): string {
  return `[${size.join(" ")}]`;
}

function wrongSize(received: string, expected: string): LayerGraphError {
  return new LayerGraphError("wrong-input-size", `checkLayer: received ${received}, expected ${expected}.`, {
    received,
    expected,
  });
}
