import { describe, expect, it } from "vitest";
import {
  type CheckResult,
  checkLayer,
  defineLayer,
  type Layer,
  type LayerDefinition,
  type LayerFunction,
  like,
  ops,
  printLayerCheck,
  z,
} from "../../src/index.ts";

const empty = z.object({});
type Definition = LayerDefinition<typeof empty.shape>;

/** A layer that scales each channel and squashes it, `tanh(w ⊙ x)`, right but for what is given. */
function scaled(wrong: Partial<Definition> = {}): Layer {
  const definition: Definition = {
    type: "scaledLayer",
    options: empty,
    learnables: ({ inputs: [x] }) => ({ w: { size: [Number(x.shape[1]), 1], initializer: "ones" } }),
    predict: ({ inputs: [x], learnables: { w } }) => like(x, ops.tanh(ops.multiply(x.value, w))),
    ...wrong,
  };
  return (defineLayer(definition) as LayerFunction<typeof empty.shape, [], []>)({ name: "scaled" });
}

async function failures(layer: Layer, size: readonly number[] = [4, 3]): Promise<Readonly<Record<string, CheckResult>>> {
  const check = await checkLayer(layer, size, { observationDimension: 2 });
  const failed = check.checks.filter(({ status }) => status === "failed");
  expect(check.passed).toBe(failed.length === 0);
  return Object.fromEntries(failed.map((each) => [`${each.name} ${each.observations ?? ""}`.trim(), each]));
}

type Backward = NonNullable<Definition["backward"]>;

/** The right gradients of `tanh(w ⊙ x)`, for a test to spoil. */
const right: Backward = ({ inputs: [x], learnables: { w }, outputs: [y], outputGradients: [dy] }) => {
  const d = ops.multiply(dy, ops.subtract(1, ops.square(y.value)));
  const each = ops.multiply(d, x.value);
  return { inputs: [ops.multiply(d, w)], learnables: { w: ops.reshape(ops.sum(each, [0]), w.shape) } };
};

