import type { Tensors } from "../run/executor.ts";
import { elementCount, type Tensor } from "../tensor.ts";
import { doubles } from "./arrays.ts";
import { largestDifference, numbers } from "./comparison.ts";
import type { Finding } from "./layerCheck.ts";
import { placeOf } from "./runChecks.ts";
import { type Check, resultsOf, type Subject } from "./subject.ts";
import { evaluated, inputName, type TracedLayer, traceLayer } from "./trace.ts";

/** How far two computations of the same numbers in double precision may be from each other. */
const rounding = 1e-9;

/** Whether predict gives the same for the same, whatever else there is in the mini-batch. */
export const observationChecks: readonly Check[] = [
  {
    name: "predictIsDeterministic",
    about: "predict gives the same whenever it is called, whatever random numbers there are",
    scope: "once",
    find: (subject) => undetermined(subject),
  },
  {
    name: "observationsAreIndependent",
    about: "predict gives each observation of a mini-batch what it gives it alone",
    scope: "several",
    skip: (subject) => (perObservation(subject).length > 0 ? undefined : "No output has one entry for each observation."),
    find: (subject) => mixedObservations(subject),
  },
  {
    name: "paddingChangesNothing",
    about: "predict gives each sequence of a padded mini-batch what it gives it alone",
    scope: "several",
    skip: ({ inputs }) => unpaddable(inputs),
    find: (subject) => changedByPadding(subject),
  },
];

function undetermined(subject: Subject): Finding | undefined {
  const traced = subject.traced("predict");
  const first = subject.results("predict");
  const redrawn = evaluated(resultsOf(traced), subject.feeds(traced, 1));
  const again = traceLayer(subject.layer, subject.inputs, { training: false });
  const repeated = evaluated(resultsOf(again), subject.feeds(again));
  return (
    differentFrom(
      subject,
      traced,
      redrawn,
      first,
      "predict draws random numbers. Draw them in forward, or where `training` is true.",
    ) ??
    differentFrom(
      subject,
      traced,
      repeated,
      first,
      "predict computes something else when it is called again. Let it depend on nothing but its arguments.",
    )
  );
}

function differentFrom(
  subject: Subject,
  traced: TracedLayer,
  received: Tensors,
  expected: Tensors,
  message: string,
): Finding | undefined {
  for (const name of Object.keys(expected)) {
    const difference = largestDifference(numbers(received[name]), numbers(expected[name]), 1e-6);
    if (difference.relative <= rounding) continue;
    const place = placeOf(traced, subject, name, difference.at);
    return { message, worst: { ...place, received: difference.received, expected: difference.expected } };
  }
  return undefined;
}

/** The outputs whose first dimension is the observations. */
function perObservation(subject: Subject): number[] {
  const { traced } = subject.attempt("predict");
  return traced ? traced.outputs.flatMap(({ value }, i) => (String(value.shape[0]) === "batch" ? [i] : [])) : [0];
}

function mixedObservations(subject: Subject): Finding | undefined {
  const traced = subject.traced("predict");
  const together = subject.results("predict");
  const feeds = subject.feeds(traced);
  for (let n = 0; n < subject.observations; n++) {
    const alone = evaluated(resultsOf(traced), observationOf(feeds, traced, n));
    for (const i of perObservation(subject)) {
      const name = `out ${i}`;
      const received = entry(together[name], n);
      const difference = largestDifference(numbers(received), numbers(alone[name]), 1e-6);
      if (difference.relative <= rounding) continue;
      const place = placeOf(traced, subject, name, difference.at + n * received.data.length);
      return {
        message: `predict gives observation ${n + 1} of a mini-batch of ${subject.observations} something else than alone: received is in the mini-batch, expected alone.`,
        cause: "something is computed over the observations (axis 0), such as a sum, a mean or a softmax",
        worst: { ...place, received: difference.received, expected: difference.expected },
      };
    }
  }
  return undefined;
}

/** What is fed for one observation: its entry of everything that has one for each, by the traced shapes. */
function observationOf(feeds: Tensors, traced: TracedLayer, n: number): Record<string, Tensor> {
  const own: Record<string, Tensor> = { ...feeds };
  traced.inputs.forEach((_, i) => {
    own[inputName(i)] = entry(feeds[inputName(i)], n);
  });
  for (const { name, shape } of traced.random) if (String(shape[0]) === "batch") own[name] = entry(feeds[name], n);
  return own;
}

function entry({ shape, data }: Tensor, n: number): Tensor {
  const rest = shape.slice(1);
  const count = elementCount(rest);
  return doubles([1, ...rest], (data as Float64Array).subarray(n * count, (n + 1) * count));
}

