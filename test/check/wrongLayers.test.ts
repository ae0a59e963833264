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
  it("a gradient with the wrong sign", async () => {
    const found = await failures(
      scaled({
        backward: (args) => ({ ...right(args), inputs: right(args).inputs.map(ops.negate) }),
      }),
    );
    expect(Object.keys(found)).toEqual(["gradientsAreNumericallyCorrect one", "gradientsAreNumericallyCorrect several"]);
    const { worst, cause, message } = found["gradientsAreNumericallyCorrect several"];
    expect(message).toContain("Wrong: dL/dX of input 'in'. Right: dL/dW of learnable 'w'.");
    expect(worst).toMatchObject({ array: "dL/dX of input 'in'", index: expect.stringMatching(/^in\(\d,\d\)$/) });
    expect(worst!.received).toBeCloseTo(-worst!.expected, 6);
    expect(cause).toBe("the sign is wrong: the gradient is −1 times what it should be");
  });
});
