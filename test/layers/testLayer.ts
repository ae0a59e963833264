import { describe, expect, it } from "vitest";
import { applyLayer, storedShape } from "../../src/layer/apply.ts";
import { type Activation, type AnyLayerDefinition, type Layer, layerFrom, printSizes } from "../../src/layer.ts";
import { input, type Value } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { centralDifferences, distance, runOnRuntime } from "../ops/opSuite.ts";
import { missing } from "./coverage.ts";
import { type DrawnInput, drawLayer, gradientPlan, symbolic, weighted, weightsFor } from "./drawnLayer.ts";
import { goldenDistances, goldenLayer, goldenLayers } from "./goldenLayers.ts";
import { invariance } from "./paddingInvariance.ts";
import { lossesOfOneStep } from "./trainingStep.ts";

/** A layer with some options, over some inputs, and what is known of it. */
export interface LayerCase {
  readonly layer: Layer;
  readonly inputs: readonly DrawnInput[];
  /** The sizes of the output, or of each output, as errors print them: `[batch, 8, time-4] (CBT)`. */
  readonly output: string | readonly string[];
  /** MATLAB's sizes of the learnables; none by default. */
  readonly learnables?: Readonly<Record<string, readonly number[]>>;
  /** What MATLAB's table of layers says. */
  readonly description?: string;
}

/** What a test of one kind of layer gives the harness. */
export interface LayerTest {
  readonly make: { readonly definition: unknown };
  /** The layer with nothing but what is required. */
  readonly minimal: Layer;
  /** All options of `minimal`, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly cases: Readonly<Record<string, LayerCase>>;
  /** Options that are refused, and a part of what is said. */
  readonly refused?: readonly (readonly [options: Readonly<Record<string, unknown>>, message: string])[];
  /** Inputs that are refused, and a part of what is said. */
  readonly refusedInputs?: readonly (readonly [layer: Layer, inputs: readonly DrawnInput[], message: string])[];
  /** False where the classifier of sequences that the harness trains cannot hold the layer. */
  readonly trains?: false;
  /** False where an option is a function, which no file can hold. */
  readonly inFiles?: false;
  /** False where outputs are not those of sequences, so that there is nothing to compare of a padded batch. */
  readonly padded?: false;
  /** How many golden cases there are to compare with. */
  readonly golden: number;
  /** The layers that golden cases name `made`, where options are functions or graphs, which no golden file holds. */
  readonly made?: Readonly<Record<string, Layer>>;
}

/** Lengths of the sequences of a padded batch: the longest is the batch's, one is short. */
const someLengths = [9, 4, 7];

/**
 * Says everything that every layer must hold: options, sizes, numbers, gradients, padding, training. Cases and golden cases must each go over three
 * shapes and two sets of options, so that none of it is said of one shape alone.
 */
export function testLayer(test: LayerTest): void {
  const definition = test.make.definition as AnyLayerDefinition;
  describe(definition.type, () => {
    optionTests(definition, test);
    sizeTests(definition, test);
    coverageTests(definition, test);
    numberTests(definition, test);
    if (test.trains === false) return;
    it("learns: one training step of a classifier that holds it lowers the loss", async () => {
      const [before, after] = await lossesOfOneStep(test.minimal);
      expect(after).toBeLessThan(before);
    });
  });
}

function optionTests(definition: AnyLayerDefinition, { minimal, options, cases, refused = [], inFiles }: LayerTest): void {
  it("fills in MATLAB's defaults", () => {
    expect(minimal.options).toEqual(options);
  });
  it.skipIf(inFiles === false)("comes back from a graph file as it was", () => {
    for (const { layer } of Object.values(cases)) {
      const back = layerFrom(definition, JSON.parse(JSON.stringify({ ...layer.given, name: "back" })));
      expect(back.problems).toEqual([]);
      expect(back.options).toEqual(layer.options);
    }
  });
  it.each(refused)("refuses %j", (wrong, message) => {
    const { problems } = layerFrom(definition, { ...minimal.given, ...wrong, name: "wrong" });
    expect(problems.map((p) => p.message).join("\n")).toContain(message);
    for (const problem of problems) expect(problem.message).toContain(`${definition.type} 'wrong'`);
  });
  it("refuses MATLAB's spelling of an option and names ours", () => {
    for (const name of Object.keys(options)) {
      const spelled = name[0].toUpperCase() + name.slice(1);
      const { problems } = layerFrom(definition, { ...minimal.given, [spelled]: 1 });
      expect(problems.map((p) => p.message).join("\n")).toContain(`did you mean ${name}?`);
    }
  });
}

function sizeTests(definition: AnyLayerDefinition, { cases, refusedInputs = [] }: LayerTest): void {
  it.each(Object.entries(cases))("has the sizes of MATLAB: %s", (_, { layer, inputs, output, learnables = {}, description }) => {
    const { outputs, sizes } = traced(layer, inputs);
    expect(outputs.map(printSizes)).toEqual([output].flat());
    expect(sizes).toEqual(learnables);
    const layouts = inputs.map((each) => ({ format: each.format, shape: symbolic(each) }));
    if (description !== undefined) expect(definition.description?.(layer.options as never, layouts)).toBe(description);
  });
  it.each(refusedInputs.map(([layer, inputs, message]) => ({ layer, inputs, message })))(
    "refuses inputs and names itself: $message",
    ({ layer, inputs, message }) => {
      const run = () => traced({ ...layer, name: "bad" }, inputs);
      expect(run).toThrow(message);
      expect(run).toThrow(`${definition.type} 'bad'`);
    },
  );
}

