import { describe, expect, it } from "vitest";
import { featureInputLayer, fullyConnectedLayer, layerNormalizationLayer, sigmoidLayer, tanhLayer } from "../../layers/index.ts";
import { readArguments } from "../../src/custom/arguments.ts";
import { dlarray } from "../../src/custom/dlarray.ts";
import { tracedFunction } from "../../src/custom/dlfeval.ts";
import { dlgradient } from "../../src/custom/dlgradient.ts";
import { forward } from "../../src/custom/forward.ts";
import type { SymbolicNetwork } from "../../src/custom/symbolicNetwork.ts";
import type { Activation } from "../../src/layer.ts";
import { dlnetwork } from "../../src/network/dlnetwork.ts";
import { add, mean, sqrt, square, subtract, sum, total } from "../../src/ops/index.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import type { Tensor } from "../../src/tensor.ts";

/** The gradient penalty `mean (‖∂score/∂x‖ − 1)²` and its gradient with respect to the critic's learnables. */
function gradientPenalty(critic: SymbolicNetwork, x: Activation) {
  const [score] = forward(critic, x);
  const slope = dlgradient(total(score.value), x);
  const norm = sqrt(add(sum(square(slope.value), [1]), 1e-12));
  const penalty = mean(square(subtract(norm, 1)), [0, 1]);
  return { penalty, gradients: dlgradient(penalty, critic.learnables) };
}

describe("the gradient of a gradient penalty", () => {
  it("equals central differences in double precision", () => {
    const critic = dlnetwork(
      [
        featureInputLayer(2),
        fullyConnectedLayer(6),
        layerNormalizationLayer(),
        tanhLayer(),
        fullyConnectedLayer(4),
        sigmoidLayer(),
        fullyConnectedLayer(1),
      ],
      { seed: 4 },
    );
    const argument = readArguments(
      [
        critic,
        dlarray(
          [
            [0.3, -0.7],
            [1.1, 0.2],
            [-0.5, 0.9],
          ],
          "BC",
        ),
      ],
      "test",
    );
    const { plan } = tracedFunction(gradientPenalty as never, argument, "test");
    const [name, start] = Object.entries(argument.feeds).find(([key]) => key.endsWith("/learnables"))!;
    const at = (change: (w: Float64Array) => void) => {
      const data = Float64Array.from(start.data as Float32Array);
      change(data);
      const learnables: Tensor = { type: "float64", shape: start.shape, data };
      return evaluatePlan(plan, { ...argument.feeds, [name]: learnables });
    };
    const gradients = at(() => {})["result/gradients"].data as Float64Array;
    const step = 1e-5;
    const numeric = gradients.map((_, i) => {
      const [up, down] = [step, -step].map((d) =>
        Number(
          at((w) => {
            w[i] += d;
          })["result/penalty"].data[0],
        ),
      );
      return (up - down) / (2 * step);
    });
    const largest = Math.max(...numeric.map(Math.abs));
    const worst = Math.max(...numeric.map((v, i) => Math.abs(v - gradients[i])));
    expect(largest).toBeGreaterThan(0.01);
    expect(worst / largest).toBeLessThan(1e-6);
  });
});
