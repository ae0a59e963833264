import { elementFactors } from "../layer/factors.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { gradients } from "../ops/backward.ts";
import { constant, input, multiply, type Value } from "../ops/index.ts";
import { type Solver, type SolverOptions, solvers, type ThresholdMethod, thresholded, withL2 } from "../optimizers/index.ts";
import { carriedOutputs, carriedSource, observationStates } from "./carried.ts";
import { answerAt, type TracedNetwork, traceNetwork, traceSeparately } from "./forward.ts";
import { type Judged, judged, type OutputLoss, outputLayerLosses } from "./judging.ts";
import { layerSquares } from "./monitoring.ts";
import { type ArraySource, flatSource, flatten, type PackedLearnables, type PackedStates } from "./parameters.ts";
import { makePlan, type Plan, type PlanVariant } from "./plan.ts";
import { regroup } from "./regroup.ts";

/** What the update of a training step depends on. */
export interface UpdateOptions extends SolverOptions {
  readonly solver: Solver["name"];
  readonly l2Regularization: number;
  readonly gradientThreshold: number;
  readonly gradientThresholdMethod: ThresholdMethod;
}

/** The names of what a plan is fed beside the data of its input layers; a layer's name cannot begin with a slash. */
export const fed = {
  learnables: "/learnables",
  states: "/states",
  target: "/target",
  stepSize: "/stepSize",
  lengths: "/lengths",
} as const;

/** The name under which a solver's memory is kept. */
export function momentName(moment: string): string {
  return `/moments/${moment}`;
}

/**
 * One training step as one graph: forward, loss, backward, L2, thresholds, update. Fed: the data, `/target` (`/target/<output>` where there are
 * several), `/stepSize`, random numbers and, if `padded`, `/lengths` (`/lengths/<name>` for another time dimension than `time`); fed back: `/learnables`, `/moments/…` and `/states`, each one flat vector. Results: `loss`
 * and, for classes, `correct` and `count`; of a variant that is `monitored`, `layers` as `layerSquares` has it.
 */
export function trainingPlan(
  lgraph: LayerGraph,
  options: UpdateOptions,
  padded: boolean | PlanVariant,
  losses: readonly OutputLoss[] = outputLayerLosses(lgraph),
): Plan {
  const variant = variantOf(padded);
  const traced = traceFlat(lgraph, true, variant);
  const { flatLearnables: learnables, flatStates: states } = traced;
  const { loss, metrics, newStates } = regrouped(lossOf(traced, losses, lgraph), traced.newStates);
  const update =
    learnables.count > 0 ? updateOf(loss, learnables, traced, { ...options, ...variant }) : { outputs: {}, feedback: {} };
  const kept = states.arrays.filter(({ spec }) => !spec.perObservation);
  const changed = (key: string): Value | undefined => (kept.some((a) => a.key === key) ? newStates.get(key) : undefined);
  const keepStates = kept.some(({ key }) => newStates.has(key));
  const next = states.arrays.map(({ key, shape }) => changed(key) ?? traced.stateValue(key, shape));
  const counts = states.arrays.map((a) => a.count);
  return makePlan(
    `training step${suffixOf(variant)}`,
    {
      loss,
      ...metrics,
      ...update.outputs,
      ...(keepStates && { "new/states": flatten(next, counts) }),
      ...(variant.carried && carriedOutputs(observationStates(states), newStates)),
    },
    { random: traced.random, feedback: { ...update.feedback, ...(keepStates && { [fed.states]: "new/states" }) } },
  );
}

function regrouped({ loss, metrics }: Judged, newStates: ReadonlyMap<string, Value>) {
  const names = Object.keys(metrics);
  const [newLoss, ...rest] = regroup([loss, ...names.map((name) => metrics[name]), ...newStates.values()]);
  return {
    loss: newLoss,
    metrics: Object.fromEntries(names.map((name, i) => [name, rest[i]])),
    newStates: new Map([...newStates.keys()].map((key, i) => [key, rest[names.length + i]])),
  };
}

/** The loss and metrics of a mini-batch as the trained network computes them, from the same flat vectors as a training step. */
export function evaluationPlan(
  lgraph: LayerGraph,
  padded: boolean | PlanVariant,
  losses: readonly OutputLoss[] = outputLayerLosses(lgraph),
): Plan {
  const variant = variantOf(padded);
  const traced = traceFlat(lgraph, false, variant);
  const { loss, metrics } = lossOf(traced, losses, lgraph);
  return makePlan("evaluation", { loss, ...metrics, ...traced.carried });
}

/** The statistics of a mini-batch that are averaged over the training set after training, as `layer/name`; undefined if there are none. */
export function populationPlan(lgraph: LayerGraph, padded: boolean | PlanVariant): Plan | undefined {
  const traced = traceFlat(lgraph, true, variantOf(padded));
  if (traced.population.size === 0) return undefined;
  const outputs = { ...Object.fromEntries(traced.population), ...traced.carried };
  return makePlan("population statistics", outputs, { random: traced.random });
}

