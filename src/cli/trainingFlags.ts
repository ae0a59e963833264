import { LayerGraphError, type TrainingOptions, trainingOptionsFromJson } from "../index.ts";
import { readJsonObject } from "./jsonFile.ts";
import { givenOptions } from "./optionFlags.ts";

/** The flags that training options come from, beside those that are named like the options. */
export interface TrainingFlags {
  readonly options?: string;
  readonly solver?: string;
  readonly checkpointPath?: string;
  /** `true` where `--resume` has no path. */
  readonly resume?: string | true;
  readonly json?: boolean;
}

/**
 * The training options of the command line: those of the `--options` file, then the flags, then `decided`, what the command itself sets.
 * Standard output belongs to the events where `--json` is given, so that there is no table.
 *
 * @throws LayerGraphError with all problems of file and flags together
 */
export function optionsOf(flags: TrainingFlags, decided: Readonly<Record<string, unknown>>): TrainingOptions {
  const { options: path, solver, resume, json } = flags;
  const file = path === undefined ? {} : readJsonObject(path, '{ "solver": "adam", "maxEpochs": 60 }');
  const given = {
    ...givenOptions(flags),
    ...(solver !== undefined && { solver }),
    ...(resume !== undefined && { resume: resume === true ? checkpointFolder(flags, file) : resume }),
  };
  const where = path === undefined ? "training options" : `training options (flags and '${path}')`;
  return trainingOptionsFromJson(file, where, { ...given, ...(json && { verbose: false }), ...decided });
}

function checkpointFolder({ checkpointPath }: TrainingFlags, file: Readonly<Record<string, unknown>>): unknown {
  const folder = checkpointPath ?? file.checkpointPath ?? "";
  if (folder !== "") return folder;
  const fix = "Give --resume a checkpoint or a folder of them, or say where checkpoints are with --checkpoint-path.";
  throw new LayerGraphError("no-checkpoint", `--resume: there is no checkpoint path to go on from. ${fix}`, { fix });
}
