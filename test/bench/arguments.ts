import { parseArgs } from "node:util";
import { LayerGraphError } from "../../src/errors.ts";
import { type Contest, contestsOf, networkNamed, networks } from "./networks.ts";
import { shapeFrom } from "./shape.ts";

/** What a run of the benchmark is asked to do. */
export interface BenchArguments {
  /** Networks at shapes, in the order in which they are measured. */
  readonly contests: readonly Contest[];
  /** Measured runs of each side; undefined lets their speed decide, at least 15. */
  readonly steps: number | undefined;
  readonly threads: number;
  readonly pytorch: boolean;
  readonly tensorflow: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

const names = networks.map(({ name }) => name).join(",");

/** What `--help` prints. */
export const usage = `npm run bench -- [options]

Times networks: training steps through trainNetwork and forward passes through predict, in turn with PyTorch (where a python3 that
has it is found) and, for the temporal convolutional network, TensorFlow.js (forward only; installed into a temporary folder with npm).

  --networks ${names.padEnd(20)} which networks (default: all)
  --shapes 32x200x128,1x200x128   batch x time x width, for each of them (default: those that each has)
  --steps n                       measured runs of each side (default: 15 to 100, by speed)
  --threads n                     threads of ours; PyTorch has the better of 1 and n (default: 2)
  --no-pytorch                    leave PyTorch out
  --no-tfjs                       leave TensorFlow.js out
  --json                          print one JSON object
  --help                          print this`;

/**
 * The arguments of the command line.
 *
 * @throws LayerGraphError `invalid-arguments`, `unknown-network` or `invalid-shape`
 */
export function benchArguments(args: readonly string[]): BenchArguments {
  const { networks: chosen, shapes, steps, threads, ...flags } = parsed(args);
  return {
    contests: contestsOf(chosen?.split(",").map(networkNamed) ?? networks, shapes?.split(",").map(shapeFrom)),
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
        networks: { type: "string" },
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
