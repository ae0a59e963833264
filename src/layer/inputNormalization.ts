import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import type { LayerState } from "../layer.ts";
import { divide, equal, multiply, printDims, reshape, sameShape, select, subtract, transpose, type Value } from "../ops/index.ts";
import { elementCount } from "../tensor.ts";
import { type ArrayOption, arrayOption, arrayValue } from "./options.ts";

/** A function of the data, as `normalization` takes it. */
export type NormalizationFunction = (x: Value) => Value;

const names = ["none", "zerocenter", "zscore", "rescale-symmetric", "rescale-zero-one"] as const;
const statisticNames = ["mean", "standardDeviation", "min", "max"] as const;
type StatisticName = (typeof statisticNames)[number];

/** Which statistics each way of normalizing takes. */
const used: Record<(typeof names)[number], readonly StatisticName[]> = {
  none: [],
  zerocenter: ["mean"],
  zscore: ["mean", "standardDeviation"],
  "rescale-symmetric": ["min", "max"],
  "rescale-zero-one": ["min", "max"],
};

/** The options by which an input layer normalizes its data. */
export const normalizationOptions = {
  normalization: z
    .union([z.enum(names), z.custom<NormalizationFunction>((v) => typeof v === "function")], {
      error: `must be ${names.map((n) => `"${n}"`).join(", ")} or a function of the data`,
    })
    .default("none"),
  normalizationDimension: z.enum(["auto", "channel", "element", "all"]).default("auto"),
  mean: arrayOption.optional(),
  standardDeviation: arrayOption.optional(),
  min: arrayOption.optional(),
  max: arrayOption.optional(),
};

/** What `normalizationOptions` gives. */
export type NormalizationOptions = z.output<z.ZodObject<typeof normalizationOptions>>;

/** Refuses statistics that the chosen normalization does not use. */
export function refuseUnusedStatistics(options: NormalizationOptions, context: z.core.$RefinementCtx): void {
  for (const name of statisticNames) {
    if (options[name] === undefined || usedStatistics(options).includes(name)) continue;
    const chosen = typeof options.normalization === "string" ? `"${options.normalization}"` : "a function";
    const takers = names.filter((n) => used[n].includes(name)).map((n) => `"${n}"`);
    const message = `must be left out, since normalization is ${chosen}; it belongs to normalization ${takers.join(" or ")}`;
    context.addIssue({ code: "custom", path: [name], message, input: options[name] });
  }
}

function usedStatistics({ normalization }: NormalizationOptions): readonly StatisticName[] {
  return typeof normalization === "string" ? used[normalization] : [];
}

/** The statistics that the layer keeps: given by the user or computed from the training data. `size` is MATLAB's size of a step, channels last. */
export function normalizationState(options: NormalizationOptions, size: readonly number[]): Record<string, LayerState> {
  const start = { mean: 0, standardDeviation: 1, min: options.normalization === "rescale-symmetric" ? -1 : 0, max: 1 };
  return Object.fromEntries(
    usedStatistics(options).map((name): [string, LayerState] => {
      const over = dimensionOf(options, name, size);
      const given = options[name];
      return [name, { size: sizeOver(over, size), initial: start[name], given, statistic: { kind: name, over } }];
    }),
  );
}

/** What a statistic is taken over; "auto" goes by the size of the given values, and by the channels where none are given. */
function dimensionOf(options: NormalizationOptions, name: StatisticName, size: readonly number[]): "channel" | "element" | "all" {
  if (options.normalizationDimension !== "auto") return options.normalizationDimension;
  const given: ArrayOption | undefined = options[name];
  const count = given === undefined ? undefined : arrayValue(given)?.data.length;
  const channels = size.at(-1)!;
  if (count === undefined || count === channels) return "channel";
  return count === 1 ? "all" : "element";
}

function sizeOver(over: "channel" | "element" | "all", size: readonly number[]): readonly number[] {
  if (over === "all") return [1, 1];
  if (size.length === 1) return [size[0], 1];
  return over === "element" ? size : size.map((n, i) => (i === size.length - 1 ? n : 1));
}

/** The data, [batch, channels, …], normalized as the options say. A range or deviation of zero divides by 1. */
export function normalizedInput(x: Value, options: NormalizationOptions, state: Readonly<Record<string, Value>>): Value {
  if (typeof options.normalization === "function") return applied(options.normalization, x);
  const statistic = (name: StatisticName): Value => inDataOrder(state[name], x);
  switch (options.normalization) {
    case "none":
      return x;
    case "zerocenter":
      return subtract(x, statistic("mean"));
    case "zscore":
      return divide(subtract(x, statistic("mean")), notZero(statistic("standardDeviation")));
    case "rescale-zero-one":
      return rescaled(x, statistic("min"), statistic("max"));
    case "rescale-symmetric":
      return subtract(multiply(rescaled(x, statistic("min"), statistic("max")), 2), 1);
  }
}

function rescaled(x: Value, min: Value, max: Value): Value {
  return divide(subtract(x, min), notZero(subtract(max, min)));
}

function notZero(x: Value): Value {
  return select(equal(x, 0), 1, x);
}

/** A stored statistic, MATLAB's size reversed, as it is combined with [batch, channels, height, width, …, time]. */
function inDataOrder(stored: Value, x: Value): Value {
  const rank = x.shape.length;
  const ones = (count: number): number[] => new Array<number>(count).fill(1);
  const count = elementCount(stored.shape as readonly number[]);
  if (count === 1) return reshape(stored, ones(rank));
  if (count === x.shape[1]) return reshape(stored, [1, count, ...ones(rank - 2)]);
  // Stored with the last spatial dimension first: [channels, …, width, height].
  const spatial = stored.shape.length - 1;
  const order = [0, ...Array.from({ length: spatial }, (_, i) => spatial - i)];
  const turned = transpose(stored, order);
  return reshape(turned, [1, ...turned.shape, ...ones(rank - turned.shape.length - 1)]);
}

function applied(normalization: NormalizationFunction, x: Value): Value {
  const result: unknown = normalization(x);
  const isValue = typeof result === "object" && result !== null && "op" in result;
  if (isValue && sameShape(result as Value, x)) return result as Value;
  const received = isValue ? printDims((result as Value).shape) : typeof result;
  throw new LayerGraphError(
    "wrong-normalization",
    `the normalization function returned ${received}, expected an array of the input's size ${printDims(x.shape)}.`,
    { received, expected: printDims(x.shape) },
  );
}
