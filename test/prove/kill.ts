import { existsSync, readdirSync, rmSync, watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { randomStream } from "../../src/random.ts";
import { type CommandEnd, doneEvent, type RunningCommand, runCommand, startCommand } from "./commandLine.ts";
import { type Proof, type Verdict, verdictOf } from "./proof.ts";
import { arraysOfCheckpoint, arraysOfNetwork, checkpointsIn, differences, numbersIn } from "./sameTraining.ts";
import { type SmallTraining, writeSmallTraining } from "./smallTraining.ts";

const seed = 20;

/** When a process is killed. */
interface Moment {
  /** `start`: while it starts; `writing`: while it writes a checkpoint; `between`: at any time. */
  readonly kind: "start" | "writing" | "between";
  /** The iteration that must be reached first. */
  readonly iteration: number;
  /** Milliseconds after that, or after the start. */
  readonly delay: number;
}

/** A training that is killed again and again comes to the same network as one that runs through. */
export const kill: Proof = {
  name: "kill",
  claim: "a training killed at ten random moments and resumed gives the bits of an uninterrupted one",
  run: async (say) => {
    const training = writeSmallTraining("kill");
    try {
      return await killedAndCompared(training, say);
    } finally {
      rmSync(training.folder, { recursive: true });
    }
  },
};

async function killedAndCompared(training: SmallTraining, say: (line: string) => void): Promise<Verdict> {
  const whole = await uninterrupted(training);
  say(`uninterrupted: ${training.iterations} iterations in ${whole.seconds.toFixed(1)} s`);
  const problems: string[] = [];
  const folder = join(training.folder, "killed");
  say(`ten moments of seed ${seed}`);
  let leftBefore = 0;
  for (const [i, moment] of moments(training.iterations, whole.startMilliseconds).entries()) {
    const end = await killedAt(training, moment);
    if (end.signal !== "SIGKILL") problems.push(`run ${i + 1} was not killed: ${end.errors.trim() || `status ${end.status}`}`);
    const { last, halfWritten } = leftIn(folder);
    say(
      `  kill ${i + 1} ${described(moment)}: last checkpoint ${last ?? "none"}${halfWritten > leftBefore ? ", one half-written" : ""}`,
    );
    leftBefore = halfWritten;
  }
  const resumed = await runCommand(argsOf(training, "killed", true));
  const { iterations } = doneEvent(resumed);
  say(`resumed to the end (${iterations} iterations) in ${resumed.seconds.toFixed(1)} s`);
  const [a, b] = [await arraysOfNetwork(outputOf(training, "whole")), await arraysOfNetwork(outputOf(training, "killed"))];
  const [c, d] = ["whole", "killed"].map((name) => arraysOfCheckpoint(checkpointsIn(join(training.folder, name)).at(-1)!.path));
  say(`compared ${numbersIn(a)} numbers of the networks and ${numbersIn(c)} of the last checkpoints, losses included`);
  return verdictOf([...problems, ...differences("networks", a, b), ...differences("last checkpoints", c, d)]);
}

async function uninterrupted(training: SmallTraining): Promise<{ seconds: number; startMilliseconds: number }> {
  const began = performance.now();
  let startMilliseconds = 0;
  const end = await runCommand(argsOf(training, "whole", false), ({ event }) => {
    if (event === "checkpoint" && startMilliseconds === 0) startMilliseconds = performance.now() - began;
  });
  doneEvent(end);
  return { seconds: end.seconds, startMilliseconds };
}

function argsOf({ folder, args }: SmallTraining, name: string, resume: boolean): string[] {
  const checkpoints = ["--checkpoint-path", join(folder, name), "--checkpoint-frequency", "1"];
  const output = ["--checkpoint-frequency-unit", "iteration", "--output", join(folder, `${name}.onnx`)];
  return [...args, ...checkpoints, ...output, ...(resume ? ["--resume"] : [])];
}

function outputOf({ folder }: SmallTraining, name: string): string {
  return join(folder, `${name}.onnx`);
}

/** Ten moments: one before the first checkpoint, one while starting to resume, three while writing, five at any time, over the whole run. */
function moments(iterations: number, startMilliseconds: number): Moment[] {
  const random = randomStream(seed, "kill");
  const kinds = [
    "start",
    "between",
    "writing",
    "between",
    "start",
    "between",
    "writing",
    "between",
    "writing",
    "between",
  ] as const;
  return kinds.map((kind, i) => ({
    kind,
    iteration: Math.floor(((i + random.uniform()) / kinds.length) * 0.85 * iterations),
    delay: kind === "start" ? 0.8 * random.uniform() * startMilliseconds : 30 * random.uniform(),
  }));
}

function described({ kind, iteration, delay }: Moment): string {
  if (kind === "start") return `${Math.round(delay)} ms after its start`;
  return kind === "writing"
    ? `writing a checkpoint from ${iteration} on`
    : `${Math.round(delay)} ms after iteration ${iteration}`;
}

async function killedAt(training: SmallTraining, moment: Moment): Promise<CommandEnd> {
  let reached: () => void = () => {};
  const waiting = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const running = startCommand(argsOf(training, "killed", true), ({ event, iteration }) => {
    if (event === "checkpoint" && (iteration as number) >= moment.iteration) reached();
  });
  if (moment.kind !== "start") await Promise.race([waiting, running.ended]);
  if (moment.kind === "writing") await nextWriting(join(training.folder, "killed"), running);
  else await sleep(moment.delay);
  running.kill("SIGKILL");
  return running.ended;
}

/** Until a checkpoint begins to be written. */
async function nextWriting(folder: string, running: RunningCommand): Promise<void> {
  const watcher = watch(folder);
  const begun = new Promise<void>((resolve) => {
    watcher.on("change", (_event, name) => {
      if (String(name).endsWith(".tmp")) resolve();
    });
  });
  await Promise.race([begun, running.ended]);
  watcher.close();
}

/** The last whole checkpoint, read to its end, and how many half-written files lie beside it. */
function leftIn(folder: string): { last: number | undefined; halfWritten: number } {
  if (!existsSync(folder)) return { last: undefined, halfWritten: 0 }; // killed before the training made it
  const names = readdirSync(folder, { withFileTypes: true }).map(({ name }) => name);
  const checkpoints = checkpointsIn(folder);
  for (const { path } of checkpoints) arraysOfCheckpoint(path);
  return { last: checkpoints.at(-1)?.iteration, halfWritten: names.filter((name) => name.endsWith(".tmp")).length };
}
