import { LayerGraphError } from "../errors.ts";
import type { Format, InputSpec } from "../layer.ts";
import { DlNetwork, requireInitialized } from "../network/dlnetwork.ts";
import { type OutputPort, usageOf } from "../network/ends.ts";
import { LayerGraph } from "../network/layerGraph.ts";
import type { Network, PortSignature, SavedModel } from "../network/network.ts";
import { assertValid } from "../network/validate.ts";
import { type Dim, sizeOfDim, symbol } from "../ops/index.ts";
import type { Plan } from "../plan/plan.ts";
import { type PlannedOutput, type PredictionPlan, predictionPlan } from "../plan/prediction.ts";
import { type Executor, onnxRuntimeExecutor, type Tensors } from "../run/index.ts";
import { OnnxRuntimeHost } from "../run/onnxRuntimeHost.ts";
import type { Tensor } from "../tensor.ts";
import { type Fed, randomFeeds } from "./feeds.ts";
import { onlyInput } from "./prepareNetwork.ts";

/** What came out for a mini-batch. */
export interface BatchOutput {
  /** [rows, channels, …, time]. */
  readonly value: Tensor;
  /** For each row, how many of its time steps are real; missing where all are, or where there is no time. */
  readonly lengths?: readonly number[];
}

/** A network ready to compute one of its outputs. */
export interface NetworkRun {
  readonly input: { readonly name: string; readonly spec: InputSpec };
  readonly format: Format;
  /** In the order [batch, channels, …, time]. */
  readonly shape: readonly Dim[];
  /** Whether every mini-batch must have sequences of one length. */
  readonly equalLengthsOnly: boolean;
  /** How many time steps come out for sequences of so many; undefined where it cannot be told. */
  readonly stepsOut: (time: number) => number | undefined;
  readonly run: (batch: Fed) => Promise<BatchOutput>;
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
  const input = onlyInput(net.graph.layers);
  const planned = (padded: boolean) =>
    loadedPlan(net, threads, JSON.stringify(["prediction", end?.layer, end?.port, padded]), () =>
      predictionPlan(net.graph, { padded, ...(end && { ends: [end] }) }),
    );
  const output = onlyOutput((await planned(false)).about);
  return {
    input: { name: input.name, spec: input.definition.input!(input.options as never) },
    format: output.activation.format,
    shape: output.activation.value.shape,
    equalLengthsOnly: false,
    stepsOut: (time) => stepsOut(output, time),
    run: async (batch) => {
      const { about, run } = await planned(batch.padded);
      const results = await run({ ...batch.feeds, ...randomFeeds(about.plan, batch.symbols, 0, 0) });
      const { name, lengths: told } = onlyOutput(about);
      const lengths = told === undefined ? undefined : results[told];
      return { value: results[name], ...(lengths && { lengths: Array.from(lengths.data as BigInt64Array, Number) }) };
    },
  };
}

function onlyOutput({ outputs }: PredictionPlan): PlannedOutput {
  if (outputs.length === 1) return outputs[0];
  const names = outputs.map(({ name }) => `'${name}'`).join(", ");
  throw new LayerGraphError("not-supported", `the network has ${outputs.length} outputs (${names}), expected one.`);
}

function stepsOut({ activation: { value, format } }: PlannedOutput, time: number): number | undefined {
  const steps: Dim = format.includes("T") ? value.shape.at(-1)! : 1;
  return sizeOfDim(steps, { batch: 1, time });
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

/** A plan over the arrays of a network, compiled at the first call with this `id`. */
export function loadedPlan<About extends { readonly plan: Plan }>(
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

async function load<About extends { readonly plan: Plan }>(executor: Executor, net: Network, id: string, make: () => About) {
  const about = make();
  const needed = new Set(about.plan.inputs.map((input) => input.name));
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
  const { input, output } = model;
  return {
    input: { name: input.name, spec: input },
    format: output.format,
    shape: [symbol("batch"), output.channels, ...(output.format.includes("T") ? [symbol("time")] : [])],
    equalLengthsOnly: true,
    stepsOut: () => undefined,
    run: async ({ feeds, observations }) => {
      const value = (await host.run("saved", feeds))[output.name];
      requireShape(value, output, observations);
      return { value };
    },
  };
}

/** A file may hold anything: what its graph computes need not be what it says of itself. */
function requireShape({ shape }: Tensor, { name, format, channels }: PortSignature, observations: number): void {
  if (shape.length === format.length && shape[0] === observations && shape[1] === channels) return;
  const time = format.includes("T") ? ", time" : "";
  throw new LayerGraphError(
    "unreadable-model",
    `The saved network gave [${shape.join(", ")}] for '${name}', expected [${observations}, ${channels}${time}]: its file is damaged.`,
  );
}

async function loadedHost({ bytes, input, output }: SavedModel, threads: number): Promise<OnnxRuntimeHost> {
  const host = new OnnxRuntimeHost(threads);
  try {
    await host.load("saved", { bytes, feedback: {}, outputs: [output.name], inputs: [input.name] });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LayerGraphError("unreadable-model", `The saved network cannot be computed: ${reason}`, { cause });
  }
  return host;
}
