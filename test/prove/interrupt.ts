import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { doneEvent, runCommand, startCommand } from "./commandLine.ts";
import { type Proof, verdictOf } from "./proof.ts";
import { arraysOfNetwork, differences } from "./sameTraining.ts";
import { type SmallTraining, writeSmallTraining } from "./smallTraining.ts";

/** Ctrl-C loses nothing. */
export const interrupt: Proof = {
  name: "interrupt",
  claim: "Ctrl-C leaves a usable network and says where; the training resumes to the bits of an uninterrupted one",
  run: async (say) => {
    const training = writeSmallTraining("interrupt");
    try {
      return verdictOf([...(await stopped(training, say)), ...(await stoppedTwice(training, say))]);
    } finally {
      rmSync(training.folder, { recursive: true });
    }
  },
};

/** What is wrong with a training that was interrupted at half its way, used, and resumed. */
async function stopped(training: SmallTraining, say: (line: string) => void): Promise<string[]> {
  const { folder, args, iterations } = training;
  const output = join(folder, "interrupted.onnx");
  const checkpoints = ["--checkpoint-path", join(folder, "checkpoints"), "--output", output];
  const running = startCommand([...args, ...checkpoints], ({ event, iteration }) => {
    if (event === "iteration" && iteration === Math.floor(iterations / 2)) running.kill("SIGINT");
  });
  const end = await running.ended;
  const told = end.errors.split("\n").find((line) => line.startsWith("Interrupted")) ?? "nothing";
  say(`status ${end.status}; told: ${told.replace(folder, "…")}`);
  const problems = [
    ...(end.status === 130 ? [] : [`the exit status is ${end.status ?? end.signal}, expected 130`]),
    ...(told.includes(output) ? [] : [`standard error does not name ${output}: ${end.errors}`]),
    ...(end.events.at(-1)?.event === "done" ? [] : ["the stream of events does not end with 'done'"]),
  ];
  const judged = await runCommand(["evaluate", output, "--data", join(folder, "validation.csv"), "--json", ...dataFlags]);
  say(`the network left judges the validation data: accuracy ${(doneEvent(judged).accuracy as number).toFixed(3)}`);
  const resumed = await runCommand([...args, ...checkpoints, "--resume"]);
  const whole = await runCommand([...args, "--output", join(folder, "whole.onnx")]);
  for (const run of [resumed, whole]) if (doneEvent(run).iterations !== iterations) problems.push("a training ended early");
  const found = differences("resumed", await arraysOfNetwork(output), await arraysOfNetwork(join(folder, "whole.onnx")));
  say(`resumed to the end: ${found.length === 0 ? "the same bits" : "other bits"} as without interruption`);
  return [...problems, ...found];
}

const dataFlags = ["--sequence-id", "recording", "--responses", "activity"];

/** What is wrong with a training that is interrupted twice at once. */
async function stoppedTwice({ folder, args }: SmallTraining, say: (line: string) => void): Promise<string[]> {
  const output = join(folder, "twice.onnx");
  const running = startCommand([...args, "--output", output], ({ event, iteration }) => {
    if (event !== "iteration" || iteration !== 3) return;
    running.kill("SIGINT");
    setTimeout(() => running.kill("SIGINT"), 1);
  });
  const end = await running.ended;
  // The second may come when the first has already ended the training in good order: then the network is there, whole.
  const left = existsSync(output) ? (await arraysOfNetwork(output)).size > 0 : true;
  say(`interrupted twice: ${end.signal ?? `status ${end.status}`} after ${end.seconds.toFixed(1)} s`);
  return [
    ...(end.status === 130 || end.signal === "SIGINT"
      ? []
      : [`interrupted twice, the exit status is ${end.status ?? end.signal}, expected 130 or SIGINT, which shells call 130`]),
    ...(left ? [] : ["interrupted twice, a network without arrays is left"]),
  ];
}
