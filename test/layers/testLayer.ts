import { describe, expect, it } from "vitest";
import { applyLayer, storedShape } from "../../src/layer/apply.ts";
import { type Activation, type AnyLayerDefinition, type Layer, layerFrom, printSizes } from "../../src/layer.ts";
import { input, type Value } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { centralDifferences, distance, runOnRuntime } from "../ops/opSuite.ts";
import { type DrawnInput, drawLayer, gradientPlan, symbolic, weighted, weightsFor } from "./drawnLayer.ts";
import { goldenDistances, goldenLayers } from "./goldenLayers.ts";
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
  /** How many PyTorch cases there are to compare with. */
  readonly golden: number;
}

/** Lengths of the sequences of a padded batch: the longest is the batch's, one is short. */
const someLengths = [9, 4, 7];

/** Says everything that every layer must hold: options, sizes, numbers, gradients, padding, training. */
export function testLayer(test: LayerTest): void {
  const definition = test.make.definition as AnyLayerDefinition;
  describe(definition.type, () => {
    optionTests(definition, test);
    sizeTests(definition, test);
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

function numberTests(definition: AnyLayerDefinition, { cases, golden, padded: comparable }: LayerTest): void {
  const known = goldenLayers(definition.type);
  it(`gives PyTorch's results, states and gradients in all of its ${golden} cases`, async () => {
    expect(known.length).toBe(golden);
    for (const each of known) {
      const [runtime, double] = await goldenDistances(definition, each);
      expect(runtime, each.name).toBeLessThan(2e-5);
      expect(double, each.name).toBeLessThan(2e-6);
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
      expect(distance(expected[`gradient${i}`], slopes), `gradient ${i}`).toBeLessThan(1e-6);
      expect(distance(actual[`gradient${i}`], expected[`gradient${i}`]), `runtime's gradient ${i}`).toBeLessThan(1e-4);
    });
    expect(distance(actual.y0, expected.y0)).toBeLessThan(1e-5);
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
