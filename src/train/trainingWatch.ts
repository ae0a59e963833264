import { availableParallelism, totalmem } from "node:os";
import { learningLayers } from "../plan/monitoring.ts";
import type { LiveServer } from "../report/live/liveServer.ts";
import { RunRecorder } from "../report/live/runRecorder.ts";
import type { RunFacts, TrainingRun } from "../report/live/trainingRun.ts";
import { trainingBatches } from "./batches.ts";
import { MeasuringPace } from "./measuringPace.ts";
import type { IterationReport, TrainingTask } from "./trainingLoop.ts";
import { trainingOptionsToJson } from "./trainingOptions.ts";
import type { TrainingState } from "./trainingState.ts";
import { printEnding, type StopReason } from "./verboseTable.ts";

/** How a training is watched, beside its options. */
export interface WatchOptions {
  /** Keeps the record that `trainingReport` shows in `info.run`; always kept where `plots` is `training-progress`. */
  readonly record?: boolean;
  /** What the training is called among others; `Training 1` and so on by default. */
  readonly name?: string;
  /** Trainings that the page shows beside this one. */
  readonly earlier?: readonly TrainingRun[];
  /** Called with the address of the page, where `plots` is `training-progress`; it is written to standard error by default. */
  readonly onPage?: (address: string) => void;
}

/** One who records a training, and shows it on a page where the options ask for that. */
export interface TrainingWatch {
  /** Whether the iteration that is made ready is to measure each layer. */
  readonly monitored: (iteration: number) => boolean;
  readonly begin: (from: TrainingState) => void;
  /** Whether the page's stop button was pressed is in the result. */
  readonly iteration: (report: IterationReport) => boolean;
  readonly end: (reason: StopReason) => void;
  readonly fail: (error: unknown) => void;
  readonly run: () => TrainingRun;
  /** Sends the page what it lacks, and ends its server. */
  readonly close: () => Promise<void>;
}

/** Trainings that were shown on pages of this process: the next page shows them too. */
const shown: TrainingRun[] = [];
const mostShown = 8;
let begun = 0;

/** Watches a training, if its options or the caller ask for it. */
export async function trainingWatch(task: TrainingTask, options: WatchOptions): Promise<TrainingWatch | undefined> {
  const live = task.options.plots === "training-progress";
  if (!live && !options.record) return undefined;
  const recorder = new RunRecorder(runFacts(task, options.name ?? `Training ${++begun}`));
  let stopping = false;
  const stop = (): void => {
    stopping = true;
    recorder.status({ state: "stopping" });
    server?.changed();
  };
  const server = live ? await startServer(recorder, options, stop) : undefined;
  const pace = new MeasuringPace();
  const ended = (state: "ended" | "failed", text: string): void => recorder.status({ state, text });
  return {
    monitored: (iteration) => pace.due(iteration, performance.now() / 1000),
    begin: (from) => replay(from, task, recorder),
    iteration: (report) => {
      pace.took(report);
      recorder.iteration(report);
      server?.changed();
      return stopping;
    },
    end: (reason) => ended("ended", printEnding(reason)),
    fail: (error) => ended("failed", error instanceof Error ? error.message : String(error)),
    run: () => recorder.run(),
    close: async () => {
      if (!server) return;
      shown.push(recorder.run());
      shown.splice(0, shown.length - mostShown);
      await server.close();
    },
  };
}

async function startServer(recorder: RunRecorder, options: WatchOptions, onStop: () => void): Promise<LiveServer> {
  const { liveServer } = await import("../report/live/liveServer.ts");
  const { trainingPage } = await import("../report/trainingPage.ts");
  const earlier = [...(options.earlier ?? []), ...shown];
  const page = trainingPage(recorder.facts.name, { earlier, judged: [] });
  const server = await liveServer({ page, reader: () => recorder.reader(), onStop });
  const { onPage = (address) => void process.stderr.write(`Training progress: ${address}\n`) } = options;
  onPage(server.address);
  return server;
}

function runFacts({ network, data, validation, options }: TrainingTask, name: string): RunFacts {
  const { observations } = data;
  const { iterationsPerEpoch } = trainingBatches({ observations, ...options });
  return {
    name,
    began: new Date().toISOString(),
    metric: network.metric,
    epochs: options.maxEpochs,
    iterations: options.maxEpochs * iterationsPerEpoch,
    iterationsPerEpoch,
    observations,
    validated: validation !== undefined,
    threads: options.threads,
    cores: availableParallelism(),
    memory: totalmem(),
    options: trainingOptionsToJson(options),
    layers: learningLayers(network.learnables).map(({ layer }) => layer),
  };
}

/** What a training that is resumed did before. */
function replay({ history, iteration: done, seconds: before }: TrainingState, task: TrainingTask, recorder: RunRecorder): void {
  const { iterationsPerEpoch } = recorder.facts;
  for (let i = 0; i < done; i++) {
    const validationLoss = history.validationLoss[i];
    recorder.iteration(
      {
        epoch: Math.ceil((i + 1) / iterationsPerEpoch),
        iteration: i + 1,
        seconds: i + 1 === done ? before : Number.NaN,
        loss: history.trainingLoss[i],
        metric: history.trainingMetric[i],
        learnRate: history.baseLearnRate[i],
        ...(task.validation &&
          Number.isFinite(validationLoss) && { validationLoss, validationMetric: history.validationMetric[i] }),
      },
      true,
    );
  }
}
