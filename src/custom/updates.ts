import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import { elementFactors } from "../layer/factors.ts";
import { optionIssues } from "../layer.ts";
import { DlNetwork, dlnetwork, isNetwork } from "../network/dlnetwork.ts";
import type { Network, NetworkArrays } from "../network/network.ts";
import { traceLayers } from "../network/trace.ts";
import { input, multiply, symbol } from "../ops/index.ts";
import { type Solver, type SolverOptions, solvers } from "../optimizers/index.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import { type Executor, onnxRuntimeExecutor } from "../run/index.ts";
import { elementCount, floats, type Tensor } from "../tensor.ts";
import { notFinite } from "./arguments.ts";
import { flatArray, viewsOf } from "./flatArrays.ts";

const positive = z.number("must be a positive number").positive("must be a positive number");
const fractionText = "must be a number of at least 0 and below 1";
const fraction = z.number(fractionText).min(0, fractionText).lt(1, fractionText);
const adamSchema = z.strictObject({
  learnRate: positive.default(0.001),
  gradDecay: fraction.default(0.9),
  sqGradDecay: fraction.default(0.999),
  epsilon: positive.default(1e-8),
});
const rmspropSchema = z.strictObject({
  learnRate: positive.default(0.001),
  sqGradDecay: fraction.default(0.9),
  epsilon: positive.default(1e-8),
});
const sgdmSchema = z.strictObject({ learnRate: positive.default(0.01), momentum: fraction.default(0.9) });

/** Options of `adamupdate`: learnRate 0.001, gradDecay 0.9, sqGradDecay 0.999, epsilon 1e-8 by default. */
export type AdamUpdateOptions = z.input<typeof adamSchema>;
/** Options of `rmspropupdate`: learnRate 0.001, sqGradDecay 0.9, epsilon 1e-8 by default. */
export type RmspropUpdateOptions = z.input<typeof rmspropSchema>;
/** Options of `sgdmupdate`: learnRate 0.01, momentum 0.9 by default. */
export type SgdmUpdateOptions = z.input<typeof sgdmSchema>;

/** What is updated: a network, or arrays by name. */
export type Updatable = Network | NetworkArrays;
/** What an update gives for it. */
export type Updated<P extends Updatable> = P extends Network ? DlNetwork : NetworkArrays;

const unused: SolverOptions = { momentum: 0, gradientDecayFactor: 0, squaredGradientDecayFactor: 0, epsilon: 0 };

/**
 * A network (or arrays by name) after one step of adaptive moment estimation, and the two averages for the next step: give undefined for
 * them at first. `iteration` counts the steps from 1. Learn-rate factors multiply the learn rate; what has factor 0 stays bit for bit.
 *
 * @example
 * ```ts
 * [net, averageGrad, averageSqGrad] = await adamupdate(net, gradients, averageGrad, averageSqGrad, iteration, { learnRate: 0.01 });
 * ```
 * @throws LayerGraphError `missing-gradient`, `wrong-size`, `not-a-number`, `invalid-option`
 * @see MATLAB adamupdate
 */
export async function adamupdate<P extends Updatable>(
  net: P,
  gradients: NetworkArrays,
  averageGrad: NetworkArrays | undefined,
  averageSqGrad: NetworkArrays | undefined,
  iteration: number,
  options: AdamUpdateOptions = {},
): Promise<[net: Updated<P>, averageGrad: NetworkArrays, averageSqGrad: NetworkArrays]> {
  const { learnRate, gradDecay, sqGradDecay, epsilon } = checked(adamSchema, options, "adamupdate");
  if (!Number.isInteger(iteration) || iteration < 1) {
    const message = `adamupdate: iteration must be a whole number of at least 1, received ${String(iteration)}.`;
    throw new LayerGraphError("invalid-option", message, { received: String(iteration) });
  }
  const constants = { ...unused, gradientDecayFactor: gradDecay, squaredGradientDecayFactor: sqGradDecay, epsilon };
  const step = { where: "adamupdate", solver: solvers.adam, constants, learnRate, iteration };
  const [updated, [average, squares]] = await update(step, net, gradients, [averageGrad, averageSqGrad]);
  return [updated, average, squares];
}