function unpaddable(inputs: Subject["inputs"]): string | undefined {
  const times = inputs.flatMap(({ format, shape }) => (format.includes("T") ? [shape.at(-1)!] : []));
  if (times.length === 0) return "The input has no time dimension.";
  return Math.min(...times) > 1 ? undefined : "Sequences of one time step have nothing to pad.";
}

/** Lengths of which the first is the whole: others are one and two steps shorter. */
function someLengths(observations: number, time: number): number[] {
  return Array.from({ length: observations }, (_, n) => Math.max(1, time - n));
}

function changedByPadding(subject: Subject): Finding | undefined {
  const traced = subject.traced("predict", { padded: true });
  const whole = subject.traced("predict");
  const time = subject.inputs.find(({ format }) => format.includes("T"))!.shape.at(-1)!;
  const lengths = someLengths(subject.observations, time);
  const clean = subject.feeds(traced);
  const fed: Record<string, Tensor> = {
    ...clean,
    lengths: { type: "int64", shape: [lengths.length], data: BigInt64Array.from(lengths, BigInt) },
  };
  subject.inputs.forEach((each, i) => {
    if (each.format.includes("T") && each.largestIndex === undefined) fed[inputName(i)] = soiled(clean[inputName(i)], lengths);
  });
  const lengthsOut = Object.fromEntries(
    traced.outputs.flatMap(({ lengths: value }, i) => (value ? [[`lengths ${i}`, value]] : [])),
  );
  const together = evaluated({ ...resultsOf(traced), ...lengthsOut }, fed);
  for (let n = 0; n < lengths.length; n++) {
    const alone = evaluated(resultsOf(whole), cutTo(observationOf(clean, whole, n), subject, lengths[n]));
    for (const i of perObservation(subject)) {
      const found = changed(subject, traced, i, together, alone, n);
      if (found) return { ...found, message: `${found.message} (lengths ${lengths.join(", ")})` };
    }
  }
  return undefined;
}

function changed(
  subject: Subject,
  traced: TracedLayer,
  i: number,
  together: Tensors,
  alone: Tensors,
  n: number,
): Finding | undefined {
  const [name, format] = [`out ${i}`, traced.outputs[i].format];
  const received = entry(together[name], n);
  const expected = alone[name];
  const array = `output '${subject.layer.outputNames[i] ?? "out"}'`;
  const [columns, kept] = [received.shape.at(-1)!, expected.shape.at(-1)!];
  const timed = format.includes("T");
  if (timed && columns > kept && !(`lengths ${i}` in together)) {
    const cause = "the output does not say how long its sequences are: return like(x, value), or { value, format, lengths }";
    return { message: `${array} has time steps but no lengths.`, cause };
  }
  const real = timed ? Array.from(received.data as Float64Array).filter((_, at) => at % columns < kept) : numbers(received);
  const difference = largestDifference(real, numbers(expected), 1e-6);
  if (difference.relative <= rounding) return undefined;
  const at = timed ? Math.floor(difference.at / kept) * columns + (difference.at % kept) : difference.at;
  return {
    message: `Sequence ${n + 1} of a padded mini-batch gives ${array} something else than alone: received is in the mini-batch, expected alone.`,
    cause:
      "padded steps are read: use withZeroPadding(x) before time steps are mixed, or leave out of sums and softmax what realSteps(x) says is padding",
    worst: {
      ...placeOf(traced, subject, name, at + n * received.data.length),
      received: difference.received,
      expected: difference.expected,
    },
  };
}

/** The time steps of what flows in, cut to a length. */
function cutTo(feeds: Record<string, Tensor>, subject: Subject, length: number): Record<string, Tensor> {
  const cut = { ...feeds };
  subject.inputs.forEach(({ format }, i) => {
    if (!format.includes("T")) return;
    const { shape, data } = feeds[inputName(i)];
    const time = shape.at(-1)!;
    const kept = (data as Float64Array).filter((_, at) => at % time < length);
    cut[inputName(i)] = doubles([...shape.slice(0, -1), length], kept);
  });
  return cut;
}

/** The array with large numbers in the padding, which no result may depend on. */
function soiled({ shape, data }: Tensor, lengths: readonly number[]): Tensor {
  const time = shape.at(-1)!;
  const each = elementCount(shape.slice(1));
  return doubles(
    shape,
    Array.from(data as Float64Array, (x, at) => (at % time < lengths[Math.floor(at / each)] ? x : 40 + 7 * x)),
  );
}
