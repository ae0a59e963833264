import { createHash } from "node:crypto";
import { readBytes } from "../data/readFile.ts";
import { writeWhole } from "../data/writeFile.ts";
import { LayerGraphError } from "../errors.ts";
import { timeDimensionOf } from "../layer/apply.ts";
import type { Format } from "../layer.ts";
import { usageOf } from "../network/ends.ts";
import { readGraph } from "../network/graphFile.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import type { Network, NetworkArrays, SavedModel } from "../network/network.ts";
import type { OwnLayers } from "../network/registry.ts";
import { assertValid } from "../network/validate.ts";
import { writeGraph } from "../network/writeGraph.ts";
import { encodeModel } from "../onnx/encode.ts";
import { readModel } from "../onnx/readModel.ts";
import { type ObservationState, observationStates } from "../plan/carried.ts";
import { traceSeparately } from "../plan/forward.ts";
import type { PackedArrays } from "../plan/parameters.ts";
import type { Plan } from "../plan/plan.ts";
import { type PredictionPlan, predictionPlan } from "../plan/prediction.ts";
import type { Tensor } from "../tensor.ts";
import { classesOf } from "./classify.ts";
import { documentationOf } from "./networkDocumentation.ts";
import { metadataKey, type NetworkMetadata, networkFormat, readMetadata } from "./networkMetadata.ts";
import { requireNetwork, savedModelOf } from "./networkRuns.ts";
import { fedInputs, timeDimensionIn } from "./prepareNetwork.ts";
import { resetState } from "./updateState.ts";

/** How to load a network. */
export interface LoadNetworkOptions {
  /** Own layers of the network: a list of layer functions, or a record such as a module's exports. */
  readonly layers?: OwnLayers;
}

/**
 * Saves a network as one `.onnx` file that any ONNX Runtime can run: raw data in (the normalization is inside), `[batch, features, time]`
 * with sequences of one length in a batch. The file also holds the layer graph, the classes and the training record, so that
 * `loadNetwork` gives back the same network. It is written whole or not at all. States of recurrent layers are saved as sequences begin with them.
 *
 * @example await saveNetwork(net, "net.onnx");
 * @throws LayerGraphError `no-json-form` for a layer option that is a function, `file-unwritable`
 * @see MATLAB exportONNXNetwork, save
 */
export async function saveNetwork(net: Network, file: string): Promise<void> {
  writeWhole(file, encodeNetwork(net));
}

/**
 * The network in a file that `saveNetwork` wrote: it predicts the same to the bit, can be looked at and trained further. Own layers are
 * found through `layers`; without their code the network still predicts, and everything else says by name what is missing.
 *
 * @example const net = await loadNetwork("net.onnx", { layers: { attentionLayer } });
 * @throws LayerGraphError `not-onnx`, `not-a-saved-network`, and those of reading a file
 */
export async function loadNetwork(file: string, options: LoadNetworkOptions = {}): Promise<Network> {
  return decodeNetwork(readBytes(file), options, `'${file}'`);
}

/** A network as the bytes of the file that `saveNetwork` writes. */
export function encodeNetwork(net: Network): Uint8Array {
  requireNetwork(net, "saveNetwork");
  const saved = savedModelOf(net);
  if (saved) return saved.bytes;
  assertValid(net.graph, { targetUsage: usageOf(net.graph) });
  const graph = writeGraph(net.graph);
  const prediction = predictionPlan(net.graph, { padded: false });
  const { learnables, states } = traceSeparately(net.graph);
  const arrays = [
    ...entriesOf("learnable", learnables, net.learnables),
    ...entriesOf("state", states, begunAnew(net, observationStates(states))),
  ];
  const bytes = arrays.reduce((sum, { tensor }) => sum + tensor.data.byteLength, 0);
  if (bytes > mostBytes) {
    throw new LayerGraphError(
      "network-too-large",
      `saveNetwork: the network has ${bytes} bytes of arrays; a file holds at most ${mostBytes}.`,
    );
  }
  const signature = signatureOf(net, prediction);
  const metadata: NetworkMetadata = {
    format: networkFormat,
    graph,
    ...(net.record && { record: net.record }),
    ...(net.outputs && { outputs: trainedOutputs(net.outputs) }),
    arrays: arrays.map(({ name, kind, tensor }) => ({ name, kind, size: tensor.shape.toReversed() })),
    checksum: checksumOf(arrays.map(({ tensor }) => tensor)),
    signature,
  };
  return encodeModel(prediction.plan, {
    initializers: new Map(arrays.map(({ name, tensor }) => [name, tensor])),
    metadata: { [metadataKey]: jsonOf(metadata) },
    documentation: { ...documentationOf(signature, net.outputs), ...randomDocumentation(prediction.plan) },
  });
}

