import { type Agreement, agreementOf } from "./agreement.ts";
import type { Contender } from "./contender.ts";
import { ours, type PytorchPeer, pytorch, pytorchName, type TensorflowPeer, tensorflow } from "./contenders.ts";
import { type Contest, contestName } from "./networks.ts";
import { fastest, type Lane, race } from "./race.ts";
import { type Shape, shapeName } from "./shape.ts";
import { rounded, type Timing, timing } from "./timings.ts";

/** Who runs against us, and how. */
export interface Field {
  readonly threads: number;
  readonly steps: number | undefined;
  readonly pytorch: PytorchPeer | undefined;
  readonly tensorflow: TensorflowPeer | undefined;
  /** Told what is going on. */
  readonly say: (line: string) => void;
}

/** Milliseconds of one kind of run. */
export interface Comparison {
  readonly ours: Timing;
  /** At its better number of threads. */
  readonly pytorch: Timing | null;
  readonly pytorchThreads: number | null;
  readonly pytorchMedians: Readonly<Record<string, number>>;
}

/** What was measured for a network at a shape. Ratios are ours to the peer's: below 1 is faster. */
export interface ShapeResult extends Shape {
  readonly network: string;
  readonly shape: string;
  /** Whether PyTorch computes the same; null where it is left out. */
  readonly sameAsPytorch: Agreement | null;
  readonly trainRatioToPytorch: number | null;
  readonly forwardRatioToPytorch: number | null;
  readonly forwardRatioToTensorflow: number | null;
  readonly trainMilliseconds: Comparison;
  readonly forwardMilliseconds: Comparison & { readonly tensorflow: Timing | null };
  /** A training step with sequences of lengths from half of `time` up, with masks: for information. */
  readonly unequalLengths: { readonly milliseconds: Timing; readonly ratioToEqual: number };
  /** Billions of floating-point operations per second: of the products in our training step, and of the runtime in a matrix product. */
  readonly gigaflopsPerSecond: { readonly trainStep: number; readonly matrixProduct: number };
  /** The most memory of each process: by the end of training, and by the end of all. */
  readonly peakMebibytes: {
    readonly oursTraining: number;
    readonly ours: number;
    readonly pytorchTraining: number | null;
    readonly pytorch: number | null;
    readonly tensorflow: number | null;
  };
  readonly stepByStep: StepByStep;
  /** Peers that gave up, and why. */
  readonly failures: readonly string[];
}

/** What running steps one by one costs, and so what K steps in one run could save. */
export interface StepByStep {
  /** The graph of a training step alone, in its own process, without anything around it. */
  readonly runAloneMilliseconds: Timing;
  /** What `trainNetwork` takes longer for a step. */
  readonly overheadMilliseconds: number;
  /** The ratio to PyTorch that K steps per run would approach as K grows: that of the graph alone. */
  readonly trainRatioToPytorchWithoutOverhead: number | null;
}

/** Measures one network at one shape; every contender is a fresh process. */
export async function measureShape(contest: Contest, field: Field): Promise<ShapeResult> {
  const { threads, steps, say } = field;
  const name = contestName(contest);
  const open: Contender[] = [];
  const enter = (contender: Contender): Contender => {
    open.push(contender);
    return contender;
  };
  try {
    const peer = field.pytorch;
    const same = peer
      ? await agreementOf(enter(ours("network", contest, threads)), enter(pytorch(peer, contest, threads)))
      : null;
    const network = enter(ours("network", contest, threads));
    const peers = peer ? [...new Set([1, threads])].map((count) => enter(pytorch(peer, contest, count))) : [];
    const others = (["runAlone", "unequalLengths"] as const).map((role) => enter(ours(role, contest, threads)));
    const training = await race("step", [network, ...peers, ...others], steps);
    say(`${name} training step: ${spoken(training)}`);
    const trainingMemory = await memories([network, ...peers]);
    for (const other of others) other.close();

    const wasm = field.tensorflow && contest.network.tensorflow ? [enter(tensorflow(field.tensorflow, contest))] : [];
    const forward = await race("forward", [network, ...peers, ...wasm], steps);
    say(`${name} forward pass: ${spoken(forward)}`);
    const memory = await memories([network, ...peers, ...wasm]);
    const rate = await network.rate(Math.min(15, steps ?? 15));
    return result({ contest, same, training, forward, trainingMemory, memory, rate });
  } finally {
    for (const contender of open) contender.close();
  }
}

