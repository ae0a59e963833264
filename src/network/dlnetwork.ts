import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import { storedShape } from "../layer/apply.ts";
import { givenValues, initialValues, type Layer, type LayerState, type Learnable, optionIssues } from "../layer.ts";
import { elementCount, floats, type Tensor } from "../tensor.ts";
import { usageOf } from "./ends.ts";
import { LayerGraph, layerGraph, type ReplaceOptions } from "./layerGraph.ts";
import type { LayerList } from "./layerList.ts";
import type { Network, NetworkArrays } from "./network.ts";
import { printGraph } from "./print.ts";
import { traceLayers } from "./trace.ts";
import { assertValid } from "./validate.ts";
import type { Connection } from "./wiring.ts";

const seed = z.int("must be a whole number of at least 0").min(0, "must be a whole number of at least 0").default(0);
const initializeSchema = z.strictObject({
  /** What random first values follow from; 0 by default. */
  seed,
});
const schema = initializeSchema.extend({
  /** Whether learnables and states get their first values; true by default. */
  initialize: z.boolean("must be true or false").default(true),
});

/** Options of `initialize`; every one may be left out. */
export type InitializeOptions = z.input<typeof initializeSchema>;
/** Options of `dlnetwork`; every one may be left out. */
export type DlNetworkOptions = z.input<typeof schema>;

/**
 * A network value for loops of one's own and for transfer: a layer graph with the values of its learnables and states. Immutable: edits
 * and updates return a new one. Made by `dlnetwork`.
 *
 * @see MATLAB dlnetwork
 */
export class DlNetwork implements Network {
  readonly graph: LayerGraph;
  /** By `layer/parameter`; `learnablesTable(net)` gives MATLAB's table. */
  readonly learnables: NetworkArrays;
  /** By `layer/name`: running statistics, recurrent states. */
  readonly states: NetworkArrays;
  readonly record?: Readonly<Record<string, unknown>>;
  readonly outputs?: Network["outputs"];

  constructor({ graph, learnables, states, record, outputs }: Network) {
    this.graph = graph;
    this.learnables = learnables;
    this.states = states;
    if (record) this.record = record;
    if (outputs) this.outputs = outputs;
  }

  /** The layers in the order of adding. */
  get layers(): readonly Layer[] {
    return this.graph.layers;
  }

  /** MATLAB's table of connections. */
  get connections(): readonly Connection[] {
    return this.graph.connections;
  }

  /** Whether every learnable and every state has a value of the right size. */
  get initialized(): boolean {
    const { layers } = traceLayers(this.graph);
    return this.layers.length > 0 && layers.size === this.layers.length && missingArrays(this).length === 0;
  }

  /** The network with layers added, each connected to the next but none to the layers before; they have no values yet. */
  addLayers(layers: LayerList): DlNetwork {
    return this.#edited(this.graph.addLayers(layers));
  }

  /** The network without the named layers and all that was connected to them. */
  removeLayers(names: string | readonly string[]): DlNetwork {
    return this.#edited(this.graph.removeLayers(names));
  }

  /** The network with one layer replaced by others, which have no values yet; all other layers keep theirs. */
  replaceLayer(name: string, layers: LayerList, options: ReplaceOptions = {}): DlNetwork {
    return this.#edited(this.graph.replaceLayer(name, layers, options));
  }

  /** The network with one connection more. */
  connectLayers(source: string, destination: string): DlNetwork {
    return this.#edited(this.graph.connectLayers(source, destination));
  }

  /** The network without one connection. */
  disconnectLayers(source: string, destination: string): DlNetwork {
    return this.#edited(this.graph.disconnectLayers(source, destination));
  }

  /** The network with values for all learnables and states that have none, or one of another size. */
  initialize(options: InitializeOptions = {}): DlNetwork {
    const settings = checkedOptions(initializeSchema, options, "initialize");
    assertValid(this.graph, { targetUsage: usageOf(this.graph) });
    return new DlNetwork({ ...this.parts(), ...initialized(this, settings.seed) });
  }

  /**
   * The network with other values: `states` as `forward` returned them, or `learnables`. Arrays that are not named stay.
   *
   * @example net = net.with({ states: state })
   */
  with(values: { readonly learnables?: NetworkArrays; readonly states?: NetworkArrays }): DlNetwork {
    const learnables = replacedArrays(this.learnables, values.learnables, "learnable", new Set());
    const states = replacedArrays(this.states, values.states, "state", perObservation(this.graph));
    return new DlNetwork({ ...this.parts(), learnables, states });
  }

