import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runClassification } from "../../examples/custom-training-loop/classification.ts";
import { runWgan } from "../../examples/custom-training-loop/wgan-gp.ts";

describe("the examples of loops of one's own", () => {
  it("learn three classes that a linear model cannot tell apart", async () => {
    const said: string[] = [];
    const { reached, baseline } = await runClassification({ epochs: 20 }, (line) => said.push(line));
    expect(reached).toBeGreaterThanOrEqual(0.95);
    expect(baseline).toBeLessThan(0.8);
    expect(said.slice(0, 2).map((line) => line.replace(/\d\.\d+/, "…"))).toEqual(["epoch 10: loss …", "epoch 20: loss …"]);
    expect(said.at(-1)).toBe(`Test accuracy: ${reached.toFixed(3)}; a linear model: ${baseline.toFixed(3)}`);
  });

  it("keep the critic's gradient near 1 by a penalty, and bring generated points near to the true ones", {
    timeout: 180_000,
  }, async () => {
    const said: string[] = [];
    const { distance, penalty, norm } = await runWgan({ iterations: 120 }, (line) => said.push(line));
    expect(Number(/^before: distance (.*)$/.exec(said[0])?.[1])).toBeGreaterThan(0.9);
    expect(distance).toBeLessThan(0.65);
    expect(penalty).toBeLessThan(0.1);
    expect(Math.abs(norm - 1)).toBeLessThan(0.15);
    expect(said.at(-1)).toBe(
      `iteration 120: penalty ${penalty.toFixed(4)}, norm of the critic's gradient ${norm.toFixed(3)}, distance ${distance.toFixed(3)}`,
    );
  });

  it("use public names only", () => {
    for (const file of ["classification.ts", "wgan-gp.ts"]) {
      const text = readFileSync(`examples/custom-training-loop/${file}`, "utf8");
      expect(
        [...text.matchAll(/from "(.*)"/g)].every(([, from]) => from === "../../src/index.ts" || !from.includes("/src/")),
      ).toBe(true);
    }
  });
});