/**
 * A network (or arrays by name) after one step of root mean square propagation, and the average for the next step.
 *
 * @example [net, averageSqGrad] = await rmspropupdate(net, gradients, averageSqGrad, { learnRate: 0.01 });
 * @see MATLAB rmspropupdate
 */
export async function rmspropupdate<P extends Updatable>(
  net: P,
  gradients: NetworkArrays,
  averageSqGrad: NetworkArrays | undefined,
  options: RmspropUpdateOptions = {},
): Promise<[net: Updated<P>, averageSqGrad: NetworkArrays]> {
  const { learnRate, sqGradDecay, epsilon } = checked(rmspropSchema, options, "rmspropupdate");
  const constants = { ...unused, squaredGradientDecayFactor: sqGradDecay, epsilon };
  const step = { where: "rmspropupdate", solver: solvers.rmsprop, constants, learnRate, iteration: 1 };
  const [updated, [average]] = await update(step, net, gradients, [averageSqGrad]);
  return [updated, average];
}

/**
 * A network (or arrays by name) after one step of gradient descent with momentum, and the velocity for the next step.
 *
 * @example [net, velocity] = await sgdmupdate(net, gradients, velocity, { learnRate: 0.05 });
 * @see MATLAB sgdmupdate
 */
export async function sgdmupdate<P extends Updatable>(
  net: P,
  gradients: NetworkArrays,
  velocity: NetworkArrays | undefined,
  options: SgdmUpdateOptions = {},
): Promise<[net: Updated<P>, velocity: NetworkArrays]> {
  const { learnRate, momentum } = checked(sgdmSchema, options, "sgdmupdate");
  const step = { where: "sgdmupdate", solver: solvers.sgdm, constants: { ...unused, momentum }, learnRate, iteration: 1 };
  const [updated, [moved]] = await update(step, net, gradients, [velocity]);
  return [updated, moved];
}

interface Step {
  readonly where: string;
  readonly solver: Solver;
  readonly constants: SolverOptions;
  readonly learnRate: number;
  readonly iteration: number;
}

async function update<P extends Updatable>(
  step: Step,
  parameters: P,
  gradients: NetworkArrays,
  moments: readonly (NetworkArrays | undefined)[],
): Promise<[Updated<P>, NetworkArrays[]]> {
  const arrays: NetworkArrays = isNetwork(parameters) ? parameters.learnables : parameters;
  const factors = isNetwork(parameters) ? factorsOf(parameters) : new Map<string, number | Float64Array>();
  const trained = [...arrays].filter(([key]) => factors.get(key) !== 0);
  if (trained.length === 0) return [updatedFrom(parameters, arrays), moments.map(() => new Map())];
  const shapes = trained.map(([key, { shape }]) => [key, shape] as const);
  const results = await computed(step, trained, {
    gradient: matching(step.where, "gradient", gradients, trained),
    moments: moments.map((m) => (m ? matching(step.where, "average", m, trained) : zeros(trained))),
    rates: trained.map(([key]) => factors.get(key) ?? 1),
  });
  const next = viewsOf(results.parameters, shapes);
  const all = trained.length === arrays.size ? next : new Map([...arrays].map(([key, tensor]) => [key, next.get(key) ?? tensor]));
  return [updatedFrom(parameters, all), results.moments.map((flat) => viewsOf(flat, shapes))];
}

function updatedFrom<P extends Updatable>(parameters: P, arrays: NetworkArrays): Updated<P> {
  if (!isNetwork(parameters)) return arrays as Updated<P>;
  return new DlNetwork({ ...dlnetwork(parameters).parts(), learnables: arrays }) as Updated<P>;
}

/** The learn-rate factors that are not 1. */
function factorsOf({ graph }: Network): ReadonlyMap<string, number | Float64Array> {
  const entries = [...traceLayers(graph).layers].flatMap(([layer, { learnables }]) =>
    Object.entries(learnables).map(
      ([name, spec]) => [`${layer}/${name}`, elementFactors(spec.learnRateFactor, spec.size)] as const,
    ),
  );
  return new Map(entries.filter(([, factor]) => factor !== 1));
}

type Trained = readonly (readonly [key: string, tensor: Tensor<"float32">])[];

function zeros(trained: Trained): Float32Array {
  return new Float32Array(trained.reduce((n, [, { data }]) => n + data.length, 0));
}