describe("checkLayer finds", () => {
  it("nothing in the layer that the tests spoil", async () => {
    const check = await checkLayer(scaled({ backward: right }), [4, 3], { observationDimension: 2 });
    expect(check.passed, printLayerCheck(check)).toBe(true);
    expect(check.counts).toEqual({ passed: 17, failed: 0, incomplete: 0, skipped: 14 });
  });

  it.each<[string, Partial<Definition>, string, string, string?]>([
    [
      "a function with several arguments",
      { predict: ((_: unknown, x: { inputs: never[] }) => x.inputs[0]) as never },
      "functionSyntaxesAreCorrect",
      "predict declares 2 arguments, expected one object.",
    ],
    [
      "a result that is no value",
      { predict: () => undefined as never },
      "functionSyntaxesAreCorrect",
      "predict returned undefined, expected a value",
    ],
    [
      "first values of the wrong number",
      { learnables: () => ({ w: { size: [4, 1], initializer: () => [1, 2] } }) },
      "initializeDoesNotError",
      "gave 2 values, expected 4",
    ],
    [
      "a predict that throws",
      {
        predict: () => {
          throw new Error("no such thing");
        },
      },
      "predictDoesNotError several",
      "Error: no such thing",
    ],
    [
      "a forward that throws",
      {
        forward: () => {
          throw new Error("not in training");
        },
      },
      "forwardDoesNotError one",
      "Error: not in training",
    ],
    [
      "too many outputs",
      { predict: ({ inputs: [x] }) => [x, x] },
      "numberOfOutputsIsCorrect",
      "returned 2 outputs, expected 1 (out). Return one for each name in outputNames.",
    ],
    [
      "a forward of another size",
      { forward: ({ inputs: [x] }) => like(x, ops.concatenate([x.value, x.value], 1)) },
      "forwardPredictAreConsistentInSize several",
      "output 'out': forward gives [3, 8] (CB), predict gives [3, 4] (CB).",
    ],
    [
      "numbers that are not finite",
      { predict: ({ inputs: [x] }) => like(x, ops.log(x.value)) },
      "predictIsConsistentInType several",
      "predict gives NaN at out(",
    ],
    [
      "what single precision cannot hold",
      { predict: ({ inputs: [x] }) => like(x, ops.subtract(ops.add(x.value, 1e6), 1e6)) },
      "predictIsConsistentInType several",
      "differs between single and double precision",
    ],
    [
      "the same in forward",
      { forward: ({ inputs: [x] }) => like(x, ops.subtract(ops.add(x.value, 1e6), 1e6)) },
      "forwardIsConsistentInType several",
      "differs between single and double precision",
    ],
    [
      "a state of the wrong size",
      {
        state: () => ({ s: { size: [4, 1], initial: 0 } }),
        predict: ({ inputs: [x] }) => ({ outputs: [x], state: { s: ops.mean(x.value, [0, 1]) } }),
      },
      "predictReturnsValidStates one",
      "returned the state 's' as [1, 1], expected [1, 4]",
    ],
    [
      "a state that is not declared, in forward",
      { forward: ({ inputs: [x] }) => ({ outputs: [x], state: { s: x.value } }) },
      "forwardReturnsValidStates several",
      "returned state 's', which it does not declare",
    ],
    [
      "a resetState of other states",
      { resetState: () => ({ s: 0 }) },
      "resetStateDoesNotError",
      "the layer declares no such state",
    ],
    [
      "a backward that throws",
      {
        backward: () => {
          throw new Error("not derived");
        },
      },
      "backwardDoesNotError several",
      "Error: not derived",
    ],
    [
      "a backward that leaves a learnable out",
      { backward: (args) => ({ inputs: right(args).inputs }) },
      "backwardIsConsistentInSize several",
      "backward returned nothing for learnable 'w', expected [1, 4].",
    ],
    [
      "a backward that single precision cannot hold",
      {
        backward: (args) => ({
          ...right(args),
          inputs: right(args).inputs.map((g) => ops.subtract(ops.add(g, 1e6), 1e6)),
        }),
      },
      "backwardIsConsistentInType several",
      "differs between single and double precision",
    ],
    [
      "an automatic gradient that is not finite",
      { predict: ({ inputs: [x] }) => like(x, ops.sqrt(ops.multiply(ops.square(x.value), 0))) },
      "backwardPropagationDoesNotError several",
      "dL/dX of input 'in' is NaN at in(1,1).",
    ],
    [
      "random numbers in predict",
      { predict: ({ inputs: [x], random }) => like(x, ops.add(x.value, random(x.value.shape))) },
      "predictIsDeterministic",
      "predict draws random numbers.",
    ],
    [
      "a predict that is another one each time",
      { predict: ({ inputs: [x] }) => like(x, ops.add(x.value, Math.random())) },
      "predictIsDeterministic",
      "predict computes something else when it is called again.",
    ],
    [
      "a mean over the observations",
      { predict: ({ inputs: [x] }) => like(x, ops.subtract(x.value, ops.mean(x.value, [0]))) },
      "observationsAreIndependent several",
      "predict gives observation 1 of a mini-batch of 3 something else than alone",
      "something is computed over the observations (axis 0), such as a sum, a mean or a softmax",
    ],
  ])("%s", async (_, wrong, name, message, cause) => {
    const found = await failures(scaled(wrong));
    expect(Object.keys(found)).toContain(name);
    expect(found[name].message).toContain(message);
    expect(found[name].cause).toBe(cause);
  });

  it("padding that is read", async () => {
    const summing = scaled({
      learnables: undefined,
      predict: ({ inputs: [x] }) => like(x, ops.add(x.value, ops.mean(x.value, [2]))),
    });
    const found = await failures(summing, [2, 3, 5]);
    expect(Object.keys(found)).toEqual(["paddingChangesNothing several"]);
    const { message, worst, cause } = found["paddingChangesNothing several"];
    expect(message).toContain("Sequence 2 of a padded mini-batch gives output 'out' something else than alone");
    expect(worst?.index).toMatch(/^out\([12],2,[1-4]\)$/);
    expect(cause).toContain("padded steps are read");
  });

  it("an output that forgets its lengths", async () => {
    const forgetting = scaled({ learnables: undefined, predict: ({ inputs: [x] }) => ({ value: x.value, format: x.format }) });
    const found = await failures(forgetting, [2, 3, 5]);
    expect(found["paddingChangesNothing several"].message).toContain("output 'out' has time steps but no lengths.");
  });

  it.each<[string, (gradients: ReturnType<Backward>, args: Parameters<Backward>[0]) => ReturnType<Backward>, string, string]>([
    [
      "a wrong sign",
      (g) => ({ ...g, inputs: g.inputs.map(ops.negate) }),
      "input 'in'",
      "the sign is wrong: the gradient is −1 times what it should be",
    ],
    [
      "a factor of 2",
      (g) => ({ ...g, inputs: g.inputs.map((each) => ops.multiply(each, 2)) }),
      "input 'in'",
      "the gradient is 2 times what it should be",
    ],
    [
      "a factor of the number of observations",
      (g) => ({ ...g, learnables: { w: ops.multiply(g.learnables!.w, 3) } }),
      "learnable 'w'",
      "the gradient is multiplied by the number of observations",
    ],
    [
      "a mean over the observations",
      (g) => ({ ...g, learnables: { w: ops.divide(g.learnables!.w, 3) } }),
      "learnable 'w'",
      "the gradient is divided by the number of observations: it is the mean over the mini-batch, where the sum is expected",
    ],
    [
      "zeros",
      (g) => ({ ...g, learnables: { w: ops.multiply(g.learnables!.w, 0) } }),
      "learnable 'w'",
      "the gradient is zero everywhere: it is not computed, or it is cut on its way",
    ],
    [
      "the other way round",
      (g) => ({
        ...g,
        learnables: {
          w: ops.concatenate(
            [3, 2, 1, 0].map((i) => ops.slice(g.learnables!.w, 1, i, i + 1)),
            1,
          ),
        },
      }),
      "learnable 'w'",
      "the gradient is flipped along a dimension",
    ],
    [
      "one observation alone",
      (g, { inputs: [x], outputs: [y], outputGradients: [dy] }) => {
        const each = ops.multiply(ops.multiply(dy, ops.subtract(1, ops.square(y.value))), x.value);
        return { ...g, learnables: { w: ops.slice(each, 0, 0, 1) } };
      },
      "learnable 'w'",
      "the gradient is that of observation 1 alone: the sum over the observations is missing",
    ],
    [
      "a derivative that is left out everywhere",
      (_, { inputs: [x], learnables: { w }, outputGradients: [dy] }) => ({
        inputs: [ops.multiply(dy, w)],
        learnables: { w: ops.reshape(ops.sum(ops.multiply(dy, x.value), [0]), w.shape) },
      }),
      "",
      "the derivative of tanh is missing",
    ],
    [
      "a derivative that is left out of one gradient",
      (g, { learnables: { w }, outputGradients: [dy] }) => ({ ...g, inputs: [ops.multiply(dy, w)] }),
      "input 'in'",
      "a factor 1 − Z², the derivative of tanh, is missing in the gradient",
    ],
    [
      "something that nothing tells",
      (g, { inputs: [x] }) => ({ ...g, inputs: g.inputs.map((each) => ops.add(each, ops.square(x.value))) }),
      "input 'in'",
      "",
    ],
  ])("a gradient that is wrong by %s", async (_, spoil, where, cause) => {
    const found = await failures(scaled({ backward: (args) => spoil(right(args), args) }));
    const failed = found["gradientsAreNumericallyCorrect several"];
    expect(failed.message).toContain("is wrong by");
    expect(failed.worst?.array).toContain(where);
    expect(failed.worst?.index).toMatch(/^(in|w)\(\d,\d\)$/);
    expect(failed.cause ?? "").toBe(cause);
    if (where === "") return;
    expect(failed.message).toContain(`Wrong: dL/d${where.startsWith("input") ? "X" : "W"} of ${where}. Right: `);
    expect(Object.keys(found).filter((name) => !name.startsWith("gradients"))).toEqual([]);
  });
});
