import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import { type Dim, expand, placesAlong, reshape, transpose, transposed, type Value } from "../ops/index.ts";
import { type Activation, axesOf, axisOf, type Layout, printSizes } from "./formats.ts";
import { type LayerReach, sameStep } from "./reach.ts";

/** What a layer takes for the position of an element. */
export const positionsOption = z.enum(["auto", "temporal-indices", "spatial-indices", "data-values"]).default("auto");

/** What `positionsOption` accepts. */
export type Positions = z.output<typeof positionsOption>;

/** Where the elements of an activation are: along an axis, with the indices 0, 1, 2 … of int64, or told by the values of its one channel. */
export type Places = { readonly axis: number; readonly indices: Value } | { readonly values: Value };

/**
 * Where the elements of an activation are: `"auto"` counts time steps, or places along one spatial dimension where there is no time, or takes the values.
 *
 * @throws LayerGraphError where the activation has no such dimension, or values of more than one channel
 */
export function placesOf(x: Activation, positions: Positions): Places {
  const axes = { T: axisOf(x.format, "T"), S: axesOf(x.format, "S") };
  const counted = positions === "temporal-indices" || (positions === "auto" && axes.T !== undefined);
  if (counted) return along(x, axes.T === undefined ? [] : [axes.T], "time steps");
  const spatial = positions === "spatial-indices" || (positions === "auto" && axes.S.length === 1);
  if (spatial) return along(x, axes.S, "one spatial dimension");
  if (x.value.shape[1] === 1) return { values: x.value };
  throw unfit(x, "one channel that holds positions");
}

function along(x: Activation, axes: readonly number[], expected: string): Places {
  if (axes.length !== 1) throw unfit(x, expected);
  return { axis: axes[0], indices: placesAlong(x.value, axes[0]) };
}

function unfit(x: Activation, expected: string): LayerGraphError {
  const message = `received ${printSizes(x)}, expected ${expected}.`;
  return new LayerGraphError("wrong-format", message, { received: printSizes(x), expected });
}

/** An array [places, channels] for the places along `axis`, as channels of an activation as large as x in all other dimensions. */
export function placed(codes: Value, axis: number, x: Activation): Activation {
  const [places, channels] = codes.shape;
  const own = x.value.shape.map((_, i): Dim => (i === 1 ? channels : i === axis ? places : 1));
  const whole = x.value.shape.map((d, i) => (i === 1 ? channels : d));
  return { ...x, value: expand(reshape(transposed(codes), own), whole) };
}

/** An array [batch, …, channels] with the channels where an activation has them. */
export function channelsSecond(codes: Value): Value {
  const last = codes.shape.length - 1;
  return transpose(codes, [0, last, ...Array.from({ length: last - 1 }, (_, i) => i + 1)]);
}

/** What a layer that encodes positions declares: nothing of the data counts but positions that are told by values. */
export function placesReach({ format }: Layout, positions: Positions): LayerReach {
  const counted = format.includes("T") || axesOf(format, "S").length === 1;
  const byValues = positions === "data-values" || (positions === "auto" && !counted);
  return { reach: byValues ? sameStep : "none" };
}
