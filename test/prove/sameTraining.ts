import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readBytes } from "../../src/data/readFile.ts";
import { readSafetensors, type StoredTensor } from "../../src/data/safetensors.ts";
import { loadNetwork } from "../../src/train/networkFile.ts";

type Arrays = ReadonlyMap<string, StoredTensor>;

/** Learnables and states of a saved network, by kind and name. */
export async function arraysOfNetwork(path: string): Promise<Arrays> {
  const { learnables, states } = await loadNetwork(path);
  const named = (kind: string, arrays: Arrays) => [...arrays].map(([key, tensor]) => [`${kind}/${key}`, tensor] as const);
  return new Map([...named("learnables", learnables), ...named("states", states)]);
}

/** The checkpoints in a folder with their iterations, the earliest first. Other files are left out. */
export function checkpointsIn(folder: string): { readonly iteration: number; readonly path: string }[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const iteration = /^net_checkpoint__(\d+)__.*\.safetensors$/.exec(name)?.[1];
      return iteration === undefined ? [] : [{ iteration: Number(iteration), path: join(folder, name) }];
    })
    .sort((a, b) => a.iteration - b.iteration);
}

/** All arrays of a checkpoint: weights, states, the solver's memory, the best network so far, the history of losses. */
export function arraysOfCheckpoint(path: string): Arrays {
  return readSafetensors(readBytes(path)).tensors;
}

/** Where two sets of arrays differ in name, shape or any bit. */
export function differences(what: string, a: Arrays, b: Arrays): string[] {
  if (a.size === 0) return [`${what}: there are no arrays`];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((name) => {
    const [x, y] = [a.get(name), b.get(name)];
    if (!x || !y) return [`${what}: '${name}' is only in one`];
    if (x.type !== y.type || x.shape.join() !== y.shape.join()) return [`${what}: '${name}' has another type or shape`];
    return bytesOf(x).equals(bytesOf(y)) ? [] : [`${what}: '${name}' has other bits`];
  });
}

/** How many numbers there are in all arrays. */
export function numbersIn(arrays: Arrays): number {
  return [...arrays.values()].reduce((sum, { data }) => sum + data.length, 0);
}

function bytesOf({ data }: StoredTensor): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
