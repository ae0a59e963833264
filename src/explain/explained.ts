import { listed } from "../data/responses.ts";
import { LayerGraphError } from "../errors.ts";
import { hasOnePlace } from "../layer/flattening.ts";
import { type Activation, axesOf, type Format } from "../layer.ts";
import type { OutputPort } from "../network/ends.ts";
import type { Network } from "../network/network.ts";
import type { Tensors } from "../run/index.ts";
import { elementCount, floats, type Tensor } from "../tensor.ts";
import { randomFeeds } from "../train/feeds.ts";
import type { FedInput } from "../train/networkData.ts";
import { loadedPlan, networkRun, type RunOutput } from "../train/networkRuns.ts";
import { predictionOptions } from "../train/predictionOptions.ts";
import { fedInputs } from "../train/prepareNetwork.ts";
import { beginnings, fedObservation, type GivenObservation, requireKnownLayers } from "./observation.ts";
import { type Asked, countedName, scorePlan } from "./scorePlan.ts";
import { chosenScore, type ExplainedScore, type ScoreChoice, scoreEnd } from "./target.ts";

/** What the explanations of an answer have in common; every one may be left out. */
export interface ExplanationOptions extends ScoreChoice {
  /** Of a network with several input layers, the one whose data the answer is traced back to; the others stay as they are. */
  readonly input?: string;
  /** Variants of the observation that are computed at once; as many as have 16,384 steps together, at most 128, by default. */
  readonly miniBatchSize?: number;
  /** Processor threads, as in `predict`. */
  readonly threads?: number;
}

/** What a network gives for some variants of an observation. */
export interface Answers {
  readonly scores: Float32Array;
  /** The slope of the score along each number of each variant, if it was asked for. */
  readonly slope?: Float32Array;
  /** Of the layer inside, [variants, channels, …, time], if it was asked for. */
  readonly inside?: Tensor;
  readonly insideSlope?: Tensor;
}

/** One observation of a network, and the score that is explained. */
export interface Explained {
  readonly score: ExplainedScore;
  readonly input: FedInput;
  /** The data of the input: [channels, …, time], row-major. */
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** How many variants are computed at once. */
  readonly miniBatchSize: number;
  /** The output of the layer inside, if it was asked for. */
  readonly inside?: Activation;
  /** What the network gives for variants of the data, one after the other in `rows`; all else is as in the observation. */
  readonly ask: (rows: Float32Array) => Promise<Answers>;
}

/** What is asked about each variant, beside its score. */
export interface Questions {
  /** Whether the slope along the data is wanted. */
  readonly slope?: boolean;
  /** A layer whose output, and the slope along it, are wanted. */
  readonly inside?: OutputPort;
}

/**
 * An observation made ready for questions about one score.
 *
 * @throws LayerGraphError `missing-input`, `wrong-inputs`, `unknown-class`, `wrong-target`, `missing-target`, `wrong-step`, `not-supported`,
 *   `no-gradient`, `unknown-layer`, and those of `predict`
 */
export async function explained(
  net: Network,
  x: GivenObservation,
  options: ExplanationOptions,
  questions: Questions,
  where: string,
): Promise<Explained> {
  requireKnownLayers(net, where);
  const { miniBatchSize: givenSize, threads: givenThreads } = options;
  const given = {
    ...(givenSize !== undefined && { miniBatchSize: givenSize }),
    ...(givenThreads !== undefined && { threads: givenThreads }),
  };
  const { threads } = predictionOptions(given, where);
  const inputs = fedInputs(net.graph.layers);
  const input = chosenInput(inputs, options.input, where);
  const fed = fedObservation(inputs, x, where);
  const end = scoreEnd(net.graph, options.output, where);
  const asked: Asked = { ...(questions.slope && { slopeOf: input.name }), ...(questions.inside && { inside: questions.inside }) };
  const { about, run } = await loadedPlan(net, threads, JSON.stringify(["score", end, asked]), () =>
    scorePlan(net.graph, end, asked, where),
  );
  const states = Object.fromEntries(beginnings(net, about.states, where));
  const outputs = await networkRun(net, threads, end);
  const [{ value: computed }] = await outputs.run(fed);
  const { format, value } = answer(outputs.outputs[0], computed);
  const score = chosenScore({ net, end, format, channels: value.shape[1], values: value.data as Float32Array }, options, where);
  const counted = { [countedName]: countedNumbers(value, score) };
  const { shape, data } = fed.feeds[input.name] as Tensor<"float32">;
  const ask = async (rows: Float32Array): Promise<Answers> => {
    const batch = rows.length / data.length;
    const feeds = { ...repeated(fed.feeds, batch), [input.name]: floats([batch, ...shape.slice(1)], rows) };
    const random = randomFeeds(about.plan, { ...fed.symbols, batch }, 0, 0);
    const { scores, slope, inside, insideSlope } = await run({ ...feeds, ...states, ...random, ...counted });
    return {
      scores: scores.data as Float32Array,
      ...(slope && { slope: slope.data as Float32Array }),
      ...(inside && { inside, insideSlope }),
    };
  };
  const miniBatchSize = givenSize ?? Math.max(1, Math.min(128, Math.floor(16_384 / (fed.symbols.time ?? 1))));
  return { score, input, shape: shape.slice(1), data, miniBatchSize, ...(about.inside && { inside: about.inside }), ask };
}

/** An answer as `scorePlan` counts its numbers: where it has one place only, without its spatial dimensions. */
function answer(output: RunOutput, value: Tensor): { readonly format: Format; readonly value: Tensor } {
  const { format, shape } = output;
  if (!hasOnePlace({ format, shape })) return { format, value };
  const sizes = value.shape.filter((_, axis) => !axesOf(format, "S").includes(axis));
  return { format: format.replaceAll("S", "") as Format, value: floats(sizes, value.data as Float32Array) };
}

/** The input layer whose data are varied. */
function chosenInput(inputs: readonly FedInput[], name: string | undefined, where: string): FedInput {
  const names = inputs.map((input) => input.name);
  const found = name === undefined ? (inputs.length === 1 ? inputs[0] : undefined) : inputs.find((input) => input.name === name);
  if (found) return found;
  const expected = names.length === 1 ? `'${names[0]}'` : `one of ${listed(names)}`;
  const message =
    name === undefined
      ? `${where}: the network has ${names.length} inputs. Say which one the answer is traced back to with input: ${expected}.`
      : `${where}: the network has no input layer '${name}', expected ${expected}.`;
  throw new LayerGraphError(name === undefined ? "missing-input" : "wrong-inputs", message, {
    received: name ?? "nothing",
    expected,
  });
}

/** How much each number of the output counts: 1 for the chosen one, or 1/steps at each step of its channel. */
function countedNumbers({ shape }: Tensor, { index, step }: ExplainedScore): Tensor<"float32"> {
  const data = new Float32Array(elementCount(shape));
  const steps = data.length / shape[1];
  if (step === undefined) data.fill(1 / steps, index * steps, (index + 1) * steps);
  else data[index * steps + step] = 1;
  return floats(shape, data);
}

/** The arrays of one observation so many times. */
function repeated(feeds: Tensors, times: number): Tensors {
  const repeat = ({ shape, data }: Tensor): Tensor => {
    const all = new Float32Array(times * data.length);
    for (let i = 0; i < times; i++) all.set(data as Float32Array, i * data.length);
    return floats([times, ...shape.slice(1)], all);
  };
  return Object.fromEntries(Object.entries(feeds).map(([name, each]) => [name, repeat(each)]));
}
