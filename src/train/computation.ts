import type { NetworkArrays } from "../network/network.ts";
import { solvers } from "../optimizers/index.ts";
import { isNewState, observationStates } from "../plan/carried.ts";
import { finitenessPlan } from "../plan/finiteness.ts";
import { type LayerNorms, layerNorms } from "../plan/monitoring.ts";
import type { Plan, PlanVariant } from "../plan/plan.ts";
import { evaluationPlan, fed, momentName, populationPlan, trainingPlan, type UpdateOptions } from "../plan/training.ts";
import { type Executor, type Tensors, workerExecutor } from "../run/index.ts";
import { floats, type Tensor } from "../tensor.ts";
import { CarriedStates } from "./carriedStates.ts";
import { type Fed, randomFeeds } from "./feeds.ts";
import { unpacked } from "./networkFrom.ts";
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
  /** Of a monitored step. */
  readonly layers?: LayerNorms;
}

/** A step that is made ready: which plan computes it, and all that it is fed but the step size and states of observations. */
export interface ReadyStep {
  readonly id: string;
  readonly feeds: Tensors;
}

type Task = "train" | "evaluate" | "population" | "finite";

/** A network's computations during training: steps and evaluations over arrays that stay with the executor. */
export class Computation {
  readonly #executor: Executor;
  readonly #network: PreparedNetwork;
  readonly #update: UpdateOptions;
  readonly #seed: number;
  readonly #plans = new Map<string, Plan | undefined>();
  /** The states per observation with which sequences begin. */
  #beginning: NetworkArrays = new Map();

  constructor(network: PreparedNetwork, update: UpdateOptions, settings: { readonly seed: number; readonly threads: number }) {
    this.#network = network;
    this.#update = update;
    this.#seed = settings.seed;
    this.#executor = workerExecutor(settings.threads);
  }

  /** The states of the observations of a mini-batch before its first piece. */
  beginning(): CarriedStates {
    return new CarriedStates(this.#beginning);
  }

  /** The plan of a step, and the random numbers of the given one: what can be made ready while another step runs. */
  async prepared(batch: Fed, step: number, monitored = false): Promise<ReadyStep> {
    const variant: PlanVariant = { padded: batch.padded, carried: batch.carried, monitored };
    const plan = await this.#plan("train", variant);
    return { id: idOf("train", variant), feeds: { ...batch.feeds, ...randomFeeds(plan!, batch.symbols, this.#seed, step) } };
  }

  /** Takes one step, and keeps the states of the observations after it. `step` is counted from 1. */
  async step(batch: Fed, ready: ReadyStep, states: CarriedStates, at: { learnRate: number; step: number }): Promise<BatchResult> {
    const stepSize = solvers[this.#update.solver].stepSize(at.learnRate, at.step, this.#update);
    const feeds = { ...ready.feeds, ...carriedFeeds(batch, states), [fed.stepSize]: floats([], [stepSize]) };
    const results = await this.#executor.run(ready.id, feeds);
    const numbers = numbersOf(results);
    if (Number.isFinite(numbers.loss)) states.keep(batch.rows, results);
    return numbers;
  }

  /** The loss of a mini-batch as the trained network computes it. */
  async evaluate(batch: Fed, states: CarriedStates): Promise<BatchResult> {
    await this.#plan("evaluate", batch);
    const results = await this.#executor.run(idOf("evaluate", batch), { ...batch.feeds, ...carriedFeeds(batch, states) });
    states.keep(batch.rows, results);
    return numbersOf(results);
  }

  /** The statistics of a mini-batch that are averaged over the training set, by `layer/name`; undefined if the network has none. */
  async population(batch: Fed, step: number, states: CarriedStates): Promise<Readonly<Record<string, Tensor>> | undefined> {
    const plan = await this.#plan("population", batch);
    if (!plan) return undefined;
    const random = randomFeeds(plan, batch.symbols, this.#seed, step);
    const feeds = { ...batch.feeds, ...random, ...carriedFeeds(batch, states) };
    const results = await this.#executor.run(idOf("population", batch), feeds);
    states.keep(batch.rows, results);
    return Object.fromEntries(Object.entries(results).filter(([name]) => !isNewState(name)));
  }

  /** The first layer, in the order of computing, whose output was not finite in the last step; undefined if all were. */
  async firstNotFinite(batch: Fed, ready: ReadyStep, states: CarriedStates): Promise<string | undefined> {
    const plan = await this.#plan("finite", batch);
    // The step has replaced the learnables by what it made of the loss: they are put back as they were.
    await this.#executor.setState(fed.learnables, await this.#executor.getState(fed.learnables, true));
    const results = await this.#executor.run(idOf("finite", batch), { ...ready.feeds, ...carriedFeeds(batch, states) });
    const broken = plan!.outputs.find(({ name }) => !Number.isFinite(results[name].data[0] as number));
    return broken?.name.slice("finite/".length);
  }

  async setArrays({ learnables, states, moments }: TrainingArrays): Promise<void> {
    await this.#executor.setState(fed.learnables, flat(learnables));
    await this.#executor.setState(fed.states, flat(states));
    this.#beginning = beginningOf(this.#network, states);
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

  async #plan(task: Task, variant: PlanVariant): Promise<Plan | undefined> {
    const id = idOf(task, variant);
    if (!this.#plans.has(id)) {
      const plan = planFor(task, this.#network, this.#update, variant);
      if (plan) await this.#executor.load(id, plan);
      this.#plans.set(id, plan);
    }
    return this.#plans.get(id);
  }
}

/** The states per observation with which sequences begin, from the flat vector of all states. */
function beginningOf({ states }: PreparedNetwork, flat: Float32Array): NetworkArrays {
  return unpacked({ arrays: observationStates(states) }, flat);
}

function carriedFeeds({ carried, rows }: Fed, states: CarriedStates): Tensors {
  return carried ? states.feeds(rows) : {};
}

function planFor(task: Task, { graph, outputs }: PreparedNetwork, update: UpdateOptions, variant: PlanVariant): Plan | undefined {
  if (task === "train") return trainingPlan(graph, update, variant, outputs);
  if (task === "evaluate") return evaluationPlan(graph, variant, outputs);
  return task === "population" ? populationPlan(graph, variant) : finitenessPlan(graph, variant);
}

function idOf(task: Task, { padded, carried, monitored }: PlanVariant): string {
  return `${task}${padded ? " padded" : ""}${carried ? " carried" : ""}${monitored ? " monitored" : ""}`;
}

function flat(values: Float32Array): Tensor<"float32"> {
  return floats([values.length], values);
}

function numbersOf(results: Readonly<Record<string, Tensor>>): BatchResult {
  const number = (name: string): number | undefined => (results[name] ? Number(results[name].data[0]) : undefined);
  const layers = results.layers && layerNorms(results.layers.data as Float32Array);
  return { loss: number("loss")!, correct: number("correct"), count: number("count"), ...(layers && { layers }) };
}
