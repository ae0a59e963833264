import { solvers } from "../optimizers/index.ts";
import { finitenessPlan } from "../plan/finiteness.ts";
import type { Plan } from "../plan/plan.ts";
import { evaluationPlan, fed, momentName, populationPlan, trainingPlan, type UpdateOptions } from "../plan/training.ts";
import { type Executor, workerExecutor } from "../run/index.ts";
import { floats, type Tensor } from "../tensor.ts";
import { type Fed, randomFeeds } from "./feeds.ts";
import type { PreparedNetwork } from "./prepareNetwork.ts";

/** The arrays that change while a network trains, each kind one flat vector. */
export interface TrainingArrays {
  readonly learnables: Float32Array;
  readonly states: Float32Array;
  /** The solver's memory, by its names. */
  readonly moments: Readonly<Record<string, Float32Array>>;
}

/** What a mini-batch gave. */
export interface BatchResult {
  readonly loss: number;
  /** For classes: how many answers were right, of how many. */
  readonly correct?: number;
  readonly count?: number;
}

type Task = "train" | "evaluate" | "population" | "finite";

/** A network's computations during training: steps and evaluations over arrays that stay with the executor. */
export class Computation {
  readonly #executor: Executor;
  readonly #network: PreparedNetwork;
  readonly #update: UpdateOptions;
  readonly #seed: number;
  readonly #plans = new Map<string, Plan | undefined>();

  constructor(network: PreparedNetwork, update: UpdateOptions, settings: { readonly seed: number; readonly threads: number }) {
    this.#network = network;
    this.#update = update;
    this.#seed = settings.seed;
    this.#executor = workerExecutor(settings.threads);
  }

  /** The plan of a step, and the random numbers of the given one: what can be made ready while another step runs. */
  async prepared(batch: Fed, step: number): Promise<{ readonly id: string; readonly feeds: Fed["feeds"] }> {
    const plan = await this.#plan("train", batch.padded);
    return { id: idOf("train", batch.padded), feeds: { ...batch.feeds, ...randomFeeds(plan!, batch.symbols, this.#seed, step) } };
  }

  /** Takes one step. `step` is counted from 1. */
  async step(
    ready: { readonly id: string; readonly feeds: Fed["feeds"] },
    learnRate: number,
    step: number,
  ): Promise<BatchResult> {
    const stepSize = solvers[this.#update.solver].stepSize(learnRate, step, this.#update);
    return numbersOf(await this.#executor.run(ready.id, { ...ready.feeds, [fed.stepSize]: floats([], [stepSize]) }));
  }

  /** The loss of a mini-batch as the trained network computes it. */
  async evaluate(batch: Fed): Promise<BatchResult> {
    await this.#plan("evaluate", batch.padded);
    return numbersOf(await this.#executor.run(idOf("evaluate", batch.padded), batch.feeds));
  }

  /** The statistics of a mini-batch that are averaged over the training set, by `layer/name`; undefined if the network has none. */
  async population(batch: Fed, step: number): Promise<Readonly<Record<string, Tensor>> | undefined> {
    const plan = await this.#plan("population", batch.padded);
    if (!plan) return undefined;
    return this.#executor.run(idOf("population", batch.padded), {
      ...batch.feeds,
      ...randomFeeds(plan, batch.symbols, this.#seed, step),
    });
  }

  /** The first layer, in the order of computing, whose output was not finite in the last step; undefined if all were. */
  async firstNotFinite(batch: Fed, feeds: Fed["feeds"]): Promise<string | undefined> {
    const plan = await this.#plan("finite", batch.padded);
    // The step has replaced the learnables by what it made of the loss: they are put back as they were.
    await this.#executor.setState(fed.learnables, await this.#executor.getState(fed.learnables, true));
    const results = await this.#executor.run(idOf("finite", batch.padded), feeds);
    const broken = plan!.outputs.find(({ name }) => !Number.isFinite(results[name].data[0] as number));
    return broken?.name.slice("finite/".length);
  }

  async setArrays({ learnables, states, moments }: TrainingArrays): Promise<void> {
    await this.#executor.setState(fed.learnables, flat(learnables));
    await this.#executor.setState(fed.states, flat(states));
    for (const [name, values] of Object.entries(moments)) await this.#executor.setState(momentName(name), flat(values));
  }

  /** Copies of the arrays. */
  async arrays(): Promise<TrainingArrays> {
    const get = async (name: string): Promise<Float32Array> => (await this.#executor.getState(name)).data as Float32Array;
    const moments: Record<string, Float32Array> = {};
    for (const name of solvers[this.#update.solver].moments) moments[name] = await get(momentName(name));
    return { learnables: await get(fed.learnables), states: await get(fed.states), moments };
  }

  close(): Promise<void> {
    return this.#executor.close();
  }

  async #plan(task: Task, padded: boolean): Promise<Plan | undefined> {
    const id = idOf(task, padded);
    if (!this.#plans.has(id)) {
      const plan = planFor(task, this.#network, this.#update, padded);
      if (plan) await this.#executor.load(id, plan);
      this.#plans.set(id, plan);
    }
    return this.#plans.get(id);
  }
}

function planFor(task: Task, { graph, outputs }: PreparedNetwork, update: UpdateOptions, padded: boolean): Plan | undefined {
  if (task === "train") return trainingPlan(graph, update, padded, outputs);
  if (task === "evaluate") return evaluationPlan(graph, padded, outputs);
  return task === "population" ? populationPlan(graph, padded) : finitenessPlan(graph, padded);
}

function idOf(task: Task, padded: boolean): string {
  return padded ? `${task} padded` : task;
}

function flat(values: Float32Array): Tensor<"float32"> {
  return floats([values.length], values);
}

function numbersOf(results: Readonly<Record<string, Tensor>>): BatchResult {
  const number = (name: string): number | undefined => (results[name] ? Number(results[name].data[0]) : undefined);
  return { loss: number("loss")!, correct: number("correct"), count: number("count") };
}
