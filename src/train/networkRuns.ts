import { LayerGraphError } from "../errors.ts";
import type { Format } from "../layer.ts";
import { DlNetwork, requireInitialized } from "../network/dlnetwork.ts";
import { type OutputPort, usageOf } from "../network/ends.ts";
import { LayerGraph } from "../network/layerGraph.ts";
import type { Network, NetworkArrays, PortSignature, SavedModel } from "../network/network.ts";
import { assertValid } from "../network/validate.ts";
import { type Dim, sizeOfDim, symbol } from "../ops/index.ts";
import type { Plan } from "../plan/plan.ts";
import { type PlannedOutput, predictionPlan } from "../plan/prediction.ts";
import { type Executor, onnxRuntimeExecutor, type Tensors } from "../run/index.ts";
import { OnnxRuntimeHost } from "../run/onnxRuntimeHost.ts";
import type { Tensor } from "../tensor.ts";
import type { CarriedStates } from "./carriedStates.ts";
import { type Fed, randomFeeds } from "./feeds.ts";
import type { FedInput } from "./networkData.ts";
import { fedInputs, timeDimensionIn } from "./prepareNetwork.ts";

/** What came out of one output for a mini-batch. */
export interface BatchOutput {
  /** [rows, channels, …, time]. */
  readonly value: Tensor;
  /** For each row, how many of its time steps are real; missing where all are, or where there is no time. */
  readonly lengths?: readonly number[];
}

/** An output of a network that is ready to compute. */
export interface RunOutput {
  readonly name: string;
  readonly format: Format;
  /** In the order [batch, channels, …, time]. */
  readonly shape: readonly Dim[];
  /** The time dimension that its time steps follow from. */
  readonly timeDimension?: string;
  /** How many time steps come out for sequences of so many; undefined where it cannot be told. */
  readonly stepsOut: (time: number) => number | undefined;
}

/** A network ready to compute its outputs, or those of other layers. */
export interface NetworkRun {
  readonly inputs: readonly FedInput[];
  readonly outputs: readonly RunOutput[];
  /** Whether every mini-batch must have sequences of one length. */
  readonly equalLengthsOnly: boolean;
  /** The states that each observation has its own of, by `layer/name`, [1, …] where all have the same; none where their code is not known. */
  readonly observationStates: NetworkArrays;
  /** What comes out, in the order of `outputs`. With `from`, sequences go on from these states, which become those after it. */
  readonly run: (batch: Fed, from?: StatesOf) => Promise<readonly BatchOutput[]>;
}

/** The observations whose states a mini-batch goes on from. */
export interface StatesOf {
  readonly states: CarriedStates;
  readonly observations: Int32Array;
}

/** Throws where a value is no network, or one whose layers are wrong and which has no model of its own to compute with. */
export function requireNetwork(net: unknown, where: string): asserts net is Network {
  const { graph, learnables, states } = (typeof net === "object" && net !== null ? net : {}) as Partial<Network>;
  if (graph instanceof LayerGraph && learnables instanceof Map && states instanceof Map) {
    if (net instanceof DlNetwork) requireInitialized(net, where);
    return;
  }
  const received =
    net instanceof LayerGraph ? "a layer graph" : Array.isArray(net) ? "a list" : net === null ? "null" : typeof net;
  throw new LayerGraphError(
    "not-a-network",
    `${where}: the first argument must be a network, received ${received}. Make one with trainNetwork, assembleNetwork or loadNetwork.`,
    { received, expected: "a network" },
  );
}

/** The saved model of a network of which some layers are not known, and which therefore computes by it. */
export function savedModelOf({ graph, savedModel }: Network): SavedModel | undefined {
  return graph.layers.some((layer) => layer.problems.length > 0) ? savedModel : undefined;
}

/** The network ready to compute what it predicts, or another layer's output. Plans are compiled once for each network. */
export async function networkRun(net: Network, threads: number, end?: OutputPort): Promise<NetworkRun> {
  const saved = savedModelOf(net);
  if (saved && !end) return savedRun(saved, threads);
  assertValid(net.graph, { targetUsage: usageOf(net.graph) });
  const planned = (padded: boolean, carried: boolean) =>
    loadedPlan(net, threads, JSON.stringify(["prediction", end?.layer, end?.port, padded, carried]), () =>
      predictionPlan(net.graph, { padded, carried, ...(end && { ends: [end] }) }),
    );
  const { about } = await planned(false, false);
  const own = new Map(about.observationStates.map(({ key }) => [key, net.states.get(key)!]));
  return {
    inputs: fedInputs(net.graph.layers),
    outputs: about.outputs.map(runOutput),
    equalLengthsOnly: false,
    observationStates: own,
    run: async (batch, from) => {
      const { about, run } = await planned(batch.padded, from !== undefined);
      const states = from ? from.states.feeds(from.observations) : Object.fromEntries(own);
      const results = await run({ ...batch.feeds, ...states, ...randomFeeds(about.plan, batch.symbols, 0, 0) });
      from?.states.keep(from.observations, results);
      return about.outputs.map(({ name, lengths }) => ({
        value: results[name],
        ...(lengths !== undefined && { lengths: Array.from(results[lengths].data as BigInt64Array, Number) }),
      }));
    },
  };
}

