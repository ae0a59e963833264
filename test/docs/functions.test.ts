import { describe, expect, it } from "vitest";
import * as functions from "../../src/functions/index.ts";
import * as library from "../../src/index.ts";
import type { Activation, Format } from "../../src/layer.ts";
import { constant, type Value } from "../../src/ops/index.ts";
import { randomStream } from "../../src/random.ts";
import { elementCount } from "../../src/tensor.ts";
import { numbersOf } from "../plan/numbers.ts";
import { allFunctionFacts } from "./functionPages.ts";

const facts = allFunctionFacts();

describe("the page about functions", () => {
  it("has every function that is exported", () => {
    expect(facts.map(({ name }) => name)).toEqual(Object.keys(functions).sort());
  });

  it.each(facts.map((each) => [each.name, each] as const))(
    "documents %s with an example",
    (_, { text, examples, signatures }) => {
      expect(text).not.toBe("");
      expect(examples).not.toEqual([]);
      expect(signatures).not.toEqual([]);
    },
  );

  it.each(facts.flatMap(({ name, examples }) => examples.map((code) => [name, code] as const)))(
    "has an example of %s that computes: %s",
    (name, code) => {
      const results = [evaluated(code, name)].flat(2);
      expect(results.length).toBeGreaterThan(0);
      for (const result of results) expect(isSound(result), `${name} gives ${JSON.stringify(result)}`).toBe(true);
    },
  );
});

const random = randomStream(1, "examples of functions");

/** Numbers between 0 and 1. */
function drawn(...shape: number[]): Value {
  const data = Float64Array.from({ length: elementCount(shape) }, () => 0.01 + 0.98 * random.uniform());
  return constant(data, shape);
}

const activation = (format: Format, ...shape: number[]): Activation => ({ value: drawn(...shape), format });

/** A learnable of a layer of 4 channels for each name that examples use. */
const channelwise = { offset: drawn(4), scale: drawn(4) };

/** The arrays that stand in the examples, where no function below needs others. */
const usual = {
  X: activation("CBT", 2, 4, 7),
  x: activation("CBT", 2, 4, 7),
  y: activation("CB", 3, 2),
  t: activation("CB", 3, 2),
  learnables: channelwise,
};

/** Those that an example of a function needs beside them. */
const settings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  attention: {
    queries: activation("CBT", 2, 16, 7),
    keys: activation("CBT", 2, 16, 7),
    values: activation("CBT", 2, 24, 7),
  },
  avgpool: { X: activation("CBT", 2, 4, 7) },
  dlarray: { x: activation("SCB", 2, 4, 1) },
  dlconv: { learnables: { weights: drawn(5, 4, 3), bias: drawn(5) } },
  dltranspconv: { learnables: { weights: drawn(4, 5, 3), bias: drawn(5) } },
  embed: { words: words(), learnables: { weights: drawn(9, 6) } },
  fullyconnect: { learnables: { weights: drawn(4, 5), bias: drawn(1, 5) } },
  gru: { H0: drawn(1, 5), weights: drawn(4, 15), recurrentWeights: drawn(5, 15), bias: drawn(15) },
  indexcrossentropy: { t: classIndices() },
  lstm: { H0: drawn(1, 5), C0: drawn(1, 5), weights: drawn(4, 20), recurrentWeights: drawn(5, 20), bias: drawn(20) },
};

function words(): Activation {
  return { value: constant([1, 2, 9, 3, 3, 1], [2, 1, 3]), format: "CBT" };
}

function classIndices(): Activation {
  return { value: constant([1, 2, 1], [3, 1]), format: "CB" };
}

/** What an example gives: the value of an expression, or what it assigns. */
function evaluated(code: string, name: string): unknown {
  const given = { ...library, ...functions, ...usual, ...settings[name] };
  const [, assigned] = /^const (\[.*?\]|\w+) = /.exec(code) ?? [];
  const body = assigned ? `${code}\nreturn ${assigned};` : `return (${code}\n);`;
  return (new Function(...Object.keys(given), body) as (...values: readonly unknown[]) => unknown)(...Object.values(given));
}

/** Whether a result is true, a dimension, or an array of finite numbers. */
function isSound(result: unknown): boolean {
  if (typeof result === "boolean" || typeof result === "number") return Boolean(result);
  const { value = result as Value } = result as Partial<Activation>;
  const [numbers] = numbersOf([value]);
  return numbers.length > 0 && numbers.every(Number.isFinite);
}
