import { gradients } from "../ops/index.ts";
import type { Tensors } from "../run/executor.ts";
import type { Tensor } from "../tensor.ts";
import { doubles } from "./arrays.ts";
import { likelyCause } from "./causes.ts";
import { type Difference, largestDifference, notFinite, numbers } from "./comparison.ts";
import { type Built, builtGradients, evaluatedGradients, type LayerGradients, type Source, slopesOf } from "./gradients.ts";
import type { Finding } from "./layerCheck.ts";
import { CannotBeMade, type Check, messageOf, resultsOf, type Subject } from "./subject.ts";
import { evaluated, ranOnRuntime } from "./trace.ts";

/** How far a gradient may be from what is measured, as a part of the largest gradient of its array. */
const tolerance = 1e-5;
/** How far the same in single precision may be from double precision. */
const singlePrecision = 1e-3;

const noBackward = ({ layer: { definition } }: Subject): string | undefined =>
  definition.backward ? undefined : "The layer does not have a backward function.";

/** Whether the gradients, automatic or by the layer's own backward, are there and right. */
export const gradientChecks: readonly Check[] = [
  {
    name: "backwardDoesNotError",
    about: "backward runs on what forward (or predict) was given and returned",
    scope: "each",
    skip: noBackward,
    find: (subject) => {
      const built = builtGradients(subject);
      return "error" in built && built.inBackward ? { message: messageOf(built.error) } : undefined;
    },
  },
  {
    name: "backwardIsConsistentInSize",
    about: "backward returns a gradient of the right size for each input and each learnable",
    scope: "each",
    skip: noBackward,
    find: (subject) => {
      const built = builtGradients(subject);
      if (!("error" in built)) return undefined;
      if (built.inBackward) throw new CannotBeMade("backward fails");
      return { message: messageOf(built.error) };
    },
  },
  {
    name: "backwardIsConsistentInType",
    about: "backward gives finite numbers, the same in single precision on the runtime as in double precision",
    scope: "each",
    skip: noBackward,
    find: (subject) => differentPrecision(subject),
  },
  {
    name: "backwardPropagationDoesNotError",
    about: "automatic gradients of all inputs and learnables can be computed and are finite",
    scope: "each",
    skip: ({ layer: { definition } }) => (definition.backward ? "The layer has a backward function." : undefined),
    find: (subject) => {
      const built = builtGradients(subject);
      return "error" in built ? { message: messageOf(built.error) } : infinite(built.gradients);
    },
  },
  {
    name: "gradientsAreNumericallyCorrect",
    about: "gradients are what central differences measure in double precision, those of backward also what automatic ones are",
    scope: "each",
    find: (subject) => wrongGradient(subject, gradientsOrNot(builtGradients(subject))),
  },
];

function gradientsOrNot(built: Built): LayerGradients {
  if ("error" in built) throw new CannotBeMade("there are no gradients");
  return built.gradients;
}

function infinite({ received, sources }: LayerGradients): Finding | undefined {
  for (const [i, source] of sources.entries()) {
    const data = numbers(received[i]);
    const at = notFinite(data);
    if (at >= 0) return { message: `${source.label} is ${data[at]} at ${source.index(at)}.` };
  }
  return undefined;
}

async function differentPrecision(subject: Subject): Promise<Finding | undefined> {
  const found = gradientsOrNot(builtGradients(subject));
  const bad = infinite(found);
  if (bad || found.sources.length === 0) return bad;
  const values = gradients(
    found.loss,
    found.sources.map(({ value }) => value),
  );
  const results = await ranOnRuntime(
    { ...Object.fromEntries(values.map((value, i) => [`gradient ${i}`, value])), loss: found.loss },
    found.feeds,
  );
  for (const [i, source] of found.sources.entries()) {
    const difference = largestDifference(numbers(results[`gradient ${i}`]), numbers(found.received[i]), 0.1);
    if (difference.relative <= singlePrecision) continue;
    const message = `${source.label} differs between single and double precision by ${difference.relative.toExponential(1)} of its largest number, expected at most ${singlePrecision}.`;
    return { message, worst: worstOf(source, difference) };
  }
  return undefined;
}

function wrongGradient(subject: Subject, found: LayerGradients): Finding | undefined {
  const measured = found.sources.map((source) => slopesOf(subject, found, source));
  const largest = measured.reduce(
    (most, { places, values }) => places.reduce((m, at) => Math.max(m, Math.abs(values[at])), most),
    0,
  );
  const least = Math.max(1e-6, 1e-3 * largest);
  const differences = found.sources.map((_, i): Difference => {
    const received = numbers(found.received[i]);
    const { places, values } = measured[i];
    const bySlopes = againstMeasured(received, values, places, least);
    const automatic = found.automatic && numbers(found.automatic[i]);
    if (bySlopes.relative > tolerance || !automatic) return bySlopes;
    const trusted = againstMeasured(automatic, values, places, least).relative <= tolerance;
    return trusted ? largestDifference(received, automatic, least) : bySlopes;
  });
  const worst = differences.reduce((w, each, i) => (each.relative > differences[w].relative ? i : w), 0);
  if (found.sources.length === 0 || differences[worst].relative <= tolerance) return undefined;
  const wrong = differences.map(({ relative }) => relative > tolerance);
  const source = found.sources[worst];
  return {
    message: `${source.label} is wrong by ${printedPart(differences[worst].relative)} of its largest number, expected at most ${tolerance}. ${agreement(found.sources, wrong)}`,
    worst: worstOf(source, differences[worst]),
    ...causeOf(
      subject,
      found,
      worst,
      measured.map(({ values }) => values),
    ),
  };
}

function causeOf(subject: Subject, found: LayerGradients, worst: number, measured: readonly Float64Array[]): { cause?: string } {
  const results = evaluated(resultsOf(found.traced), found.feeds);
  const { automaticLoss: loss } = found;
  const ofObservation = (n: number): readonly Tensor[] | undefined =>
    loss && evaluatedGradients(loss.value, loss.sources, ofOneObservation(found, n));
  const cause = likelyCause({ subject, found, worst, measured, results, ofObservation });
  return cause === undefined ? {} : { cause };
}

/** What is fed, with a loss of what one observation gives. */
function ofOneObservation({ feeds }: LayerGradients, n: number): Tensors {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, each]) => {
      if (!name.startsWith("weight out ")) return [name, each];
      const count = each.data.length / each.shape[0];
      return [
        name,
        doubles(
          each.shape,
          numbers(each).map((w, at) => (Math.floor(at / count) === n ? w : 0)),
        ),
      ];
    }),
  );
}

function againstMeasured(received: Float64Array, slopes: Float64Array, places: readonly number[], least: number): Difference {
  const known = Float64Array.from(slopes, (slope) => (Number.isNaN(slope) ? 0 : slope));
  return largestDifference(received, known, least, places);
}

function worstOf(source: Source, { at, received, expected }: Difference): NonNullable<Finding["worst"]> {
  return { array: source.label, index: source.index(at), received, expected };
}

function agreement(sources: readonly Source[], wrong: readonly boolean[]): string {
  const list = (which: boolean): string => sources.flatMap(({ label }, i) => (wrong[i] === which ? [label] : [])).join(", ");
  const right = list(false);
  return right === "" ? "None agrees." : `Wrong: ${list(true)}. Right: ${right}.`;
}

function printedPart(relative: number): string {
  return relative === Number.POSITIVE_INFINITY ? "infinitely much" : relative.toPrecision(2);
}
