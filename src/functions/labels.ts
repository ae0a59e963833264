import { LayerGraphError, nearest } from "../errors.ts";
import { type Activation, axesOf, type Format, formats, internalLabels, type Label } from "../layer/formats.ts";
import { printDims, type Value } from "../ops/index.ts";

/**
 * The labels of an array's dimensions as MATLAB prints them: `"CBT"`, `"SSCB"`.
 *
 * MATLAB keeps a formatted array with its dimensions in the order of these labels. Here the dimensions of the values always lie in the order
 * [B, C, S…, T]: a `CBT` array is `[batch, channels, time]`, an `SSCBT` array `[batch, channels, height, width, time]`. The labels say what
 * there is, `finddim` says where it is.
 *
 * @example dims(x) === "CBT"
 * @see MATLAB dims
 */
export function dims(x: Activation): Format {
  return x.format;
}

/**
 * Which dimensions of `x.value` carry a label, counted from 0 in the order in which values lie, [B, C, S…, T]: what `ops` take as an axis. MATLAB
 * counts from 1 in the order of the labels instead. Empty where the format has no such label; several for S in images.
 *
 * @example ops.mean(x.value, finddim(x, "T"))
 * @see MATLAB finddim
 */
export function finddim(x: Activation, label: Label): number[] {
  return axesOf(x.format, label);
}

/**
 * The array without its labels, its dimensions in the order [B, C, S…, T]; `dlarray(stripdims(x), dims(x))` puts them on again.
 *
 * @example const mean = ops.mean(stripdims(x), [2]);
 * @see MATLAB stripdims
 */
export function stripdims(x: Activation): Value {
  return x.value;
}

/**
 * An array with labels on its dimensions, which `predict` may return and the functions of this library take. `format` is one of MATLAB's
 * formats and says what the array holds; its dimensions must lie in the order [B, C, S…, T], as everywhere here: an array `[batch, channels,
 * time]` is `"CBT"`. MATLAB would permute an array whose labels are in another order; here `ops.transpose` does that before.
 *
 * An array made so has no padded steps; return `{ value, format, lengths: x.lengths }` where the steps are those of an input `x`.
 *
 * @throws LayerGraphError `wrong-format` where the format is unknown or has another number of labels than the array has dimensions
 * @example dlarray(ops.squeeze(x.value, 2), "CB")
 * @see MATLAB dlarray
 */
export function dlarray(value: Value, format: Format): Activation {
  if (!formats.includes(format)) throw unknownFormat(format);
  const order = internalLabels(format);
  if (order.length !== value.shape.length) {
    const received = printDims(value.shape);
    throw new LayerGraphError(
      "wrong-format",
      `dlarray: received ${received}, which has ${value.shape.length} dimensions, as ${format}, which has ${format.length} labels: [${order.join(", ")}].`,
      { received, expected: `${format.length} dimensions` },
    );
  }
  return { value, format };
}

function unknownFormat(format: string): LayerGraphError {
  const same = formats.find((known) => sorted(known) === sorted(format)) ?? nearest(format, formats);
  const fix = same
    ? `Write "${same}", with the dimensions in the order [${internalLabels(same as Format).join(", ")}] (ops.transpose brings them there).`
    : `There are ${formats.join(", ")}.`;
  return new LayerGraphError("wrong-format", `dlarray: there is no format '${format}'. ${fix}`, { received: format, fix });
}

function sorted(format: string): string {
  return [...format].sort().join("");
}
