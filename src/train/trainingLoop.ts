import { observationStates } from "../plan/carried.ts";
import { targetName } from "../plan/judging.ts";
import type { LayerNorms } from "../plan/monitoring.ts";
import { type Batches, predictionBatches, trainingBatches } from "./batches.ts";
import type { BatchResult, Computation, ReadyStep } from "./computation.ts";
import { batchFeeds, type Fed, type FedTarget, type FeedOptions } from "./feeds.ts";
import { learnRateAt } from "./learnRate.ts";
import type { NetworkData } from "./networkData.ts";
import { notANumber } from "./notANumber.ts";
import type { PaddingOptions } from "./padding.ts";
import type { PreparedNetwork, PreparedOutput } from "./prepareNetwork.ts";
import type { TrainingOptions } from "./trainingOptions.ts";
import type { BestNetwork, TrainingHistory, TrainingState } from "./trainingState.ts";
import type { StopReason } from "./verboseTable.ts";

/** What a training works on. */
export interface TrainingTask {
  readonly network: PreparedNetwork;
  readonly data: NetworkData;
  readonly validation: NetworkData | undefined;
  readonly options: TrainingOptions;
}

/** What an iteration gave. */
export interface IterationReport {
  readonly epoch: number;
  readonly iteration: number;
  readonly iterations: number;
  readonly seconds: number;
  readonly loss: number;
  readonly metric: number;
  readonly validationLoss?: number;
  readonly validationMetric?: number;
  readonly learnRate: number;
  /** Of each layer that learns, in iterations in which a watched training measured it. */
  readonly layers?: LayerNorms;
}

/** Who is told while a training runs. */
export interface TrainingHooks {
  /** After each iteration; a reason stops the training. */
  readonly iteration: (report: IterationReport) => StopReason | undefined;
  /** Whether an iteration, which is being made ready, is to measure each layer's gradient and update; never where it is missing. */
  readonly monitored?: (iteration: number) => boolean;
  /** Where a checkpoint is due: before the first iteration (if it is written at all), and as often as the options say. */
  readonly checkpoint: (state: () => Promise<TrainingState>) => Promise<void>;
}

/** How a training ended. */
export interface TrainingOutcome {
  readonly state: TrainingState;
  readonly reason: StopReason;
}

/** Trains from a state to the end of the options' epochs, or until it is stopped. The same state gives the same outcome to the bit. */
export async function runTraining(
  task: TrainingTask,
  computation: Computation,
  from: TrainingState,
  hooks: TrainingHooks,
): Promise<TrainingOutcome> {
  await computation.setArrays(from.arrays);
  return new TrainingLoop(task, computation, from, hooks).run();
}

class TrainingLoop {
  readonly #task: TrainingTask;
  readonly #computation: Computation;
  readonly #hooks: TrainingHooks;
  readonly #batches: Batches;
  readonly #feeds: FeedOptions;
  readonly #history: TrainingHistory;
  readonly #started = performance.now();
  readonly #secondsBefore: number;
  #iteration: number;
  #updates: number;
  #patience: number;
  #best: BestNetwork | undefined;