  /** The network with one layer in place of another of the same name and the same arrays, which keep their values. */
  withLayer(layer: Layer): DlNetwork {
    return new DlNetwork({ ...this.parts(), graph: this.graph.replaceLayer(layer.name, [layer]) });
  }

  /** The layers and the connections as MATLAB displays them. */
  toString(): string {
    return printGraph(this.graph);
  }

  /** What `console.log` shows in Node. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** What the network is made of, to make another one from. */
  parts(): Network {
    const { graph, learnables, states, record, outputs } = this;
    return { graph, learnables, states, ...(record && { record }), ...(outputs && { outputs }) };
  }

  /** Values stay with the layers that the edit left as they are. */
  #edited(graph: LayerGraph): DlNetwork {
    const kept = (key: string): boolean => {
      const name = layerOf(key);
      return graph.layer(name) !== undefined && graph.layer(name) === this.graph.layer(name);
    };
    const keep = (arrays: NetworkArrays): NetworkArrays => new Map([...arrays].filter(([key]) => kept(key)));
    return new DlNetwork({ ...this.parts(), graph, learnables: keep(this.learnables), states: keep(this.states) });
  }
}

/**
 * A network for loops of one's own: of a layer graph or of layers connected one after the other, with first values for all learnables and
 * states, or of a trained network, whose values it takes over. Without arguments it is empty. Unconnected outputs are its results; output
 * layers may be there, for a network that `trainNetwork` made, but compute nothing here.
 *
 * Statistics of an input normalization that are not given start at mean 0 and deviation 1, since there are no data to measure.
 * With `{ initialize: false }` nothing is checked and nothing has a value: add and connect layers, then call `initialize`.
 *
 * @example
 * ```ts
 * const net = dlnetwork([featureInputLayer(2), fullyConnectedLayer(16), reluLayer(), fullyConnectedLayer(1)], { seed: 1 });
 * ```
 * @throws LayerGraphError `invalid-network` with all problems
 * @see MATLAB dlnetwork
 */
export function dlnetwork(layers: LayerGraph | LayerList | Network = [], options: DlNetworkOptions = {}): DlNetwork {
  const { initialize: complete, seed: start } = checkedOptions(schema, options, "dlnetwork");
  if (layers instanceof DlNetwork) return layers;
  if (isNetwork(layers)) return new DlNetwork(layers);
  const graph = layers instanceof LayerGraph ? layers : layerGraph(layers as LayerList);
  const empty = new DlNetwork({ graph, learnables: new Map(), states: new Map() });
  return complete && graph.layers.length > 0 ? empty.initialize({ seed: start }) : empty;
}

/**
 * The network with first values for the learnables and states that have none: those of layers that were added or replaced. The others
 * stay as they are.
 *
 * @example const ready = initialize(replaceLayer(net, "fc", [fullyConnectedLayer(3, { name: "fc" })]), { seed: 2 });
 * @throws LayerGraphError `invalid-network` with all problems
 * @see MATLAB initialize
 */
export function initialize(net: Network, options: InitializeOptions = {}): DlNetwork {
  return dlnetwork(net).initialize(options);
}

/** Whether a value is a network: a graph with arrays. */
export function isNetwork(value: unknown): value is Network {
  const { graph, learnables, states } = (typeof value === "object" && value !== null ? value : {}) as Partial<Network>;
  return graph instanceof LayerGraph && learnables instanceof Map && states instanceof Map;
}

/** The arrays that the layers of a network declare and that have no value of the right size, as `layer/parameter`. */
export function missingArrays({ graph, learnables, states }: Network): string[] {
  return [...traceLayers(graph).layers].flatMap(([name, traced]) => [
    ...absent(name, traced.learnables, learnables),
    ...absent(name, traced.state, states),
  ]);
}

/** Throws where some learnables or states of a valid network have no value. */
export function requireInitialized(net: Network, where: string): void {
  const missing = missingArrays(net);
  if (missing.length === 0) return;
  const names = `${missing
    .slice(0, 5)
    .map((key) => `'${key}'`)
    .join(", ")}${missing.length > 5 ? ` and ${missing.length - 5} more` : ""}`;
  throw new LayerGraphError(
    "not-initialized",
    `${where}: the network has no value of the right size for ${names}. Write initialize(net, { seed: 0 }) first.`,
    { received: "no value", fix: "initialize(net, { seed: 0 })" },
  );
}

