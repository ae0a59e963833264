import { createHash, type Hash } from "node:crypto";
import type { LayerGraph } from "../network/layerGraph.ts";
import type { NetworkData } from "./networkData.ts";

/** What a checkpoint compares a graph by: a text for each layer, and the connections. Functions count by their source. */
export interface GraphFingerprint {
  readonly layers: Readonly<Record<string, string>>;
  readonly connections: readonly string[];
}

/** The fingerprint of a graph. */
export function graphFingerprint(lgraph: LayerGraph): GraphFingerprint {
  const text = (_: string, value: unknown): unknown => (typeof value === "function" ? String(value) : value);
  return {
    layers: Object.fromEntries(lgraph.layers.map((layer) => [layer.name, `${layer.type} ${JSON.stringify(layer.given, text)}`])),
    connections: lgraph.connections.map(({ source, destination }) => `${source} → ${destination}`).sort(),
  };
}

/** How two graphs differ, in words that name the first difference; undefined if they do not. */
export function graphDifference(before: GraphFingerprint, now: GraphFingerprint): string | undefined {
  for (const [name, text] of Object.entries(before.layers)) {
    if (now.layers[name] === undefined) return `layer '${name}' is missing`;
    if (now.layers[name] !== text) return `layer '${name}' was ${text} and is ${now.layers[name]}`;
  }
  const added = Object.keys(now.layers).find((name) => before.layers[name] === undefined);
  if (added !== undefined) return `layer '${added}' is new`;
  const missing = before.connections.find((c) => !now.connections.includes(c));
  if (missing !== undefined) return `the connection ${missing} is missing`;
  const more = now.connections.find((c) => !before.connections.includes(c));
  return more === undefined ? undefined : `the connection ${more} is new`;
}

/** SHA-256 of all numbers, sizes and labels of data. */
export function dataFingerprint(...sets: readonly (NetworkData | undefined)[]): string {
  const hash = createHash("sha256");
  for (const set of sets) {
    hash.update(set ? JSON.stringify([...set.inputs.keys()]) : "none");
    for (const { kind, predictors } of set?.inputs.values() ?? []) {
      hash.update(kind);
      for (const item of predictors) absorb(hash, item);
    }
    for (const [name, responses] of set?.targets ?? []) {
      hash.update(JSON.stringify([name, responses.kind, "classes" in responses ? responses.classes : []]));
      if (responses.kind === "labels") absorb(hash, responses.codes);
      else for (const item of "codes" in responses ? responses.codes : responses.values) absorb(hash, item);
    }
  }
  return hash.digest("hex");
}

type Numbers = Float32Array | Int32Array;

function absorb(hash: Hash, item: Numbers | { readonly data: Numbers; readonly size: readonly number[] }): void {
  const [numbers, size] = "size" in item ? [item.data, item.size] : [item, [item.length]];
  hash.update(JSON.stringify(size));
  hash.update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
}
