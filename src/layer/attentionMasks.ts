import { LayerGraphError } from "../errors.ts";
import {
  add,
  and,
  cast,
  constant,
  type Dim,
  equal,
  less,
  max,
  not,
  printDims,
  range,
  reshape,
  sameDim,
  transposed,
  type Value,
} from "../ops/index.ts";
import { type Activation, printSizes, realSteps } from "./formats.ts";

/**
 * Which keys a query may use: all, those up to its own place, or where an array has anything but 0. An array is keys × queries (rows are keys); a value
 * has the shape [keys, queries] or [batch, heads, keys, queries], where batch and heads may be 1.
 */
export type AttentionMask = "none" | "causal" | Value | readonly (readonly (number | boolean)[])[];

/** Which keys count for which queries. */
export interface AllowedKeys {
  /** Truth values [batch or 1, heads or 1, queries or 1, keys]. */
  readonly keys: Value;
  /** 1 for each query that may use a key, 0 for others, with the last dimension 1; undefined where every query may use the first key. */
  readonly any?: Value;
}

interface Masks {
  readonly paddingMask: "none" | Activation;
  readonly attentionMask: AttentionMask;
  /** [batch, heads, queries, keys]. */
  readonly shape: readonly [batch: Dim, heads: number, queries: Dim, keys: Dim];
}

/** Which keys count, from the lengths of the sequences and both masks; undefined where all do. */
export function allowedKeys(keys: Activation, { paddingMask, attentionMask, shape }: Masks): AllowedKeys | undefined {
  const [batch, , , count] = shape;
  const real = realSteps(keys);
  const parts = [
    real && reshape(real, [batch, 1, 1, count]),
    paddingMask === "none" ? undefined : countedKeys(paddingMask, batch, count),
    attentionMask === "none" ? undefined : usableKeys(attentionMask, shape),
  ].filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  const all = parts.reduce(and);
  return parts.length === 1 && attentionMask === "causal" ? { keys: all } : { keys: all, any: max(cast(all, "float"), 3) };
}

function countedKeys(mask: Activation, batch: Dim, count: Dim): Value {
  const [, channels, ...places] = mask.value.shape;
  const fits = channels === 1 && (places.length === 1 ? sameDim(places[0], count) : places.length === 0 && count === 1);
  if (fits) return reshape(truths(mask.value), [batch, 1, 1, count]);
  const expected = printDims([batch, 1, count]);
  throw new LayerGraphError(
    "size-mismatch",
    `the padding mask ${printSizes(mask)} does not fit the keys, expected ${expected}.`,
    {
      received: printSizes(mask),
      expected,
    },
  );
}

function usableKeys(mask: Exclude<AttentionMask, "none">, shape: Masks["shape"]): Value {
  const [, , queries, count] = shape;
  if (mask === "causal") {
    const places = reshape(range(count), [1, 1, 1, count]);
    return less(places, add(reshape(range(queries), [1, 1, queries, 1]), 1));
  }
  const value = isArray(mask) ? maskArray(mask) : truths(mask);
  const four = value.shape.length === 2 ? reshape(value, [1, 1, ...value.shape]) : value;
  const turned = four.shape.length === 4 ? transposed(four) : four;
  const fits = turned.shape.length === 4 && turned.shape.every((d, i) => sameDim(d, shape[i]) || (i < 2 && d === 1));
  if (fits) return turned;
  const [received, expected] = [printDims(value.shape), printDims([count, queries])];
  throw new LayerGraphError(
    "size-mismatch",
    `the attention mask ${received} does not fit, expected keys × queries ${expected}. Where these sizes are known only when data arrives, give a value computed from ops.range.`,
    { received, expected },
  );
}

function isArray(mask: Exclude<AttentionMask, string>): mask is readonly (readonly (number | boolean)[])[] {
  return Array.isArray(mask);
}

function maskArray(rows: readonly (readonly (number | boolean)[])[]): Value {
  const columns = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== columns)) {
    throw new LayerGraphError("size-mismatch", "the attention mask has rows of unequal lengths, expected keys × queries.");
  }
  return constant(
    rows
      .flat()
      .map(Number)
      .map((v) => Number(v !== 0)),
    [rows.length, columns],
    "bool",
  );
}

/** Truth values as they are; of numbers, whether they differ from 0. */
function truths(x: Value): Value {
  return x.type === "bool" ? x : not(equal(x, 0));
}
