import { LayerGraphError } from "../errors.ts";
import { activationIndex } from "./arrays.ts";
import { largestDifference, notFinite, numbers } from "./comparison.ts";
import type { Finding } from "./layerCheck.ts";
import { CannotBeMade, type Check, messageOf, type Pass, resultsOf, type Subject } from "./subject.ts";
import { evaluated, ranOnRuntime, type TracedLayer } from "./trace.ts";

/** Errors that say that a function ran and returned something wrong, which other checks tell. */
const otherChecks = ["wrong-outputs", "unknown-state", "wrong-size"];
/** How far single precision may be from double precision, as a part of the largest number. */
const singlePrecision = 1e-4;

const noForward = ({ layer: { definition } }: Subject): string | undefined =>
  definition.forward ? undefined : "The layer does not have a forward function.";

/** Whether predict and forward run, and what sizes and numbers they give. */
export const runChecks: readonly Check[] = [
  {
    name: "predictDoesNotError",
    about: "predict runs on this input",
    scope: "each",
    find: (subject) => doesNotRun(subject, "predict"),
  },
  {
    name: "forwardDoesNotError",
    about: "forward runs on this input",
    scope: "each",
    skip: noForward,
    find: (subject) => doesNotRun(subject, "forward"),
  },
  {
    name: "numberOfOutputsIsCorrect",
    about: "predict and forward return one output for each output port",
    scope: "once",
    find: (subject) => wrongOutputs(subject, "predict") ?? wrongOutputs(subject, "forward"),
  },
  {
    name: "forwardPredictAreConsistentInSize",
    about: "forward and predict give outputs of the same sizes and formats",
    scope: "each",
    skip: noForward,
    find: (subject) => differentSizes(subject),
  },
  {
    name: "predictIsConsistentInType",
    about: "predict gives finite numbers, the same in single precision on the runtime as in double precision",
    scope: "each",
    find: (subject) => differentPrecision(subject, "predict"),
  },
  {
    name: "forwardIsConsistentInType",
    about: "forward gives finite numbers, the same in single precision on the runtime as in double precision",
    scope: "each",
    skip: noForward,
    find: (subject) => differentPrecision(subject, "forward"),
  },
];

function doesNotRun(subject: Subject, pass: Pass): Finding | undefined {
  const { traced, error, call } = subject.attempt(pass);
  if (call?.error !== undefined) return { message: messageOf(call.error) };
  if (!traced)
    return call && error instanceof LayerGraphError && otherChecks.includes(error.code)
      ? undefined
      : { message: messageOf(error) };
  evaluated(resultsOf(traced), subject.feeds(traced));
  return undefined;
}

function wrongOutputs(subject: Subject, pass: Pass): Finding | undefined {
  const { traced, error } = subject.attempt(pass);
  if (error instanceof LayerGraphError && error.code === "wrong-outputs") {
    const fix = "Return one for each name in outputNames.";
    return { message: `${pass}: ${messageOf(error)} ${fix}` };
  }
  if (!traced) throw new CannotBeMade(`${pass} fails`);
  return undefined;
}

function differentSizes(subject: Subject): Finding | undefined {
  const [predicted, forwarded] = [subject.traced("predict").outputs, subject.traced("forward").outputs];
  const [one, other] = [subject.results("predict"), subject.results("forward")];
  for (let i = 0; i < predicted.length; i++) {
    const sizes = [one, other].map((results) => `[${results[`out ${i}`].shape.join(", ")}]`);
    const [a, b] = [`${sizes[0]} (${predicted[i].format})`, `${sizes[1]} (${forwarded[i].format})`];
    if (a !== b) return { message: `output '${subject.layer.outputNames[i]}': forward gives ${b}, predict gives ${a}.` };
  }
  return undefined;
}

async function differentPrecision(subject: Subject, pass: Pass): Promise<Finding | undefined> {
  const traced = subject.traced(pass);
  const expected = subject.results(pass);
  for (const name of Object.keys(expected)) {
    const at = notFinite(numbers(expected[name]));
    if (at < 0) continue;
    return {
      message: `${pass} gives ${numbers(expected[name])[at]} at ${placeIn(traced, subject, name, at)}. Where the layer takes only some numbers, give { size, format, range: [from, to] }.`,
    };
  }
  const received = await ranOnRuntime(resultsOf(traced), subject.feeds(traced));
  for (const name of Object.keys(expected)) {
    const difference = largestDifference(numbers(received[name]), numbers(expected[name]), 0.1);
    if (difference.relative <= singlePrecision) continue;
    const { array, index } = placeOf(traced, subject, name, difference.at);
    return {
      message: `${pass}: ${array} differs between single and double precision by ${difference.relative.toExponential(1)} of its largest number, expected at most ${singlePrecision}.`,
      worst: { array, index, received: difference.received, expected: difference.expected },
    };
  }
  return undefined;
}

function placeIn(traced: TracedLayer, subject: Subject, name: string, at: number): string {
  const { array, index } = placeOf(traced, subject, name, at);
  return `${index} of ${array}`;
}

/** What a result is called, and an element of it. */
export function placeOf(traced: TracedLayer, subject: Subject, name: string, at: number): { array: string; index: string } {
  const shape = subject.results(traced === subject.attempt("predict").traced ? "predict" : "forward")[name].shape;
  if (!name.startsWith("out ")) return { array: name.replace(/^new state (.*)/, "new state '$1'"), index: `(${at + 1})` };
  const which = Number(name.slice(4));
  const port = subject.layer.outputNames[which] ?? "out";
  return { array: `output '${port}'`, index: `${port}${activationIndex(traced.outputs[which].format, shape, at)}` };
}