/** What a layer's results and gradients may differ by, as `distance` measures: max|a − b| / max|b| of an array, b the number it should be. */
const bounds = {
  /** The runtime, which computes in single precision, against PyTorch and against double precision. */
  runtime: { results: 1e-5, gradients: 1e-4 },
  /** Double precision against PyTorch: the files hold the nearest numbers of single precision. */
  double: { results: 1e-6, gradients: 1e-6 },
  /** Double precision against central differences. */
  differences: 1e-6,
};

function coverageTests(definition: AnyLayerDefinition, { cases, made, golden }: LayerTest): void {
  it("is tried over three shapes, and with two sets of options where it has options that change results", () => {
    const arrays = Object.values(cases).flatMap(({ learnables = {} }) => Object.keys(learnables));
    const trials = Object.values(cases).map(({ layer, inputs }) => ({ options: layer.options, inputs }));
    const known = goldenLayers(definition.type).map((each) => ({
      options: goldenLayer(definition, each, made).options,
      inputs: [each.format, each.inputs.map(({ shape }) => shape)],
    }));
    const nothing: string[] = [];
    expect({ cases: missing(trials, arrays), golden: missing(known, arrays) }).toEqual({ cases: nothing, golden: nothing });
    expect(known.length).toBe(golden);
  });
}

function numberTests(definition: AnyLayerDefinition, { cases, made, padded: comparable }: LayerTest): void {
  it("gives PyTorch's results, states and gradients", async () => {
    for (const each of goldenLayers(definition.type)) {
      const { runtime, double } = await goldenDistances(goldenLayer(definition, each, made), each);
      expect(runtime.results, `${each.name}: results`).toBeLessThan(bounds.runtime.results);
      expect(runtime.gradients, `${each.name}: gradients`).toBeLessThan(bounds.runtime.gradients);
      expect(double.results, `${each.name}: results in double precision`).toBeLessThan(bounds.double.results);
      expect(double.gradients, `${each.name}: gradients in double precision`).toBeLessThan(bounds.double.gradients);
    }
  });
  it.each(Object.entries(cases))("has the gradients that central differences give: %s", async (_, { layer, inputs }) => {
    const drawn = drawLayer(layer, inputs, { training: true });
    const feeds = { ...drawn.feeds, ...weightsFor(drawn.outputs, drawn.feeds) };
    const plan = gradientPlan(drawn);
    const expected = evaluatePlan(plan, feeds);
    const numeric = centralDifferences(makePlan("sum", { value: weighted(drawn.outputs) }), feeds, drawn.wrt);
    const actual = await runOnRuntime(plan, feeds);
    numeric.forEach((slopes, i) => {
      expect(distance(expected[`gradient${i}`], slopes), `gradient ${i}`).toBeLessThan(bounds.differences);
      expect(distance(actual[`gradient${i}`], expected[`gradient${i}`]), `runtime's gradient ${i}`).toBeLessThan(
        bounds.runtime.gradients,
      );
    });
    drawn.outputs.forEach((_, i) => {
      expect(distance(actual[`y${i}`], expected[`y${i}`]), `runtime's result ${i}`).toBeLessThan(bounds.runtime.results);
    });
  });
  const padded = Object.entries(cases).filter(([, { inputs }]) => inputs.some((x) => x.format.includes("T")));
  if (comparable === false) return;
  it.each(padded)("gives each sequence of a padded batch what it gives alone: %s", async (_, { layer, inputs }) => {
    const unequal = inputs.map(({ shape, ...input }) => {
      const time = input.format.includes("T") ? [someLengths[0]] : [];
      return { ...input, shape: [someLengths.length, ...shape.slice(1, time.length ? -1 : undefined), ...time] };
    });
    const found = await invariance(layer, unequal, someLengths);
    expect(found.outputs, "outputs").toBeLessThan(1e-9);
    expect(found.inputGradients, "gradients of the inputs").toBeLessThan(1e-9);
    expect(found.paddedGradients, "gradients of padded steps").toBeLessThan(1e-12);
    expect(found.learnableGradients, "gradients of the learnables").toBeLessThan(1e-9);
    expect(found.runtime, "the runtime").toBeLessThan(1e-4);
  });
}

function traced(
  layer: Layer,
  inputs: readonly DrawnInput[],
): { outputs: readonly Activation[]; sizes: Record<string, readonly number[]> } {
  const sizes: Record<string, readonly number[]> = {};
  const source = (name: string, size: readonly number[]): Value => input(name, storedShape(size));
  const activations = inputs.map((each, i): Activation => ({ value: input(`x${i}`, symbolic(each)), format: each.format }));
  const { outputs } = applyLayer(layer, activations, {
    training: false,
    learnable: (name, { size }) => {
      sizes[name] = size;
      return source(name, size);
    },
    state: (name, { size }) => source(name, size),
    random: (shape) => input("random", shape),
  });
  return { outputs, sizes };
}