/** The largest file of the format, 2 GiB, less a little for the graph. */
const mostBytes = 2 ** 31 - 2 ** 24;

/** The network in the bytes of a saved one; `where` names them in messages. */
export function decodeNetwork(bytes: Uint8Array, options: LoadNetworkOptions = {}, where = "The saved network"): Network {
  const model = readModel(bytes, where);
  const text = model.metadata.get(metadataKey);
  if (text === undefined) {
    const maker = model.producer === "" ? "" : ` (by '${model.producer.slice(0, 40)}')`;
    throw damaged(where, `it is an ONNX model of another program${maker}. Only networks that saveNetwork wrote can be loaded`);
  }
  const metadata = readMetadata(text, where);
  const { learnables, states } = arraysOf(metadata, model.initializers, where);
  const graph = graphOf(metadata, options, where);
  const more = {
    ...(metadata.record && { record: metadata.record }),
    ...(metadata.outputs && { outputs: metadata.outputs }),
  };
  if (graph.layers.some((layer) => layer.problems.length > 0)) {
    return { graph, learnables, states, ...more, savedModel: modelWithin(bytes, metadata) };
  }
  requireSameArrays(graph, { learnables, states }, where);
  return { graph, learnables, states, ...more };
}

interface NamedArray {
  readonly name: string;
  readonly kind: "learnable" | "state";
  readonly tensor: Tensor<"float32">;
}

function entriesOf(kind: NamedArray["kind"], { arrays }: PackedArrays<unknown>, values: NetworkArrays): NamedArray[] {
  return arrays.map(({ key, shape }) => {
    const tensor = values.get(key);
    if (tensor?.shape.join() === shape.join()) return { name: key, kind, tensor };
    const received = tensor ? `size ${tensor.shape.toReversed().join("×")}` : "nothing";
    const expected = `size ${shape.toReversed().join("×")}`;
    throw new LayerGraphError("wrong-size", `saveNetwork: ${kind} '${key}' is ${received}, expected ${expected}.`, {
      received,
      expected,
    });
  });
}

/** The states of a network, those per observation as sequences begin with them: the observations are not in the file. */
function begunAnew(net: Network, own: readonly ObservationState[]): NetworkArrays {
  if (own.length === 0) return net.states;
  const { states } = resetState(net);
  return new Map([...net.states, ...own.map(({ key }) => [key, states.get(key)!] as const)]);
}

function signatureOf(net: Network, { outputs }: PredictionPlan): NetworkMetadata["signature"] {
  const output = net.graph.layers.find((layer) => layer.definition.loss);
  const classes = output && classesOf(net);
  return {
    inputs: fedInputs(net.graph.layers).map(({ name, spec }) => ({
      ...portOf(name, spec.format, spec.channels, spec.spatial ?? [], timeDimensionOf(spec)),
      minLength: spec.minLength ?? 1,
    })),
    outputs: outputs.map(({ name, activation: { format, value } }) => {
      const [, channels, ...rest] = value.shape;
      const spatial = format.includes("T") ? rest.slice(0, -1) : rest;
      return portOf(name, format, Number(channels), spatial.map(Number), timeDimensionIn({ format, shape: value.shape }));
    }),
    ...(classes && { classes: [...classes] }),
    target: output?.definition.target ?? "numbers",
  };
}

