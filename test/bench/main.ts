import { LayerGraphError } from "../../src/errors.ts";
import { type BenchArguments, benchArguments, usage } from "./arguments.ts";
import { findPytorch, installTensorflow, type PytorchPeer, type TensorflowPeer } from "./contenders.ts";
import { type Field, measureShape, type ShapeResult } from "./measureShape.ts";
import { contestName } from "./networks.ts";
import { type BenchReport, printReport, reportHead } from "./report.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

// What was made is removed when the process exits, which a signal alone does not make it do.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

try {
  const args = benchArguments(process.argv.slice(2));
  if (args.help) process.stdout.write(`${usage}\n`);
  else await bench(args);
} catch (error) {
  if (!(error instanceof LayerGraphError)) throw error;
  say(`error: ${error.message}`);
  process.exitCode = 2;
}

async function bench(args: BenchArguments): Promise<void> {
  const notes: string[] = [];
  const pytorch = await pytorchPeer(args, notes);
  const tensorflow = await tensorflowPeer(args, notes);
  const report = await measured({ threads: args.threads, steps: args.steps, pytorch, tensorflow, say }, args, notes);
  process.stdout.write(`${args.json ? JSON.stringify(report) : printReport(report)}\n`);
}

async function measured(field: Field, { contests }: BenchArguments, notes: string[]): Promise<BenchReport> {
  const head = reportHead(field);
  const { loadAverage, cores } = head.machine;
  if (loadAverage > cores / 4) notes.push(`Other work was going on (load ${loadAverage}): the figures are noisy.`);
  const results: ShapeResult[] = [];
  for (const [index, contest] of contests.entries()) {
    say(`${contestName(contest)} (${index + 1} of ${contests.length})`);
    const result = await measureShape(contest, field);
    results.push(result);
    notes.push(...result.failures.map((failure) => `${contestName(contest)}: ${failure}`));
  }
  return { ...head, shapes: results, notes };
}

async function pytorchPeer({ pytorch }: BenchArguments, notes: string[]): Promise<PytorchPeer | undefined> {
  if (!pytorch) return undefined;
  const found = await findPytorch();
  if (!found) note(notes, "No python3 that has PyTorch was found: there are no ratios to it.");
  return found;
}

async function tensorflowPeer({ tensorflow, contests }: BenchArguments, notes: string[]): Promise<TensorflowPeer | undefined> {
  if (!tensorflow || !contests.some(({ network }) => network.tensorflow)) return undefined;
  say("Installing TensorFlow.js into a temporary folder");
  try {
    return await installTensorflow();
  } catch (error) {
    note(notes, `TensorFlow.js could not be installed, and is left out: ${(error as Error).message.trim()}`);
    return undefined;
  }
}

function note(notes: string[], text: string): void {
  notes.push(text);
  say(text);
}
