import { performance } from "node:perf_hooks";
import { LayerGraphError } from "../../src/errors.ts";
import { mutations } from "./mutation.ts";

/** What became of damaged copies of a file. */
export interface DamageReport {
  readonly cases: number;
  /** Copies that were read although damaged. */
  readonly values: number;
  /** Copies refused with a LayerGraphError, by code. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Copies that were read, or refused beyond the first stage of reading. */
  readonly pastFirstStage: number;
  /** The longest that one copy took, in milliseconds. */
  readonly slowest: number;
  /** Copies that ended in anything else: what was done, and what happened. */
  readonly failures: readonly string[];
}

/** How copies are read and judged. */
export interface DamageTrial {
  readonly seed: number;
  readonly cases: number;
  /** Reads all there is in a copy. */
  readonly read: (bytes: Uint8Array) => void;
  /** Whether an error comes from beyond the first stage (framing, archive). */
  readonly isDeep: (error: LayerGraphError) => boolean;
}

/** Reads damaged copies of a file; each must end in a value or a LayerGraphError within a second. */
export function readDamaged(bytes: Uint8Array, { seed, cases, read, isDeep }: DamageTrial): DamageReport {
  const refusals = new Map<string, number>();
  const failures: string[] = [];
  let [values, pastFirstStage, slowest] = [0, 0, 0];
  const copies = mutations(seed, bytes);
  for (let index = 0; index < cases; index++) {
    const copy = copies.next().value;
    const label = `case ${index} of seed ${seed} (${copy.kind})`;
    const start = performance.now();
    try {
      read(copy.bytes);
      values++;
      pastFirstStage++;
    } catch (error) {
      if (!(error instanceof LayerGraphError)) failures.push(`${label}: ${String(error)}`);
      else {
        refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
        if (isDeep(error)) pastFirstStage++;
      }
    }
    const took = performance.now() - start;
    slowest = Math.max(slowest, took);
    if (took > 1000) failures.push(`${label}: took ${Math.round(took)} ms`);
  }
  return { cases, values, refusals, pastFirstStage, slowest, failures };
}

/** Looks at every value that can be reached from these, objects' properties included, each once. */
export function visitAll(root: unknown): void {
  const seen = new Set<object>();
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (value === null || typeof value !== "object" || ArrayBuffer.isView(value) || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Map || Array.isArray(value)) for (const entry of value.values()) waiting.push(entry);
    else if ("properties" in value) waiting.push(value.properties);
    else for (const entry of Object.values(value)) waiting.push(entry);
  }
}
