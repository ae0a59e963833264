import { type RandomStream, randomStream } from "../../src/random.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const values: readonly Json[] = [
  ...[null, true, false, 0, -1, 1, 2.5, 7, 1e9, 2 ** 53, -(2 ** 53), 1e308, 4294967296],
  ...[
    "",
    "in",
    "out",
    "input",
    "relu",
    "add_1/in2",
    "add_1/in9",
    "same",
    "causal",
    "__proto__",
    "constructor",
    "a/b/c",
    "\u0000",
  ],
  ...["x".repeat(5000), [], {}, [1, 2], [[[1]]], [0, 0], [1, "a"], { $unknown: "numFeatures" }, { $unknown: 1 }, { name: "x" }],
  ...["custom:none", "reluLayer", "additionLayer", "classificationLayer", "Inf", "NaN", "convolution2dLayer"],
];

/** A graph file with one to three damages to its structure: always JSON. The same for the same seed and index. */
export function damagedStructure(file: unknown, seed: number, index: number): { kind: string; value: unknown } {
  const random = randomStream(seed, "structure", index);
  const value = structuredClone(file) as Json;
  const kinds = Array.from({ length: 1 + random.below(3) }, () => damageOnce(value, random));
  return { kind: `structure ${index}: ${kinds.join(", ")}`, value };
}

function damageOnce(root: Json, random: RandomStream): string {
  const places = containersIn(root);
  const container = places[random.below(places.length)];
  const keys = Object.keys(container);
  if (keys.length === 0) return "nothing";
  const key = keys[random.below(keys.length)];
  const ways = [remove, replace, replace, repeat, rename, wrap, exchange, nest];
  const way = ways[random.below(ways.length)];
  way(container as Record<string, Json>, key, random, keys);
  return `${way.name} ${key.slice(0, 30)}`;
}

function containersIn(root: Json): (Json[] | Record<string, Json>)[] {
  const found: (Json[] | Record<string, Json>)[] = [];
  const waiting: Json[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop()!;
    if (typeof value !== "object" || value === null) continue;
    found.push(value);
    waiting.push(...Object.values(value));
  }
  return found;
}

type Damage = (container: Record<string, Json>, key: string, random: RandomStream, keys: readonly string[]) => void;

const remove: Damage = (container, key) => {
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else delete container[key];
};

const replace: Damage = (container, key, random) => {
  container[key] = structuredClone(values[random.below(values.length)]);
};

const repeat: Damage = (container, key) => {
  if (Array.isArray(container)) container.splice(Number(key), 0, structuredClone(container[Number(key)]));
  else container[`${key}2`] = structuredClone(container[key]);
};

const rename: Damage = (container, key, random) => {
  if (Array.isArray(container)) return void container.reverse();
  const names = [key.toUpperCase(), key.charAt(0).toUpperCase() + key.slice(1), `${key}s`, key.slice(1), "", "constructor"];
  container[names[random.below(names.length)]] = container[key];
  delete container[key];
};

const wrap: Damage = (container, key, random) => {
  container[key] = random.below(2) === 0 ? [container[key]] : { value: container[key] };
};

const exchange: Damage = (container, key, random, keys) => {
  const other = keys[random.below(keys.length)];
  [container[key], container[other]] = [container[other], container[key]];
};

const nest: Damage = (container, key, random) => {
  let deep: Json = container[key];
  for (let depth = 10 ** (1 + random.below(3)); depth > 0; depth--) deep = [deep];
  container[key] = deep;
};
