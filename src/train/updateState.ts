import type { DataSet } from "../data/dataSet.ts";
import { LayerGraphError } from "../errors.ts";
import { storedShape } from "../layer/apply.ts";
import { resetValues } from "../layer/resetState.ts";
import { givenValues, type LayerState, layoutOf } from "../layer.ts";
import { DlNetwork } from "../network/dlnetwork.ts";
import type { Network, NetworkArrays } from "../network/network.ts";
import { traceLayers } from "../network/trace.ts";
import { elementCount, floats } from "../tensor.ts";
import { CarriedStates } from "./carriedStates.ts";
import { type Classification, classified, requireClasses } from "./classify.ts";
import { networkOutputs, type Prediction } from "./networkOutputs.ts";
import { networkRun, requireNetwork, sharePlans } from "./networkRuns.ts";
import { predictorsFor } from "./predict.ts";
import { type PredictionOptions, predictionOptions } from "./predictionOptions.ts";
import type { GivenPredictors } from "./trainingData.ts";

/**
 * What `predict` gives, and in `net` the network as it is after these steps: each observation has its own state in every recurrent layer (MATLAB's
 * H × N), and the next steps of the same observations, in the same order, go on from there. So a sequence given piece by piece has the outputs of
 * the whole. The network that was given does not change; `predict(net, X)` and the functions for data beside it begin with a network's states, too.
 *
 * A network that has seen one observation takes its states for all that follow, as in MATLAB. A saved network, and one that is trained further,
 * begins anew.
 *
 * @example
 * ```ts
 * let net = resetState(trained);
 * for (const step of steps) {
 *   const { net: updated, values } = await predictAndUpdateState(net, step);
 *   net = updated;
 * }
 * ```
 * @throws LayerGraphError `no-states` where no layer keeps states of observations, `wrong-observations` for another number of observations than
 *   before, and those of `predict`
 * @see MATLAB predictAndUpdateState
 */
export async function predictAndUpdateState<N extends Network>(
  net: N,
  X: GivenPredictors | DataSet,
  options?: PredictionOptions,
): Promise<Prediction & { readonly net: N }> {
  return updated(net, X, options, "predictAndUpdateState");
}

/**
 * What `classify` gives, and in `net` the network as it is after these steps; see `predictAndUpdateState`.
 *
 * @example const { net: updated, labels } = await classifyAndUpdateState(net, X);
 * @throws LayerGraphError those of `classify` and `predictAndUpdateState`
 * @see MATLAB classifyAndUpdateState
 */
export async function classifyAndUpdateState<N extends Network>(
  net: N,
  X: GivenPredictors | DataSet,
  options?: PredictionOptions,
): Promise<Classification & { readonly net: N }> {
  requireNetwork(net, "classifyAndUpdateState");
  requireClasses(net);
  const { net: after, ...prediction } = await updated(net, X, options, "classifyAndUpdateState");
  return { ...classified(net, prediction as Prediction), net: after };
}

/**
 * The network with the states with which sequences begin: what a recurrent layer carries from earlier steps is forgotten, and any other state that
 * the `resetState` of its layer names is set to that value. All other states, such as running statistics, stay.
 *
 * @example net = resetState(net);
 * @see MATLAB resetState
 */
export function resetState<N extends Network>(net: N): N {
  requireNetwork(net, "resetState");
  const states = new Map(net.states);
  for (const [name, { layer, inputs, state }] of traceLayers(net.graph).layers) {
    const values = resetValues(layer, inputs.map(layoutOf));
    for (const [key, spec] of Object.entries(state)) {
      const data = values[key] ?? (spec.perObservation ? beginning(spec, key) : undefined);
      if (data) states.set(`${name}/${key}`, floats(storedShape(spec.size), data));
    }
  }
  return withStates(net, states);
}

function beginning({ given, initial, size }: LayerState, name: string): Float32Array {
  return Float32Array.from(givenValues(given, size, `state '${name}'`) ?? new Float32Array(elementCount(size)).fill(initial));
}

async function updated<N extends Network>(
  net: N,
  X: GivenPredictors | DataSet,
  options: PredictionOptions | undefined,
  where: string,
) {
  requireNetwork(net, where);
  const checked = predictionOptions(options, where);
  const run = await networkRun(net, checked.threads);
  if (run.observationStates.size === 0) throw withoutStates(net, where);
  const data = predictorsFor(run, X);
  const states = new CarriedStates(run.observationStates);
  const prediction = await networkOutputs(run, data, checked, states);
  const after = withStates(net, new Map([...net.states, ...states.all(data.observations)]));
  sharePlans(net, after);
  return { ...prediction, net: after };
}

function withStates<N extends Network>(net: N, states: NetworkArrays): N {
  if (net instanceof DlNetwork) return new DlNetwork({ ...net.parts(), states }) as Network as N;
  return { ...net, states };
}

function withoutStates({ savedModel }: Network, where: string): LayerGraphError {
  const reason = savedModel
    ? "the code of some of its layers is not known, without which states do not come out. Load it with these layers: loadNetwork(file, { layers })"
    : "no layer of the network keeps a state for each observation. Use it with lstmLayer, gruLayer or a layer of your own with such states, or use predict";
  return new LayerGraphError("no-states", `${where}: ${reason}.`, { expected: "a network with recurrent layers" });
}