  constructor(task: TrainingTask, computation: Computation, from: TrainingState, hooks: TrainingHooks) {
    this.#task = task;
    this.#computation = computation;
    this.#hooks = hooks;
    const { miniBatchSize, shuffle, seed } = task.options;
    this.#batches = trainingBatches({ observations: task.data.observations, miniBatchSize, shuffle, seed });
    this.#feeds = feedOptions(task, true);
    const { history } = from;
    this.#history = Object.fromEntries(
      Object.entries(history).map(([name, values]) => [name, [...values]]),
    ) as unknown as TrainingHistory;
    this.#secondsBefore = from.seconds;
    this.#iteration = from.iteration;
    this.#updates = from.updates;
    this.#patience = from.patience;
    this.#best = from.best;
  }

  async run(): Promise<TrainingOutcome> {
    const { options } = this.#task;
    const iterations = options.maxEpochs * this.#batches.iterationsPerEpoch;
    if (this.#iteration === 0) await this.#hooks.checkpoint(this.#state);
    let upcoming = this.#iteration < iterations ? this.#prepare(this.#iteration + 1, this.#updates) : undefined;
    while (upcoming) {
      if (options.signal?.aborted) return this.#outcome("stopped");
      const { pieces, epoch } = await upcoming;
      this.#iteration++;
      const learnRate = learnRateAt(options, epoch);
      const updatesAfter = this.#updates + pieces.length; // taken now: the steps count while they run
      const running = this.#steps(pieces, learnRate);
      // The next mini-batch is made ready while this one is computed.
      const next = this.#iteration < iterations ? this.#prepare(this.#iteration + 1, updatesAfter) : undefined;
      next?.catch(() => {});
      const result = await running;
      upcoming = next;
      const reason = await this.#finish(result, epoch, iterations, learnRate);
      if (reason) return this.#outcome(reason);
    }
    return this.#outcome("max-epochs");
  }

  async #prepare(iteration: number, updates: number) {
    const { epoch, indices } = this.#batches.batchAt(iteration);
    const batches = batchFeeds(this.#task.data, indices, this.#feeds);
    const measured = this.#hooks.monitored?.(iteration) ? batches.length - 1 : undefined;
    const ready = (batch: Fed, i: number) => this.#computation.prepared(batch, updates + i + 1, i === measured);
    const pieces = await Promise.all(batches.map(async (batch, i) => ({ batch, ready: await ready(batch, i) })));
    return { epoch, pieces };
  }

  async #steps(pieces: readonly { readonly batch: Fed; readonly ready: ReadyStep }[], learnRate: number) {
    const results: WeightedResult[] = [];
    const states = this.#computation.beginning();
    for (const { batch, ready } of pieces) {
      const result = await this.#computation.step(batch, ready, states, { learnRate, step: ++this.#updates });
      if (!Number.isFinite(result.loss)) {
        const { loss } = result;
        throw await notANumber(this.#task.network, this.#computation, { batch, ready, states, iteration: this.#iteration, loss });
      }
      results.push(weighted(this.#task.network, batch, result));
    }
    const { layers } = results.at(-1)!;
    return { ...combined(results, this.#task.network.metric), ...(layers && { layers }) };
  }

  async #finish(
    result: Summary & Pick<BatchResult, "layers">,
    epoch: number,
    iterations: number,
    learnRate: number,
  ): Promise<StopReason | undefined> {
    const { options, validation } = this.#task;
    const iteration = this.#iteration;
    const last = iteration === iterations;
    const validate = validation && (iteration === 1 || iteration % options.validationFrequency === 0 || last);
    const judged = validate ? await evaluateData(this.#task, validation, this.#computation) : undefined;
    record(this.#history, result, learnRate, judged);
    if (judged) await this.#compare(judged);
    await this.#checkpointIfDue(iteration, last);
    const stop = this.#hooks.iteration({
      epoch,
      iteration,
      iterations,
      seconds: this.#seconds(),
      ...result,
      ...(judged && { validationLoss: judged.loss, validationMetric: judged.metric }),
      learnRate,
    });
    if (stop) return stop;
    return this.#patience >= options.validationPatience ? "validation-criterion" : undefined;
  }

  async #compare(judged: Summary): Promise<void> {
    const better = this.#best === undefined || judged.loss < this.#best.loss;
    this.#patience = better ? 0 : this.#patience + 1;
    if (!better) return;
    const { learnables, states } = await this.#computation.arrays();
    this.#best = { iteration: this.#iteration, loss: judged.loss, learnables, states };
  }

  async #checkpointIfDue(iteration: number, last: boolean): Promise<void> {
    const { checkpointFrequency, checkpointFrequencyUnit } = this.#task.options;
    const every = checkpointFrequency * (checkpointFrequencyUnit === "epoch" ? this.#batches.iterationsPerEpoch : 1);
    if (iteration % every === 0 || last) await this.#hooks.checkpoint(this.#state);
  }

  #seconds(): number {
    return this.#secondsBefore + (performance.now() - this.#started) / 1000;
  }

  #state = async (): Promise<TrainingState> => ({
    iteration: this.#iteration,
    updates: this.#updates,
    patience: this.#patience,
    seconds: this.#seconds(),
    history: this.#history,
    best: this.#best,
    arrays: await this.#computation.arrays(),
  });

  async #outcome(reason: StopReason): Promise<TrainingOutcome> {
    if (reason !== "max-epochs") await this.#hooks.checkpoint(this.#state);
    return { state: await this.#state(), reason };
  }
}