/** A network traced over the flat vectors of its arrays. */
export interface FlatTrace extends TracedNetwork {
  /** The value of a state in the flat vector. */
  readonly stateValue: ArraySource;
  readonly learnableValue: ArraySource;
  readonly flatLearnables: PackedLearnables;
  readonly flatStates: PackedStates;
  /** The outputs for the new states of the observations, if the variant carries them. */
  readonly carried: Readonly<Record<string, Value>>;
}

/** Traces a network over the flat vectors that a training feeds. */
export function traceFlat(lgraph: LayerGraph, training: boolean, { padded, carried = false }: PlanVariant): FlatTrace {
  const { learnables, states } = traceSeparately(lgraph, { training });
  const learnableValue = flatSource(fed.learnables, learnables);
  const stateValue = flatSource(fed.states, states);
  const own = carried ? observationStates(states) : [];
  const sources = { learnables: learnableValue, states: carriedSource(own, stateValue) };
  const traced = traceNetwork(lgraph, { training, padded, ...sources });
  const flat = { stateValue, learnableValue, flatLearnables: learnables, flatStates: states };
  return { ...traced, ...flat, carried: carriedOutputs(own, traced.newStates) };
}

function variantOf(padded: boolean | PlanVariant): PlanVariant {
  return typeof padded === "boolean" ? { padded } : padded;
}

function suffixOf({ padded, carried, monitored }: PlanVariant): string {
  return `${padded ? " (unequal lengths)" : ""}${carried ? " (carried states)" : ""}${monitored ? " (monitored)" : ""}`;
}

/** The weighted sum of the losses of the network's outputs, and what counts the right answers. */
export function lossOf(traced: TracedNetwork, losses: readonly OutputLoss[], lgraph: LayerGraph): Judged {
  return judged(
    losses,
    losses.map(({ end }) => answerAt(lgraph, traced, end)),
  );
}

function updateOf(loss: Value, learnables: PackedLearnables, traced: FlatTrace, options: UpdateOptions & PlanVariant) {
  const { arrays, count } = learnables;
  const values = arrays.map((a) => traced.learnableValue(a.key, a.shape));
  const rateFactors = arrays.map(({ spec }) => elementFactors(spec.learnRateFactor, spec.size));
  const trained = rateFactors.map((factor) => factor !== 0);
  const found = gradients(
    loss,
    values.filter((_, i) => trained[i]),
  );
  const raw = values.map((value, i) => (trained[i] ? found.shift()! : multiply(value, 0)));
  const unbounded = options.gradientThreshold === Number.POSITIVE_INFINITY;
  const { l2Regularization: l2, gradientThreshold, gradientThresholdMethod } = options;
  const factorOf = (i: number): number | Float64Array => {
    const factor = elementFactors(arrays[i].spec.l2Factor, arrays[i].spec.size);
    if (!trained[i]) return 0;
    return typeof factor === "number" ? l2 * factor : factor.map((each) => l2 * each);
  };
  const counts = arrays.map((a) => a.count);
  const parameters = input(fed.learnables, [count]);
  const flatRaw = flatten(raw, counts);
  // Without thresholds, L2 is added to all gradients at once; with them it has to come first, learnable by learnable.
  const gradient = unbounded
    ? withL2(flatRaw, parameters, perElement(arrays.map((a, i) => [a.count, factorOf(i)])))
    : flatten(
        thresholded(
          raw.map((g, i) => withL2(g, values[i], asFactor(factorOf(i), arrays[i].shape))),
          gradientThreshold,
          gradientThresholdMethod,
        ),
        counts,
      );
  const solver = solvers[options.solver];
  const rates = perElement(arrays.map((a, i) => [a.count, rateFactors[i]]));
  const stepSize = rates === 1 ? input(fed.stepSize, []) : multiply(input(fed.stepSize, []), rates);
  const moments = solver.moments.map((name) => input(momentName(name), [count]));
  const next = solver.update({ parameters, gradient, moments, stepSize, options });
  const layers = options.monitored && layerSquares(learnables, { gradient: flatRaw, parameters, next: next.parameters });
  const newMoments = solver.moments.map((name, i) => [`new${momentName(name)}`, next.moments[i]] as const);
  return {
    outputs: { "new/learnables": next.parameters, ...Object.fromEntries(newMoments), ...(layers && { layers }) },
    feedback: {
      [fed.learnables]: "new/learnables",
      ...Object.fromEntries(solver.moments.map((name) => [momentName(name), `new${momentName(name)}`])),
    },
  };
}

function asFactor(factor: number | Float64Array, shape: readonly number[]): Value | number {
  return typeof factor === "number" ? factor : constant(factor, shape);
}

/** A number for each element of the flat vector; one number where all are the same. */
function perElement(parts: readonly (readonly [count: number, value: number | Float64Array])[]): Value | number {
  const [[, first]] = parts;
  if (typeof first === "number" && parts.every(([, value]) => value === first)) return first;
  const total = parts.reduce((n, [count]) => n + count, 0);
  const data = new Float64Array(total);
  let at = 0;
  for (const [count, value] of parts) {
    if (typeof value === "number") data.fill(value, at, at + count);
    else data.set(value, at);
    at += count;
  }
  return constant(data, [total]);
}
