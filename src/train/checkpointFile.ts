import { z } from "zod";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../data/safetensors.ts";
import { LayerGraphError } from "../errors.ts";
import type { PackedArrays } from "../plan/parameters.ts";
import { floats } from "../tensor.ts";
import type { GraphFingerprint } from "./fingerprint.ts";
import type { PreparedNetwork } from "./prepareNetwork.ts";
import type { TrainingHistory, TrainingState } from "./trainingState.ts";

/** Everything that a training needs to go on to the bit, and what tells whether it is the same training. */
export interface Checkpoint {
  readonly dataHash: string;
  readonly graph: GraphFingerprint;
  readonly options: Readonly<Record<string, unknown>>;
  readonly state: TrainingState;
}

const format = "layergraph-checkpoint/1";
const historyNames = ["trainingLoss", "trainingMetric", "baseLearnRate", "validationLoss", "validationMetric"] as const;

const aboutSchema = z.object({
  iteration: z.int().nonnegative(),
  updates: z.int().nonnegative(),
  patience: z.int().nonnegative(),
  seconds: z.number(),
  best: z.object({ iteration: z.int(), loss: z.number() }).optional(),
  moments: z.array(z.string()),
  dataHash: z.string(),
  graph: z.object({ layers: z.record(z.string(), z.string()), connections: z.array(z.string()) }),
  options: z.record(z.string(), z.unknown()),
});

/**
 * A checkpoint as one safetensors file. Each learnable is a tensor `learnables/layer/name` in row-major order with MATLAB's size reversed (a
 * convolution's weights are outputs × channels × taps); likewise `states/…`, `moments/gradient/…` and, for the best network so far, `best/…`.
 * `history/…` has a number for each iteration; everything else is JSON in the metadata.
 */
export function encodeCheckpoint({ state, ...about }: Checkpoint, network: PreparedNetwork): Uint8Array {
  const { iteration, updates, patience, seconds, history, best, arrays } = state;
  const tensors = new Map<string, StoredTensor>();
  pack(tensors, "learnables", network.learnables, arrays.learnables);
  pack(tensors, "states", network.states, arrays.states);
  for (const [name, values] of Object.entries(arrays.moments)) pack(tensors, `moments/${name}`, network.learnables, values);
  if (best) {
    pack(tensors, "best/learnables", network.learnables, best.learnables);
    pack(tensors, "best/states", network.states, best.states);
  }
  for (const name of historyNames) {
    tensors.set(`history/${name}`, { type: "float64", shape: [history[name].length], data: Float64Array.from(history[name]) });
  }
  const moments = Object.keys(arrays.moments);
  const facts = {
    iteration,
    updates,
    patience,
    seconds,
    moments,
    ...(best && { best: { iteration: best.iteration, loss: best.loss } }),
  };
  return writeSafetensors(tensors, { format, training: JSON.stringify({ ...facts, ...about }) });
}

/** The checkpoint in the bytes of a file, for the network whose training it is. */
export function decodeCheckpoint(bytes: Uint8Array, file: string, network: PreparedNetwork): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.format !== format)
    throw notACheckpoint(file, `its metadata has format '${metadata.format ?? ""}', expected '${format}'`);
  const { iteration, updates, patience, seconds, best, moments, ...rest } = parsedFacts(metadata.training, file);
  const read = (prefix: string, packed: PackedArrays<unknown>): Float32Array => unpack(tensors, prefix, packed, file);
  const arrays = {
    learnables: read("learnables", network.learnables),
    states: read("states", network.states),
    moments: Object.fromEntries(moments.map((name) => [name, read(`moments/${name}`, network.learnables)])),
  };
  const kept = best && {
    ...best,
    learnables: read("best/learnables", network.learnables),
    states: read("best/states", network.states),
  };
  const history = Object.fromEntries(
    historyNames.map((name) => [name, Array.from((tensors.get(`history/${name}`)?.data ?? []) as Float64Array)]),
  ) as unknown as TrainingHistory;
  return { ...rest, state: { iteration, updates, patience, seconds, history, best: kept, arrays } };
}

function parsedFacts(text: string | undefined, file: string): z.output<typeof aboutSchema> {
  try {
    return aboutSchema.parse(JSON.parse(text ?? ""));
  } catch (cause) {
    throw notACheckpoint(file, "its training record cannot be read", cause);
  }
}

function pack(into: Map<string, StoredTensor>, prefix: string, { arrays }: PackedArrays<unknown>, flat: Float32Array): void {
  for (const { key, shape, offset, count } of arrays)
    into.set(`${prefix}/${key}`, floats(shape, flat.subarray(offset, offset + count)));
}

function unpack(
  tensors: ReadonlyMap<string, StoredTensor>,
  prefix: string,
  packed: PackedArrays<unknown>,
  file: string,
): Float32Array {
  const flat = new Float32Array(packed.count);
  for (const { key, count, offset } of packed.arrays) {
    const tensor = tensors.get(`${prefix}/${key}`);
    if (tensor?.type !== "float32" || tensor.data.length !== count) {
      throw notACheckpoint(
        file,
        `it has no tensor '${prefix}/${key}' of ${count} single-precision numbers; it is of another network`,
      );
    }
    flat.set(tensor.data as Float32Array, offset);
  }
  return flat;
}

function notACheckpoint(file: string, reason: string, cause?: unknown): LayerGraphError {
  return new LayerGraphError("not-a-checkpoint", `'${file}' is no checkpoint of this training: ${reason}.`, { cause });
}