/** The loss and the metric of some data: accuracy in percent, RMSE, or NaN where there is none. */
export interface Summary {
  readonly loss: number;
  readonly metric: number;
}

/** What a mini-batch gave, and how much it weighs among others. */
export interface WeightedResult extends BatchResult {
  readonly weight: number;
}

/** How the options say that sequences of unequal length become one array. */
export function paddingOf(
  options: Pick<TrainingOptions, "sequenceLength" | "sequencePaddingValue" | "sequencePaddingDirection" | "paddingMode">,
): PaddingOptions {
  const { sequenceLength, sequencePaddingValue: paddingValue, sequencePaddingDirection: direction, paddingMode: mode } = options;
  return { sequenceLength, paddingValue, direction, mode };
}

/** The loss and the metric of data as the network computes them in prediction. */
export async function evaluateData(
  { network, options }: TrainingTask,
  data: NetworkData,
  computation: Computation,
): Promise<Summary> {
  const results: WeightedResult[] = [];
  const feeds = feedOptions({ network, options }, true);
  for (const indices of predictionBatches(data.observations, options.miniBatchSize)) {
    const states = computation.beginning();
    for (const batch of batchFeeds(data, indices, feeds)) {
      results.push(weighted(network, batch, await computation.evaluate(batch, states)));
    }
  }
  return combined(results, network.metric);
}

/** How the mini-batches of a training are fed, with the targets of its outputs or without. */
export function feedOptions({ network, options }: Pick<TrainingTask, "network" | "options">, withTargets: boolean): FeedOptions {
  const { inputs, outputs, states } = network;
  const carries = observationStates(states).length > 0;
  return { inputs, targets: withTargets ? fedTargets(outputs) : [], padding: paddingOf(options), carries };
}

/** The targets of outputs as they are fed. */
export function fedTargets(outputs: readonly PreparedOutput[]): FedTarget[] {
  return outputs.map(({ name, timeDimension }) => ({ name, feed: targetName(outputs, { name }), timeDimension }));
}

/**
 * A mean loss weighs as much as what it is a mean over: labels, time steps, or observations. The sum of several outputs' losses is weighed by
 * observations.
 */
export function weighted(
  { outputs }: { readonly outputs: readonly PreparedOutput[] },
  batch: Fed,
  result: BatchResult,
): WeightedResult {
  if (outputs.length > 1) return { ...result, weight: batch.observations };
  const [{ meanOver, timeDimension }] = outputs;
  const layout = timeDimension === undefined ? undefined : batch.layouts[timeDimension];
  const steps = layout ? layout.count.reduce((a, b) => a + b, 0) : batch.observations;
  return { ...result, weight: result.count ?? (meanOver === "positions" ? steps : batch.observations) };
}

/** The loss and the metric of several mini-batches together. */
export function combined(results: readonly WeightedResult[], metric: PreparedNetwork["metric"]): Summary {
  const total = (f: (r: WeightedResult) => number): number => results.reduce((sum, r) => sum + f(r), 0);
  const loss = results.length === 1 ? results[0].loss : total((r) => r.loss * r.weight) / total((r) => r.weight);
  if (metric === "none") return { loss, metric: Number.NaN };
  return {
    loss,
    metric: metric === "accuracy" ? (100 * total((r) => r.correct!)) / total((r) => r.count!) : Math.sqrt(2 * loss),
  };
}

function record(history: TrainingHistory, result: Summary, learnRate: number, judged: Summary | undefined): void {
  history.trainingLoss.push(result.loss);
  history.trainingMetric.push(result.metric);
  history.baseLearnRate.push(learnRate);
  history.validationLoss.push(judged?.loss ?? Number.NaN);
  history.validationMetric.push(judged?.metric ?? Number.NaN);
}
