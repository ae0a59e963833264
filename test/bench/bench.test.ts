import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { agreementOf } from "./agreement.ts";
import { findPytorch } from "./contenders.ts";
import { networks } from "./networks.ts";
import type { BenchReport } from "./report.ts";
import { shapeFrom } from "./shape.ts";
import { tcnNetwork } from "./tcnNetwork.ts";
import { timing } from "./timings.ts";

const torch = await findPytorch();
const main = fileURLToPath(new URL("../../dist/test/bench/main.js", import.meta.url));

/** A run takes seconds, on a busy machine many. */
const patience = 150_000;

function bench(...args: string[]) {
  return spawnSync(process.execPath, [main, ...args], { encoding: "utf8", timeout: patience });
}

describe("npm run bench", { timeout: patience }, () => {
  it("prints one JSON object with timings, rates and memory, and null where a peer is left out", () => {
    const { status, stdout, stderr } = bench(
      "--networks",
      "tcn",
      "--shapes",
      "2x16x4",
      "--steps",
      "2",
      "--no-tfjs",
      "--no-pytorch",
      "--json",
    );
    expect(stderr).toContain("tcn 2x16x4 training step: ours ");
    expect(status).toBe(0);
    const { machine, threads, shapes } = JSON.parse(stdout) as BenchReport;
    expect(machine).toMatchObject({ node: process.versions.node, torch: null, tensorflow: null });
    expect(threads).toBe(2);
    expect(shapes).toHaveLength(1);
    const [result] = shapes;
    expect(result).toMatchObject({ network: "tcn", shape: "2x16x4", batch: 2, time: 16, width: 4, sameAsPytorch: null });
    expect(result).toMatchObject({ trainRatioToPytorch: null, forwardRatioToPytorch: null, forwardRatioToTensorflow: null });
    const { trainMilliseconds, forwardMilliseconds, unequalLengths, stepByStep } = result;
    for (const timed of [trainMilliseconds.ours, forwardMilliseconds.ours, unequalLengths.milliseconds]) {
      expect(timed.count).toBe(2);
      expect(timed.median).toBeGreaterThan(0);
    }
    const { runAloneMilliseconds, overheadMilliseconds } = stepByStep;
    expect(overheadMilliseconds).toBeCloseTo(trainMilliseconds.ours.median - runAloneMilliseconds.median, 2);
    expect(result.gigaflopsPerSecond.matrixProduct).toBeGreaterThan(1);
    expect(result.peakMebibytes.ours).toBeGreaterThan(20);
    expect(result.failures).toEqual([]);
  });

  it.skipIf(!torch)("has PyTorch compute the same networks", () => {
    const { status, stdout } = bench("--shapes", "2x16x8", "--steps", "1", "--no-tfjs", "--json");
    expect(status).toBe(0);
    const { shapes, notes } = JSON.parse(stdout) as BenchReport;
    expect(shapes.map(({ network }) => network)).toEqual(networks.map(({ name }) => name));
    for (const { network, sameAsPytorch, trainRatioToPytorch } of shapes) {
      expect(sameAsPytorch, `${network}: ${notes}`).toMatchObject({ problems: [] });
      expect(sameAsPytorch!.lossDifference).toBeLessThan(1e-5);
      expect(trainRatioToPytorch).toBeGreaterThan(0);
    }
  });

  it("prints a table for people", () => {
    const { status, stdout } = bench("--networks", "tcn", "--shapes", "1x8x2", "--steps", "1", "--no-tfjs", "--no-pytorch");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^network +shape +train ms +PyTorch +ratio/m);
    expect(stdout).toMatch(/^tcn +1x8x2 +\d+\.\d +- +- /m);
    expect(stdout).toContain("Peers: none.");
  });

  it("says what is wrong with its arguments", () => {
    const wrong = bench("--shapes", "32x200");
    expect(wrong).toMatchObject({ status: 2, stdout: "" });
    expect(wrong.stderr).toBe('error: --shapes: "32x200" is no shape, expected batch x time x width: 32x200x128.\n');
    expect(bench("--steps", "0").stderr).toBe('error: --steps: received "0", expected a positive whole number.\n');
    expect(bench("--shapes", "100000x100000x100").stderr).toContain("expected at most 134217728");
    expect(bench("--networks", "tcn,rnn").stderr).toBe(
      `error: --networks: there is no network "rnn"; there are ${networks.map(({ name }) => name).join(", ")}.\n`,
    );
    expect(bench("--fast").stderr).toContain("Unknown option '--fast'");
  });

  it("explains itself", () => {
    expect(bench("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--shapes 32x200x128") });
  });
});

describe("what the benchmark computes with", () => {
  it("counts three products for each convolution but two for those that the data come in at", () => {
    // batch × time = 1: seven convolutions of 5 taps from 2 to 2 filters, one of 5 taps and one of 1 tap from 3 features; 2 × 5 weights.
    const [inner, first, skip, last] = [2 * 5 * 2 * 2, 2 * 5 * 3 * 2, 2 * 3 * 2, 2 * 2 * 5];
    expect(tcnNetwork.trainingOperations({ batch: 1, time: 1, width: 2 })).toBe(3 * 7 * inner + 2 * (first + skip) + 3 * last);
  });

  it("tells where PyTorch computes another network", async () => {
    const side = (losses: number[], learnables: number) => ({ losses: async () => ({ losses, learnables }), close: () => {} });
    const same = await agreementOf(side([2, 1], 7), side([2, 1.0001], 7));
    expect(same).toEqual({ learnables: 7, lossDifference: 9.999e-5, problems: [] });
    const other = await agreementOf(side([2, 1], 7), side([2, 1.25], 8));
    expect(other.problems).toEqual([
      "PyTorch learns 8 numbers, ours 7",
      "PyTorch computes another network: losses 2, 1.25, ours 2, 1",
    ]);
  });

  it("takes the median and the quartiles of runs", () => {
    expect(timing([4, 1, 2, 3])).toEqual({ median: 2.5, quartiles: [1.75, 3.25], count: 4 });
    expect(timing([7])).toEqual({ median: 7, quartiles: [7, 7], count: 1 });
  });

  it("reads shapes", () => {
    expect(shapeFrom("1x53888x64")).toEqual({ batch: 1, time: 53888, width: 64 });
  });
});