interface Measured {
  readonly contest: Contest;
  readonly same: Agreement | null;
  readonly training: readonly Lane[];
  readonly forward: readonly Lane[];
  readonly trainingMemory: ReadonlyMap<string, number>;
  readonly memory: ReadonlyMap<string, number>;
  readonly rate: number;
}

function result({ contest, same, training, forward, trainingMemory, memory, rate }: Measured): ShapeResult {
  const { network, shape } = contest;
  const trainMilliseconds = comparison(training);
  const forwardMilliseconds = { ...comparison(forward), tensorflow: timed(forward, "tensorflow") };
  const unequal = timed(training, "ours unequalLengths")!;
  const step = trainMilliseconds.ours.median;
  const best = pytorchName(trainMilliseconds.pytorchThreads ?? 0);
  return {
    network: network.name,
    shape: shapeName(shape),
    ...shape,
    sameAsPytorch: same,
    trainRatioToPytorch: ratio(trainMilliseconds.ours, trainMilliseconds.pytorch),
    forwardRatioToPytorch: ratio(forwardMilliseconds.ours, forwardMilliseconds.pytorch),
    forwardRatioToTensorflow: ratio(forwardMilliseconds.ours, forwardMilliseconds.tensorflow),
    trainMilliseconds,
    forwardMilliseconds,
    unequalLengths: { milliseconds: unequal, ratioToEqual: rounded(unequal.median / step) },
    gigaflopsPerSecond: { trainStep: rounded(network.trainingOperations(shape) / step / 1e6), matrixProduct: rounded(rate) },
    peakMebibytes: {
      oursTraining: trainingMemory.get("ours")!,
      ours: memory.get("ours")!,
      pytorchTraining: trainingMemory.get(best) ?? null,
      pytorch: memory.get(best) ?? null,
      tensorflow: memory.get("tensorflow") ?? null,
    },
    stepByStep: stepByStep(trainMilliseconds, timed(training, "ours runAlone")!),
    failures: [...(same?.problems ?? []), ...[...training, ...forward].flatMap(({ failure }) => failure ?? [])],
  };
}

function comparison(lanes: readonly Lane[]): Comparison {
  const best = fastest(lanes, "pytorch");
  const peers = lanes.filter(({ contender, times }) => contender.name.startsWith("pytorch") && times.length > 0);
  const threadsOf = ({ contender }: Lane): string => contender.name.split(" ")[1];
  return {
    ours: timed(lanes, "ours")!,
    pytorch: best ? timing(best.times) : null,
    pytorchThreads: best ? Number(threadsOf(best)) : null,
    pytorchMedians: Object.fromEntries(peers.map((lane) => [threadsOf(lane), timing(lane.times).median])),
  };
}

function stepByStep({ ours, pytorch }: Comparison, runAlone: Timing): StepByStep {
  return {
    runAloneMilliseconds: runAlone,
    overheadMilliseconds: rounded(ours.median - runAlone.median),
    trainRatioToPytorchWithoutOverhead: ratio(runAlone, pytorch),
  };
}

function timed(lanes: readonly Lane[], name: string): Timing | null {
  const lane = lanes.find(({ contender, times }) => contender.name === name && times.length > 0);
  return lane ? timing(lane.times) : null;
}

function ratio(a: Timing, b: Timing | null): number | null {
  return b ? rounded(a.median / b.median) : null;
}

async function memories(contenders: readonly Contender[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const contender of contenders) {
    const mebibytes = await contender.peakMebibytes().catch(() => undefined); // one that gave up
    if (mebibytes !== undefined) found.set(contender.name, Math.round(mebibytes));
  }
  return found;
}

function spoken(lanes: readonly Lane[]): string {
  const parts = lanes.map(({ contender, times, failure }) =>
    failure === undefined ? `${contender.name} ${timing(times).median} ms` : failure.split("\n")[0],
  );
  return `${parts.join(", ")} (${lanes[0].times.length} runs each)`;
}
