import { parseArgs } from "node:util";
import { LayerGraphError } from "../../src/errors.ts";
import { defaultShapes, type Shape, shapeFrom } from "./shape.ts";

/** What a run of the benchmark is asked to do. */
export interface BenchArguments {
  readonly shapes: readonly Shape[];
  /** Measured runs of each side; undefined lets their speed decide, at least 15. */
  readonly steps: number | undefined;
  readonly threads: number;
  readonly pytorch: boolean;
  readonly tensorflow: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** What `--help` prints. */
export const usage = `npm run bench -- [options]

Times the temporal convolutional network: training steps through trainNetwork and forward passes through predict, in turn with
PyTorch (where a python3 that has it is found) and TensorFlow.js (forward only; installed into a temporary folder with npm).

  --shapes 32x200x128,1x200x128   batch x time x filters (default: the five shapes of the design)
  --steps n                       measured runs of each side (default: 15 to 100, by speed)
  --threads n                     threads of ours; PyTorch has the better of 1 and n (default: 2)
  --no-pytorch                    leave PyTorch out
  --no-tfjs                       leave TensorFlow.js out
  --json                          print one JSON object
  --help                          print this`;

/**
 * The arguments of the command line.
 *
 * @throws LayerGraphError `invalid-arguments` or `invalid-shape`
 */
export function benchArguments(args: readonly string[]): BenchArguments {
  const { shapes, steps, threads, ...flags } = parsed(args);
  return {
    shapes: shapes === undefined ? defaultShapes : shapes.split(",").map(shapeFrom),
    steps: steps === undefined ? undefined : positive("--steps", steps),
    threads: threads === undefined ? 2 : positive("--threads", threads),
    pytorch: !flags["no-pytorch"],
    tensorflow: !flags["no-tfjs"],
    json: flags.json ?? false,
    help: flags.help ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        shapes: { type: "string" },
        steps: { type: "string" },
        threads: { type: "string" },
        "no-pytorch": { type: "boolean" },
        "no-tfjs": { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new LayerGraphError("invalid-arguments", `${(error as Error).message}\nSee --help.`, { cause: error });
  }
}

function positive(flag: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new LayerGraphError("invalid-arguments", `${flag}: received "${text}", expected a positive whole number.`);
}
