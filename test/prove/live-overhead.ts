import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeNpz } from "../../src/data/npz.ts";
import { writeGraph } from "../../src/network/writeGraph.ts";
import { recordings } from "../bench/data.ts";
import { shapeFrom, shapeName } from "../bench/shape.ts";
import { tcnNetwork } from "../bench/tcnNetwork.ts";
import { type CommandEvent, type RunningCommand, startCommand } from "./commandLine.ts";
import { type Proof, verdictOf } from "./proof.ts";

const shapes = ["32x200x128", "1x200x128", "64x100x32"].map(shapeFrom);
const pairs = 12;
const warmUps = 30;
const blockMilliseconds = 2500;
/** The most that a watched step may take more, as a share. */
const limit = 0.02;
/** Blocks of the same training that differ by more than this say that the machine does something else too. */
const quiet = 0.05;

/** The page of a training costs next to nothing. */
export const liveOverhead: Proof = {
  name: "live-overhead",
  claim: `a training step is at most ${100 * limit}% slower with plots "training-progress" and one reader of its events`,
  run: async (say) => {
    const reasons: string[] = [];
    const restless: string[] = [];
    for (const shape of shapes) {
      const { slower, unrest } = await comparison(shape, say);
      if (slower <= limit) continue;
      const text = `tcn ${shapeName(shape)}: ${percent(slower)} slower`;
      if (unrest > quiet) restless.push(`${text}, while the same training differed by ${percent(unrest)}`);
      else reasons.push(text);
    }
    if (reasons.length === 0 && restless.length > 0)
      return { kind: "skipped", reason: `the machine is not quiet: ${restless.join("; ")}` };
    return verdictOf(reasons);
  },
};

/** Two trainings that stand still but for blocks in which one of them runs: which is slower, by which share, and how restless the machine is. */
async function comparison(shape: (typeof shapes)[number], say: (line: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-live-overhead-"));
  const trainings: PacedTraining[] = [];
  try {
    const args = writeTraining(folder, shape);
    for (const more of [[], ["--plots", "training-progress"]]) trainings.push(await pacedTraining(folder, [...args, ...more]));
    const [plain, watched] = trainings;
    const [times, ratios]: [number[], number[]] = [[], []];
    for (let pair = 0; pair < pairs; pair++) {
      const order = pair % 2 === 0 ? [plain, watched] : [watched, plain];
      const taken = new Map<PacedTraining, number>();
      for (const each of order) taken.set(each, await each.block());
      times.push(taken.get(plain)!);
      ratios.push(taken.get(watched)! / taken.get(plain)!);
    }
    const slower = quantile(ratios, 0.5) - 1;
    const unrest = (quantile(times, 0.75) - quantile(times, 0.25)) / quantile(times, 0.5);
    const spread = `${percent(quantile(ratios, 0.25) - 1)} to ${percent(quantile(ratios, 0.75) - 1)}`;
    const step = `${quantile(times, 0.5).toFixed(2)} ms a step (${percent(unrest)} apart)`;
    say(
      `tcn ${shapeName(shape)}: ${step}, watched ${percent(slower)} slower (half of ${pairs} pairs ${spread}); ${watched.read()} bytes read`,
    );
    return { slower, unrest };
  } finally {
    for (const { end } of trainings) await end();
    rmSync(folder, { recursive: true });
  }
}

interface PacedTraining {
  /** Lets it run for a while; the mean milliseconds of its steps. */
  readonly block: () => Promise<number>;
  readonly end: () => Promise<unknown>;
  /** How many bytes its page was sent. */
  readonly read: () => number;
}

/** A training that stands still outside of its blocks, with a reader of its events if it has a page. */
async function pacedTraining(folder: string, args: readonly string[]): Promise<PacedTraining> {
  const seconds: number[] = [];
  let read = 0;
  let tell: () => void = () => {};
  const warm = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const count = (bytes: number): void => {
    read += bytes;
  };
  const onEvent = (event: CommandEvent): void => {
    if (event.event === "iteration") seconds.push(event.seconds as number);
    if (seconds.length === warmUps) tell();
    if (event.event === "page") follow(event.address as string, count);
  };
  const output = join(folder, `${args.length}.onnx`);
  const command: RunningCommand = startCommand([...args, "--output", output], onEvent);
  await Promise.race([warm, command.ended.then(({ errors }) => Promise.reject(new Error(errors)))]);
  command.kill("SIGSTOP");
  return {
    block: async () => {
      command.kill("SIGCONT");
      await waited(200);
      const from = seconds.length;
      await waited(blockMilliseconds);
      command.kill("SIGSTOP");
      await waited(50);
      return (1000 * (seconds.at(-1)! - seconds[from])) / (seconds.length - 1 - from);
    },
    end: async () => {
      command.kill("SIGKILL");
      await command.ended;
    },
    read: () => read,
  };
}

function follow(address: string, onBytes: (count: number) => void): void {
  const asked = get(new URL("events", address), (response) => {
    response.on("data", (part: Buffer) => onBytes(part.length)).on("error", () => {});
  });
  asked.on("error", () => {});
}

/** Writes the network and its data; the arguments of a training that does not end. */
function writeTraining(folder: string, shape: (typeof shapes)[number]): string[] {
  const { X, T, classes } = recordings({ network: tcnNetwork, shape }, false);
  const [features, time] = X[0].size;
  const all = Float32Array.from(X.flatMap(({ data }) => [...data]));
  writeFileSync(
    join(folder, "train.npz"),
    writeNpz(
      new Map([
        ["x", { type: "float32", shape: [X.length, features, time], data: all }],
        ["y", { type: "string", shape: [T.length], data: [...T] }],
      ]),
    ),
  );
  writeFileSync(join(folder, "network.json"), JSON.stringify(writeGraph(tcnNetwork.graph(shape, classes, true))));
  const flags = {
    "--data": join(folder, "train.npz"),
    "--solver": "adam",
    "--mini-batch-size": shape.batch,
    "--max-epochs": 1_000_000,
  };
  const reported = { "--verbose-frequency": 1, "--shuffle": "every-epoch", "--seed": 1 };
  return [
    "train",
    join(folder, "network.json"),
    "--json",
    ...Object.entries({ ...flags, ...reported })
      .flat()
      .map(String),
  ];
}

function waited(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (at % 1) * (high - low);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