/** Arrays of the same names and sizes as those that are trained, in their order, as one vector. */
function matching(where: string, what: string, arrays: NetworkArrays, trained: Trained): Float32Array {
  if (!(arrays instanceof Map)) {
    throw new LayerGraphError(
      "wrong-argument",
      `${where}: the ${what}s must be arrays by name, as dlgradient(loss, net.learnables) gives them.`,
    );
  }
  const found = trained.map(([key, { shape }]) => {
    const tensor = arrays.get(key) as Tensor<"float32"> | undefined;
    if (!tensor)
      throw new LayerGraphError("missing-gradient", `${where}: there is no ${what} for '${key}'.`, { received: "nothing" });
    if (elementCount(tensor.shape) !== elementCount(shape)) {
      const [received, expected] = [tensor.shape, shape].map((size) => `size ${size.toReversed().join("×")}`);
      throw new LayerGraphError("wrong-size", `${where}: the ${what} of '${key}' is ${received}, expected ${expected}.`, {
        received,
        expected,
      });
    }
    const broken = tensor.data.find((v) => !Number.isFinite(v));
    if (broken !== undefined) throw notFinite(where, `the ${what} of '${key}'`, String(broken));
    return tensor;
  });
  return flatArray(found);
}

interface StepArrays {
  readonly gradient: Float32Array;
  readonly moments: readonly Float32Array[];
  /** For each array, or for each of its elements. */
  readonly rates: readonly (number | Float64Array)[];
}

async function computed(
  { solver, constants, learnRate, iteration }: Step,
  trained: Trained,
  { gradient, moments, rates }: StepArrays,
) {
  const stepSize = solver.stepSize(learnRate, iteration, constants);
  const even = rates.every((rate) => rate === 1);
  const executor = await updateExecutor(solver, constants, even);
  const flat = (data: Float32Array): Tensor => floats([data.length], data);
  const results = await executor.run("update", {
    parameters: flat(flatArray(trained.map(([, tensor]) => tensor))),
    gradient: flat(gradient),
    stepSize: floats([], [stepSize]),
    ...(!even && { rates: flat(perElement(trained, rates)) }),
    ...Object.fromEntries(moments.map((moment, i) => [`moment${i}`, flat(moment)])),
  });
  return {
    parameters: results["new/parameters"].data as Float32Array,
    moments: moments.map((_, i) => results[`new/moment${i}`].data as Float32Array),
  };
}

function perElement(trained: Trained, rates: readonly (number | Float64Array)[]): Float32Array {
  const flat = zeros(trained);
  let at = 0;
  trained.forEach(([, { data }], i) => {
    const rate = rates[i];
    if (typeof rate === "number") flat.fill(rate, at, at + data.length);
    else flat.set(rate, at);
    at += data.length;
  });
  return flat;
}

const executors = new Map<string, Promise<Executor>>();

/** One plan for each solver and its constants, for networks of any size. */
function updateExecutor(solver: Solver, constants: SolverOptions, even: boolean): Promise<Executor> {
  const id = JSON.stringify([solver.name, constants, even]);
  const known = executors.get(id) ?? loaded(updatePlan(solver, constants, even));
  executors.set(id, known);
  return known;
}

async function loaded(plan: Plan): Promise<Executor> {
  const executor = onnxRuntimeExecutor();
  await executor.load("update", plan);
  return executor;
}

function updatePlan(solver: Solver, constants: SolverOptions, even: boolean): Plan {
  const count = [symbol("count")];
  const step = input("stepSize", []);
  const next = solver.update({
    parameters: input("parameters", count),
    gradient: input("gradient", count),
    moments: solver.moments.map((_, i) => input(`moment${i}`, count)),
    stepSize: even ? step : multiply(step, input("rates", count)),
    options: constants,
  });
  const moments = next.moments.map((moment, i) => [`new/moment${i}`, moment] as const);
  return makePlan(`${solver.name} update`, { "new/parameters": next.parameters, ...Object.fromEntries(moments) });
}

function checked<S extends z.ZodObject>(schema: S, options: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(options, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issues = optionIssues(parsed.error, where, Object.keys(schema.shape));
  throw new LayerGraphError(issues[0]?.code ?? "invalid-options", issues.map((issue) => issue.message).join("\n"), { issues });
}
