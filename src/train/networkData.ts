import type { DataSet, Observations } from "../data/dataSet.ts";
import { observationLength, requireSameCount, requireSameLengths } from "../data/dataSet.ts";
import { toImages } from "../data/images.ts";
import { toLabelImages } from "../data/labelImages.ts";
import { type Label, listed, type Responses, sortedClasses, toResponses } from "../data/responses.ts";
import { LayerGraphError, nearest } from "../errors.ts";
import { timeDimensionOf } from "../layer/apply.ts";
import type { Format, InputSpec } from "../layer.ts";
import { matchedResponses } from "./matchedClasses.ts";
import { answersOfImages, writtenAsImages } from "./responseImages.ts";
import { type GivenPredictors, type GivenResponses, isDataSet, type Predictors, toPredictors } from "./trainingData.ts";

/** An input of a network, by the name of its feed. */
export interface FedInput {
  readonly name: string;
  readonly spec: InputSpec;
}

/** The data of a network by the names of its inputs and outputs. */
export interface NetworkData {
  readonly observations: number;
  readonly inputs: ReadonlyMap<string, Observations>;
  /** Missing where there are no responses. */
  readonly targets?: ReadonlyMap<string, Responses>;
}

/** Data as users give them: a data set, or predictors and responses for one or several inputs and outputs. */
export type GivenData = DataSet | { readonly predictors: GivenPredictors; readonly responses?: GivenResponses };

/** What is known of an output before its data are read. */
export interface DataOutput {
  /** The name of the output, and another that stands for it: that of its output layer. */
  readonly name: string;
  readonly label: string;
  readonly format: Format;
  /** What the responses are: classes, class numbers counted from 1, numbers, or either classes or numbers. */
  readonly accepts: "classes" | "indices" | "numbers" | "either";
  /** The classes in order, where they are known, and the number of channels. */
  readonly classes?: readonly string[];
  readonly channels: number;
}

/** How data are read. */
export interface DataNames {
  /** What errors call the predictors and the responses; `X` and `T` by default. */
  readonly predictors?: string;
  readonly responses?: string;
  /** Whether labels are matched with the known classes of the outputs. */
  readonly matchClasses?: boolean;
}

/**
 * Data by the names of a network's inputs and outputs, with their parts fitting together. Several inputs are given as `{ name: predictors }`
 * or as a list in the order of the input layers, several outputs likewise.
 *
 * @throws LayerGraphError `wrong-inputs`, `wrong-outputs`, `response-count`, `response-length`, and those of reading the parts
 */
export function networkData(
  given: GivenData,
  inputs: readonly FedInput[],
  outputs: readonly DataOutput[],
  names: DataNames = {},
): NetworkData {
  const { predictors: x = "X", responses: t = "T" } = names;
  const parts = isDataSet(given) ? [given] : inputParts(given.predictors, inputs, x);
  if (parts.length !== inputs.length) throw wrongParts("input", inputs, parts.length, x);
  const several = inputs.length > 1;
  const observed = inputs.map(
    ({ name, spec }, i) => [name, observationsOf(parts[i], spec, several ? `${x}.${name}` : x)] as const,
  );
  const observations = sameCount(observed);
  requireEqualTimes(inputs, observed);
  const responses = outputs.length === 0 || given.responses === undefined ? undefined : given.responses;
  const targets = responses && outputTargets(responses, outputs, t, names.matchClasses ?? false);
  for (const target of targets?.values() ?? []) requireSameCount(target, observations);
  return { observations, inputs: new Map(observed), ...(targets && { targets }) };
}

/** Throws where responses for each step do not have as many steps as the input of their time dimension. */
export function requireMatchingSteps(data: NetworkData, name: string, timeDimension: string, inputs: readonly FedInput[]): void {
  const input = inputs.find(({ spec }) => timeDimensionOf(spec) === timeDimension);
  const target = data.targets?.get(name);
  if (input && target) requireSameLengths(target, data.inputs.get(input.name)!);
}

type Part = Predictors | Observations;

function inputParts(given: GivenPredictors, inputs: readonly FedInput[], where: string): Part[] {
  if (isByName(given))
    return named(
      given,
      inputs.map(({ name }) => [name]),
      "input",
      where,
    ) as Part[];
  if (inputs.length === 1) return [given as Part];
  if (!Array.isArray(given) || given.length !== inputs.length) throw wrongParts("input", inputs, listLength(given), where);
  return given as Part[];
}

/** A record of parts by name, rather than one part. */
function isByName(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null && !Array.isArray(given) && !ArrayBuffer.isView(given) && !("kind" in given);
}

function listLength(given: unknown): number {
  return Array.isArray(given) ? given.length : 1;
}

/** The parts in the order of the names, each under one of its names. */
function named(
  given: Readonly<Record<string, unknown>>,
  names: readonly (readonly string[])[],
  side: "input" | "output",
  where: string,
): unknown[] {
  const all = names.flat();
  const unknown = Object.keys(given).find((key) => !all.includes(key));
  if (unknown !== undefined) {
    const meant = nearest(unknown, all);
    const hint = meant === undefined ? `Its ${side}s are ${listed(names.map(([name]) => name))}.` : `Did you mean '${meant}'?`;
    throw new LayerGraphError(`wrong-${side}s`, `${where}: the network has no ${side} '${unknown}'. ${hint}`, {
      received: unknown,
    });
  }
  return names.map((own) => {
    const key = own.find((name) => name in given);
    if (key !== undefined) return given[key];
    throw new LayerGraphError(`wrong-${side}s`, `${where}: there is nothing for the ${side} '${own[0]}' of the network.`, {
      received: Object.keys(given).join(", "),
      expected: own[0],
    });
  });
}

