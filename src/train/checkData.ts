import { numFeatures, type Observations, observationLength } from "../data/dataSet.ts";
import type { Responses } from "../data/responses.ts";
import { LayerGraphError } from "../errors.ts";
import type { InputSpec } from "../layer.ts";
import { type Dim, sameDim, symbol } from "../ops/index.ts";
import type { DataOutput } from "./networkData.ts";

/** What data are checked for: it names them in messages. */
export type Purpose = "training" | "prediction" | "test";

const kinds: Readonly<Record<Observations["kind"], string>> = {
  features: "feature vectors",
  sequences: "sequences",
  images: "images",
  imageSequences: "sequences of images",
};

const rowsAreNoSequences =
  "A sequence is a list of features, each with a number for every time step; in a .csv file, name the column that tells sequences apart with sequenceId (--sequence-id).";

/** Checks that data are what an input layer of that name takes: kind, sizes and the shortest sequence. */
export function checkInput(name: string, spec: InputSpec, data: Observations, purpose: Purpose): void {
  const expected = kindOf(spec);
  if (expected !== data.kind) {
    const fix = expected === "sequences" && data.kind === "features" ? ` ${rowsAreNoSequences}` : "";
    refuse(purpose, `'${name}' takes ${kinds[expected]}, but the data are ${kinds[data.kind]}.${fix}`);
  }
  const features = numFeatures(data);
  if (features === undefined) refuse(purpose, "there are no observations.");
  if (expected === "images" || expected === "imageSequences") checkImageSize(name, spec, data, purpose);
  else if (features !== spec.channels) {
    const kind = expected === "sequences" ? "sequences" : "observations";
    refuse(
      purpose,
      `The ${purpose} ${kind} are of feature dimension ${features} but the input layer expects ${kind} of feature dimension ${spec.channels}.`,
      { received: `${features} features`, expected: `${spec.channels} features`, layer: name },
    );
  }
  checkLengths(name, spec, data, purpose);
}

function kindOf({ format }: InputSpec): Observations["kind"] {
  if (format.includes("S")) return format.includes("T") ? "imageSequences" : "images";
  return format.includes("T") ? "sequences" : "features";
}

function checkImageSize(name: string, { spatial = [], channels }: InputSpec, data: Observations, purpose: Purpose): void {
  const { size } = data.predictors[0] as { readonly size: readonly number[] };
  const received = (data.kind === "imageSequences" ? size.slice(0, -1) : size).join("×");
  const expected = [...spatial, channels].join("×");
  if (received === expected) return;
  refuse(purpose, `The ${purpose} images are of size ${received} but the input layer expects images of size ${expected}.`, {
    received,
    expected,
    layer: name,
  });
}

function checkLengths(name: string, spec: InputSpec, data: Observations, purpose: Purpose): void {
  const least = Math.max(1, spec.minLength ?? 1);
  const short = data.predictors.findIndex((_, at) => (observationLength(data, at) ?? least) < least);
  if (short < 0) return;
  refuse(
    purpose,
    `sequence ${short + 1} has ${observationLength(data, short)} time steps, but '${name}' has minLength ${least}. Remove it or lower minLength.`,
    { layer: name },
  );
}

/** An output with its sizes, [batch, channels, …, time]. */
export interface CheckedOutput extends DataOutput {
  readonly shape: readonly Dim[];
  /** The name of the time dimension that the output goes through step by step, if there is one. */
  readonly timeDimension?: string;
}

/** Checks that responses are what an output is compared with. */
export function checkResponses(output: CheckedOutput, responses: Responses | undefined, purpose: Purpose): void {
  if (!responses) refuse(purpose, "there are no responses.");
  checkKind(output, responses, purpose);
  checkTime(output, responses, purpose);
  if (output.format.includes("S")) checkPlaces(output, responses, purpose);
  else checkWidth(output, responses, purpose);
}

