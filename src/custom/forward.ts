import type { Activation } from "../layer.ts";
import type { Network, NetworkArrays } from "../network/network.ts";
import { predict as predictData } from "../train/predict.ts";
import { DlArray } from "./dlarray.ts";
import { dlfeval } from "./dlfeval.ts";
import { type OutputChoice, passThrough } from "./networkPass.ts";
import { type SymbolicArrays, SymbolicNetwork } from "./symbolicNetwork.ts";

type Each<Names extends readonly string[], T> = { -readonly [K in keyof Names]: T };

/**
 * What a network computes in training, with dropout and the statistics of this mini-batch, and its new state: `[Y, state]`, or with
 * `{ outputs: ["a", "b"] }` as the last argument `[Ya, Yb, state]`. One array for each input layer, in their order. The network itself
 * does not change: `net.with({ states: state })` is the one that has seen the mini-batch.
 *
 * In a function that `dlfeval` calls it gives symbolic activations at once; outside it takes arrays made by `dlarray` and gives a promise.
 *
 * @example
 * ```ts
 * const [Y, state] = forward(net, X); // inside dlfeval
 * const [scores, newState] = await forward(net, dlarray(points, "BC")); // outside
 * ```
 * @throws LayerGraphError `wrong-inputs`, `several-outputs`
 * @see MATLAB forward
 */
export function forward(net: SymbolicNetwork, ...X: readonly Activation[]): [Activation, SymbolicArrays];
export function forward<const Names extends readonly string[]>(
  net: SymbolicNetwork,
  ...X: readonly [...Activation[], OutputChoice<Names>]
): [...Each<Names, Activation>, SymbolicArrays];
export function forward(net: Network, ...X: readonly DlArray[]): Promise<[DlArray, NetworkArrays]>;
export function forward<const Names extends readonly string[]>(
  net: Network,
  ...X: readonly [...DlArray[], OutputChoice<Names>]
): Promise<[...Each<Names, DlArray>, NetworkArrays]>;
export function forward(net: SymbolicNetwork | Network, ...rest: readonly unknown[]): unknown {
  const { arrays, choice } = withoutChoice(rest);
  if (!(net instanceof SymbolicNetwork)) return dlfeval(trainingPass, net, arrays as DlArray[], choice);
  const { outputs, states } = passThrough("forward", net, arrays as Activation[], choice, true);
  return [...outputs, states];
}

function trainingPass(net: SymbolicNetwork, X: readonly Activation[], choice: OutputChoice | undefined): unknown[] {
  const { outputs, states } = passThrough("forward", net, X, choice, true);
  return [...outputs, states];
}

function predictionPass(net: SymbolicNetwork, X: readonly Activation[], choice: OutputChoice | undefined) {
  const { outputs } = passThrough("predict", net, X, choice, false);
  return choice ? outputs : outputs[0];
}

interface PredictArrays {
  /** In a function that `dlfeval` calls: the network's output, or with `{ outputs: ["a", "b"] }` as the last argument a list of several. */
  (net: SymbolicNetwork, ...X: readonly Activation[]): Activation;
  <const Names extends readonly string[]>(
    net: SymbolicNetwork,
    ...X: readonly [...Activation[], OutputChoice<Names>]
  ): Each<Names, Activation>;
  /** Outside, for arrays made by `dlarray`. */
  (net: Network, X: DlArray, ...others: readonly DlArray[]): Promise<DlArray>;
  <const Names extends readonly string[]>(
    net: Network,
    X: DlArray,
    ...others: readonly [...DlArray[], OutputChoice<Names>]
  ): Promise<Each<Names, DlArray>>;
}

/**
 * What a network computes in prediction. For data as `trainNetwork` takes them (sequences, feature vectors, a data set): what it gives
 * for each observation, in mini-batches. For arrays made by `dlarray`, and for activations in a function that `dlfeval` calls: its output
 * as such an array, one array for each input layer; with `{ outputs: ["a", "b"] }` a list of several.
 *
 * @example
 * ```ts
 * const { values } = await predict(net, XTest, { miniBatchSize: 27 });
 * const scores = await predict(net, dlarray(points, "BC"));
 * ```
 * @throws LayerGraphError `invalid-prediction-data`, `unknown-option`, `invalid-option`, `wrong-inputs`, `several-outputs`
 * @see MATLAB predict
 */
export const predict: PredictArrays & typeof predictData = ((net: SymbolicNetwork | Network, ...rest: readonly unknown[]) => {
  const { arrays, choice } = withoutChoice(rest);
  if (net instanceof SymbolicNetwork) return predictionPass(net, arrays as Activation[], choice);
  if (!(arrays[0] instanceof DlArray)) return predictData(net, ...(rest as [never]));
  return dlfeval(predictionPass, net, arrays as DlArray[], choice);
}) as never;

/** The arguments after the network without the choice of outputs at their end. */
function withoutChoice(rest: readonly unknown[]): {
  readonly arrays: readonly unknown[];
  readonly choice: OutputChoice | undefined;
} {
  const last = rest.at(-1);
  const isChoice = typeof last === "object" && last !== null && "outputs" in last && Array.isArray(last.outputs);
  return isChoice ? { arrays: rest.slice(0, -1), choice: last as OutputChoice } : { arrays: rest, choice: undefined };
}
