import { availableParallelism, cpus, loadavg } from "node:os";
import type { Field, ShapeResult } from "./measureShape.ts";
import { rounded } from "./timings.ts";

/** Everything that `--json` prints. */
export interface BenchReport {
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    /** Over the last minute before the run: other work makes figures worse than they are. */
    readonly loadAverage: number;
    readonly node: string;
    readonly torch: string | null;
    readonly tensorflow: string | null;
  };
  /** Threads of ours; PyTorch has the better of 1 and these, the WebAssembly of TensorFlow.js one. */
  readonly threads: number;
  readonly settings: string;
  readonly shapes: readonly ShapeResult[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

const settings =
  "Adam, learning rate 1e-3, no L2 (l2Regularization 0, as the peer), dropout 0.005 in tcn, shuffled every epoch, sequences of equal length; " +
  "medians of single runs after a warm-up, sides in turn; ratios are ours to the peer's, below 1 is faster";

/** What a run says of the machine and of who takes part, before anything is measured. */
export function reportHead({ threads, pytorch, tensorflow }: Field): Omit<BenchReport, "shapes" | "notes"> {
  const machine = {
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    loadAverage: rounded(loadavg()[0]),
    node: process.versions.node,
    torch: pytorch?.version ?? null,
    tensorflow: tensorflow?.version ?? null,
  };
  return { machine, threads, settings };
}

type Column = readonly [title: string, cell: (result: ShapeResult) => string];

const speed: readonly Column[] = [
  ["network", (r) => r.network],
  ["shape", (r) => r.shape],
  ["train ms", (r) => number(r.trainMilliseconds.ours.median)],
  ["PyTorch", (r) => withThreads(r.trainMilliseconds)],
  ["ratio", (r) => ratio(r.trainRatioToPytorch)],
  ["forward ms", (r) => number(r.forwardMilliseconds.ours.median)],
  ["PyTorch", (r) => withThreads(r.forwardMilliseconds)],
  ["ratio", (r) => ratio(r.forwardRatioToPytorch)],
  ["TF.js", (r) => number(r.forwardMilliseconds.tensorflow?.median)],
  ["ratio", (r) => ratio(r.forwardRatioToTensorflow)],
];

const more: readonly Column[] = [
  ["network", (r) => r.network],
  ["shape", (r) => r.shape],
  ["learnables", (r) => String(r.sameAsPytorch?.learnables ?? "-")],
  ["losses off", (r) => r.sameAsPytorch?.lossDifference?.toExponential(0) ?? "-"],
  ["train GFLOP/s", (r) => number(r.gigaflopsPerSecond.trainStep)],
  ["MatMul 1024", (r) => number(r.gigaflopsPerSecond.matrixProduct)],
  ["MiB train", (r) => number(r.peakMebibytes.oursTraining)],
  ["PyTorch", (r) => number(r.peakMebibytes.pytorchTraining)],
  ["MiB all", (r) => number(r.peakMebibytes.ours)],
  ["PyTorch", (r) => number(r.peakMebibytes.pytorch)],
  ["TF.js", (r) => number(r.peakMebibytes.tensorflow)],
  ["graph alone ms", (r) => number(r.stepByStep.runAloneMilliseconds.median)],
  ["overhead ms", (r) => number(r.stepByStep.overheadMilliseconds)],
  ["ratio without", (r) => ratio(r.stepByStep.trainRatioToPytorchWithoutOverhead)],
  ["unequal ms", (r) => number(r.unequalLengths.milliseconds.median)],
];

/** The report as a person reads it. */
export function printReport({ machine, threads, settings: how, shapes, notes }: BenchReport): string {
  const peers = [machine.torch && `PyTorch ${machine.torch}`, machine.tensorflow && `TensorFlow.js ${machine.tensorflow} (wasm)`];
  return [
    `${machine.processor}, ${machine.cores} cores (load ${machine.loadAverage}), Node ${machine.node}, ${threads} threads`,
    `Peers: ${peers.filter(Boolean).join(", ") || "none"}.`,
    `${how}.`,
    "",
    table(speed, shapes),
    "",
    table(more, shapes),
    "",
    "Losses off: what the first losses from equal weights differ by from PyTorch's, relatively.",
    "PyTorch: milliseconds at the better number of threads (in brackets). Graph alone: the step's graph without trainNetwork around it;",
    "K steps in one run would save at most the overhead, and approach the ratio beside it. Unequal: lengths from half of the time up.",
    ...notes,
  ].join("\n");
}

function table(columns: readonly Column[], results: readonly ShapeResult[]): string {
  const rows = [columns.map(([title]) => title), ...results.map((result) => columns.map(([, cell]) => cell(result)))];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  return rows
    .map((row) => row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join("  "))
    .join("\n");
}

function withThreads({ pytorch, pytorchThreads }: ShapeResult["trainMilliseconds"]): string {
  return pytorch ? `${number(pytorch.median)} (${pytorchThreads})` : "-";
}

function number(value: number | null | undefined): string {
  if (value === null || value === undefined) return "-";
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1);
}

function ratio(value: number | null): string {
  return value === null ? "-" : value.toFixed(2);
}
