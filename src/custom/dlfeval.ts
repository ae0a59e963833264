import { availableParallelism } from "node:os";
import { LayerGraphError } from "../errors.ts";
import { inputAttrs, multiply, reshape, sizeOfDim, sum, type Value } from "../ops/index.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import { type Executor, onnxRuntimeExecutor, type Tensors } from "../run/index.ts";
import type { Tensor } from "../tensor.ts";
import { type Argument, notFinite, readArguments } from "./arguments.ts";
import type { Host, SymbolicArguments } from "./hostTypes.ts";
import { collectingDraws, type Draw, nextRandomNumbers } from "./randomNumbers.ts";
import { type Result, readResult } from "./results.ts";

/**
 * Runs a function of networks and arrays, and gives what it returns as numbers and arrays. Inside, networks and arrays are symbolic:
 * `forward` and `predict` compute with them, `dlgradient` gives gradients, also of gradients, and `ops` and the deep-learning functions
 * combine them. The function is called once for each kind of arguments (formats, sizes other than the numbers of observations and of time
 * steps, networks' graphs) and compiled; later calls run the compiled plan. What changes from call to call must therefore be an argument:
 * numbers are, too, and anything that the function takes from outside stays as it was at the first call.
 *
 * Arguments: arrays made by `dlarray` (activations inside), networks, numbers (scalars inside), gradients or other arrays by name, text and
 * truth values (fixed), and lists and objects of these. Results alike: a scalar comes back as a number.
 *
 * @example
 * ```ts
 * function modelLoss(net: SymbolicNetwork, X: Activation, T: Activation) {
 *   const [Y, state] = forward(net, X);
 *   const loss = crossentropy(Y, T);
 *   return { loss, state, gradients: dlgradient(loss, net.learnables) };
 * }
 * const { loss, gradients, state } = await dlfeval(modelLoss, net, X, T);
 * ```
 * @throws LayerGraphError `not-a-number` where a result is not finite, naming it and the layer that it came from
 * @see MATLAB dlfeval
 */
export async function dlfeval<A extends readonly unknown[], R>(
  modelFunction: (...args: SymbolicArguments<A>) => R,
  ...args: A
): Promise<Host<R>> {
  requireFunction(modelFunction, "dlfeval");
  const where = `dlfeval${modelFunction.name === "" ? "" : ` ${modelFunction.name}`}`;
  const argument = readArguments(args, where);
  const { executor, traced } = await compiled(modelFunction as (...args: never[]) => unknown, argument, where);
  const feeds = { ...argument.feeds, ...randomFeeds(traced, argument) };
  const results = await executor.run("function", feeds);
  await requireFinite(traced, feeds, results, where);
  return traced.result.host(results) as Host<R>;
}

/** A function as a plan. */
export interface TracedFunction {
  readonly plan: Plan;
  readonly result: Result;
  readonly draws: readonly Draw[];
}

/** Traces a function over its arguments. */
export function tracedFunction(modelFunction: (...args: never[]) => unknown, argument: Argument, where: string): TracedFunction {
  const { result, draws } = collectingDraws(() => readResult(modelFunction(...(argument.symbolic() as never[])), where));
  return { plan: makePlan(where, result.outputs), result, draws };
}

interface CompiledFunction {
  readonly executor: Executor;
  readonly traced: TracedFunction;
}

/** So many plans are kept for each function; the one that was used longest ago is given up first. */
const mostPlans = 32;
const plans = new WeakMap<(...args: never[]) => unknown, Map<string, Promise<CompiledFunction>>>();

function compiled(modelFunction: (...args: never[]) => unknown, argument: Argument, where: string): Promise<CompiledFunction> {
  const known = plans.get(modelFunction) ?? new Map<string, Promise<CompiledFunction>>();
  plans.set(modelFunction, known);
  const made = known.get(argument.key) ?? compile(modelFunction, argument, where);
  known.delete(argument.key); // put at the end: used last
  known.set(argument.key, made);
  made.catch(() => known.delete(argument.key));
  for (const [key, oldest] of known) {
    if (known.size <= mostPlans) break;
    known.delete(key);
    oldest.then(({ executor }) => executor.close()).catch(() => {});
  }
  return made;
}

async function compile(
  modelFunction: (...args: never[]) => unknown,
  argument: Argument,
  where: string,
): Promise<CompiledFunction> {
  const traced = tracedFunction(modelFunction, argument, where);
  const executor = onnxRuntimeExecutor(Math.min(availableParallelism(), 8));
  await executor.load("function", traced.plan);
  return { executor, traced };
}

/** New random numbers for what a function draws. */
export function randomFeeds({ plan, draws }: TracedFunction, { symbols }: Argument): Tensors {
  if (draws.length === 0) return {};
  const numbers = nextRandomNumbers();
  const used = new Set(plan.inputs.map(({ name }) => name));
  const feeds = draws
    .filter(({ name }) => used.has(name))
    .map(
      (draw) =>
        [
          draw.name,
          numbers(
            draw,
            draw.shape.map((d) => sizeOfDim(d, symbols)),
          ),
        ] as const,
    );
  return Object.fromEntries(feeds);
}

async function requireFinite({ plan, result }: TracedFunction, feeds: Tensors, results: Tensors, where: string): Promise<void> {
  for (const [name, tensor] of Object.entries(results)) {
    const at = firstNotFinite(tensor);
    if (at === undefined) continue;
    const more = await originOf(plan, feeds);
    throw notFinite(where, result.describe(name, at), String(tensor.data[at]), ` ${more}`);
  }
}

function firstNotFinite({ data }: Tensor): number | undefined {
  if (!(data instanceof Float32Array)) return undefined;
  let sign = 0;
  for (let i = 0; i < data.length; i++) sign += data[i] * 0; // NaN as soon as one is not finite
  return sign === 0 ? undefined : data.findIndex((v) => !Number.isFinite(v));
}

/** What of a plan was the first not to be finite, as a sentence: what was fed, or the layer and op that computed it. */
async function originOf(plan: Plan, feeds: Tensors): Promise<string> {
  const broken = Object.entries(feeds).find(([, tensor]) => firstNotFinite(tensor) !== undefined);
  if (broken) return `So were numbers in '${broken[0].slice(1)}'.`;
  const floats = plan.values.filter((value) => value.type === "float" && value.inputs.length > 0 && !inputAttrs(value));
  const signs = makePlan("finiteness", Object.fromEntries(floats.map((value, i) => [String(i), zeroIfFinite(value)])));
  const executor = onnxRuntimeExecutor();
  try {
    await executor.load("finiteness", signs);
    const results = await executor.run("finiteness", feeds);
    const first = floats.find((_, i) => results[String(i)].data[0] !== 0);
    if (!first) return "Lower the learn rate.";
    const place = first.layer === undefined ? "outside the layers" : `in layer '${first.layer}'`;
    return `The first such number came from '${first.op.name}' ${place}. Lower the learn rate, or keep what it is computed from within bounds.`;
  } finally {
    await executor.close();
  }
}

/** 0·x is NaN for infinite numbers and for what is not a number. */
function zeroIfFinite(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return reshape(sum(multiply(x, 0), axes), []);
}

function requireFunction(value: unknown, where: string): void {
  if (typeof value === "function") return;
  throw new LayerGraphError("not-a-function", `${where}: the first argument must be a function, received a ${typeof value}.`);
}
