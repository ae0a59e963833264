import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LayerGraphError } from "../../src/errors.ts";
import * as ops from "../../src/ops/index.ts";
import { inLayer, input, symbol } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import type { Executor } from "../../src/run/executor.ts";
import { floats, type Tensor, tensor } from "../../src/tensor.ts";

const [batch, time] = [symbol("batch"), symbol("time")];
const x = input("x", [batch, time]);

/** What every executor does; run once for each of them. */
export function executorSuite(name: string, make: () => Executor): void {
  describe(name, () => {
    let executor: Executor;
    beforeEach(() => {
      executor = make();
    });
    afterEach(() => executor.close());

    runningPlans(() => executor);
    keepingState(() => executor);
    failing(() => executor);
  });
}

function runningPlans(executor: () => Executor): void {
  it("serves every batch size and length with one plan", async () => {
    const doubled = ops.concatenate([x, ops.multiply(x, 2)], 1);
    await executor().load("plan", makePlan("sizes", { y: doubled, steps: ops.sizeValue(time) }));
    const small = await executor().run("plan", { x: floats([1, 2], [1, 2]) });
    expect([small.y.shape, numbers(small.y), numbers(small.steps)]).toEqual([[1, 4], [1, 2, 2, 4], [2]]);
    const large = await executor().run("plan", { x: floats([2, 3], [1, 2, 3, 4, 5, 6]) });
    expect([large.y.shape, numbers(large.steps)]).toEqual([[2, 6], [3]]);
  });

  it("takes and gives integers and truth values", async () => {
    const [index, chosen] = [input("index", [batch, 1], "int64"), input("chosen", [batch, 1], "bool")];
    const picked = ops.select(chosen, ops.gatherAlong(x, index, 1), -1);
    await executor().load("plan", makePlan("types", { picked, best: ops.argMax(x, 1), positive: ops.less(0, x) }));
    const results = await executor().run("plan", {
      x: floats([2, 2], [-1, 5, 7, 0]),
      index: tensor("int64", [2, 1], BigInt64Array.of(1n, 0n)),
      chosen: tensor("bool", [2, 1], Uint8Array.of(1, 0)),
    });
    expect(numbers(results.picked)).toEqual([5, -1]);
    expect([results.best.type, results.best.data]).toEqual(["int64", BigInt64Array.of(1n, 0n)]);
    expect([results.positive.type, results.positive.data]).toEqual(["bool", Uint8Array.of(0, 1, 1, 0)]);
  });

  it("feeds initializers itself", async () => {
    const w = input("w", [2]);
    const plan = makePlan("initializers", { y: ops.multiply(w, input("scale", [])) });
    await executor().load("plan", plan, new Map([["w", floats([2], [3, 4])]]));
    expect(numbers((await executor().run("plan", { scale: floats([], [10]) })).y)).toEqual([30, 40]);
  });

  it("holds several plans, and replaces one that is loaded again under its name", async () => {
    await executor().load("one", makePlan("one", { y: ops.add(x, 1) }));
    await executor().load("two", makePlan("two", { y: ops.add(x, 2) }));
    const feeds = { x: floats([1, 1], [10]) };
    expect(numbers((await executor().run("one", feeds)).y)).toEqual([11]);
    await executor().load("one", makePlan("one", { z: ops.add(x, 100) }));
    expect(Object.keys(await executor().run("one", feeds))).toEqual(["z"]);
    expect(numbers((await executor().run("two", feeds)).y)).toEqual([12]);
  });

  it("gives results that are nobody else's", async () => {
    await executor().load("plan", makePlan("copies", { y: ops.reshape(x, [time, batch]), same: x }));
    const fed = floats([1, 2], [1, 2]);
    const first = await executor().run("plan", { x: fed });
    first.y.data[0] = 77;
    first.same.data[1] = 77;
    const second = await executor().run("plan", { x: fed });
    expect([numbers(second.y), numbers(second.same), [...fed.data]]).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });
}

