import { observationLength } from "../data/dataSet.ts";
import { LayerGraphError } from "../errors.ts";
import { predictionBatches } from "./batches.ts";
import { CarriedStates } from "./carriedStates.ts";
import { checkInput, type Purpose } from "./checkData.ts";
import { batchFeeds, type Fed, type FedTarget } from "./feeds.ts";
import { GatheredOutput, type OutputPrediction } from "./gatheredOutput.ts";
import type { NetworkData } from "./networkData.ts";
import type { BatchOutput, NetworkRun } from "./networkRuns.ts";
import type { CheckedPredictionOptions } from "./predictionOptions.ts";
import { paddingOf } from "./trainingLoop.ts";

/**
 * What a network gives for each observation, in their order. Of a network with several outputs these are the first one's, and `outputs` has all
 * by their names.
 */
export type Prediction = OutputPrediction & { readonly outputs?: Readonly<Record<string, OutputPrediction>> };

/** A computed mini-batch, or a piece of one. */
export interface ComputedPiece {
  readonly batch: Fed;
  /** The observation of each row. */
  readonly observations: Int32Array;
  /** In the order of the run's outputs. */
  readonly outputs: readonly BatchOutput[];
}

interface ComputingOptions {
  readonly purpose: Purpose;
  readonly targets?: readonly FedTarget[];
  /** The states of all observations, which become those after their sequences; where they are missing, nobody wants to know them. */
  readonly states?: CarriedStates;
}

/** Computes all mini-batches, one after the other, with the given targets among their feeds. */
export async function* computedPieces(
  run: NetworkRun,
  data: NetworkData,
  options: CheckedPredictionOptions,
  { purpose, targets = [], states: given }: ComputingOptions,
): AsyncGenerator<ComputedPiece> {
  const { inputs, equalLengthsOnly: equalLengths } = run;
  for (const { name, spec } of inputs) checkInput(name, spec, data.inputs.get(name)!, purpose);
  refuseCutting(run, data, options);
  const { observations } = data;
  requireObservations(run, observations, purpose);
  const carries = given !== undefined || (run.observationStates.size > 0 && (goesOn(run) || cuts(options)));
  let done = 0;
  for (const indices of predictionBatches(observations, options.miniBatchSize)) {
    const states = carries ? (given ?? new CarriedStates(run.observationStates)) : undefined;
    for (const batch of batchFeeds(data, indices, { inputs, targets, padding: paddingOf(options), equalLengths })) {
      const own = batch.rows.map((row) => indices[row]);
      yield { batch, observations: own, outputs: await run.run(batch, states && { states, observations: own }) };
    }
    done += indices.length;
    options.onProgress?.({ done, observations });
  }
}

/** Whether the observations have states of their own already, from earlier steps of their sequences. */
function goesOn({ observationStates }: NetworkRun): boolean {
  return [...observationStates.values()].some(({ shape }) => shape[0] !== 1);
}

function cuts({ sequenceLength }: CheckedPredictionOptions): boolean {
  return typeof sequenceLength === "number";
}

/** States that each observation has its own of belong to the observations of earlier data, in their order. */
function requireObservations({ observationStates }: NetworkRun, observations: number, purpose: Purpose): void {
  for (const [key, { shape }] of observationStates) {
    if (shape[0] === 1 || shape[0] === observations) continue;
    const message = `The network's states, such as '${key}', are those of ${shape[0]} observations, but the ${purpose} data have ${observations}. Give the next steps of the same observations in the same order, or begin anew with resetState(net).`;
    throw new LayerGraphError("wrong-observations", message, { received: String(observations), expected: String(shape[0]) });
  }
}

/** What the network gives for each observation; with `states`, sequences go on from these, which become those after them. */
export async function networkOutputs(
  run: NetworkRun,
  data: NetworkData,
  options: CheckedPredictionOptions,
  states?: CarriedStates,
): Promise<Prediction> {
  const gathered = gatheredOutputs(run, data, options);
  for await (const piece of computedPieces(run, data, options, { purpose: "prediction", states })) gather(gathered, piece);
  return predictionOf(gathered);
}

/** What puts the outputs of pieces together, one for each output of the run. */
export function gatheredOutputs(run: NetworkRun, data: NetworkData, options: CheckedPredictionOptions): GatheredOutput[] {
  return run.outputs.map((output) => new GatheredOutput(output, data.observations, options));
}

/** Adds a piece to what was gathered. */
export function gather(gathered: readonly GatheredOutput[], { batch, observations, outputs }: ComputedPiece): void {
  gathered.forEach((output, i) => {
    output.add(batch, observations, outputs[i]);
  });
}

/** What was gathered, by the names of the outputs where there are several. */
export function predictionOf(gathered: readonly GatheredOutput[]): Prediction {
  const predictions = gathered.map((output) => output.prediction());
  if (gathered.length === 1) return predictions[0];
  return { ...predictions[0], outputs: Object.fromEntries(gathered.map(({ name }, i) => [name, predictions[i]])) };
}

/** One vector for a whole sequence cannot be put together from those of its pieces. */
function refuseCutting({ outputs, inputs }: NetworkRun, data: NetworkData, { sequenceLength }: CheckedPredictionOptions): void {
  if (typeof sequenceLength !== "number" || outputs.every(({ format }) => format.includes("T"))) return;
  for (const { name } of inputs) {
    const observed = data.inputs.get(name)!;
    const lengths = observed.predictors.map((_, at) => observationLength(observed, at) ?? 0);
    const long = lengths.findIndex((length) => length > sequenceLength);
    if (long < 0) continue;
    throw new LayerGraphError(
      "not-supported",
      `sequenceLength ${sequenceLength} cuts sequence ${long + 1} of ${lengths[long]} steps into pieces, but the network has one output for each whole sequence. Use "longest".`,
      { received: String(sequenceLength), expected: '"longest" or "shortest"' },
    );
  }
}