function wrongParts(side: "input" | "output", ends: readonly { readonly name: string }[], received: number, where: string) {
  const names = ends.map(({ name }) => name);
  const example = `{ ${names.map((name) => (/^\w+$/.test(name) ? name : `"${name}"`)).join(": …, ")}: … }`;
  return new LayerGraphError(
    `wrong-${side}s`,
    `${where}: the network has ${names.length} ${side}s (${listed(names)}), received ${received === 1 ? "one" : received}. Give ${example}, or a list in this order.`,
    { received: String(received), expected: String(names.length) },
  );
}

function observationsOf(part: Part, spec: InputSpec, name: string): Observations {
  if (isDataSet(part)) return part;
  const spatial = spec.spatial?.length ?? 0;
  if (spatial === 0) return toPredictors(part as Predictors, name);
  const temporal = spec.format.includes("T");
  const predictors = toImages(part as never, { rank: spatial + (temporal ? 2 : 1), temporal, name });
  return { kind: temporal ? "imageSequences" : "images", predictors };
}

function sameCount(observed: readonly (readonly [string, Observations])[]): number {
  const [[first, { predictors }]] = observed;
  const odd = observed.find(([, other]) => other.predictors.length !== predictors.length);
  if (!odd) return predictors.length;
  const [name, { predictors: own }] = odd;
  throw new LayerGraphError(
    "observation-count",
    `Input '${first}' has ${predictors.length} observations, but input '${name}' has ${own.length}; all inputs need the same.`,
    { layer: name, received: String(own.length), expected: String(predictors.length) },
  );
}

/** Inputs of one time dimension are fed sequences of the same lengths. */
function requireEqualTimes(inputs: readonly FedInput[], observed: readonly (readonly [string, Observations])[]): void {
  const firsts = new Map<string, number>();
  for (const [i, { name, spec }] of inputs.entries()) {
    const time = timeDimensionOf(spec);
    if (time === undefined) continue;
    const first = firsts.get(time) ?? i;
    firsts.set(time, first);
    const [[before, one], [, other]] = [observed[first], observed[i]];
    const odd = one.predictors.findIndex((_, at) => observationLength(one, at) !== observationLength(other, at));
    if (odd < 0) continue;
    throw new LayerGraphError(
      "different-lengths",
      `Observation ${odd} has ${observationLength(one, odd) ?? "no"} time steps in input '${before}' and ${observationLength(other, odd) ?? "no"} in input '${name}', which share the time dimension '${time}'. Give one of the input layers a timeDimension of its own.`,
      { layer: name },
    );
  }
}

function outputTargets(
  given: GivenResponses | Responses,
  outputs: readonly DataOutput[],
  where: string,
  matchClasses: boolean,
): Map<string, Responses> {
  const parts = isByName(given)
    ? named(
        given,
        outputs.map(({ name, label }) => [name, label]),
        "output",
        where,
      )
    : outputs.length === 1
      ? [given]
      : given;
  if (!Array.isArray(parts) || parts.length !== outputs.length) throw wrongParts("output", outputs, listLength(given), where);
  return new Map(
    outputs.map((output, i) => [
      output.name,
      responsesOf(parts[i], output, outputs.length > 1 ? `${where}.${output.name}` : where, matchClasses),
    ]),
  );
}

function responsesOf(part: unknown, output: DataOutput, name: string, matchClasses: boolean): Responses {
  const { format, accepts, classes: known } = output;
  const spatial = [...format].filter((label) => label === "S").length;
  const temporal = format.includes("T");
  if (typeof part === "object" && part !== null && "kind" in part) {
    const responses = spatial > 0 || temporal ? (part as Responses) : answersOfImages(part as Responses);
    return matchClasses && known ? matchedResponses(responses, known, name) : responses;
  }
  const classes = matchClasses || accepts === "indices" ? known : undefined;
  if (spatial > 0 && accepts === "numbers") {
    const values = toImages(part as never, { rank: spatial + (temporal ? 2 : 1), temporal, name });
    return { kind: temporal ? "numberImageSequences" : "numberImages", values };
  }
  if (spatial > 0) return toLabelImages(part as never, { rank: spatial, ...(classes && { classes }), name });
  const images = temporal || accepts === "classes" || accepts === "indices" ? undefined : writtenAsImages(part, name);
  if (images) return answersOfImages(images);
  if (accepts !== "indices") return toResponses(part as never, { ...(classes && { classes }), name });
  return toResponses(part as never, { type: "labels", classes: classes ?? numbered(part, output.channels), name });
}

/** The classes 1 … K where the labels are such numbers, of which some may be missing; otherwise the labels, sorted. */
function numbered(labels: unknown, count: number): readonly Label[] {
  const all = (Array.isArray(labels) ? labels.flat() : []) as Label[];
  const places = all.every((label) => Number.isInteger(label) && Number(label) >= 1 && Number(label) <= count);
  return places ? Array.from({ length: count }, (_, at) => at + 1) : sortedClasses(all);
}
