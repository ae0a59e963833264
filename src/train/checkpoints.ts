import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readBytes } from "../data/readFile.ts";
import { removeAbandoned, writeWhole } from "../data/writeFile.ts";
import { LayerGraphError } from "../errors.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpointFile.ts";
import { dataFingerprint, graphDifference, graphFingerprint } from "./fingerprint.ts";
import { bookkeepingOptions } from "./trainingInfo.ts";
import type { TrainingTask } from "./trainingLoop.ts";
import { trainingOptionsToJson } from "./trainingOptions.ts";
import type { ReportTo } from "./trainingReporter.ts";
import type { TrainingState } from "./trainingState.ts";

/** The checkpoints of a training: the state it goes on from, and how its own are written. */
export interface Checkpoints {
  readonly resumed: TrainingState | undefined;
  readonly write: (state: () => Promise<TrainingState>) => Promise<void>;
}

/** Options that may differ from those of the checkpoint: they change nothing of what is computed in the iterations that are left. */
const freeOptions = new Set(["maxEpochs", ...bookkeepingOptions]);

/**
 * The checkpoints that the options ask for. A training that resumes from a folder without checkpoints begins anew: it was stopped before it
 * wrote the first.
 *
 * @throws LayerGraphError `checkpoint-mismatch` where the data, the graph or an option is not that of the checkpoint, `not-a-checkpoint`
 */
export function checkpointsOf(task: TrainingTask, onCheckpoint?: ReportTo["onCheckpoint"]): Checkpoints {
  const { options, data, validation, network } = task;
  if (options.checkpointPath === "" && options.resume === "") return { resumed: undefined, write: async () => {} };
  const about = {
    dataHash: dataFingerprint(data, validation),
    graph: graphFingerprint(network.graph),
    options: trainingOptionsToJson(options),
  };
  const file = options.resume === "" ? undefined : latest(options.resume);
  const resumed = file === undefined ? undefined : restored(file, decodeCheckpoint(readBytes(file), file, network), about);
  if (options.checkpointPath !== "") {
    mkdirSync(options.checkpointPath, { recursive: true });
    removeAbandoned(options.checkpointPath);
  }
  return {
    resumed,
    write: async (state) => {
      if (options.checkpointPath === "") return;
      const now = await state();
      const path = join(options.checkpointPath, fileName(now.iteration, new Date()));
      writeWhole(path, encodeCheckpoint({ ...about, state: now }, network));
      onCheckpoint?.(path, now.iteration);
    },
  };
}

function restored(file: string, before: Checkpoint, now: Omit<Checkpoint, "state">): TrainingState {
  const refuse = (what: string, fix: string): never => {
    throw new LayerGraphError("checkpoint-mismatch", `checkpoint '${file}' cannot be resumed: ${what}. ${fix}`);
  };
  const difference = graphDifference(before.graph, now.graph);
  if (difference) refuse(`it is of another graph: ${difference}`, "Resume with the graph it was made with.");
  if (before.dataHash !== now.dataHash)
    refuse("it was made with other data", "Resume with the same training and validation data.");
  for (const name of new Set([...Object.keys(before.options), ...Object.keys(now.options)])) {
    const [was, is] = [JSON.stringify(before.options[name]), JSON.stringify(now.options[name])];
    if (!freeOptions.has(name) && was !== is) refuse(`option '${name}' was ${was} and is ${is}`, "Resume with the same options.");
  }
  return before.state;
}

/** The checkpoint itself, or the one with the most iterations in a folder; undefined for a folder without any. */
function latest(path: string): string | undefined {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const iterationOf = (name: string): number => Number(/^net_checkpoint__(\d+)__.*\.safetensors$/.exec(name)?.[1] ?? -1);
  const names = readdirSync(path).filter((name) => iterationOf(name) >= 0);
  names.sort((a, b) => iterationOf(a) - iterationOf(b) || (a < b ? -1 : 1));
  return names.length === 0 ? undefined : join(path, names.at(-1)!);
}

function fileName(iteration: number, at: Date): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("_");
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join("_");
  return `net_checkpoint__${iteration}__${date}__${time}.safetensors`;
}