function absent(layer: string, declared: Readonly<Record<string, Learnable | LayerState>>, arrays: NetworkArrays): string[] {
  return Object.entries(declared).flatMap(([name, spec]) =>
    fits(arrays.get(`${layer}/${name}`), spec) ? [] : [`${layer}/${name}`],
  );
}

function initialized({ graph, learnables, states }: Network, start: number): Pick<Network, "learnables" | "states"> {
  const traced = [...traceLayers(graph).layers];
  const first = (key: string, spec: Learnable): ArrayLike<number> =>
    givenValues(spec.given, spec.size, `'${key}'`) ??
    initialValues(spec.initializer, spec.size, spec.fans ?? { fanIn: 1, fanOut: 1 }, start, key);
  const firstState = (key: string, spec: LayerState): ArrayLike<number> =>
    givenValues(spec.given, spec.size, `'${key}'`) ?? new Float32Array(elementCount(spec.size)).fill(spec.initial);
  return {
    learnables: filled(
      traced.map(([name, t]) => [name, t.learnables] as const),
      learnables,
      first,
    ),
    states: filled(
      traced.map(([name, t]) => [name, t.state] as const),
      states,
      firstState,
    ),
  };
}

interface DeclaredArray {
  readonly size: readonly number[];
  readonly perObservation?: boolean;
}

function filled<Spec extends DeclaredArray>(
  layers: readonly (readonly [name: string, declared: Readonly<Record<string, Spec>>])[],
  known: NetworkArrays,
  first: (key: string, spec: Spec) => ArrayLike<number>,
): NetworkArrays {
  const entries = layers.flatMap(([layer, declared]) =>
    Object.entries(declared).map(([name, spec]): [string, Tensor<"float32">] => {
      const key = `${layer}/${name}`;
      const there = known.get(key);
      return [key, fits(there, spec) ? there : floats(storedShape(spec.size), Float32Array.from(first(key, spec)))];
    }),
  );
  return new Map(entries);
}

/** Whether an array has the declared size; of a state per observation there may be one for each of any number. */
function fits(tensor: Tensor<"float32"> | undefined, declared: DeclaredArray): tensor is Tensor<"float32"> {
  const fixed = declared.perObservation ? 1 : 0;
  const shape = storedShape(declared.size);
  return tensor?.shape.length === shape.length && tensor.shape.slice(fixed).join() === shape.slice(fixed).join();
}

function layerOf(key: string): string {
  return key.slice(0, key.indexOf("/"));
}

/** The states of which each observation has its own, as `layer/name`. */
export function perObservation(graph: LayerGraph): ReadonlySet<string> {
  const keys = [...traceLayers(graph).layers].flatMap(([layer, { state }]) =>
    Object.entries(state).flatMap(([name, spec]) => (spec.perObservation ? [`${layer}/${name}`] : [])),
  );
  return new Set(keys);
}

function replacedArrays(
  arrays: NetworkArrays,
  changes: NetworkArrays | undefined,
  what: string,
  anyNumber: ReadonlySet<string>,
): NetworkArrays {
  if (!changes) return arrays;
  for (const [key, { shape }] of changes) {
    const there = arrays.get(key);
    const fixed = anyNumber.has(key) ? 1 : 0;
    if (there?.shape.length === shape.length && there.shape.slice(fixed).join() === shape.slice(fixed).join()) continue;
    const [received, expected] = [shape.toReversed().join("×"), there ? `size ${there.shape.toReversed().join("×")}` : "nothing"];
    const message = `the ${what} '${key}' was given size ${received}, but the network has ${expected} there.`;
    throw new LayerGraphError("wrong-size", message, { received, expected });
  }
  return new Map([...arrays].map(([key, tensor]) => [key, changes.get(key) ?? tensor]));
}

function checkedOptions<S extends z.ZodObject>(shape: S, options: unknown, where: string): z.output<S> {
  const parsed = shape.safeParse(options, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issues = optionIssues(parsed.error, where, Object.keys(shape.shape));
  const messages = issues.map((issue) => issue.message).join("\n");
  throw new LayerGraphError(issues[0]?.code ?? "invalid-options", messages, { issues });
}