function keepingState(executor: () => Executor): void {
  const w = input("w", [2]);
  const next = ops.add(w, input("step", []));
  const training = makePlan("training", { next, loss: ops.sum(w, [0]) }, { feedback: { w: "next" } });
  const reading = makePlan("reading", { tenfold: ops.multiply(w, 10) });
  const step = { step: floats([], [1]) };

  it("keeps what a plan feeds back, and shares it between plans", async () => {
    await executor().load("training", training);
    await executor().load("reading", reading);
    await executor().setState("w", floats([2], [1, 2]));
    for (const total of [3, 5, 7]) {
      const results = await executor().run("training", step);
      expect(Object.keys(results)).toEqual(["loss"]);
      expect(numbers(results.loss)).toEqual([total]);
    }
    expect(numbers(await executor().getState("w"))).toEqual([4, 5]);
    expect(numbers((await executor().run("reading", {})).tenfold)).toEqual([40, 50]);
  });

  it("knows what the state was before the last run that changed it", async () => {
    await executor().load("training", training);
    await executor().load("reading", reading);
    await executor().setState("w", floats([2], [1, 2]));
    await executor().run("training", step);
    await executor().run("training", step);
    await executor().run("reading", {});
    expect(numbers(await executor().getState("w", true))).toEqual([2, 3]);
    expect(numbers(await executor().getState("w"))).toEqual([3, 4]);
  });

  it("copies state in and out", async () => {
    const given = floats([2], [1, 2]);
    await executor().load("training", training);
    await executor().setState("w", given);
    given.data[0] = 50;
    const got = await executor().getState("w");
    got.data[1] = 50;
    await executor().run("training", step);
    expect(numbers(await executor().getState("w"))).toEqual([2, 3]);
    (await executor().getState("w")).data[0] = 50;
    (await executor().getState("w", true)).data[0] = 50;
    await executor().run("training", step);
    expect(numbers(await executor().getState("w"))).toEqual([3, 4]);
  });

  it("starts anew from state that is set", async () => {
    await executor().load("training", training);
    await executor().setState("w", floats([2], [1, 2]));
    await executor().run("training", step);
    await executor().setState("w", floats([2], [0, 0]));
    await expect(executor().getState("w", true)).rejects.toThrow("internal: nothing is kept under 'w'");
    await executor().run("training", step);
    expect(numbers(await executor().getState("w"))).toEqual([1, 1]);
  });

  it("leaves the state as it was where a run fails", async () => {
    const index = input("index", [1], "int64");
    const picked = ops.add(w, ops.gatherAlong(w, index, 0));
    await executor().load("plan", makePlan("fails", { picked }, { feedback: { w: "picked" } }));
    await executor().setState("w", floats([2], [1, 2]));
    await expect(executor().run("plan", { index: tensor("int64", [1], BigInt64Array.of(9n)) })).rejects.toThrow(LayerGraphError);
    expect(numbers(await executor().getState("w"))).toEqual([1, 2]);
  });
}

function failing(executor: () => Executor): void {
  const plan = makePlan("pair", { y: ops.add(x, input("offset", [batch, 1])) });

  it("names the input whose size does not fit", async () => {
    await executor().load("plan", plan);
    await expect(executor().run("plan", { x: floats([2], [1, 2]), offset: floats([2, 1], [0, 0]) })).rejects.toThrow(
      "plan 'pair': input 'x' received [2], expected [batch, time].",
    );
    await expect(executor().run("plan", { x: floats([2, 1], [1, 2]), offset: floats([3, 1], [0, 0, 0]) })).rejects.toMatchObject({
      code: "wrong-input",
      message: "plan 'pair': input 'offset' received [3, 1], expected [batch, 1].",
    });
  });

  it("names the input whose type does not fit", async () => {
    await executor().load("plan", plan);
    const feeds = { x: tensor("int64", [1, 1], BigInt64Array.of(1n)), offset: floats([1, 1], [0]) };
    await expect(executor().run("plan", feeds)).rejects.toThrow(
      "plan 'pair': input 'x' received elements of type int64, expected float.",
    );
  });

  it("names an input that is missing", async () => {
    await executor().load("plan", plan);
    await expect(executor().run("plan", { x: floats([1, 1], [1]) })).rejects.toMatchObject({
      code: "missing-input",
      message: "input 'offset' was not given.",
    });
  });

  it("names the layer in which a run fails, and can be used afterwards", async () => {
    const index = input("index", [batch, 1], "int64");
    const picked = inLayer("bad", () => ops.gatherAlong(x, index, 1));
    await executor().load("plan", makePlan("fails", { y: ops.exp(picked) }));
    const at = (i: bigint) => ({ x: floats([1, 2], [0, 1]), index: tensor("int64", [1, 1], BigInt64Array.of(i)) });
    await expect(executor().run("plan", at(5n))).rejects.toMatchObject({
      code: "run-failed",
      message: expect.stringMatching(/^Layer 'bad' failed while running: (index 5 is outside of|\w+ op: Out of range)/),
      details: { layer: "bad" },
    });
    expect(numbers((await executor().run("plan", at(0n))).y)).toEqual([1]);
  });

  it("says that the network failed where no layer did", async () => {
    const index = input("index", [batch, 1], "int64");
    await executor().load("plan", makePlan("fails", { y: ops.exp(ops.gatherAlong(x, index, 1)) }));
    const feeds = { x: floats([1, 2], [0, 1]), index: tensor("int64", [1, 1], BigInt64Array.of(5n)) };
    await expect(executor().run("plan", feeds)).rejects.toThrow(/^The network failed while running: /);
  });

  it("knows no plan and no state that nobody gave it", async () => {
    await expect(executor().run("nothing", {})).rejects.toThrow("internal: no plan 'nothing' is loaded");
    await expect(executor().getState("nothing")).rejects.toThrow("internal: nothing is kept under 'nothing'");
  });

  it("finishes what runs before it closes, and then knows nothing", async () => {
    const square = ops.matmul(x, ops.transposed(x));
    await executor().load("plan", makePlan("slow", { y: ops.sum(ops.matmul(square, square), [0, 1]) }));
    const running = executor().run("plan", { x: floats([60, 30], new Float32Array(1800).fill(1)) });
    await executor().close();
    expect(numbers((await running).y)[0]).toBe(60 * 60 * 60 * 30 * 30);
    await expect(executor().run("plan", {})).rejects.toThrow("internal: no plan 'plan' is loaded");
  });
}

function numbers({ data }: Tensor): number[] {
  return Array.from(data as ArrayLike<number | bigint>, Number);
}