function checkKind({ accepts, label }: CheckedOutput, { kind }: Responses, purpose: Purpose): void {
  const labels = kind.startsWith("label");
  if (accepts === "either" || labels === (accepts !== "numbers")) return;
  refuse(
    purpose,
    labels
      ? `Responses are labels, but '${label}' takes numbers. Use classificationLayer, or give numbers.`
      : `Responses must be categorical: '${label}' takes labels, but the responses are numbers. Give text labels.`,
  );
}

function checkTime({ format, shape, timeDimension }: CheckedOutput, { kind }: Responses, purpose: Purpose): void {
  const temporal = format.includes("T");
  const stepwise = kind === "labelSequences" || kind === "numberSequences" || kind === "numberImageSequences";
  if (temporal && !stepwise) {
    refuse(
      purpose,
      "Responses must be a cell array of categorical response sequences: the network has an output for every time step, but there is one response for each sequence. Put a global pooling layer before the fully connected layer, or give a response for each time step.",
    );
  }
  if (!temporal && stepwise) {
    refuse(
      purpose,
      "the network has one output for each sequence, but there is a response for each time step. Remove the pooling layer, or give one response for each sequence.",
    );
  }
  if (!temporal || (timeDimension !== undefined && sameDim(shape.at(-1)!, symbol(timeDimension)))) return;
  refuse(
    purpose,
    `Sequence responses must have the same sequence length as the corresponding predictors, but the network turns sequences of length ${timeDimension ?? "time"} into length ${shape.at(-1)}. Use stride 1 and "same" or "causal" padding.`,
  );
}

function checkWidth({ shape, classes }: CheckedOutput, responses: Responses, purpose: Purpose): void {
  const width = shape[1] as number;
  if ("classes" in responses) {
    checkClasses(width, responses.classes, classes, purpose);
    return;
  }
  const first = responses.values[0];
  const size = "size" in first ? first.size[0] : first.length;
  if (size !== width) refuse(purpose, `The output size (${width}) of the last layer does not match the response size (${size}).`);
}

function checkClasses(width: number, own: readonly string[], classes: readonly string[] | undefined, purpose: Purpose): void {
  if (own.length !== width)
    refuse(purpose, `The output size (${width}) of the last layer does not match the number of classes (${own.length}).`);
  if (classes?.some((name, i) => name !== own[i])) {
    refuse(
      purpose,
      `the classes of the data (${own.join(", ")}) are not those of the output layer in its order (${classes.join(", ")}).`,
    );
  }
}

/** Images as responses: their size, and of label images the number of classes. */
function checkPlaces({ shape, format, classes }: CheckedOutput, responses: Responses, purpose: Purpose): void {
  const [, channels, ...rest] = shape;
  const spatial = format.includes("T") ? rest.slice(0, -1) : rest;
  if (responses.kind === "labelImages") {
    compareSizes(spatial, responses.size, purpose);
    checkClasses(channels as number, responses.classes, classes, purpose);
    return;
  }
  if (responses.kind !== "numberImages" && responses.kind !== "numberImageSequences") {
    refuse(
      purpose,
      `the network gives images of size ${[...spatial, channels].join("×")}, but the responses are ${responses.kind}.`,
    );
  }
  const { size } = responses.values[0];
  compareSizes([...spatial, channels], responses.kind === "numberImages" ? size : size.slice(0, -1), purpose);
}

function compareSizes(expected: readonly Dim[], received: readonly number[], purpose: Purpose): void {
  if (expected.join() === received.join()) return;
  refuse(
    purpose,
    `The output size ([${expected.join(" ")}]) of the last layer does not match the response size ([${received.join(" ")}]).`,
  );
}

function refuse(purpose: Purpose, reason: string, details: { layer?: string; received?: string; expected?: string } = {}): never {
  throw new LayerGraphError(`invalid-${purpose}-data`, `Invalid ${purpose} data. ${reason}`, details);
}
