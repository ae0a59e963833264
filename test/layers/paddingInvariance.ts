import type { Layer } from "../../src/layer.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { stridesOf, type Tensor } from "../../src/tensor.ts";
import { distance, runOnRuntime } from "../ops/opSuite.ts";
import { type DrawnInput, drawLayer, gradientPlan, weightsFor } from "./drawnLayer.ts";

/** How far what a padded batch gives is from what its sequences give alone; 0 is equal, infinite where sizes differ. */
export interface InvarianceDistances {
  readonly outputs: number;
  readonly inputGradients: number;
  /** The largest gradient that reaches a padded step. */
  readonly paddedGradients: number;
  readonly learnableGradients: number;
  /** The same batch by the runtime against double precision. */
  readonly runtime: number;
}

/** Computes sequences of the given lengths in one batch, whose padding holds large numbers, and each of them alone, as in prediction. */
export async function invariance(
  layer: Layer,
  inputs: readonly DrawnInput[],
  lengths: readonly number[],
): Promise<InvarianceDistances> {
  const drawn = drawLayer(layer, inputs, { padded: true });
  const { outputs, feeds, wrt, inputCount } = drawn;
  const temporal = inputs.map((x) => x.format.includes("T"));
  const lengthFeed: Tensor = { type: "int64", shape: [lengths.length], data: BigInt64Array.from(lengths, BigInt) };
  const batch: Record<string, Tensor> = { ...feeds, lengths: lengthFeed };
  for (let i = 0; i < inputCount; i++) if (temporal[i]) batch[`x${i}`] = soiled(feeds[`x${i}`], lengths);
  const [output] = outputs;
  const plan = gradientPlan(drawn, output.lengths && { lengthsOut: output.lengths });
  const weights = weightsFor(outputs, batch).weights0;
  const outLengths = output.lengths && evaluateLengths(drawn, batch);
  const realWeights = outLengths ? replaced(weights, (n, t, w) => (t < outLengths[n] ? w : 0)) : weights;
  const all = { ...batch, weights0: realWeights };
  const together = evaluatePlan(plan, all);
  const byRuntime = await runOnRuntime(plan, all);
  const alone = drawLayer(layer, inputs);
  const alonePlan = gradientPlan(alone);
  const single = lengths.map((length, n) => {
    const own: Record<string, Tensor> = { ...feeds, weights0: row(realWeights, n, outLengths?.[n]) };
    for (let i = 0; i < inputCount; i++) own[`x${i}`] = row(feeds[`x${i}`], n, temporal[i] ? length : undefined);
    return evaluatePlan(alonePlan, own);
  });
  const gradientNames = wrt.map((_, i) => `gradient${i}`);
  const realPart = (name: string, n: number, time: number | undefined): Tensor => row(together[name], n, time);
  return {
    outputs: most(single.map((own, n) => distance(realPart("y0", n, outLengths?.[n]), own.y0))),
    inputGradients: most(
      single.flatMap((own, n) =>
        gradientNames
          .slice(0, inputCount)
          .map((name, i) => distance(realPart(name, n, temporal[i] ? lengths[n] : undefined), own[name])),
      ),
    ),
    paddedGradients: most(
      gradientNames.slice(0, inputCount).map((name, i) => {
        if (!temporal[i]) return 0;
        const rest = replaced(together[name], (n, t, g) => (t < lengths[n] ? 0 : g));
        return most(Array.from(rest.data as Float64Array, (g) => (Number.isNaN(g) ? Number.POSITIVE_INFINITY : Math.abs(g))));
      }),
    ),
    learnableGradients: most(
      gradientNames.slice(inputCount).map((name) => distance(together[name], summed(single.map((own) => own[name])))),
    ),
    runtime: most(["y0", ...gradientNames].map((name) => distance(byRuntime[name], together[name]))),
  };
}

function evaluateLengths(drawn: ReturnType<typeof drawLayer>, batch: Tensors): number[] {
  const weights = weightsFor(drawn.outputs, batch);
  const plan = gradientPlan(drawn, { lengthsOut: drawn.outputs[0].lengths! });
  return Array.from(evaluatePlan(plan, { ...batch, ...weights }).lengthsOut.data as BigInt64Array, Number);
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.max(a, b), 0);
}

/** The array with each element changed by its observation and time step (the last dimension). */
function replaced(tensor: Tensor, change: (n: number, t: number, value: number) => number): Tensor {
  const [perObservation] = stridesOf(tensor.shape);
  const time = tensor.shape.at(-1)!;
  const data = Float64Array.from(tensor.data as Float64Array, (value, i) =>
    change(Math.floor(i / perObservation), i % time, value),
  );
  return { type: "float64", shape: tensor.shape, data };
}

/** Numbers in the padding that no result may depend on. */
function soiled(tensor: Tensor, lengths: readonly number[]): Tensor {
  return replaced(tensor, (n, t, value) => (t < lengths[n] ? value : 40 + value * 7));
}

/** One observation of an array, its last dimension cut to `time` elements. */
function row(tensor: Tensor, n: number, time: number | undefined): Tensor {
  const [, ...rest] = tensor.shape;
  const last = rest.at(-1)!;
  const kept = time ?? last;
  const [perObservation] = stridesOf(tensor.shape);
  const own = (tensor.data as Float64Array).subarray(n * perObservation, (n + 1) * perObservation);
  return { type: "float64", shape: [1, ...rest.slice(0, -1), kept], data: own.filter((_, i) => i % last < kept) };
}

function summed(tensors: readonly Tensor[]): Tensor {
  const data = Float64Array.from(tensors[0].data as Float64Array, (_, i) =>
    tensors.reduce((sum, t) => sum + Number(t.data[i]), 0),
  );
  return { type: "float64", shape: tensors[0].shape, data };
}