/** What is kept of the outputs of a network that trainnet trained. */
function trainedOutputs(outputs: NonNullable<Network["outputs"]>): NonNullable<NetworkMetadata["outputs"]> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { classNames, ...rest }]) => [
      name,
      { ...rest, ...(classNames && { classNames: [...classNames] }) },
    ]),
  );
}

function portOf(name: string, format: Format, channels: number, spatial: readonly number[], time: string | undefined) {
  const timeDimension = time !== undefined && time !== "time" && { timeDimension: time };
  return { name, format, channels, ...(spatial.length > 0 && { spatial: [...spatial] }), ...timeDimension };
}

function randomDocumentation({ random }: Plan): Record<string, string> {
  return Object.fromEntries(
    random.map(({ name, layer }) => [name, `Random numbers from 0 to 1 (1 excluded) that layer '${layer}' draws in prediction.`]),
  );
}

function jsonOf(metadata: NetworkMetadata): string {
  try {
    return JSON.stringify(metadata);
  } catch (cause) {
    throw new LayerGraphError(
      "no-json-form",
      `saveNetwork: the network's record has no JSON form: ${(cause as Error).message}.`,
      { cause },
    );
  }
}

function checksumOf(arrays: readonly Tensor[]): string {
  const hash = createHash("sha256");
  for (const { data } of arrays) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest("hex");
}

function arraysOf({ arrays, checksum }: NetworkMetadata, initializers: ReadonlyMap<string, Tensor>, where: string) {
  const found = { learnable: new Map<string, Tensor<"float32">>(), state: new Map<string, Tensor<"float32">>() };
  const tensors = arrays.map(({ name, kind, size }) => {
    const tensor = initializers.get(name);
    if (tensor?.type !== "float32" || tensor.shape.toReversed().join() !== size.join()) {
      throw damaged(where, `it has no array '${name.slice(0, 80)}' of size ${size.join("×")} in single precision`);
    }
    found[kind].set(name, tensor as Tensor<"float32">);
    return tensor;
  });
  if (checksumOf(tensors) !== checksum) throw damaged(where, "its arrays are not those that were saved: the file is damaged");
  return { learnables: found.learnable, states: found.state };
}

function graphOf({ graph }: NetworkMetadata, { layers }: LoadNetworkOptions, where: string): LayerGraph {
  try {
    return readGraph(graph, layers ? { layers } : {});
  } catch (cause) {
    if (!(cause instanceof LayerGraphError) || cause.code === "duplicate-type") throw cause;
    throw new LayerGraphError("not-a-saved-network", `${where} cannot be loaded: ${cause.message}`, {
      issues: cause.issues,
      cause,
    });
  }
}

function modelWithin(bytes: Uint8Array, { signature }: NetworkMetadata): SavedModel {
  const { inputs, outputs, classes } = signature;
  return { bytes, inputs, outputs, ...(classes && { classes }) };
}

/** The code of own layers may have changed since the network was saved. */
function requireSameArrays(graph: LayerGraph, saved: Pick<Network, "learnables" | "states">, where: string): void {
  assertValid(graph, { targetUsage: usageOf(graph) });
  const traced = traceSeparately(graph);
  for (const kind of ["learnables", "states"] as const) {
    const wanted = new Map(traced[kind].arrays.map(({ key, shape }) => [key, shape]));
    for (const key of new Set([...wanted.keys(), ...saved[kind].keys()])) {
      const [was, is] = [saved[kind].get(key)?.shape, wanted.get(key)];
      if (was?.join() === is?.join()) continue;
      const size = (shape: readonly number[] | undefined): string => (shape ? `size ${shape.toReversed().join("×")}` : "nothing");
      throw damaged(where, `its array '${key}' is ${size(was)}, but the layers as they are now have ${size(is)} there`);
    }
  }
}

function damaged(where: string, reason: string): LayerGraphError {
  return new LayerGraphError("not-a-saved-network", `${where} cannot be loaded: ${reason}.`);
}