function runOutput({ name, activation: { value, format } }: PlannedOutput): RunOutput {
  const timeDimension = timeDimensionIn({ format, shape: value.shape });
  const steps: Dim = format.includes("T") ? value.shape.at(-1)! : 1;
  const stepsOut = (time: number) =>
    sizeOfDim(steps, { batch: 1, ...(timeDimension !== undefined && { [timeDimension]: time }) });
  return { name, format, shape: value.shape, ...(timeDimension !== undefined && { timeDimension }), stepsOut };
}

/** A plan that an executor has loaded, with what is known of it. */
export interface LoadedPlan<About> {
  readonly about: About;
  readonly run: (feeds: Tensors) => Promise<Tensors>;
}

interface NetworkExecutor {
  readonly executor: Executor;
  readonly plans: Map<string, Promise<LoadedPlan<unknown>>>;
}

/** Kept as long as the network is: compiling takes longer than predicting. */
const executors = new WeakMap<Network, Map<number, NetworkExecutor>>();

/** Lets a network use the compiled plans of another from which it differs in nothing but states per observation. */
export function sharePlans(from: Network, to: Network): void {
  const plans = executors.get(from);
  if (plans) executors.set(to, plans);
}

/** What a plan over the arrays of a network is known to be; states per observation are fed with every run, all other arrays once. */
interface AboutPlan {
  readonly plan: Plan;
  readonly observationStates?: readonly { readonly key: string }[];
}

/** A plan over the arrays of a network, compiled at the first call with this `id`. */
export function loadedPlan<About extends AboutPlan>(
  net: Network,
  threads: number,
  id: string,
  make: () => About,
): Promise<LoadedPlan<About>> {
  const { executor, plans } = executorOf(net, threads);
  const known = plans.get(id) as Promise<LoadedPlan<About>> | undefined;
  if (known) return known;
  const loading = load(executor, net, id, make);
  plans.set(id, loading);
  loading.catch(() => plans.delete(id));
  return loading;
}

async function load<About extends AboutPlan>(executor: Executor, net: Network, id: string, make: () => About) {
  const about = make();
  const needed = new Set(about.plan.inputs.map((input) => input.name));
  for (const { key } of about.observationStates ?? []) needed.delete(key);
  const arrays = [...net.learnables, ...net.states].filter(([name]) => needed.has(name));
  await executor.load(id, about.plan, new Map(arrays));
  return { about, run: (feeds: Tensors) => executor.run(id, feeds) };
}

function executorOf(net: Network, threads: number): NetworkExecutor {
  const byThreads = executors.get(net) ?? new Map<number, NetworkExecutor>();
  executors.set(net, byThreads);
  const found = byThreads.get(threads) ?? { executor: onnxRuntimeExecutor(threads), plans: new Map() };
  byThreads.set(threads, found);
  return found;
}

const hosts = new WeakMap<SavedModel, Map<number, Promise<OnnxRuntimeHost>>>();

/** A saved model as it computes by itself: it has no mask, so that sequences of a mini-batch must have one length. */
async function savedRun(model: SavedModel, threads: number): Promise<NetworkRun> {
  const byThreads = hosts.get(model) ?? new Map<number, Promise<OnnxRuntimeHost>>();
  hosts.set(model, byThreads);
  const loading = byThreads.get(threads) ?? loadedHost(model, threads);
  byThreads.set(threads, loading);
  loading.catch(() => byThreads.delete(threads));
  const host = await loading;
  const { inputs, outputs } = model;
  return {
    inputs: inputs.map((input) => ({ name: input.name, spec: input })),
    outputs: outputs.map(savedOutput),
    equalLengthsOnly: true,
    observationStates: new Map(),
    run: async ({ feeds, observations }) => {
      const results = await host.run("saved", feeds);
      return outputs.map((output) => {
        const value = results[output.name];
        requireShape(value, output, observations);
        return { value };
      });
    },
  };
}

function savedOutput({ name, format, channels, spatial = [], timeDimension = "time" }: PortSignature): RunOutput {
  const temporal = format.includes("T");
  const shape = [symbol("batch"), channels, ...spatial, ...(temporal ? [symbol(timeDimension)] : [])];
  return { name, format, shape, ...(temporal && { timeDimension }), stepsOut: () => undefined };
}

/** A file may hold anything: what its graph computes need not be what it says of itself. */
function requireShape({ shape }: Tensor, { name, format, channels, spatial = [] }: PortSignature, observations: number): void {
  const expected = [observations, channels, ...spatial];
  if (shape.length === format.length && expected.every((n, axis) => shape[axis] === n)) return;
  const time = format.includes("T") ? ", time" : "";
  throw new LayerGraphError(
    "unreadable-model",
    `The saved network gave [${shape.join(", ")}] for '${name}', expected [${expected.join(", ")}${time}]: its file is damaged.`,
  );
}

async function loadedHost({ bytes, inputs, outputs }: SavedModel, threads: number): Promise<OnnxRuntimeHost> {
  const host = new OnnxRuntimeHost(threads);
  try {
    await host.load("saved", { bytes, feedback: {}, outputs: outputs.map((o) => o.name), inputs: inputs.map((i) => i.name) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LayerGraphError("unreadable-model", `The saved network cannot be computed: ${reason}`, { cause });
  }
  return host;
}
